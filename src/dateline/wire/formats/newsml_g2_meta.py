"""NewsML-G2: what an item says of itself and of its content (`itemMeta`, `contentMeta`, `rightsInfo`)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from msgspec.structs import replace

from dateline.wire.copy.agencies import code_of as agency_of
from dateline.wire.copy.signals import read_note
from dateline.wire.draft import Draft
from dateline.wire.formats.newsml1_media import plain_words
from dateline.wire.formats.newsml_g2_codes import NONE, SIGNALS, Catalogs, Code, code_of, qcode_of, word_of
from dateline.wire.formats.times import parse_time, precision_of, read_time
from dateline.wire.formats.values import (
    LANG,
    LONGEST,
    UNPUBLISHED,
    add_keywords,
    joined,
    keep_fact,
    kind_of_media,
    language_of,
    set_status,
    set_urgency,
    text_of,
)
from dateline.wire.item import Kind, Link, Media, Precision, Signal, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import blocks_of_tree, fold, safe_address, squash
from dateline.wire.text.tree import Element, child_of

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands for an unknown time where the schema asks for one; no item was made then."""


class Line(NamedTuple):
    """A headline, description or note: its role and language, the rank among its kind, the element."""

    role: str
    language: str | None
    rank: int
    element: Element


class Take:
    """What has been taken in of one item: the draft, and what can be settled only when all of it is known."""

    def __init__(self, draft: Draft, catalogs: Catalogs) -> None:
        self.draft = draft
        self.catalogs = catalogs
        self.kind: Kind | None = None
        self.headlines: list[Line] = []
        self.descriptions: list[Line] = []
        self.notes: list[Line] = []
        self.rights: list[Line] = []
        self.creators: list[tuple[str, str]] = []
        self.times: dict[str, tuple[datetime, Precision | None]] = {}
        self.titles: list[str] = []

    def in_language(self, lines: Sequence[Line]) -> list[Line]:
        """The lines in the language of the item or in none, where there are such; else all of them."""
        wanted = (self.draft.language or "").partition("-")[0]
        own = [line for line in lines if line.language is None or line.language.partition("-")[0] == wanted]
        return own or list(lines)


def line_of(element: Element) -> Line:
    """An element as a Line."""
    rank, language = element.get("rank"), element.get(LANG)
    return Line(
        word_of(element.get("role") or element.get("roleuri")),
        language_of(language) if language else None,
        int(rank) if rank and rank.isdigit() and len(rank) < 4 else 1,
        element,
    )


def name_of(take: Take, element: Element) -> str | None:
    """The name of a party, place or subject: in the language of the item, else the first; else its literal."""
    names = [name for name in element if name.tag == "name"]
    if len(names) > 1:
        lines = [line_of(name) for name in names]
        full = [line for line in lines if line.role not in ("mnemonic", "short")] or lines
        names = [line.element for line in take.in_language(full)]
    name = text_of(names[0]) if names else None
    return name or " ".join((element.get("literal") or "").split()) or None


def fill_meta(take: Take, element: Element) -> None:
    """Takes in an `<itemMeta>` or `<contentMeta>`."""
    for child in element:
        fill = META.get(child.tag)
        if fill is not None:
            fill(take, child)


def _item_class(take: Take, element: Element) -> None:
    code = code_of(element)
    take.kind = take.kind or kind_of_media(code.word) or ("graphic" if code.word == "animated" else None)
    if take.kind is None and code.code:
        take.draft.problems.append(problem("unknown-value", "itemClass", code.qcode))


def _party(key: str) -> Callable[[Take, Element], None]:
    def fill(take: Take, element: Element) -> None:
        if element.get("literal") == "unknown" and len(element) == 0:
            return  # the schema asks for a provider; this one names none
        for code in filter(None, (element.get("qcode"), element.get("uri"), element.get("literal"))):
            last = qcode_of(code).code
            keep_fact(take.draft, f"{key}_id", _host(code) if "://" in code and agency_of(last) is None else last)
        keep_fact(take.draft, key, name_of(take, element))

    return fill


def _host(uri: str) -> str:
    return uri.partition("://")[2].partition("/")[0].removeprefix("www.")


