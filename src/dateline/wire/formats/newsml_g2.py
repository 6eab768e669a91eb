"""NewsML-G2 2.0 to 2.35: news items and packages, alone, in a news message, or in some wrapper around it."""

from collections.abc import Iterator

from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.identity import made_guid, without_version
from dateline.wire.formats.newsml_g2_codes import Catalogs
from dateline.wire.formats.newsml_g2_content import (
    EVENTS,
    Text,
    add_content,
    add_descriptions,
    chosen,
    media_of,
    texts_in,
)
from dateline.wire.formats.newsml_g2_meta import Take, fill_meta, fill_rights, settle
from dateline.wire.formats.newsml_g2_package import links_of
from dateline.wire.formats.newsml_g2_writer import NewsMessage
from dateline.wire.formats.own import is_own, restore
from dateline.wire.formats.values import LANG, keep_fact, kind_of_media, language_of, text_of
from dateline.wire.item import Kind
from dateline.wire.problems import Problem, problem
from dateline.wire.text.tree import Element, child_of
from dateline.wire.text.xml import parse_xml

NAME = "newsml-g2"

MAX_LANGUAGES = 20
"""In how many languages one item may be to become as many items."""

_NEWS = ("newsItem", "packageItem")
_OTHERS = {
    "conceptItem": "It describes a concept (a person, place, event …) and is no news.",
    "knowledgeItem": "It is a vocabulary and no news.",
    "planningItem": "It says what is planned and is no news.",
    "catalogItem": "It is a catalogue of vocabularies and no news.",
}
_ROOTS = frozenset((*_NEWS, *_OTHERS, "newsMessage"))
_NAMESPACE = "http://iptc.org/std/nar/"
_OTHER_FORMATS = frozenset(("rss", "feed", "RDF", "html", "HTML", "nitf", "NewsML"))


def looks_like(head: Head) -> bool:
    """Whether a file begins with an item or message of G2, or with a wrapper (SOAP) around one."""
    if head.root in _ROOTS:
        return True
    return head.root is not None and _NAMESPACE in head.text and head.root not in _OTHER_FORMATS


def read(source: Source) -> Drafts:
    """The drafts of a NewsML-G2 document, in the order of its items. Raises Unreadable."""
    document = parse_xml(source.data)
    root = document.root
    reader = _Reader(source, document.problems, language_of(root.get(LANG) or root.get("lang")))
    for element in _items_in(root, reader):
        reader.take(element)
    if not reader.found.drafts and not reader.found.set_aside:
        reader.set_aside(root.tag, "It has no item.")
    return reader.found


def _items_in(element: Element, reader: "_Reader") -> Iterator[Element]:
    """The items in an element, in their order, whatever is around them; as deep as the parser lets elements be."""
    if element.tag in _NEWS or element.tag in _OTHERS:
        yield element
        return
    for child in element:
        if child.tag == "header" and element.tag == "newsMessage":
            reader.header(child)
        else:
            yield from _items_in(child, reader)


class _Reader:
    """Goes through one document; `found` is what it has found."""

    def __init__(self, source: Source, problems: tuple[Problem, ...], language: str | None) -> None:
        self.found = Drafts()
        self._provider = source.provider
        self._language = language
        self._problems = problems
        self._sender: str | None = None

    def header(self, header: Element) -> None:
        """Takes in the header of a message: who sends it. Its priority is none of the items' urgency."""
        self._sender = text_of(child_of(header, "sender"))

    def set_aside(self, where: str, reason: str) -> None:
        """Records something that is no news item."""
        self.found.set_aside.append(problem("not-an-item", where, reason))

    def take(self, item: Element) -> None:
        """Takes in one item."""
        where = item.get("guid") or item.tag
        if item.tag in _OTHERS:
            self.set_aside(where, _OTHERS[item.tag])
            return
        take = self._take_meta(item)
        content = child_of(item, "contentSet")
        if _is_events(content):
            self.set_aside(where, "It holds events and no news.")
        elif item.tag == "packageItem":
            take.kind = "composite"
            take.draft.links.extend(links_of(item))
            add_descriptions(take)
            self._keep(take, where)
        else:
            self._news(item, take, content, where)

    def _take_meta(self, item: Element, language: str | None = None) -> Take:
        draft = Draft(format=NAME, provider=self._provider, problems=list(self._problems))
        draft.guid, draft.version = _identity(item)
        draft.language = language_of(item.get(LANG)) or self._language
        keep_fact(draft, "sent_from", self._sender)
        take = Take(draft, Catalogs())
        for child in item:
            if child.tag in ("itemMeta", "contentMeta"):
                fill_meta(take, child)
            elif child.tag == "rightsInfo":
                fill_rights(take, child)
            elif child.tag == "catalog":
                take.catalogs.add(child)
        draft.language = language or draft.language
        settle(take)
        return take

    def _news(self, item: Element, take: Take, content: Element | None, where: str) -> None:
        draft = take.draft
        texts = texts_in(content, draft) if content is not None else []
        languages = list(dict.fromkeys(text.language for text in texts if text.rank == 0 and text.language))
        if 1 < len(languages) <= MAX_LANGUAGES:
            for language in languages:
                own = self._take_meta(item, language)
                own.draft.guid = f"{draft.guid}#{language}" if draft.guid else None
                self._fill(own, content, [text for text in texts if text.language == language])
                self._keep(own, where)
            return
        self._fill(take, content, texts)
        self._keep(take, where)

    def _fill(self, take: Take, content: Element | None, texts: list[Text]) -> None:
        draft = take.draft
        take.kind = take.kind or _kind_of(content)
        for text in chosen(texts, draft):
            add_content(take, text)
        add_descriptions(take)
        draft.media.extend(media_of(take, content))
        if take.kind in (None, "text") and not draft.blocks:
            for remote in content if content is not None else ():
                if remote.tag == "remoteContent" and kind_of_media(remote.get("contenttype")) in (None, "text"):
                    draft.problems.append(problem("content-unknown", "remoteContent", remote.get("href") or ""))

    def _keep(self, take: Take, where: str) -> None:
        draft = take.draft
        draft.kind = take.kind or "text"
        has_content = draft.blocks or draft.media or draft.headline or draft.links or draft.status == "canceled"
        if not (has_content or is_own(draft.facts)):
            self.set_aside(where, "It has no content.")
            return
        restore(draft, draft.facts)
        draft.guid = draft.guid or made_guid(draft)
        self.found.drafts.append(draft)


def _identity(item: Element) -> tuple[str | None, str | None]:
    """The guid and the version of an item; a version that the guid has at its end is taken out of it."""
    guid, version = (item.get("guid") or "").strip() or None, (item.get("version") or "").strip() or None
    return without_version(guid, version), version


def _is_events(content: Element | None) -> bool:
    holders = [holder for holder in content if len(holder)] if content is not None else []
    return bool(holders) and all(holder[0].tag in EVENTS for holder in holders)


def _kind_of(content: Element | None) -> Kind | None:
    """The kind of an item that does not state it: that of what it holds."""
    kinds = (
        [
            "text" if holder.tag != "remoteContent" else kind_of_media(holder.get("contenttype"))
            for holder in content
            if content is not None
        ]
        if content is not None
        else []
    )
    return "text" if "text" in kinds else next((kind for kind in kinds if kind is not None), None)


FORMAT = Format(name=NAME, title="NewsML-G2 2.0 to 2.35", looks_like=looks_like, read=read, document=NewsMessage)
