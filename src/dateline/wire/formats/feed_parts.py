"""What the feeds share: body and teaser, media, authors, categories, times, who provides."""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from dateline.wire.copy.agencies import code_of, codes_in
from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Source
from dateline.wire.formats.body import add_markup, add_plain, add_regular_tree, add_text
from dateline.wire.formats.feed_dates import Moment, read_date
from dateline.wire.formats.feed_xml import has_references, plain, prepared, resolved, unescaped, web_address
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.values import kind_of_media, language_of, number
from dateline.wire.item import Kind, Link, Media, Subject
from dateline.wire.problems import Problem, problem
from dateline.wire.text.blocks import fold, split_back
from dateline.wire.text.html import is_html
from dateline.wire.text.tree import Element

MAX_ENTRIES = 2000
"""The most entries of one kind (links, categories, authors) of an item that are read."""

MAX_MEDIA = 200
"""The most pictures and the like of an item that are read; each is held against the others."""

_ENDINGS: dict[str, Kind] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "tif", "tiff", "bmp"), "picture"),
    "svg": "graphic",
    **dict.fromkeys(("mp4", "m4v", "mov", "webm", "m3u8", "mpg", "mpeg", "avi", "ogv"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "wav", "aac", "flac", "opus"), "audio"),
}
_SOURCE = re.compile(
    r"<(iframe|embed|video|audio|source)\s[^<>]{0,2000}?\bsrc\s*=\s*[\"']?(https?://[^\s\"'<>]{1,2000})", re.IGNORECASE
)
_PLATFORMS = frozenset(("youtube.com", "feedburner.com", "feeds.feedburner.com", "news.google.com", "medium.com"))
"""Hosts where others publish: their name is not that of who provides."""

_NO_NAMES = frozenset(("admin", "administrator", "webmaster", "root", "user", "unknown", "author"))
"""Names that programs give to whoever has not said who he is."""

_IN_BRACKETS = re.compile(r"[^\s<>()]+@[^\s<>()]+\s*\(\s*(?P<name>[^()]*?)\s*\)")
_BEFORE_ADDRESS = re.compile(r"(?P<name>[^<>]*?)\s*<[^<>]*@[^<>]*>")
_MAIL_ADDRESS = re.compile(r"(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+")
_TITLE_PARTS = re.compile(r"\s*[:|–—»]\s*|\s+-\s+")
_MORE = re.compile(
    r"\W*(?:(?:read|show|view|learn)\s+(?:more|full\s+(?:article|story)|the\s+(?:full|rest)\b.{0,60})|continue\s+reading\b.{0,200}"
    r"|lees\s+(?:verder|meer)\b.{0,200}|weiterlesen\b.{0,200}|lesen\s+sie\s+(?:hier\s+)?(?:weiter|mehr)\b.{0,200}|mehr\s+lesen|lire\s+la\s+suite\b.{0,200}|en\s+savoir\s+plus|leer\s+m[áa]s|seguir\s+leyendo"
    r"|leggi\s+(?:tutto|di\s+più)|full\s+(?:article|story)|reageer|comments?)\W*",
    re.IGNORECASE,
)
_FIRST_APPEARED = re.compile(
    r"(?:The\s+post|Het\s+(?:bericht|artikel)|Der\s+Beitrag|L['’]article|La\s+entrada|L['’]articolo|O\s+post)\s+.{1,400}"
    r"\s(?:(?:first\s+)?appeared\s+first\s+on|appeared\s+on|(?:verscheen|is)\s+(?:eerst|gepubliceerd)\s+op|erschien\s+(?:zuerst|erstmals)\s+auf"
    r"|est\s+apparu\s+en\s+premier\s+sur|se\s+publicó\s+primero\s+en|proviene\s+da|apareceu\s+primeiro\s+em)\s.{1,200}",
    re.IGNORECASE,
)
_LONGEST_TRAILER = 700


