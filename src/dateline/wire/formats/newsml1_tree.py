"""The tree of a NewsML 1 item: its components, what each holds, and which of its texts make one item together.

A NewsItem is a tree of NewsComponents whose leaves are ContentItems. `Component` and `Content` say what stands where;
`texts_of` finds the texts and leaves out those that only say the same in another form; a `Group` becomes one draft.
"""

import base64
import re
from collections.abc import Iterator
from typing import cast

import msgspec
from lxml import etree

from dateline.wire.errors import Unreadable
from dateline.wire.formats.newsml1_names import attribute_of, name_of
from dateline.wire.formats.values import LANG, kind_of_media, language_of, number, text_of
from dateline.wire.item import Kind
from dateline.wire.text.charsets import decode
from dateline.wire.text.tree import Element

TITLES = frozenset(("title", "headline", "hl1"))
SUBTITLES = frozenset(("subheadline", "subtitle", "subhead", "hl2"))
ABSTRACTS = frozenset(("abstract", "summary", "teaser"))
CAPTIONS = frozenset(("caption", "legend"))
TWEETS = frozenset(("tweettext", "tweet", "socialtext"))
STYLES = frozenset(("stylesheet", "style sheet", "css"))
CONTACTS = frozenset(("contact", "contacts"))
NOT_MAIN = TITLES | SUBTITLES | ABSTRACTS | TWEETS | CAPTIONS | STYLES | CONTACTS
"""Roles of texts, in lower case. A text in none of these roles is a main text or a part of one."""

_SMALLER = frozenset(
    ("preview", "thumbnail", "thumb", "quicklook", "icon", "lowres", "viewimage", "small", "low resolution")
)
_METADATA = frozenset(
    ("Comment", "Catalog", "MediaType", "Format", "MimeType", "Notation", "Characteristics", "Encoding")
)


CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no text has: what holds one is something else, encoded."""


class Content(msgspec.Struct, eq=False):
    """A ContentItem. `data` is the element that holds the content, `href` the address of content outside."""

    component: "Component"
    data: Element | None = None
    href: str | None = None
    media_type: str | None = None
    format: str | None = None
    mime_type: str | None = None
    size: int | None = None
    encoded: bool = False
    properties: dict[str, str] = {}

    @property
    def kind(self) -> Kind | None:
        """What kind of content it is, as far as it says."""
        named = kind_of_media(self.media_type, self.mime_type, self.format)
        return named or (kind_of_media(self.component.role) if self.data is None else None)

    @property
    def rank(self) -> int:
        """How much a text is to be preferred to another form of the same: marked up, HTML, plain."""
        if self.data is None or len(self.data):
            return 0
        return 1 if "<" in (self.data.text or "") else 2

    @property
    def is_smaller(self) -> bool:
        """Whether it says of itself that it is a small form of a picture or the like."""
        use = (property_of(self, "ImageUse") or "").lower()
        return use in _SMALLER or (self.component.role or "") in _SMALLER


class Component(msgspec.Struct, eq=False):
    """A NewsComponent. `language` is what it states itself; `role` is in lower case; `pieces` are its metadata elements
    in the order of the document.
    """

    parent: "Component | None"
    duid: str | None = None
    language: str | None = None
    role: str | None = None
    has_headline: bool = False
    equivalents: bool = False
    pieces: list[Element] = []
    contents: list[Content] = []
    children: "list[Component]" = []
    references: list[Element] = []
    items: list[Element] = []

    def path(self) -> "list[Component]":
        """The components from the outermost one down to this."""
        path = [self]
        while path[-1].parent is not None:
            path.append(path[-1].parent)
        return path[::-1]

    def walk(self) -> "Iterator[Component]":
        """This component and all in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def let_go(self) -> None:
        """Forgets all that is in it. Else children and parents would hold each other, and with them the whole parsed
        document, until the garbage collector comes by.
        """
        for child in self.children:
            child.let_go()
        self.children.clear()
        self.contents.clear()

    def spoken(self) -> str | None:
        """The language (without its region) that this component or the nearest one around it states."""
        component: Component | None = self
        while component is not None:
            if component.language is not None:
                return component.language.partition("-")[0]
            component = component.parent
        return None

    def article(self) -> "Component":
        """The nearest component, from this one outwards, that has a headline of its own; else the outermost."""
        component = self
        while not component.has_headline and component.parent is not None:
            component = component.parent
        return component