def _time(take: Take, element: Element) -> None:
    text = element.text
    moment = read_time(take.draft, text, element.tag)
    if moment is not None and moment != NO_TIME:
        take.times.setdefault(element.tag, (moment, precision_of(text)))


def _embargoed(take: Take, element: Element) -> None:
    draft = take.draft
    moment = read_time(draft, element.text, "embargoed")
    if moment is not None:
        draft.embargoed = draft.embargoed or moment
    else:
        # An element without a time that can be read means that somebody must be asked.
        keep_fact(draft, "embargo", "unclear")
        draft.problems.append(problem("embargo-unclear", "embargoed", text_of(element) or ""))


def _status(take: Take, element: Element) -> None:
    draft, code = take.draft, code_of(element)
    text = code.code or text_of(element)
    if code.word in UNPUBLISHED:
        draft.status = "withheld"
        draft.problems.append(problem("not-published", "pubStatus", code.qcode))
    elif set_status(draft, text, "pubStatus") and draft.embargoed is None:
        keep_fact(draft, "embargo", "announced")


def _signal(take: Take, element: Element) -> None:
    code = code_of(element)
    keep_fact(take.draft, "signal", code.qcode)
    kind = SIGNALS.get(code.word) or ("update" if code.scheme == "update" else None)
    if kind is not None:
        take.draft.signals.append(Signal(kind=kind))


def _link(take: Take, element: Element) -> None:
    """A link; a picture, video or sound that says where it is belongs to the item."""
    draft = take.draft
    href = (element.get("href") or "").strip() or None
    guid = element.get("residref") or element.get("guidref") or element.get("persistidref")
    title = text_of(child_of(element, "title")) or text_of(child_of(element, "headline"))
    kind = kind_of_media(code_of(child_of(element, "itemClass")).word, element.get("contenttype"))
    rel = code_of(element, "rel").code or None
    if kind is not None and kind not in ("text", "composite") and safe_address(href):
        described = child_of(element, "description")
        caption = fold(described.text or "") or None if described is not None else None  # a link may follow in it
        mime = element.get("contenttype")
        draft.media.append(
            Media(kind=kind, href=href, guid=guid, mime_type=mime, role=rel, headline=title, caption=caption)
        )
    elif href or guid:
        draft.links.append(Link(href=href, guid=guid, rel=rel, title=title))
        if rel == "replaces" and guid != draft.guid:
            draft.signals.append(Signal(kind="replacement", target=guid))


def _fact(key: str) -> Callable[[Take, Element], None]:
    def fill(take: Take, element: Element) -> None:
        keep_fact(take.draft, key, code_of(element).qcode or text_of(element))

    return fill


def _located(take: Take, element: Element) -> None:
    name = name_of(take, element)
    if name:
        take.draft.places.append(name)


def _subject(take: Take, element: Element) -> None:
    draft, name = take.draft, name_of(take, element)
    code = code_of(element)
    if not code.scheme and code.code == name:  # a literal that is the name is no code
        code = NONE
    kind = code_of(element, "type").word
    if kind in ("category", "department", "desk"):
        keep_fact(draft, "category", code.qcode or name)
    if kind == "place" and name:
        draft.places.append(name)
    if code.code or name:
        draft.subjects.append(_subject_of(take, code, name))
    for child in element:
        if child.tag == "bag":
            draft.subjects.extend(_subject_of(take, bit, None) for bit in map(code_of, child) if bit.code)
        elif child.tag == "mainConcept":
            _subject(take, child)


def _subject_of(take: Take, code: Code, name: str | None) -> Subject:
    return Subject(scheme=take.catalogs.scheme_of(code), code=code.code or None, name=name)


def _keyword(take: Take, element: Element) -> None:
    add_keywords(take.draft, text_of(element))


def _urgency(take: Take, element: Element) -> None:
    if take.draft.urgency is None:
        set_urgency(take.draft, text_of(element), "contentMeta/urgency")


def _slugline(take: Take, element: Element) -> None:
    take.draft.slugline = take.draft.slugline or text_of(element)


def _dateline(take: Take, element: Element) -> None:
    text = text_of(element)
    if text and parse_time(text) is None:
        take.draft.dateline_field = take.draft.dateline_field or text


