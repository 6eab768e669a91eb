"""Values that the XML formats share: statuses, urgencies, languages, sizes, as they are written and are meant."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dateline.wire.draft import Draft
from dateline.wire.item import Kind, Status
from dateline.wire.problems import problem
from dateline.wire.text.blocks import fold
from dateline.wire.text.tree import Element

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute xml:lang, as lxml names it."""

LONGEST = 20_000
"""How long, in characters, a value may become by adding to it: many small pieces must not take quadratic time."""

UNKNOWN_TYPE = "application/octet-stream"
"""The media type of what has none that is known (RFC 2046, 4.5.1): a JSON Feed must give one."""

STATUSES: dict[str, Status | None] = {
    "usable": "usable",
    "embargoed": None,
    "withheld": "withheld",
    "hold": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "cancel": "canceled",
    "kill": "canceled",
    "killed": "canceled",
    "withdrawn": "canceled",
    "retracted": "canceled",
}
"""Statuses as agencies spell them, in lower case. None: usable once the embargo is over."""

UNPUBLISHED = frozenset("draft done approved submitted pending scheduled unpublished commissioned replaced".split())
"""Statuses in which nobody publishes the item, or no longer, in lower case: TT's `replaced` is told of a text that
another one stands in for by now."""

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("text", "html", "article", "story", "complextext", "application/xml", "text/html"), "text"),
    **dict.fromkeys(("photo", "photoinner", "photofront", "picture", "image", "photograph", "logo"), "picture"),
    **dict.fromkeys(("jpeg", "jpg", "gif", "png", "jpeg baseline", "tiff", "webp", "bitmap"), "picture"),
    **dict.fromkeys(("graphic", "graphics", "infographic", "animation", "svg", "chart", "map"), "graphic"),
    **dict.fromkeys(("video", "clip", "mpeg", "mpeg4", "mp4", "mpeg-4", "quicktime", "film"), "video"),
    "application/x-shockwave-flash": "video",
    **dict.fromkeys(("audio", "sound", "mpeg3", "mp3", "wav", "radio", "quote"), "audio"),
    "composite": "composite",
    "package": "composite",
}
"""Media types, roles, formats and the like as agencies spell them, in lower case."""