class Written(msgspec.Struct, frozen=True):
    """A text of a feed: HTML as most write it (escaped or not, perhaps once too often), or `is_plain`, every sign of
    which is meant; or `tree`, which holds regular XHTML (see `is_regular_tree`). Its `elements` are kept meanwhile:
    lxml makes those anew that nobody has hold of."""

    text: str
    is_plain: bool = False
    tree: Element | None = None
    elements: Sequence[Element] = ()


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says of itself and so of its entries; `modules` are those that it has elements of."""

    format: str
    provider: str | None = None
    address: str | None = None
    language: str | None = None
    copyright: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    modules: Set[str] = frozenset()


def provider_of(source: Source, names: Iterable[str | None], address: str | None) -> str | None:
    """Whose feed it is: the agency that its names or its address know, else the host of its address."""
    if source.provider:
        return source.provider
    known = tuple(filter(None, names))
    host = host_of(address)
    code = next((code for name in known if (code := agency_in(name)) is not None), None) or agency_of_host(host)
    if code is None and host in _PLATFORMS and known:
        return known[0]
    return code or host


@lru_cache(maxsize=1024)
def agency_of_host(host: str | None) -> str | None:
    """The agency that a host or the domain that it is in belongs to (`persportaal.anp.nl`)."""
    labels = (host or "").lower().rstrip(".").split(".")
    tails = (".".join(labels[at:]) for at in range(max(0, len(labels) - 4), len(labels) - 1))
    return next((code for tail in tails if (code := code_of(tail)) is not None), None)


def host_of(address: str | None) -> str | None:
    """The host of an address, without `www.`; None where it has none."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=1024)
def agency_in(name: str) -> str | None:
    """The agency that a name is, or that its first or last part is (`Reuters: World News`)."""
    name = name[:300]
    parts = _TITLE_PARTS.split(name)
    return code_of(name) or code_of(parts[0]) or code_of(parts[-1])


def new_draft(feed: Feed) -> Draft:
    """The draft of an entry with what its feed says of it."""
    return Draft(format=feed.format, provider=feed.provider, language=feed.language, copyright=feed.copyright)


def add_content(draft: Draft, written: Written, base: str | None) -> None:
    """Adds a text as the body, its pictures as media."""
    if written.tree is not None:
        for element in add_regular_tree(draft, written.tree):
            _add_picture(draft, element)
        mark_trailers(draft)
        return
    content = written.text
    markup = not written.is_plain and is_html(content)
    if not markup and not written.is_plain and has_references(content):
        content = unescaped(content)
        markup = is_html(content)
    if written.is_plain:
        add_plain(draft, content)
    elif not markup:
        add_text(draft, content)
    else:
        content = prepared(content, base)
        for element in add_markup(draft, content, figures=True):
            _add_picture(draft, element)
        for name, address in _SOURCE.findall(content):
            _add_source(draft, name.lower(), unescaped(address))
    mark_trailers(draft)


def set_texts(draft: Draft, full: Written | None, teaser: Written | None, base: str | None) -> None:
    """Body and abstract of an entry: the full text is the body and the teaser the abstract; alone, the teaser is the
    body, for it is all the words there are."""
    if full is not None:
        add_content(draft, full, base)
    if teaser is None or not teaser.text or teaser.text.isspace():
        return
    if not draft.blocks:
        add_content(draft, teaser, base)
    else:
        draft.abstract = fold(teaser.text) if teaser.is_plain else plain(teaser.text)


def mark_trailers(draft: Draft) -> None:
    """Marks what the program that made a feed adds below a text: `Read more`, `The post … appeared first on …`."""
    blocks = draft.blocks
    at = len(blocks) - 1
    while at >= 0 and blocks[at].tag == "p":
        text = blocks[at].text
        last = text[text.rfind("\n") + 1 :]
        if len(last) > _LONGEST_TRAILER or not (_MORE.fullmatch(last) or _FIRST_APPEARED.fullmatch(last)):
            return
        if last != text:
            blocks[at : at + 1] = split_back(blocks[at], len(last))
            at += 1
        elif at == 0:
            return
        blocks[at].role = "apparatus"
        at -= 1