class Group(msgspec.Struct, eq=False):
    """What becomes one draft: the texts under one headline, and the media that go with them."""

    article: Component
    texts: list[Content] = []
    media: list[Content] = []
    language: str | None = None

    @property
    def is_captions(self) -> bool:
        """Whether it has no text but captions."""
        return all(text.component.role in CAPTIONS for text in self.texts)


def component_of(element: Element, parent: Component | None) -> Component:
    """The component that a `<NewsComponent>` stands for, all that is in it included."""
    component = Component(
        parent, element.get("Duid"), language_of(_lang_of(element)), equivalents=element.get("EquivalentsList") == "yes"
    )
    for child in element:
        name = child.tag
        if name == "NewsComponent":
            component.children.append(component_of(child, component))
        elif name == "ContentItem":
            component.contents.append(_content_of(child, component))
        elif name == "Role":
            role = name_of(child)
            component.role = role.lower() if role else None
        elif name == "NewsItemRef":
            component.references.append(child)
        elif name == "NewsItem":
            component.items.append(child)
        else:
            if name == "NewsLines":
                component.has_headline |= any(text_of(line) for line in child.iter("HeadLine"))
            elif name == "DescriptiveMetadata":
                named = child.find("Language")
                component.language = language_of(name_of(named)) or component.language
            component.pieces.append(child)
    return component


def _lang_of(element: Element) -> str | None:
    """xml:lang, also where its namespace is written wrongly (`xmlns:x="xml" x:lang="nl"`)."""
    attributes = element.attrib
    return attributes.get(LANG) or attributes.get("{xml}lang")


def _content_of(element: Element, component: Component) -> Content:
    content = Content(component, href=attribute_of(element, "Href") or attribute_of(element, "Url"))
    for child in element:
        name = child.tag
        if name == "DataContent":
            content.data = child
        elif name == "MediaType":
            content.media_type = name_of(child)
        elif name == "Format":
            content.format = name_of(child)
        elif name == "MimeType":
            content.mime_type = name_of(child)
        elif name == "Encoding":
            content.encoded = True
            if content.kind in (None, "text"):
                content.data = unpack(child)
        elif name == "Characteristics":
            _characteristics(content, child)
        elif name == "Property":
            _property(content, child)
        elif name == "ContentItem":
            content.href = content.href or attribute_of(child, "Href") or attribute_of(child, "Url")
        elif name not in _METADATA:
            content.data = element
    return content


def unpack(encoding: Element) -> Element | None:
    """A DataContent with the text that an `<Encoding Notation="Base64">` holds; None where it holds none."""
    inner = encoding.find("DataContent")
    packed = "".join((inner.text or "").split()) if inner is not None else ""
    if (encoding.get("Notation") or "").strip().lower() != "base64" or not packed:
        return None
    try:
        text = decode(base64.b64decode(packed, validate=True)).text
    except (ValueError, Unreadable):
        return None
    if CONTROLS.search(text):
        return None
    data = cast(Element, etree.Element("DataContent"))
    data.text = text
    return data


def _characteristics(content: Content, element: Element) -> None:
    for child in element:
        if child.tag == "SizeInBytes":
            content.size = number(child.text)
        elif child.tag == "Property":
            _property(content, child)


def _property(content: Content, element: Element) -> None:
    name, value = name_of(element), attribute_of(element, "Value")
    if name and value:
        content.properties[name.lower()] = value


def property_of(content: Content, *names: str) -> str | None:
    """The first of these properties that a content has, whatever the capitals of their names."""
    return next((value for name in names if (value := content.properties.get(name.lower()))), None)


