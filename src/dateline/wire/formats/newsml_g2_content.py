"""NewsML-G2: the content of an item (`contentSet`): its text in one of the forms it is sent in, and its media."""

import binascii
from base64 import b64decode
from functools import cached_property
from typing import cast

from lxml import etree
from msgspec.structs import replace

from dateline.wire.draft import Draft, Role
from dateline.wire.errors import Unreadable
from dateline.wire.formats import nitf_parts, ttnitf
from dateline.wire.formats.body import add_text, add_tree
from dateline.wire.formats.newsml1_media import plain_words
from dateline.wire.formats.newsml_g2_codes import code_of, word_of
from dateline.wire.formats.newsml_g2_meta import Take
from dateline.wire.formats.values import LANG, joined, kind_of_media, language_of, number, text_of
from dateline.wire.item import Kind, Link, Media
from dateline.wire.problems import problem
from dateline.wire.text import charsets
from dateline.wire.text.blocks import blocks_of_tree, paragraph, safe_address, squash, words_of
from dateline.wire.text.tree import Element, child_of

EVENTS = frozenset(("events", "event", "concept", "conceptSet", "newsCoverageSet"))
"""What an `<inlineXML>` may hold that is no text: events to come and the like."""


class Text:
    """One form of an item's text: what holds it, its language, what it is a rendition of."""

    def __init__(self, holder: Element, root: Element, decoded: str | None) -> None:
        self.holder = holder
        self.root = root
        self.decoded = decoded
        self.language = language_of(holder.get(LANG) or root.get(LANG) or root.get("lang"))
        self.rendition = word_of(holder.get("rendition"))

    @property
    def rank(self) -> int:
        """How well it is marked up: 0 is best."""
        return 0 if self.holder.tag == "inlineXML" else 1

    @cached_property
    def words(self) -> str:
        """Its words, squashed; only where there are several forms does anybody ask for them."""
        return squash(words_of(self.root) if self.decoded is None else self.decoded)

    def has_words(self) -> bool:
        """Whether there is anything but white space in it."""
        pieces = self.root.itertext() if self.decoded is None else (self.decoded,)
        return any(not piece.isspace() for piece in pieces if piece)


def texts_in(content: Element, draft: Draft) -> list[Text]:
    """The forms of the text in a `<contentSet>` that have words, in their order."""
    texts = []
    for holder in content:
        if holder.tag not in ("inlineXML", "inlineData"):
            continue
        root = _root_of(holder)
        if root.tag not in EVENTS:
            text = Text(holder, root, _decoded(holder, draft) if holder.tag == "inlineData" else None)
            if text.has_words():
                texts.append(text)
    return texts


def _root_of(holder: Element) -> Element:
    """The one element that a holder has; else the holder."""
    if len(holder) == 1 and not (holder.text or "").strip() and not (holder[0].tail or "").strip():
        root = holder[0]
        known = root.tag in ("html", "nitf", "body", "body.content", "idf") or root.tag in EVENTS
        return root if known or ttnitf.is_ttnitf(root) else holder
    return holder


def _decoded(holder: Element, draft: Draft) -> str | None:
    """The text of an `<inlineData>` in base64; None where it is not in base64."""
    encoding = word_of(holder.get("encoding") or holder.get("encodinguri"))
    if "base64" not in encoding:
        return None
    kind = kind_of_media(holder.get("contenttype"))
    if kind not in (None, "text"):
        draft.problems.append(problem("media-incomplete", "inlineData", "it is inside the file"))
        return ""
    try:
        data = b64decode("".join((holder.text or "").split()), validate=True)
        decoded = charsets.decode(data, "utf-8") if data else None
    except (binascii.Error, ValueError, Unreadable):
        draft.problems.append(problem("content-unknown", "inlineData", holder.text or ""))
        return ""
    if decoded is None:
        return ""
    draft.problems.extend(decoded.problems)
    return decoded.text


MAX_FORMS = 20
"""How many forms of one text are held against each other."""

_SAME = 0.6
"""Two texts that share this part of the shorter one's words are renditions of one."""


