"""What the markup of a page says for programs: schema.org in JSON-LD and microdata, `<meta>`, hAtom.

One flat view of it all: `PageData.text("published")` is the value wherever the page has it. Sites say the same under
many names; the names of each fact are in tables, the surest first.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec
from lxml import etree

from dateline.wire.copy.agencies import code_of
from dateline.wire.formats.feed_xml import resolved, web_address
from dateline.wire.formats.page_words import is_desk
from dateline.wire.formats.values import number
from dateline.wire.item import Media
from dateline.wire.text.blocks import fold

MAX_META = 400
"""The most `meta` elements and properties that are kept."""

LONGEST = 2000
"""Characters that a value has at the most."""

MAX_ENTRIES = 500
"""The most objects of JSON-LD that are looked at."""

MAX_DEPTH = 4
"""How deep the objects of JSON-LD that hold others are looked into."""

_NEWS_TYPE = re.compile(r"(?:https?://schema\.org/)?(?:[A-Za-z]*News)?(?:Article|BlogPosting|Report|LiveBlogPosting)")

_SCHEMA: Mapping[str, tuple[str, ...]] = {
    "published": ("datePublished", "dateCreated"),
    "updated": ("dateModified",),
    "headline": ("headline",),
    "subheadline": ("alternativeHeadline",),
    "section": ("articleSection",),
    "author": ("author", "creator"),
    "language": ("inLanguage",),
    "dateline": ("dateline",),
}
"""The names in schema.org of what has a name of its own in `meta` too."""

_META: Mapping[str, list[str]] = {
    "published": (
        "article:published_time og:article:published_time article:published og:published_time datepublished"
        " parsely-pub-date sailthru.date dc.date.issued dcterms.issued dc.date.created dcterms.created dcterms.date"
        " dc.date publish-date publish_date publication_date pubdate cxenseparse:recs:publishtime date"
    ).split(),
    "updated": (
        "article:modified_time og:article:modified_time article:modified og:updated_time datemodified dc.date.modified"
        " dcterms.modified lastmod last-modified article.updated"
    ).split(),
    "headline": "og:title twitter:title parsely-title sailthru.title dc.title dcterms.title".split(),
    "section": "article:section og:article:section parsely-section cxenseparse:recs:category".split(),
    "author": (
        "author article:author parsely-author sailthru.author dc.creator dcterms.creator byl cxenseparse:author"
    ).split(),
    "language": "og:locale dc.language dcterms.language content-language".split(),
}


class PageData:
    """What a page tells programs of its article. To be made before the tree is pruned."""

    def __init__(self, root: etree._Element) -> None:
        self.title = fold("".join(root.xpath("/html/head/title[1]//text()"))[:1000])
        self.meta = _meta(root)
        self._named: dict[str, Any] = {}
        self._entries = [entry for data in _json_ld(root) for entry in _objects(data, 0)][:MAX_ENTRIES]
        for entry in self._entries:
            if isinstance(name := entry.get("@id"), str) and len(entry) > 1:
                self._named.setdefault(name, entry)
        canonical = root.xpath("string(//link[translate(@rel, 'CANONIL', 'canonil')='canonical']/@href)")
        self.address = fold(str(canonical)) or self.meta.get("og:url")
        self.base = fold(str(root.xpath("string(//base/@href)"))) or self.address
        self.article = self._news_article()
        self._properties = _properties(root)
        self._tags = [str(tag) for tag in root.xpath("//meta[@property='article:tag']/@content")[:50]]
        if not self.address:
            self.address = self._string(self.article.get("url"))

    def titles(self) -> list[str]:
        """All that the page calls its article: the headline in its data, and its title."""
        meta = [self.meta.get(name) for name in _META["headline"]]
        told = [self._string(self.article.get(key)) for key in ("headline", "alternativeHeadline", "name")]
        return [one for one in (*told, *meta, self._properties.get("headline"), self.title) if one]

    def texts(self, fact: str) -> Iterator[str]:
        """All values of one of the facts of the tables, the surest first."""
        names = _SCHEMA[fact]
        found = [self._string(self.article.get(name)) for name in names]
        found += [self.meta.get(name) for name in _META.get(fact, ())]
        found += [self._properties.get(name) for name in names]
        yield from (one for one in found if one)

    def text(self, fact: str) -> str | None:
        """The surest value of one of the facts of the tables."""
        return next(self.texts(fact), None)

    def authors(self) -> list[str]:
        """The names of who wrote the article: people, and agencies."""
        names = self._names(self.article.get("author")) or self._names(self.article.get("creator"))
        if not names:
            names = [name for name in self.texts("author") if not _is_address(name)][:1]
        plain = (_BY.sub("", name) for name in names)
        house = [name for name in self._names(self.article.get("publisher")) if code_of(name) is None]
        desks = self._desks(house)
        return list(
            dict.fromkeys(
                name
                for name in plain
                if name and name not in (*house, *desks) and not (is_desk(name) or self.is_site(name))
            )
        )

    def _desks(self, house: list[str]) -> list[str]:
        """The organisations among the authors that are the house's own: its name with a word behind it
        (`Omroep Nieuws`), or what the title ends with."""
        authors = self.article.get("author")
        told = authors if isinstance(authors, list) else [authors]
        kinds = [one for one in told if isinstance(one, dict) and "Organization" in str(one.get("@type"))]
        names = [fold(str(one.get("name") or "")) for one in kinds]
        endings = (self.title or "").casefold()
        return [
            name
            for name in names
            if code_of(name) is None
            and (
                name.startswith(tuple(f"{one} " for one in house))
                or endings.endswith(("| " + name.casefold(), "- " + name.casefold()))
            )
        ]

    def is_site(self, name: str) -> bool:
        """Whether a name is that of the site, which is no author and no section."""
        sites = (self.meta.get("og:site_name"), self.meta.get("application-name"))
        if name.casefold() in [site.casefold() for site in sites if site] or _DOMAIN.fullmatch(name):
            return True
        return bool(self.address) and _letters(name) in _HOST.sub(r"\1", self.address or "").split(".")[-3:]

    def publishers(self) -> list[str]:
        """The names of who published the article, and of whom it is from where the page says so."""
        return [
            name
            for key in ("sourceOrganization", "provider", "publisher")
            for name in self._names(self.article.get(key))
        ]

    def keywords(self) -> list[str]:
        """The words that the site put to the article itself."""
        told = self.article.get("keywords") or self.meta.get("news_keywords") or self._tags
        if isinstance(told, list) and len(told) == 1:
            told = told[0]
        words = told if isinstance(told, list) else re.split(r"\s*[,;]\s*", told) if isinstance(told, str) else []
        found = [fold(word)[:LONGEST] for word in words if isinstance(word, str)]
        return [word for word in dict.fromkeys(found) if word][:50]

    def section(self) -> str | None:
        """The section of the article: as said, else the innermost step of the page's path that is not the article."""
        return self.text("section") or self._crumb()

    def article_text(self) -> str | None:
        """The article as the page's data hold it (`articleBody`)."""
        body = self.article.get("articleBody")
        return body if isinstance(body, str) and body.strip() else None

    def picture(self) -> Media | None:
        """The picture of the article in the page's data."""
        told = self.article.get("image")
        one = told[0] if isinstance(told, list) and told else told
        if isinstance(one, dict) and "url" not in one and "contentUrl" not in one:
            one = self._named.get(str(one.get("@id")), one)
        said = one if isinstance(one, dict) else {"url": one}
        href = web_address(resolved(self._string(said.get("url")) or self._string(said.get("contentUrl")), self.base))
        if href is None:
            return None
        wide, high = (number(str(said.get(key) or "")) for key in ("width", "height"))
        return Media(kind="picture", href=href, caption=self._string(said.get("caption")), width=wide, height=high)

    def is_live_blog(self) -> bool:
        """Whether the page is a live blog: many short posts below each other."""
        return "LiveBlogPosting" in _types(self.article)

    def is_for_subscribers(self) -> bool:
        """Whether the page says that its article is not free to read."""
        free = self.article.get("isAccessibleForFree")
        return (
            free is False
            or (isinstance(free, str) and free.lower() == "false")
            or self.meta.get("article:content_tier") == "locked"
        )

    def language(self) -> str | None:
        """What language the page's data say that it is in, as written."""
        return self.text("language")

    def _news_article(self) -> dict[str, Any]:
        """The news article of the page's JSON-LD: the one of this address or title where there are several."""
        articles = [entry for entry in self._entries if any(_NEWS_TYPE.fullmatch(one) for one in _types(entry))]
        for entry in articles:
            page = entry.get("mainEntityOfPage")
            addresses = (entry.get("url"), entry.get("@id"), page.get("@id") if isinstance(page, dict) else page)
            if self.address and self.address in addresses:
                return entry
        told = (self.meta.get("og:title"), self.title)
        same = (entry for entry in articles if self._string(entry.get("headline")) in told)
        return next(same, articles[0] if articles else {})

    def _names(self, value: object) -> list[str]:
        names = []
        for one in (value if isinstance(value, list) else [value])[:50]:
            if isinstance(one, dict) and "name" not in one:
                one = self._named.get(str(one.get("@id")), {})
            name = self._string(one.get("name") if isinstance(one, dict) else one)
            if name and not _is_address(name):
                names.append(name)
        return names

    def _crumb(self) -> str | None:
        titles = self.titles()
        for entry in self._entries:
            items = entry.get("itemListElement")
            if "BreadcrumbList" not in _types(entry) or not isinstance(items, list):
                continue
            steps = [step for item in items[1:20] if isinstance(item, dict) and (step := self._step(item))]
            if steps and steps[-1] in titles:
                steps.pop()
            return steps[-1] if steps and not any(steps[-1] in title for title in titles) else None
        return None

    def _step(self, item: dict[str, Any]) -> str | None:
        inner = item.get("item")
        return self._string(item.get("name")) or (self._string(inner.get("name")) if isinstance(inner, dict) else None)

    @staticmethod
    def _string(value: object) -> str | None:
        if isinstance(value, list) and value:
            value = value[0]
        return fold(value)[:LONGEST] or None if isinstance(value, str) else None


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "@", "www."))