def _add_picture(draft: Draft, element: Element) -> None:
    """The pictures of an `<img>`, or of a `<media>` that was a figure, with its caption."""
    caption = fold(" ".join(element.itertext())) or None
    for img in element.iter("img"):
        width, height = number(img.get("width")), number(img.get("height"))
        address = web_address(img.get("src"))
        if address is None:
            draft.problems.append(problem("media-incomplete", "img", img.get("src") or img.get("alt") or ""))
        elif not (width == 1 or height == 1):
            said = caption or fold(img.get("alt") or "") or None
            add_media(draft, Media(kind="picture", href=address, caption=said, width=width, height=height))


def _add_source(draft: Draft, name: str, address: str) -> None:
    """A video or sound of a text, or what it embeds from elsewhere."""
    if name in ("iframe", "embed"):
        add_link(draft, address, "embed")
    else:
        kind = kind_of(None, address) or ("audio" if name == "audio" else "video")
        add_media(draft, Media(kind=kind, href=address))


def add_media(draft: Draft, media: Media) -> None:
    """Adds a picture or the like; what is known of the same address already is completed."""
    for index, known in enumerate(draft.media):
        if known.href is not None and known.href == media.href:
            facts = {name: getattr(known, name) or getattr(media, name) for name in Media.__struct_fields__}
            draft.media[index] = Media(**facts)
            return
    if len(draft.media) < MAX_MEDIA:
        draft.media.append(media)


def kind_of(mime_type: str | None, address: str | None, medium: str | None = None) -> Kind | None:
    """The kind of a file by what is said of it, else by the end of its address; None for a document or the unknown."""
    named = kind_of_media(medium, mime_type)
    if named is not None and named != "text":
        return named
    path = (address or "").partition("?")[0].partition("#")[0]
    return _ENDINGS.get(path.rpartition(".")[2].lower()) if mime_type is None or "octet" in mime_type else None


def add_enclosure(
    draft: Draft, address: str | None, mime_type: str | None, size: str | None, title: str | None
) -> None:
    """Adds a file that comes with an entry: as media, or as a link where it is a document."""
    if not address:
        draft.problems.append(problem("media-incomplete", "enclosure", mime_type or title or ""))
        return
    kind = kind_of(mime_type, address)
    if kind is None:
        add_link(draft, address, "enclosure", None, title)
    elif web_address(address) is None:
        draft.problems.append(problem("unknown-value", "enclosure", address))
    else:
        add_media(draft, Media(kind=kind, href=address, mime_type=mime_type, size=number(size), headline=title))


def name_of_author(text: str | None) -> str | None:
    """The name of `ed@example.org (Noor de Wit)`, `Noor de Wit <ed@example.org>`, or the text itself."""
    name = plain(text)
    if name is None or len(name) > 1000:
        return None
    found = (_IN_BRACKETS.fullmatch(name) or _BEFORE_ADDRESS.fullmatch(name)) if "@" in name else None
    return fold(found["name"]).strip('"') or None if found is not None else name


def set_authors(draft: Draft, names: Iterable[str | None], title: str | None = None) -> None:
    """Byline of the people among authors, credit of the agencies and of whoever is called as the feed is (`title`); a
    bare address of mail, or `admin`, is apparatus."""
    written = tuple(filter(None, names))
    is_usual = len(written) <= _FEW_AUTHORS and sum(map(len, written)) <= _SHORT_NAMES
    told = (_told_apart if is_usual else _told_apart.__wrapped__)(written, draft.provider, title)
    draft.byline = ", ".join(told.people) or None
    draft.credit.extend(told.credit)
    draft.head_apparatus.extend(told.apparatus)


class _Authors(NamedTuple):
    people: tuple[str, ...]
    credit: tuple[str, ...]
    apparatus: tuple[str, ...]


_FEW_AUTHORS, _SHORT_NAMES = 3, 200
"""So many authors, and characters of all their names, are remembered: the same ones write all day."""