_MIME_KINDS: dict[str, Kind] = {"image": "picture", "video": "video", "audio": "audio", "text": "text"}
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")
_LONGEST_LANGUAGE = len("abc-Abcd-ABC")
_TWO_LETTERS = frozenset(
    (
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
        "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
        "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
        "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
        "rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to "
        "tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    ).split()
)


def _pairs(*lines: str) -> dict[str, str]:
    return dict(pair.split(":") for line in lines for pair in line.split())


_THREE_LETTERS = _pairs(
    "nld:nl dut:nl eng:en fra:fr fre:fr deu:de ger:de spa:es ita:it por:pt ara:ar dan:da swe:sv nor:no nob:nb nno:nn",
    "fin:fi jpn:ja ell:el gre:el rus:ru zho:zh chi:zh tur:tr pol:pl cat:ca eus:eu baq:eu glg:gl ces:cs cze:cs hun:hu",
    "ron:ro rum:ro bul:bg srp:sr hrv:hr slk:sk slo:sk slv:sl ukr:uk lit:lt lav:lv est:et heb:he hin:hi tha:th vie:vi",
    "ind:id msa:ms may:ms fas:fa per:fa kor:ko isl:is ice:is gle:ga cym:cy wel:cy mkd:mk mac:mk sqi:sq alb:sq",
)
_NAMES = _pairs(
    "english:en french:fr français:fr german:de deutsch:de dutch:nl nederlands:nl spanish:es español:es italian:it",
    "italiano:it portuguese:pt português:pt arabic:ar russian:ru swedish:sv svenska:sv norwegian:no danish:da dansk:da",
    "finnish:fi suomi:fi chinese:zh japanese:ja korean:ko turkish:tr polish:pl greek:el czech:cs",
)
"""What some write for a language instead of its code, in lower case."""


def text_of(element: Element | None) -> str | None:
    """The words of an element, its white space folded; None where there are none."""
    if element is None:
        return None
    text = fold(element.text or "") if not len(element) else fold("".join(texts_in(element)))
    return text or None


_BREAKS = frozenset(("br", "p", "hl1", "hl2", "li", "td"))
"""Elements that part what stands around them, where several are written as one text."""


def texts_in(element: Element) -> Iterator[str]:
    """The texts in an element, in order; a space where a line or a paragraph ends inside it."""
    yield element.text or ""
    for child in element:
        is_break = child.tag in _BREAKS
        if is_break:
            yield " "
        yield from texts_in(child)
        if is_break:
            yield " "
        yield child.tail or ""


def keep_fact(draft: Draft, key: str, value: str | None) -> None:
    """Keeps a value for the profile; several different ones of one key are joined by `|`, as far as LONGEST goes."""
    if not value:
        return
    facts = draft.facts
    known = facts.get(key)
    if known is None:
        facts[key] = value
    elif value != known and len(known) < LONGEST and f"|{value}|" not in f"|{known}|":
        facts[key] = f"{known}|{value}"


def joined(known: str | None, more: str | None) -> str | None:
    """Two notes as one, a line break between them; the same note stands once. Past LONGEST nothing is added."""
    if not known or not more:
        return known or more or None
    return known if len(known) > LONGEST or more in known.split("\n") else f"{known}\n{more}"


def add_keywords(draft: Draft, text: str | None) -> None:
    """Adds the keywords of a field: parted by semicolons, or commas (`a,b` and `a, b, c`; `Doe, John` is one),
    or slashes where one also closes the list (dpa's `Film/Niedersachsen/`)."""
    if not text:
        return
    if not (";" in text or "," in text or text.rstrip().endswith("/")):
        draft.keywords.append(text)
        return
    for piece in text.split(";"):
        words = piece.split(",")
        if len(words) == 2 and ", " in piece.strip():
            words = [piece]
        for word in filter(None, map(fold, words)):
            if word.endswith("/"):
                draft.keywords.extend(filter(None, word.split("/")))
            else:
                draft.keywords.append(word)


def number(text: str | None) -> int | None:
    """A size or the like as a whole number; None where it is none or nothing."""
    try:
        value = int(float(text)) if text else 0
    except (ValueError, OverflowError):
        return None
    return value if 0 < value < 2**53 else None


def set_urgency(draft: Draft, text: str | None, where: str) -> None:
    """Sets the item's own urgency, 1 to 9."""
    if not text:
        return
    draft.facts.setdefault("urgency", text)
    if len(text) == 1 and "1" <= text <= "9":
        draft.urgency = int(text)
    elif text.strip() not in ("", "0"):
        draft.problems.append(problem("unknown-value", where, text))


def set_status(draft: Draft, text: str | None, where: str) -> bool:
    """Sets the status; says whether it is an embargo, whose time is still to be found."""
    if not text or not text.strip():
        return False
    word = text.strip().lower().removeprefix("stat:")
    if word not in STATUSES:
        draft.status = "withheld"
        draft.problems.append(problem("not-published" if word in UNPUBLISHED else "unknown-value", where, text))
        return False
    status = STATUSES[word]
    draft.status = status or "usable"
    return status is None


def language_of(text: str | None) -> str | None:
    """A language as BCP 47 writes it (`nl-nl` is `nl-NL`, `FR` is `fr`); None where it is no language."""
    code = text.strip() if text else ""
    return _language_of(code) if code and len(code) <= _LONGEST_LANGUAGE else None


@lru_cache(maxsize=256)
def _language_of(code: str) -> str | None:
    found = _LANGUAGE.fullmatch(code)
    if found is None:
        return _NAMES.get(code.lower())
    primary, script, region = found.groups()
    primary = _THREE_LETTERS.get(primary.lower(), primary.lower())
    if len(primary) == 2 and primary not in _TWO_LETTERS:
        return None
    parts = [primary, script.title() if script else None, region.upper() if region else None]
    return "-".join(part for part in parts if part)


def kind_of_media(*names: str | None) -> Kind | None:
    """The kind that the first known of these names (media type, format, role, MIME type) stands for."""
    for name in names:
        word = name.strip().lower() if name else ""
        kind = KINDS.get(word) or _MIME_KINDS.get(word.partition("/")[0] if "/" in word else "")
        if kind is not None:
            return kind
    return None