def _by(take: Take, element: Element) -> None:
    text, known = text_of(element), take.draft.byline or ""
    if text and text not in known and len(known) < LONGEST:
        take.draft.byline = f"{take.draft.byline}, {text}" if take.draft.byline else text


def _bylines(take: Take, element: Element) -> None:
    """TT's own list of who wrote a text."""
    for line in element.iter("byline"):
        _by(take, line)


def _creditline(take: Take, element: Element) -> None:
    text = text_of(element)
    if text:
        take.draft.credit.append(text)


def _creator(take: Take, element: Element) -> None:
    name = name_of(take, element)
    if name:
        role = code_of(element, "role").word
        take.creators.append((role or ("photographer" if code_of(element).word == "photographer" else ""), name))
        keep_fact(take.draft, "creator", name)


def _alt_id(take: Take, element: Element) -> None:
    keep_fact(take.draft, f"alt_id.{code_of(element, 'type').word}", text_of(element))


def _language(take: Take, element: Element) -> None:
    tag = element.get("tag") or element.get("qcode") or text_of(element)
    language = language_of(qcode_of(tag).code) if tag else None
    if language is None and tag:
        take.draft.problems.append(problem("unknown-value", "language", tag))
    if language is not None and "content_language" not in take.draft.facts:
        take.draft.language = take.draft.facts["content_language"] = language


def _title(take: Take, element: Element) -> None:
    text = text_of(element)
    if text and not element.get("role"):
        take.titles.append(text)


def _extension(take: Take, element: Element) -> None:
    keep_fact(take.draft, element.get("type") or "", element.get("value") or element.get("literal"))


def _metadata(take: Take, element: Element) -> None:
    """Infomaker's own metadata of a picture: what its `<data>` says first."""
    for found in element.iter("data"):
        for child in found:
            if not len(child):
                keep_fact(take.draft, f"data.{child.tag}", text_of(child))
        break


META: dict[str, Callable[[Take, Element], None]] = {
    "itemClass": _item_class,
    "provider": _party("party"),
    **dict.fromkeys(("versionCreated", "firstCreated", "contentCreated", "contentModified", "expires"), _time),
    "embargoed": _embargoed,
    "pubStatus": _status,
    "signal": _signal,
    "edNote": lambda take, element: take.notes.append(line_of(element)),
    "link": _link,
    "title": _title,
    "service": _fact("service"),
    "role": _fact("role"),
    "genre": _fact("genre"),
    "urgency": _urgency,
    "located": _located,
    "creator": _creator,
    "infoSource": _party("origin"),
    "language": _language,
    "altId": _alt_id,
    "subject": _subject,
    "keyword": _keyword,
    "slugline": _slugline,
    "headline": lambda take, element: take.headlines.append(line_of(element)),
    "description": lambda take, element: take.descriptions.append(line_of(element)),
    "dateline": _dateline,
    "by": _by,
    "bylines": _bylines,
    "creditline": _creditline,
    "itemMetaExtProperty": _extension,
    "contentMetaExtProperty": _extension,
    "metadata": _metadata,
}
"""What each element of `<itemMeta>` and `<contentMeta>` gives; an element counts wherever of the two it stands."""


def fill_rights(take: Take, element: Element) -> None:
    """Takes in a `<rightsInfo>`."""
    for child in element:
        if child.tag in ("copyrightHolder", "copyrightNotice", "usageTerms"):
            take.rights.append(line_of(child))


def settle(take: Take) -> None:
    """Settles what depends on all of the metadata: times, rights, headlines, notes, who sends it."""
    draft = take.draft
    _settle_times(take)
    if draft.facts.get("embargo") and draft.embargoed is None and draft.status != "canceled":
        draft.status = "withheld"
        if draft.facts["embargo"] == "announced":
            draft.problems.append(problem("embargo-unclear", "pubStatus", "embargoed"))
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))
    _settle_rights(take)
    _settle_headlines(take)
    _settle_notes(take)
    draft.facts["provider_id"] = draft.facts.pop("party_id", "")
    if not (draft.facts["provider_id"] or draft.facts.get("party")):
        for key in ("origin_id", "origin"):
            keep_fact(draft, "source", draft.facts.get(key))
    else:
        # Who delivers an item is known, so nobody else who had a part in it is taken for its agency.
        draft.facts["maker"] = draft.facts.pop("creator", "")
        draft.facts.pop("sent_from", None)