def chosen(texts: list[Text], draft: Draft) -> list[Text]:
    """The best form of the text; and others that are no renditions of it, in their order."""
    if len(texts) < 2:
        return texts
    longest = max(len(text.words) for text in texts)
    best = min((text for text in texts if len(text.words) * 2 >= longest), key=lambda text: text.rank)
    if len(texts) > MAX_FORMS:
        draft.problems.append(problem("content-unknown", "contentSet", f"{len(texts):,} forms of one text"))
        return [best]
    words = set(words_of(best.holder).split())
    found = []
    for text in texts:
        if text is best:
            found.append(text)
        elif not (text.rendition and text.rendition != best.rendition) and not _is_same(text, best, words):
            if text.rank == 0:
                found.append(text)
            else:
                draft.problems.append(problem("content-unknown", text.holder.tag, text.holder.text or ""))
    return found


def _is_same(text: Text, best: Text, words: set[str]) -> bool:
    """Whether a text says what the best one, whose words these are, says too."""
    if text.words in best.words or best.words in text.words:
        return True
    own = set(words_of(text.holder).split())
    return len(own & words) >= _SAME * min(len(own), len(words))


def add_content(take: Take, text: Text) -> None:
    """Adds one form of the text to the draft."""
    draft, root = take.draft, text.root
    if text.decoded is not None:
        add_text(draft, text.decoded)
    elif text.holder.tag == "inlineData" and not len(text.holder):
        add_text(draft, text.holder.text or "")
    elif root.tag == "nitf":
        _add_nitf(draft, root)
    elif root.tag == "body.content":
        nitf_parts.fill_content(draft, root)
    elif root.tag == "idf":
        _add_idf(draft, root)
    elif ttnitf.is_ttnitf(root):
        ttnitf.fill(draft, root)
    elif root.tag == "html":
        draft.language = draft.language or language_of(root.get(LANG) or root.get("lang"))
        body = child_of(root, "body")
        _add_body(draft, body if body is not None else root)
    else:
        _add_body(draft, root)


def _add_nitf(draft: Draft, nitf: Element) -> None:
    """A NITF in the item: what the item itself says of the text counts more, its byline aside."""
    outside, draft.byline = draft.byline, None
    nitf_parts.fill(draft, nitf, alone=False)
    draft.byline = draft.byline or outside


def _add_body(draft: Draft, body: Element) -> None:
    """A `<body>` of XHTML, or whatever an agency has in its place."""
    if not len(body):
        add_text(draft, body.text or "")
        return
    before = len(draft.blocks)
    header = body[0] if body[0].tag == "header" and not (body.text or "").strip() else None
    if header is not None and not (header.text or "").strip() and not _has_tails(header):
        for child in list(header):
            _add_header_line(draft, child)
        cast(etree._Element, body).remove(cast(etree._Element, header))
    ttnitf.mark_pictures(body)
    for element in add_tree(draft, body):
        if element.tag == "media" and any(True for _ in element.iter("img")):
            draft.media.extend(ttnitf.pictures_in(element))
        elif (element.get("width"), element.get("height")) != ("1", "1"):  # a pixel that counts readers
            nitf_parts.add_media(draft, element)
        address = safe_address(element.get("src"))
        if address and element.tag in ("iframe", "embed", "object"):
            draft.links.append(Link(href=address, rel=element.tag))
    if header is not None:
        _embedded(draft, body)
    _take_headline(draft, body, before)
    _mark_repeats(draft, before)


def _take_headline(draft: Draft, body: Element, start: int) -> None:
    """Takes the heading of the first rank that a text begins with for the headline, where the item states none."""
    heading = next((one for one in body.iter("h1")), None) if draft.headline is None else None
    words = " ".join("".join(heading.itertext()).split()) if heading is not None else ""
    if words and len(draft.blocks) > start and squash(draft.blocks[start].text) == squash(words):
        draft.headline = words


def _embedded(draft: Draft, body: Element) -> None:
    """Links to what dpa's own elements (`<dnl-youtubeembed src="…"/>`) put into a text."""
    for element in body.iter():
        address = safe_address(element.get("src")) if element.tag.startswith("dnl-") else None
        if address:
            draft.links.append(Link(href=address, rel=element.tag.removeprefix("dnl-")))