def texts_of(component: Component) -> list[Content]:
    """All texts in a component, in order; of equivalent ones in one language only the best form."""
    found = [content for content in component.contents if content.data is not None and content.kind in (None, "text")]
    if component.equivalents:
        found = _best(found)
    per_child = [texts_of(child) for child in component.children]
    if component.equivalents and all(len(texts) <= 1 for texts in per_child):
        return found + _best([text for texts in per_child for text in texts])
    return found + [text for texts in per_child for text in texts]


def _best(texts: list[Content]) -> list[Content]:
    """The best of the texts of each language and headline."""
    best: dict[tuple[str | None, str | None, Component | None], Content] = {}
    for text in texts:
        component = text.component
        article = component.article() if component.has_headline else None
        key = (component.spoken(), component.role if component.role in NOT_MAIN else None, article)
        if key not in best or text.rank < best[key].rank:
            best[key] = text
    return list(best.values())


def groups_of(root: Component) -> tuple[list[Group], list[Content]]:
    """What an item's tree comes to: its groups in order, each with its texts and media; and the captions in it.

    Texts under one headline and in one language make a group; summaries, contacts and media go with the groups nearest
    around them, else the first. Without any main text there is one group, of all media and captions.
    """
    articles: dict[Component, list[Group]] = {}
    main: list[Content] = []
    rest: list[Content] = []
    captions: list[Content] = []
    for text in texts_of(root):
        role = text.component.role
        (captions if role in CAPTIONS else rest if role in NOT_MAIN else main).append(text)
    for text in main:
        _add_text(articles.setdefault(text.component.article(), []), text)
    if not articles:
        return [Group(root, rest + captions, media_of(root))], captions
    for text in rest:
        for group in _around(articles, text.component):
            group.texts.append(text)
    for content in media_of(root):
        for group in _around(articles, content.component):
            group.media.append(content)
    return [group for groups in articles.values() for group in groups], captions


def _add_text(groups: list[Group], text: Content) -> None:
    """Adds a main text to the group of its language among those under one headline, or makes a new one for it."""
    article, language = text.component.article(), text.component.spoken()
    for group in groups:
        if language is None or group.language in (None, language):
            group.texts.append(text)
            group.language = group.language or language
            return
    groups.append(Group(article, [text], language=language))


def _around(articles: dict[Component, list[Group]], component: Component) -> list[Group]:
    """The groups that a summary or a picture goes with: those nearest around it, of them the one in its language."""
    around: Component | None = component
    while around is not None and around not in articles:
        around = around.parent
    if around is None:
        return next(iter(articles.values()))[:1]
    groups, language = articles[around], component.spoken()
    return [group for group in groups if group.language == language] or groups


def media_of(component: Component) -> list[Content]:
    """All pictures, videos and sounds in a component, in order; of several sizes of one only the largest."""
    found = [content for content in component.contents if _is_media(content)]
    if component.equivalents:
        found = _widest(found)
    deeper: list[Content] = []
    for child in component.children:
        inner = media_of(child)
        (deeper if child.has_headline or child.children else found).extend(inner)
    return _largest(found) + deeper


def _widest(found: list[Content]) -> list[Content]:
    """Of media that say the same the widest of each kind, in their order."""
    widest: dict[Kind | None, Content] = {}
    for content in found:
        known = widest.get(content.kind)
        if known is None or width_of(content) > width_of(known):
            widest[content.kind] = content
    return list(widest.values())


def _is_media(content: Content) -> bool:
    there = content.href is not None or content.encoded
    return content.data is None and there and content.kind not in (None, "text", "composite")


def _largest(found: list[Content]) -> list[Content]:
    """Media without those that are a smaller form of another; of only small ones the largest of each kind."""
    if len(found) < 2:
        return found
    kept = [content for content in found if not content.is_smaller]
    kinds = {content.kind for content in kept}
    small: dict[Kind | None, Content] = {}
    for content in found:
        if content.is_smaller and content.kind not in kinds:
            known = small.get(content.kind)
            if known is None or width_of(content) > width_of(known):
                small[content.kind] = content
    return kept + list(small.values())


def width_of(content: Content) -> int:
    """The width of a picture in pixels, 0 where it is not said."""
    return number(property_of(content, "Width", "PixelWidth", "ImageWidth")) or 0