def _settle_times(take: Take) -> None:
    draft, times = take.draft, take.times
    for name in ("versionCreated", "contentModified", "contentCreated", "firstCreated"):
        if name in times:
            draft.version_created, draft.precision = times[name]
            break
    first = times.get("firstCreated") or times.get("contentCreated")
    draft.first_created = first[0] if first else None
    draft.expires = times["expires"][0] if "expires" in times else None


def _settle_rights(take: Take) -> None:
    draft = take.draft
    by_tag: dict[str, list[Line]] = {}
    for line in take.rights:
        by_tag.setdefault(line.element.tag, []).append(line)
    notices = (text_of(line.element) for line in take.in_language(by_tag.get("copyrightNotice", [])))
    draft.copyright = next(filter(None, notices), None)
    holder = next((name for line in by_tag.get("copyrightHolder", []) if (name := name_of(take, line.element))), None)
    if draft.copyright is None and holder:
        draft.copyright = f"© {holder}"
    for line in take.in_language(by_tag.get("usageTerms", [])):
        draft.usage_terms = joined(draft.usage_terms, text_of(line.element))


_KICKERS = ("kicker", "over", "topline", "eyebrow", "dach", "spitz", "occhiello", "antetit", "cintillo", "pretitle")
_SHORT = ("short", "mobile", "sms", "web", "seo", "social", "teaser", "ticker", "push", "online", "alt", "original")


def _settle_headlines(take: Take) -> None:
    """The headline, and what stands above and below it, by the roles of the lines, else by their ranks."""
    draft = take.draft
    spare: str | None = None
    for line in sorted(take.in_language(take.headlines), key=lambda line: line.rank):
        text = plain_words(line.element)
        text = " ".join(text.split()) if text else None
        if text is None:
            continue
        if "sub" in line.role or "deck" in line.role:
            draft.subheadline = joined(draft.subheadline, text)
        elif line.role.startswith(_KICKERS) or (draft.headline and not line.role and line.rank == 3):
            draft.kicker = draft.kicker or text
        elif any(word in line.role for word in _SHORT):
            keep_fact(draft, f"headline.{line.role}", text)
            spare = spare or text
        elif draft.headline is None:
            draft.headline = text
        elif text != draft.headline:
            draft.subheadline = joined(draft.subheadline, text)
    draft.headline = draft.headline or spare or next(iter(take.titles), None)


_NOTEPADS = ("notepad", "notebook")
_CORRECTIONS = ("correctionshort", "correction", "correctionnote")


def _settle_notes(take: Take) -> None:
    """Notes to editors, or to readers. A notepad and the line that closes a piece are apparatus, and said once."""
    draft = take.draft
    told = ""
    for line in take.notes:
        if line.role in _NOTEPADS:
            texts = [block.text for block in blocks_of_tree(line.element)]
            draft.head_apparatus.extend(texts)
            told += squash("".join(texts)) if len(told) < LONGEST else ""
    for line in take.notes:
        text = plain_words(line.element)
        if text is None or line.role in _NOTEPADS:
            continue
        is_told = squash(text) in told or squash(text.partition(": ")[2] or text) in told
        if line.role in _CORRECTIONS:
            keep_fact(draft, line.role, text)
        elif not is_told and line.role.startswith("clos"):
            draft.head_apparatus.append(text)
        elif line.role == "public":  # `sttnote:public`, against `sttnote:private`.
            draft.note = joined(draft.note, text)
            noted = read_note(text)
            if noted is not None:
                draft.signals.append(noted)
        elif not is_told:
            draft.ed_note = joined(draft.ed_note, text)
    correction = next((draft.facts[role] for role in _CORRECTIONS if role in draft.facts), None)
    if correction:
        _settle_correction(draft, correction)


def _settle_correction(draft: Draft, note: str) -> None:
    """The note of a correction is the words of its signal; without a signal it is a note."""
    draft.facts["correction"] = note
    signals = [
        replace(signal, text=note) if signal.kind in ("correction", "update") else signal for signal in draft.signals
    ]
    if signals == draft.signals:
        draft.ed_note = joined(draft.ed_note, note)
    draft.signals = signals