_BY = re.compile(r"(?:by|door|von|par|por|di)\s+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]{1,60}\.){1,4}[a-z]{2,12}")
_HOST = re.compile(r"https?://([^/]{0,255}).*", re.DOTALL)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _types(entry: Mapping[str, Any]) -> Collection[str]:
    types = entry.get("@type")
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def _meta(root: etree._Element) -> dict[str, str]:
    """The first value of each name of the page's `meta` elements, in small letters."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or ""
        content = fold(element.get("content", "")[: 2 * LONGEST])
        if name and content and len(found) < MAX_META:
            found.setdefault(name[:100].lower(), content[:LONGEST])
    return found


_ITEMS: Mapping[str, str] = {
    name.lower(): name
    for name in (
        "headline",
        "alternativeHeadline",
        "datePublished",
        "dateCreated",
        "dateModified",
        "articleSection",
        "author",
        "creator",
        "inLanguage",
        "dateline",
    )
}
_CLASSES: Mapping[str, str] = {"published": "datePublished", "updated": "dateModified", "entry-title": "headline"}


def _properties(root: etree._Element) -> dict[str, str]:
    """The article's properties in microdata, RDFa and hAtom: those of the first one of each name."""
    found: dict[str, str] = {}
    for element in root.iter():
        if not found and "hentry" in element.get("class", "")[:500].split():
            return _of_hatom(element)
        said = element.get("itemprop") or (element.get("property") if element.tag != "meta" else "") or ""
        for one in said.split()[:5]:
            name = _ITEMS.get(one.rpartition(":")[2].rpartition("/")[2].lower())
            if name is not None and name not in found and _is_of_article(element, name):
                _note(found, name, element)
    return found


