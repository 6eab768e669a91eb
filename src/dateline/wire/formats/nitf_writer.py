"""NITF 3.6: one item is one document; several are a news message of NewsML-G2 with a NITF in each item."""

from collections.abc import Iterator
from typing import cast

from lxml import etree

from dateline.wire.formats.markup import DECLARATION, body_of, tag, time_of, told, words, xhtml_of
from dateline.wire.formats.newsml_g2_writer import NewsMessage
from dateline.wire.formats.own import no_version_time, own_of
from dateline.wire.item import Media, NewsItem, Subject
from dateline.wire.text.tree import Element

_NITF = "http://iptc.org/std/NITF/2006-10-18/"
_OWN = (
    *("provider", "version", "precision", "signal", "kicker", "subheadline", "section", "credit", "apparatus"),
    *(
        "first_created",
        "kind",
        "embargoed",
        "links",
        "places",
        "slugline",
        "copyright",
        "media",
        "subjects",
        "abstract",
    ),
)
"""Fields that NITF has no place for, or none in which they stay as they are."""


class NitfDocument:
    """A `<nitf>`, or a `newsMessage` of several items that have their text as NITF; nothing for none."""

    def __init__(self) -> None:
        self.message = NewsMessage(nitf_of)
        self.alone: NewsItem | None = None
        """The first item, until there is a second and both are parts of a message."""

    def add(self, item: NewsItem) -> bytes:
        """Nothing for the first item; then the parts of a message."""
        if self.message.count == 0 and self.alone is None:
            self.alone = item
            return b""
        first, self.alone = self.alone, None
        return (self.message.add(first) if first is not None else b"") + self.message.add(item)

    def head(self) -> bytes:
        return self.message.head() if self.alone is None else f"{DECLARATION}{nitf_of(self.alone)}\n".encode()

    def foot(self) -> bytes:
        return self.message.foot()


def nitf_of(item: NewsItem) -> str:
    """An item as a `<nitf>`."""
    return tag(
        "nitf",
        tag("head", *_head(item)),
        tag(
            "body",
            tag("body.head", *_body_head(item)),
            tag("body.content", content_of(item), *map(_media, item.media)),
        ),
        xmlns=_NITF,
        baselang=item.language,
    )


def _head(item: NewsItem) -> Iterator[str]:
    yield told("title", item.headline)
    for name, value in (*own_of(item, *_OWN), *no_version_time(item)):
        yield tag("meta", name=name, content=value)
    subjects = [_subject(subject) for subject in item.subjects if _is_iptc(subject)]
    if subjects:
        yield tag("tobject", *subjects)
    yield tag("docdata", *_docdata(item), management_status=item.status)


def _is_iptc(subject: Subject) -> bool:
    """Whether a subject has a code of eight digits, for which NITF has a place; the others are classifiers."""
    code = subject.code or ""
    return len(code) == 8 and code.isascii() and code.isdigit()


def _subject(subject: Subject) -> str:
    return (
        f"<tobject.subject{_attribute('ipr', subject.scheme)}{_attribute('refnum', subject.code)}"
        f"{_attribute('detail', subject.name)}/>"
    )


def _attribute(name: str, value: str | None) -> str:
    return tag("x", **{f"tobject.subject.{name}": value})[2:-2] if value else ""


def _docdata(item: NewsItem) -> Iterator[str]:
    if item.guid:
        yield tag("doc-id", regsrc=item.provider, id_string=item.guid)
    if item.urgency is not None:
        yield tag("urgency", ed_urg=item.urgency)
    issue = item.version_created or item.first_created
    if issue is not None:
        yield tag("date.issue", norm=time_of(issue))
    if item.embargoed is not None:
        yield tag("date.release", norm=time_of(item.embargoed))
    if item.expires is not None:
        yield tag("date.expire", norm=time_of(item.expires))
    if item.ed_note:
        yield tag("ed-msg", info=item.ed_note)
    if item.copyright:
        yield tag("doc.copyright", holder=item.copyright)
    if item.usage_terms:
        yield tag("doc.rights", limitations=item.usage_terms)
    if item.keywords:
        yield tag("key-list", *(tag("keyword", key=keyword) for keyword in item.keywords))
    named = [_classifier(subject) for subject in item.subjects if not _is_iptc(subject)]
    named += [told("location", place) for place in item.places]
    if named:
        yield tag("identified-content", *named)


def _classifier(subject: Subject) -> str:
    return tag("classifier", words(subject.name or ""), type=subject.scheme, value=subject.code)


def _body_head(item: NewsItem) -> Iterator[str]:
    if item.headline:
        yield tag("hedline", told("hl1", item.headline), told("hl2", item.subheadline))
    if item.note:
        yield tag("note", tag("body.content", told("p", item.note)))
    yield told("byline", item.byline)
    yield told("distributor", ", ".join(item.credit))
    yield told("dateline", item.dateline.text if item.dateline else None)
    if item.abstract:
        yield tag("abstract", told("p", item.abstract))


def content_of(item: NewsItem) -> str:
    """The body of an item in the elements of NITF."""
    body = body_of(item)
    for element in list(body.iter()):
        _rename(element)
    for element in [*body.iter("sub"), *body.iter("sup")]:
        etree.strip_tags(cast(etree._Element, element), "*")  # only words may stand in these
    return xhtml_of(body)


_NAMES = {"h2": "hl2", "h3": "hl2", "h4": "hl2", "strong": "em", "b": "em", "i": "em", "blockquote": "bq", "span": "em"}


def _rename(element: Element) -> None:
    """Gives an element of HTML the name and the shape that it has in NITF."""
    name = element.tag
    node = cast(etree._Element, element)
    if name in ("sub", "sup"):
        _wrap(node, name)
        node.tag = "num"
    elif name == "blockquote":
        node.tag = "bq"
        if not any(child.tag == "p" for child in node):
            _wrap(node, "p")
        _wrap(node, "block")
    elif name == "pre":
        text = "".join(_lines(node))
        for child in list(node):
            node.remove(child)
        node.text = text
    else:
        node.tag = _NAMES.get(name, name)


def _lines(node: etree._Element) -> Iterator[str]:
    """The text of preformatted copy, a line break where it has a `<br>`."""
    yield node.text or ""
    for child in node:
        if child.tag == "br":
            yield "\n"
        yield from _lines(child)
        yield child.tail or ""


def _wrap(node: etree._Element, name: str) -> None:
    """Puts all that an element holds into a new one inside it."""
    inner = etree.Element(name)
    inner.text, node.text = node.text, None
    inner.extend(list(node))
    node.append(inner)


_MEDIA_TYPES = {"picture": "image", "graphic": "graphic", "video": "video", "audio": "audio", "text": "text"}


def _media(media: Media) -> str:
    return tag(
        "media",
        tag("media-metadata", name="media-id", value=media.guid) if media.guid else "",
        tag(
            "media-reference",
            source=media.href,
            mime_type=media.mime_type,
            source_credit=media.credit,
            width=media.width,
            height=media.height,
            units="pixels" if media.width or media.height else None,
        ),
        tag("media-caption", told("p", media.caption)) if media.caption else "",
        told("media-producer", media.byline),
        media_type=_MEDIA_TYPES.get(media.kind, "other"),
    )
