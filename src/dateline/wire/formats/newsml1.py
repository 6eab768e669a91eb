"""NewsML 1.0 to 1.2, with NITF, (X)HTML or plain text inside."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import cast

from lxml import etree

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats import newsml1_parts as parts
from dateline.wire.formats import nitf_parts
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text, add_tree
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.newsml1_media import (
    MediaLines,
    caption_of,
    captions_by_place,
    media_from,
    own_lines,
    plain_words,
)
from dateline.wire.formats.newsml1_names import name_of, settle_names
from dateline.wire.formats.newsml1_tree import (
    ABSTRACTS,
    CONTACTS,
    NOT_MAIN,
    STYLES,
    SUBTITLES,
    TITLES,
    TWEETS,
    Component,
    Content,
    Group,
    component_of,
    groups_of,
    property_of,
    unpack,
)
from dateline.wire.formats.times import parse_time
from dateline.wire.formats.values import KINDS, LANG, joined, keep_fact, language_of, text_of
from dateline.wire.item import Kind, Link
from dateline.wire.problems import Problem, problem
from dateline.wire.text.blocks import NAMES, paragraph, squash
from dateline.wire.text.html import is_html
from dateline.wire.text.tree import Element, child_of
from dateline.wire.text.xml import parse_xml

_NO_NEWS = frozenset(("catalog", "topicset", "dtd", "maintenance"))
"""Types of NewsItems that are not news, in lower case."""


def looks_like(head: Head) -> bool:
    """Whether a file begins with a `<NewsML>`, or with a `<NewsItem>` alone (that of NewsML-G2 has a small n)."""
    return head.root == "NewsItem" or (head.root is not None and head.root.lower() == "newsml")


def read(source: Source) -> Drafts:
    """The drafts of a NewsML 1 document, in the order of its items. Raises Unreadable."""
    document = parse_xml(source.data)
    root = document.root
    settle_names(root)
    if root.tag not in ("NewsML", "NewsItem"):
        raise Unreadable("malformed", f"Its root element is <{root.tag}>, not <NewsML>.")
    reader = _Reader(source, document.problems)
    for element in root if root.tag == "NewsML" else (root,):
        reader.take(element)
    if not reader.drafts.drafts and not reader.drafts.set_aside:
        reader.set_aside("NewsML", "It has no NewsItem.")
    return reader.drafts


class _Reader:
    """Goes through one document; `drafts` is what it has found."""

    def __init__(self, source: Source, problems: tuple[Problem, ...]) -> None:
        self.drafts = Drafts()
        self._provider = source.provider
        self._problems = problems
        self._vocabularies = parts.Vocabularies()
        self._envelope: Element | None = None

    def take(self, element: Element) -> None:
        """Takes in one element from under the root."""
        name = element.tag
        if name == "NewsItem":
            self._item(element)
        elif name == "NewsEnvelope":
            self._envelope = element
        elif name == "Catalog":
            self._vocabularies.add_catalog(element)
        elif name == "TopicSet":
            self._vocabularies.add_topics(element)

    def set_aside(self, where: str, reason: str) -> None:
        """Records something that is no news item."""
        self.drafts.set_aside.append(problem("not-an-item", where, reason))

    def _item(self, item: Element) -> None:
        draft = Draft(format=FORMAT.name, provider=self._provider, problems=list(self._problems))
        component: Component | None = None
        loose: list[Element] = []
        is_patch = False
        for element in item:
            name = element.tag
            if name == "Identification":
                is_patch = self._identify(draft, element)
            elif name == "NewsManagement":
                parts.fill_management(draft, element)
            elif name == "NewsComponent":
                component = component or component_of(element, None)
            elif name == "Update":
                is_patch = True
                draft.problems.append(problem("content-unknown", "NewsItem/Update", "changes to an earlier revision"))
            elif name in ("Catalog", "TopicSet"):
                self.take(element)
            else:
                loose.append(element)
        _complete_guid(draft)
        draft.language = language_of(item.get(LANG))
        self._envelope_facts(draft)
        self._metadata(draft, loose)
        if component is not None:
            self._drafts_of(draft, component)
            component.let_go()
        elif is_patch or draft.status != "usable":
            draft.status = "withheld" if draft.status == "usable" else draft.status
            self._keep(draft)
        else:
            self.set_aside(draft.guid or "NewsItem", _without_content(draft))

    def _identify(self, draft: Draft, identification: Element) -> bool:
        """Takes in who and which; says whether the item is no whole revision but a change to one."""
        is_patch = False
        identifier = child_of(identification, "NewsIdentifier")
        for element in identifier if identifier is not None else ():
            name, text = element.tag, text_of(element)
            if name == "ProviderId":
                keep_fact(draft, "provider_id", text)
            elif name == "RevisionId":
                draft.version = text
                is_patch = element.get("Update") in ("U", "A")
            elif name == "PublicIdentifier":
                draft.guid = text
            elif text:
                draft.facts[name] = text
        label = text_of(child_of(identification, "NameLabel"))
        if label:
            draft.facts["name_label"] = label
        return is_patch

    def _envelope_facts(self, draft: Draft) -> None:
        for element in self._envelope if self._envelope is not None else ():
            name = element.tag
            if name in ("NewsService", "NewsProduct"):
                keep_fact(draft, name, name_of(element))
            elif name == "SentFrom":
                keep_fact(draft, "sent_from", name_of(child_of(element, "Party")))

    def _metadata(self, draft: Draft, pieces: Iterable[Element], language: str | None = None) -> None:
        """Takes in the metadata of one component, what it says before what the draft already knows. Of lines in several
        languages those of the text's `language` count.
        """
        for piece in pieces:
            name = piece.tag
            if name == "NewsLines":
                _news_lines(draft, piece, language)
            elif name == "DescriptiveMetadata":
                self._descriptive(draft, piece)
            elif name in ("AdministrativeMetadata", "Metadata"):
                for element in piece:
                    fill = parts.ADMINISTRATIVE.get(element.tag)
                    if fill is not None:
                        fill(draft, element)
            elif name == "RightsMetadata":
                parts.fill_rights(draft, piece)
            elif name in ("Catalog", "TopicSet"):
                self.take(piece)
            elif name == "Comment" and _is_to_editors(piece):
                draft.ed_note = joined(draft.ed_note, text_of(piece))

    def _descriptive(self, draft: Draft, piece: Element) -> None:
        for element in piece:
            name = element.tag
            if name == "SubjectCode":
                self._vocabularies.subjects_of(element, draft)
            elif name == "TopicOccurrence":
                self._vocabularies.occurrence(element, draft)
            else:
                fill = parts.DESCRIPTIVE.get(name)
                if fill is not None:
                    fill(draft, element)

    def _drafts_of(self, common: Draft, root: Component) -> None:
        groups, captions = groups_of(root)
        if len(groups) > 1:
            groups = [group for group in groups if group.media or _has_words(group)] or groups[:1]
        several = len(groups) > 1
        if several:
            _limit(groups)
        near = captions_by_place(captions)
        languages = Counter(group.article for group in groups)
        for order, group in enumerate(groups, 1):
            draft = _copy(common) if several else common
            if several and draft.guid:
                draft.guid = f"{draft.guid}#{_part_of(group, languages[group.article]) or order}"
            self._fill(draft, group, near)
            if order == 1:
                _references(draft, root)
            draft.kind = _kind(draft, group)
            if _is_news(draft):
                self._keep(draft)
            else:
                self.set_aside(draft.guid or "NewsItem", _without_content(draft))
        for component in root.walk():
            for item in component.items:
                self._item(item)

    def _keep(self, draft: Draft) -> None:
        """Completes a draft with what stands in for facts that it does not give."""
        parts.fill_date(draft)
        draft.slugline = draft.slugline or draft.facts.get("name_label")
        draft.guid = draft.guid or made_guid(draft)
        self.drafts.drafts.append(draft)

    def _fill(self, draft: Draft, group: Group, captions: dict[Component, list[Content]]) -> None:
        """Fills a draft with a group: metadata along the path to its text, then its texts, then its media."""
        path = dict.fromkeys(group.article.path())
        for content in group.texts or group.media[:1]:
            path.update(dict.fromkeys(content.component.path()))
        for component in path:
            draft.language = component.language or draft.language
            self._metadata(draft, component.pieces, group.language)
        for text in _once(group.texts):
            _fill_text(draft, text)
        creator = draft.facts.get("creator", "").partition("|")[0] if group.is_captions else ""
        lines = MediaLines(group.article, captions)
        draft.media.extend(media_from(content, lines, creator or None) for content in group.media)
        if any(content.href is None for content in group.media):
            draft.problems.append(problem("media-incomplete", "ContentItem/Encoding", "it is inside the file"))
        _attachments(draft, group.article)
        if not draft.credit and "party" in draft.facts:
            draft.credit.append(draft.facts["party"].partition("|")[0])


def _once(texts: list[Content]) -> list[Content]:
    """Texts without those whose words another has too, in a form that is better marked up."""
    if len(texts) < 2:
        return texts
    best: dict[tuple[str | None, str], Content] = {}
    for order, text in enumerate(texts):
        words = squash(caption_of(text.data) or "") if text.data is not None else ""
        key = (text.component.role if text.component.role in NOT_MAIN else None, words or str(order))
        if key not in best or text.rank < best[key].rank:
            best[key] = text
    return list(best.values())


_MOST_SHARED = 200_000


def _limit(groups: list[Group]) -> None:
    """Refuses an item whose common metadata, told again for each of its texts, would come to too much."""
    sizes: dict[Component, int] = {}
    total = 0
    for group in groups:
        for component in group.article.path():
            if component not in sizes:
                sizes[component] = sum(1 for piece in component.pieces for _ in piece.iter())
            total += sizes[component]
    if total > _MOST_SHARED:
        raise Unreadable("too-many", f"It tells the metadata of {len(groups):,} texts in {total:,} elements.")


def _copy(draft: Draft) -> Draft:
    """A draft of its own with what a draft already knows."""
    copied = Draft(format=draft.format)
    for name in Draft.__struct_fields__:
        value = getattr(draft, name)
        setattr(copied, name, value.copy() if isinstance(value, list | dict) else value)
    return copied


_URN = "urn:newsml"


def _complete_guid(draft: Draft) -> None:
    """Takes the revision out of the guid; makes one where it is missing or a stub (`urn:newsml:www.belga.be`)."""
    guid, facts = draft.guid or "", draft.facts
    item_id = facts.get("NewsItemId", "")
    if draft.version and ":" in guid:
        start, _, last = guid.rpartition(":")
        if last.rstrip("NUA") == draft.version and last[: len(draft.version)] == draft.version:
            guid = start
    if guid.count(":") < 3 and not (item_id and guid.endswith(item_id)) and (not guid or guid.startswith(_URN)):
        pieces = (_URN, facts.get("provider_id", ""), _date_of_guid(draft), item_id)
        guid = ":".join(piece for piece in pieces if piece) if item_id.strip("0") else ""
    if draft.version:
        # `ANPX-101218-041-v2`: the id of the item of some agencies tells its revision too.
        guid = guid.removesuffix(f"-v{draft.version}")
    draft.guid = guid or None


def _date_of_guid(draft: Draft) -> str:
    """The DateId. Where it is a time, which may change with each revision, the date of the first one stands for it."""
    date = draft.facts.get("DateId", "")
    created: datetime | None = draft.first_created or parse_time(date)
    if len(date) > 8 and created is not None:
        return created.strftime("%Y%m%d")
    return date


_SINGLE_LINES = frozenset(("HeadLine", "SubHeadLine", "DateLine", "CopyrightLine", "SlugLine"))


def _news_lines(draft: Draft, lines: Element, language: str | None = None) -> None:
    """Takes in NewsLines; of several lines of a kind that an item has once, the first that has words counts."""
    known = set()
    byline, draft.byline = draft.byline, None
    for line in _in_language(list(lines), language):
        name = line.tag
        fill = parts.NEWS_LINES.get(name)
        if fill is None or (name in known and name in _SINGLE_LINES):
            continue
        fill(draft, line)
        text = line.text
        if text and not text.isspace():
            known.add(name)
    draft.byline = draft.byline or byline


def _in_language(lines: list[Element], language: str | None) -> list[Element]:
    """Lines without those in another language than this, where there is one of their kind in it."""
    spoken = [(line, (language_of(line.get(LANG)) or "").partition("-")[0]) for line in lines]
    ours = {line.tag for line, said in spoken if said == language}
    return [line for line, said in spoken if said in ("", language) or line.tag not in ours]


def _part_of(group: Group, languages: int) -> str | None:
    """The id of the component that is an item of its own: that of the headline, or of the text where it has several."""
    if languages < 2:
        return group.article.duid
    return next((text.component.duid for text in group.texts), None) or group.language


def _has_words(group: Group) -> bool:
    return any(text.data is not None and any(piece.strip() for piece in text.data.itertext()) for text in group.texts)


def _without_content(draft: Draft) -> str:
    """Why an item is set aside: it is of a type that is no news, or there is nothing in it."""
    named = draft.facts.get("item_type", "")
    return named if named.lower() in _NO_NEWS else "It has no content."


def _is_news(draft: Draft) -> bool:
    if draft.facts.get("item_type", "").lower() in _NO_NEWS:
        return False
    return bool(draft.blocks or draft.media or draft.headline or draft.links or draft.status == "canceled")


def _fill_text(draft: Draft, content: Content) -> None:
    role = content.component.role or ""
    data = content.data
    if data is None or role in STYLES:
        return
    if role in TITLES or role in SUBTITLES or role in ABSTRACTS or role in TWEETS:
        words = plain_words(data)
        if role in TITLES:
            draft.headline = draft.headline or words
        elif role in SUBTITLES:
            draft.subheadline = draft.subheadline or words
        elif role in ABSTRACTS:
            draft.abstract = draft.abstract or words
        elif words and words != draft.abstract:
            draft.head_apparatus.append(words)
        return
    before = len(draft.blocks)
    _fill_data(draft, data)
    if role in CONTACTS:
        for block in draft.blocks[before:]:
            block.role = "apparatus"


def _fill_data(draft: Draft, data: Element) -> None:
    """Adds the body that a DataContent holds."""
    if not len(data):
        _fill_words(draft, data.text or "")
    elif any(child.tag in _NITF_PARTS for child in data):
        _fill_words(draft, data.text or "")
        for child in data:
            fill = _NITF_PARTS.get(child.tag)
            if fill is not None:
                fill(draft, child)
            else:
                add_tree(draft, child)
            _fill_words(draft, child.tail or "")
    elif any(child.tag in NAMES for child in data):
        for element in add_tree(draft, data):
            nitf_parts.add_media(draft, element)
    elif data[0].tag == "Encoding":
        unpacked = unpack(data[0])
        if unpacked is not None:
            _fill_data(draft, unpacked)
        else:
            draft.problems.append(problem("content-unknown", "DataContent/Encoding", data[0].get("Notation", "")))
    elif data[0].tag not in ("Catalog", "TopicSet"):
        _fill_unknown(draft, data)


_NITF_PARTS: dict[str, Callable[[Draft, Element], None]] = {
    "nitf": partial(nitf_parts.fill, alone=False),
    "body": nitf_parts.fill_body,
    "body.content": nitf_parts.fill_content,
}


def _fill_words(draft: Draft, text: str) -> None:
    start = text.lstrip()[:5]
    if start.startswith(("<nitf", "<?xml")) or (start.startswith("<") and not is_html(text)):
        _fill_escaped(draft, text)
    elif start:
        add_text(draft, text)


def _fill_escaped(draft: Draft, text: str) -> None:
    """A DataContent whose text is an XML document of its own, as CDATA or escaped."""
    try:
        root = parse_xml(text.encode("utf-8"), "utf-8").root
    except Unreadable:
        add_text(draft, text)
        return
    wrapper = cast(Element, etree.Element("DataContent"))
    wrapper.append(root)
    _fill_data(draft, wrapper)


def _fill_unknown(draft: Draft, data: Element) -> None:
    """Markup of an unknown kind: its words are kept, apart from each other, and a problem says so."""
    words = " ".join(" ".join(data.itertext()).split())
    draft.problems.append(problem("content-unknown", f"DataContent/{data[0].tag}", words))
    if words:
        draft.blocks.append(paragraph(words))


def _attachments(draft: Draft, article: Component) -> None:
    """Links to content outside that is neither a picture nor a video nor a sound."""
    for component in article.walk():
        for content in component.contents:
            if content.encoded and content.data is None and content.kind in (None, "text"):
                draft.problems.append(problem("content-unknown", "ContentItem/Encoding", content.format or ""))
            elif content.data is None and content.href and content.kind in (None, "text"):
                rel = "content" if content.kind == "text" else "attachment"
                draft.links.append(Link(href=content.href, rel=rel, title=property_of(content, "Title")))


def _references(draft: Draft, root: Component) -> None:
    """Links to the items that a package is made of."""
    for component in root.walk():
        for reference in component.references:
            target = (reference.get("NewsItem") or "").strip()
            if target:
                title = own_lines(component).get("HeadLine") if component is not root else None
                draft.links.append(
                    Link(guid=target, rel="component", title=title or text_of(reference.find("Comment")))
                )


def _kind(draft: Draft, group: Group) -> Kind:
    """Text, unless the item says that it is a video or the like, or has nothing but media or references."""
    kinds = {media.kind: None for media in draft.media}
    for name in (group.article.role, group.texts[0].component.role if group.texts else None):
        named = KINDS.get(name or "")
        if named is not None and named in kinds:
            return named
    if draft.blocks and not (kinds and group.is_captions):
        return "text"
    if len(kinds) > 1 or any(link.rel == "component" for link in draft.links):
        return "composite"
    return next(iter(kinds), "text")


_TO_EDITORS = ("", "editorialnote", "editornote", "editorsnote", "ednote", "notetoeditors")


def _is_to_editors(comment: Element) -> bool:
    """Whether a comment is a note to editors; others (`EfeNewsMLVersion`) are of the machine that wrote the file."""
    name = (comment.get("FormalName") or "").lower()
    return "".join(letter for letter in name if letter.isalnum()) in _TO_EDITORS


FORMAT = Format(name="newsml-1", title="NewsML 1.0 to 1.2", looks_like=looks_like, read=read)