@lru_cache(maxsize=1024)
def _told_apart(names: tuple[str, ...], provider: str | None, title: str | None) -> _Authors:
    people: list[str] = []
    credit: list[str] = []
    apparatus: list[str] = []
    for name in dict.fromkeys(filter(None, map(name_of_author, names))):
        if ("@" in name and _MAIL_ADDRESS.fullmatch(name)) or name.lower() in _NO_NAMES:
            apparatus.append(name)
        elif codes_in(name, unknown=False) or name in (provider, title) or _site_and_agency(name, provider):
            credit.append(name)
        elif len(people) < MAX_ENTRIES:
            people.append(name)
    return _Authors(tuple(people), tuple(credit), tuple(apparatus))


def _site_and_agency(name: str, provider: str | None) -> bool:
    """Whether an author is an agency and the site itself (`ANP/NU.nl`)."""
    if "/" not in name:
        return code_of(name) is not None
    parts = [part.strip() for part in name[:300].split("/")]
    others = [part.lower() for part in parts if code_of(part) is None]
    return len(others) < len(parts) and all(other == (provider or "").lower() for other in others)


def add_category(draft: Draft, name: str | None, scheme: str | None = None, code: str | None = None) -> None:
    """A category: a keyword where it is only a word, a subject where it says what vocabulary or code it is of."""
    name, scheme, code = plain(name), (scheme or "").strip() or None, (code or "").strip() or None
    if len(draft.subjects) + len(draft.keywords) >= MAX_ENTRIES:
        return
    if scheme or (code and name and code != name):
        draft.subjects.append(Subject(scheme=scheme, code=code, name=name))
    elif name or code:
        draft.keywords.append(name or code or "")


def set_times(draft: Draft, published: tuple[str, str | None], updated: tuple[str, str | None]) -> None:
    """Times of an entry, each as where it stands and what it says: the version is of its update, else of its
    publication."""
    first, last = read_date(draft, published[1], published[0]), read_date(draft, updated[1], updated[0])
    draft.first_created = first.time if first else None
    made: Moment | None = last or first
    if made is not None:
        draft.version_created, draft.precision = made.time, made.precision


def set_language(draft: Draft, text: str | None, where: str) -> None:
    """The language that an entry states; one that is none is a problem."""
    if text and text.strip():
        language = language_of(text)
        if language is None:
            draft.problems.append(problem("unknown-value", where, text))
        draft.language = language or draft.language


def add_link(
    draft: Draft, address: str | None, rel: str | None, base: str | None = None, title: str | None = None
) -> None:
    """Adds a link, absolute where there is something to make it so, once for each relation."""
    href = resolved(address, base)
    if href and web_address(href) is None:
        draft.problems.append(problem("unknown-value", "link", href))
    elif href and len(draft.links) < MAX_ENTRIES:
        draft.links.append(Link(href=href, rel=rel, title=title))


def add_entry(found: Drafts, where: str, make: Callable[[], Draft], problems: Iterable[Problem]) -> None:
    """Adds the draft that is made of an entry, with the problems of its feed. One that has nothing in it, or whose text
    cannot be read, is set aside, so that the others are read."""
    try:
        draft = make()
    except Unreadable as error:
        found.set_aside.append(problem("not-an-item", where, str(error)))
        return
    if not is_entry(draft):
        found.set_aside.append(problem("not-an-item", where, "It has no title and no text."))
        return
    draft.problems[:0] = problems
    found.drafts.append(draft)


def is_entry(draft: Draft) -> bool:
    """Whether there is anything in an entry: words, a picture, an end."""
    return bool(draft.headline or draft.blocks or draft.media or draft.status == "canceled")


def finish(draft: Draft) -> None:
    """Gives an entry without an id its link as guid, else one made of its words."""
    alternate = next((link.href for link in draft.links if link.rel in ("alternate", "canonical")), None)
    draft.guid = draft.guid or alternate or made_guid(draft)
    if not draft.blocks and not draft.headline and draft.media:
        draft.kind = draft.media[0].kind