def _has_tails(header: Element) -> bool:
    return any((element.tail or "").strip() for element in (header, *header))


_HEADER_NOTES = ("genre", "slugline", "publicationdate")


def _add_header_line(draft: Draft, child: Element) -> None:
    """A line of the `<header>` of a text: when and under what it was sent is apparatus, a byline is one."""
    use = (child.get("class") or "").lower()
    role: Role = "byline" if use == "byline" else "body"
    if child.tag == "time" or use.startswith(_HEADER_NOTES):
        role = "apparatus"
    holder = cast(Element, etree.Element("div"))
    holder.append(child)
    add_tree(draft, holder, role)


_HEAD_LINES = 6
"""How many blocks from the start may repeat headline, subheadline and kicker."""


def _mark_repeats(draft: Draft, start: int) -> None:
    """Marks the lines at the head of a text that repeat headlines which the item states elsewhere."""
    titles = {squash(title).casefold() for title in (draft.headline, draft.kicker, draft.subheadline) if title}
    for block in draft.blocks[start : start + _HEAD_LINES]:
        if block.role == "body" and squash(block.text).casefold() in titles:
            block.role = "headline"


_IDF_HEADLINES = ("headline", "title")
_IDF_ABSTRACTS = ("preamble", "leadin", "preleadin", "ingress")
_IDF_TAGS = {"subheadline": "h2", "subheadline1": "h2", "subheadline2": "h3", "blockquote": "blockquote"}


def _add_idf(draft: Draft, idf: Element) -> None:
    """Infomaker's own markup: elements whose type says what they are, and objects beside them."""
    draft.language = language_of(idf.get(LANG)) or draft.language
    first = True
    for group in idf.iter("group"):
        if group.get("type") not in (None, "body"):
            continue
        for element in group:
            if element.tag != "element":
                continue
            kind = (element.get("type") or "").lower()
            if kind in _IDF_HEADLINES and first:
                draft.headline = draft.headline or text_of(element)
            before = len(draft.blocks)
            add_tree(draft, element)
            for block in draft.blocks[before:]:
                if kind in _IDF_HEADLINES and first and squash(block.text) == squash(draft.headline or ""):
                    block.role = "headline"
                elif kind in _IDF_TAGS and block.tag == "p":
                    tag = _IDF_TAGS[kind]
                    block.tag, block.html = tag, f"<{tag}>{block.html[3:-4]}</{tag}>"
            first = first and kind not in _IDF_HEADLINES


def media_of(take: Take, content: Element | None) -> list[Media]:
    """The pictures, videos and sounds of a `<contentSet>`: of the renditions of one the widest."""
    groups: list[tuple[Kind, list[Element]]] = []
    last: dict[Kind, list[Element]] = {}
    used: dict[Kind, set[str]] = {}
    for remote in content if content is not None else ():
        kind = _kind_of(take, remote)
        if remote.tag != "remoteContent" or kind == "text":
            continue
        rendition = remote.get("rendition") or ""
        known = used.setdefault(kind, set())
        if kind not in last or (take.kind in (None, "text") and rendition in known):
            known.clear()
            last[kind] = []
            groups.append((kind, last[kind]))
        last[kind].append(remote)
        known.add(rendition)
    if not groups:
        return extension_media(take)
    # A still beside a video or sound is no picture of its own.
    is_alone = len(groups) == 1 or take.kind not in ("video", "audio")
    own = _own_media(take)
    return [
        _media(take, kind, max(renditions, key=_size_of), own)
        for kind, renditions in groups
        if is_alone or kind == take.kind
    ]


def _own_media(take: Take) -> Media:
    """What an item that is a picture or the like says of it."""
    draft = take.draft
    return Media(
        kind=take.kind or "text",
        headline=draft.headline,
        caption=caption_of(take),
        byline=byline_of(take),
        credit=draft.credit[0] if draft.credit else None,
    )


def _kind_of(take: Take, remote: Element) -> Kind:
    kind = kind_of_media(remote.get("contenttype"), word_of(remote.get("format")))
    own = take.kind
    if own is None or own == "composite":
        return kind or "text"
    return own if kind is None or (kind == "picture" and own == "graphic") else kind