def _is_of_article(element: etree._Element, name: str) -> bool:
    """Whether a property is of the article, not of a picture or a comment in it; a dateline, not one in its text."""
    for around in element.iterancestors():
        if name == "dateline" and around.tag == "p":
            return False
        if around.get("itemscope") is not None or around.get("typeof") is not None:
            kind = around.get("itemtype") or around.get("typeof") or ""
            return _NEWS_TYPE.fullmatch(kind.rpartition("/")[2].rpartition(":")[2]) is not None or "WebPage" in kind
    return True


def _of_hatom(entry: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in entry.iter():
        for name in element.get("class", "")[:200].split():
            if name in _CLASSES:
                _note(found, _CLASSES[name], element)
    return found


def _note(found: dict[str, str], name: str, element: etree._Element) -> None:
    if name in found:
        return
    named = element.find(".//*[@itemprop='name']") if name in ("author", "creator") else None
    at = element if named is None else named
    value = at.get("content") or at.get("datetime") or (at.get("title") if name.startswith("date") else None)
    text = fold((value or " ".join(islice(at.itertext(), 50)))[:LONGEST])
    if text and len(text) <= 300:
        found[name] = text


_TRAILING = re.compile(r",(?=\s*[}\]])")
_CONTROL = re.compile("[\x00-\x1f]+")


def _json_ld(root: etree._Element) -> Iterator[object]:
    """What stands in the page's JSON-LD, also where it has line breaks in its texts or a comma too many."""
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (script.text or "").strip().removeprefix("<![CDATA[").removeprefix("<!--")
        text = text.removesuffix("]]>").removesuffix("-->").strip().removesuffix(";")
        for attempt in (text, _TRAILING.sub("", _CONTROL.sub(" ", text))):
            try:
                data = msgspec.json.decode(attempt)
            except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
                continue
            yield data
            break


def _objects(data: object, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD that stand for themselves: in lists, graphs, and as what a page is about."""
    if isinstance(data, list) and depth < MAX_DEPTH:
        for one in data[:MAX_ENTRIES]:
            yield from _objects(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        if depth < MAX_DEPTH:
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb", "author", "publisher"):
                if isinstance(data.get(key), (dict, list)):
                    yield from _objects(data[key], depth + 1)
