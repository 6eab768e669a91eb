"""A whole paper by the rules of others: the feed validator's for feeds, those of schema.org for structured data."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree, html

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, House
from tests.site import invented, make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SITE = "https://nieuws.example"
SCOPES = ("", "/buitenland", "/agency/alto")
NAMES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
SAFE = {"p", "em", "strong", "b", "i", "br", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "table", "caption"}
SAFE |= {"thead", "tbody", "tfoot", "tr", "th", "td", "pre", "hr", "sub", "sup"}

WORDS = "Zij <schreef> 1<2 & zweeg."

PROPERTIES = {
    "NewsArticle": {
        *("@type @id url mainEntityOfPage identifier headline description dateline datePublished dateModified".split()),
        *("articleSection inLanguage author creditText publisher isAccessibleForFree expires correction".split()),
    },
    "CorrectionComment": {"@type", "text", "datePublished"},
    "Organization": {"@type", "name"},
    "NewsMediaOrganization": {"@type", "name", "url", "logo"},
    "ImageObject": {"@type", "url"},
    "BreadcrumbList": {"@type", "itemListElement"},
    "ItemList": {"@type", "itemListElement"},
    "ListItem": {"@type", "position", "name", "item", "url"},
    "WebSite": {"@type", "name", "url", "inLanguage", "publisher"},
}
"""Of each type of schema.org that is used, which of its properties."""


@pytest.fixture(params=["nl full", "en lead"])
def paper(request: pytest.FixtureRequest) -> dict[str, Article]:
    """A paper with all kinds of copy, in two languages and both ways of giving text away."""
    language, text = request.param.split()
    named = invented.fill(timezone.now().replace(microsecond=0))
    named["odd"] = make.article('5 < 6 & "7" > <b>', WORDS, at=timezone.now(), body=f"<p>{escape(WORDS)}</p>")
    named["list"] = make.article("Een lijst", at=timezone.now(), body="<ul><li>een</li></ul>")
    named["bare"] = make.article("Alleen een kop", at=timezone.now(), fields={"kind": "picture"})
    make.article("Weg", "Weg.", state="killed", told=5, told_at=timezone.now())
    House.objects.update(language=language, feed_text=text, base_url=f"{SITE}/")
    return named


def absolute(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return parts.scheme == "https" and parts.netloc == "nieuws.example" and parts.path.startswith("/")


def get(path: str) -> bytes:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content


def tree(path: str) -> tuple[etree._Element, dict[str, list[etree._Element]]]:
    """A feed, and its elements by name; names of a namespace have its usual letters ahead."""
    root = etree.fromstring(get(path))
    found: dict[str, list[etree._Element]] = {}
    for element in root.iter():
        found.setdefault(name_of(element), []).append(element)
    return root, found


def name_of(element: etree._Element) -> str:
    name = etree.QName(element)
    return f"{NAMES[name.namespace]}:{name.localname}" if name.namespace else name.localname


def once(parent: etree._Element, *many: str) -> dict[str, str]:
    """What the children say, of which none but `many` stands twice, and none is blank unless it has attributes."""
    found: dict[str, str] = {}
    for child in parent:
        name, text = name_of(child), "".join(child.itertext())
        assert name in many or name not in found, f"{name} stands twice"
        assert text.strip() or child.attrib, f"{name} is blank"
        found[name] = text
    return found


def check_html(text: str) -> None:
    """That HTML in a feed harms nobody, and leads nowhere from wherever it is shown."""
    for element in html.fragments_fromstring(f"<div>{text}</div>")[0].iterdescendants():
        assert element.tag in SAFE
        assert element.get("href") is None or urlsplit(element.get("href")).scheme in ("http", "https", "mailto")
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]


def check_rss(scope: str) -> None:
    root, found = tree(f"{scope}/feed.rss")
    assert (root.tag, root.attrib) == ("rss", {"version": "2.0"})
    channel = once(root[0], "item", "atom:link")
    assert set(channel) <= {"title", "link", "description", "language", "lastBuildDate", "atom:link", "item"}
    assert absolute(channel["link"])
    [own] = found["atom:link"]
    assert own.attrib == {"href": f"{SITE}{scope}/feed.rss", "rel": "self", "type": "application/rss+xml"}
    guids = [guid.text for guid in found["guid"]]
    assert len(set(guids)) == len(guids) == len(found["item"])
    for item in found["item"]:
        told = once(item, "dc:creator")
        assert {"title", "link", "guid", "dc:creator"} <= set(told)
        names = [name_of(child) for child in item]
        if "content:encoded" in names:
            assert "description" in names[: names.index("content:encoded")], "NeedDescriptionBeforeContent"
        assert set(told) <= {
            *("title link guid description content:encoded pubDate atom:updated dc:creator dc:language".split()),
            "category",
        }
        assert absolute(told["link"])
        at = parsedate_to_datetime(told["pubDate"])
        assert at.tzinfo is not None
        assert at <= datetime.now(UTC)
        for name in ("description", "content:encoded"):
            check_html(told.get(name, ""))


def check_atom(scope: str) -> None:
    root, found = tree(f"{scope}/feed.atom")
    feed = once(root, "atom:entry", "at:deleted-entry", "atom:link")
    assert {"atom:id", "atom:title", "atom:updated", "atom:link"} <= set(feed)
    links = [(link.get("rel"), link.get("type"), link.get("href")) for link in root.findall("{*}link")]
    assert links[0] == ("self", "application/atom+xml", f"{SITE}{scope}/feed.atom")
    assert links[1][:2] == ("alternate", "text/html")
    assert all(absolute(href) for _rel, _type, href in links)
    ids = [element.text or "" for element in found["atom:id"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one) for one in ids)
    times = [datetime.fromisoformat((one.text or "").replace("Z", "+00:00")) for one in found["atom:updated"]]
    assert all(time.tzinfo for time in times)
    assert times[0] == max(times)
    for entry in found["atom:entry"]:
        told = once(entry, "atom:author")
        assert {"atom:id", "atom:title", "atom:updated", "atom:link", "atom:author"} <= set(told)
        assert told.get("atom:published", "") <= told["atom:updated"]
        link = entry.find("{*}link")
        assert link is not None
        assert absolute(link.get("href"))
        content = entry.find("{*}content")
        if content is not None:
            assert content.get("type") == "html"
            check_html(content.text or "")
    for gone in found["at:deleted-entry"]:
        assert gone.get("ref") not in ids, "RFC 6721: what is there is not deleted"
        assert (len(gone), gone.text, set(gone.attrib)) == (0, None, {"ref", "when"})


def check_json_feed(scope: str) -> None:
    feed = json.loads(get(f"{scope}/feed.json"))
    assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"{SITE}{scope}/feed.json")
    assert feed["title"]
    assert absolute(feed["home_page_url"])
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    for item in feed["items"]:
        assert set(item) <= {
            *("id url title content_html content_text summary date_published date_modified authors tags".split()),
            "language",
        }
        assert item.get("content_html") or item.get("content_text"), "one of them must be there"
        assert absolute(item["url"])
        assert datetime.fromisoformat(item["date_published"].replace("Z", "+00:00")).tzinfo
        assert all(set(author) == {"name"} and author["name"] for author in item["authors"])
        check_html(item.get("content_html", ""))


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("check", [check_rss, check_atom, check_json_feed])
def test_feeds_keep_the_rules_of_their_formats(check: Callable[[str], None]) -> None:
    for scope in SCOPES:
        check(scope)


def test_no_word_is_lost_to_a_reader_that_takes_a_description_for_html() -> None:
    make.paper()
    make.article("Kop", WORDS)
    [_of_channel, description] = tree("/feed.rss")[1]["description"]
    assert html.fragment_fromstring(description.text or "", "p").text_content() == WORDS


def things(told: Any) -> list[dict[str, Any]]:
    """Every thing with a type, however deep."""
    if isinstance(told, list):
        return [thing for one in told for thing in things(one)]
    if not isinstance(told, dict):
        return []
    return ([told] if "@type" in told else []) + [thing for one in told.values() for thing in things(one)]


def test_structured_data_has_what_schema_org_and_google_ask_for(paper: dict[str, Article]) -> None:
    for path in ("/", "/buitenland/", *(article_path(row) for row in paper.values())):
        scripts = html.fromstring(get(path)).xpath("//script[@type='application/ld+json']/text()")
        found = [thing for script in scripts for thing in things(json.loads(script)["@graph"])]
        for thing in found:
            assert set(thing) <= PROPERTIES[thing["@type"]], path
            for name in ("url", "@id", "item", "mainEntityOfPage"):
                assert name not in thing or absolute(thing[name])
            if "itemListElement" in thing:
                places = [one["position"] for one in thing["itemListElement"]]
                assert places == list(range(1, len(places) + 1))
                assert all(one.get("name") or thing["@type"] == "ItemList" for one in thing["itemListElement"])
        kinds = {thing["@type"] for thing in found}
        if path == "/":
            assert {"WebSite", "ItemList", "NewsMediaOrganization"} <= kinds
        elif path == "/buitenland/":
            assert {"BreadcrumbList", "ItemList"} <= kinds
        else:
            [news] = [thing for thing in found if thing["@type"] == "NewsArticle"]
            assert PROPERTIES["NewsArticle"] - set(news) <= {"dateline", "description", "expires", "correction"}
            assert 0 < len(news["headline"]) <= 110
            first, last = (datetime.fromisoformat(news[name]) for name in ("datePublished", "dateModified"))
            assert first.tzinfo
            assert first <= last
            assert all(author["name"] for author in news["author"])
            assert absolute(news["publisher"]["logo"]["url"])