def _size_of(remote: Element) -> tuple[int, int]:
    return number(remote.get("width")) or 0, number(remote.get("size")) or 0


def _media(take: Take, kind: Kind, remote: Element, own: Media) -> Media:
    """One rendition; what the item says of its media (`own`) is said of those of its kind."""
    href, guid = (remote.get("href") or "").strip() or None, remote.get("residref") or None
    if href is None:
        take.draft.problems.append(problem("media-incomplete", "remoteContent", guid or ""))
    mime = remote.get("contenttype") or None
    said = own if own.kind == kind else Media(kind=kind, headline=text_of(child_of(remote, "headline")))
    return replace(
        said,
        href=href,
        guid=guid,
        mime_type=mime if mime and "/" in mime else None,
        role=code_of(remote, "rendition").code or None,
        width=number(remote.get("width")),
        height=number(remote.get("height")),
        size=number(remote.get("size")),
        duration=_seconds(remote.get("duration"), word_of(remote.get("durationunit"))),
    )


def extension_media(take: Take) -> list[Media]:
    """The picture or the like of an item that says where it is by Infomaker's own extension."""
    facts, kind = take.draft.facts, take.kind
    href = facts.get("imext:originalUrl") or facts.get("imext:uri")
    if not href or kind is None or kind in ("text", "composite"):
        return []
    return [
        Media(
            kind=kind,
            href=href,
            mime_type=facts.get("imext:contenttype"),
            headline=take.draft.headline,
            caption=facts.get("data.text"),
            credit=facts.get("data.credit"),
            width=number(facts.get("data.width")),
            height=number(facts.get("data.height")),
        )
    ]


def _seconds(text: str | None, unit: str) -> float | None:
    """A duration in seconds; of `hh:mm:ss` too, and in the units that say how many of them make a second."""
    scale = {"milliseconds": 1000.0, "editunit": 0.0, "frames": 0.0}.get(unit, 1.0)
    seconds = 0.0
    try:
        for piece in (text or "").strip().split(":")[:3]:
            seconds = seconds * 60 + float(piece)
    except ValueError:
        return None
    return seconds / scale if scale and 0 < seconds < 1e9 else None


def byline_of(take: Take) -> str | None:
    """Who made a picture, video or sound: its byline, else those who are named as its makers."""
    if take.draft.byline:
        return take.draft.byline
    makers = [name for role, name in take.creators if role.startswith(("photo", "camera", "video", "author"))]
    # `dw` is who sent it.
    names = [name for role, name in take.creators if not role and not name.islower()]
    return ", ".join(dict.fromkeys(makers or names)) or None


def caption_of(take: Take) -> str | None:
    """The caption of an item that is a picture or the like."""
    captions = [line for line in take.in_language(take.descriptions) if "caption" in line.role]
    texts = (plain_words(line.element) for line in captions or take.in_language(take.descriptions)[:1])
    return "\n".join(text for text in texts if text) or None


def add_descriptions(take: Take) -> None:
    """What the item says of its content: of a text its abstract; of a picture or the like the text, without another."""
    draft = take.draft
    is_text = take.kind in (None, "text", "composite")
    own = any(block.role == "body" for block in draft.blocks)
    lines = take.in_language(take.descriptions)
    has_caption = any("caption" in line.role for line in lines)
    told = {squash(draft.abstract)} if draft.abstract else set()
    for line in lines:
        words = plain_words(line.element)
        if not words or squash(words) in told:
            continue
        told.add(squash(words))
        is_summary = line.role.startswith(("summ", "abstr", "teas")) and has_caption
        if not is_text and not own and not is_summary:
            _add_caption(draft, line.element)
        elif (is_text and "caption" not in line.role) or is_summary:
            draft.abstract = joined(draft.abstract, words)


def _add_caption(draft: Draft, element: Element) -> None:
    if len(element):
        draft.blocks.extend(blocks_of_tree(element))
        return
    text = (element.text or "").strip()
    lines = text.split("\n")
    if "<" not in text and all(line[:1].isspace() for line in lines[1:]):
        # Lines that were broken and indented with the XML around them are one paragraph.
        draft.blocks.extend([paragraph(" ".join(text.split()))] if text else [])
    else:
        add_text(draft, text)
