"""What pages say to machines: structured data of schema.org, Open Graph, and what each may do with them."""

from typing import Any

import msgspec
from django.utils.safestring import SafeString, mark_safe

from dateline.newsroom.addresses import article_path, public_id
from dateline.newsroom.models import Article, House, Provider, Section
from dateline.site.addresses import absolute, section_path
from dateline.site.assets import asset
from dateline.site.frame import ROBOTS, Frame, list_tag, tags
from dateline.site.looks import logo_path
from dateline.site.page import Rendered
from dateline.site.times import correction_moment, moment
from dateline.site.wording import agencies_by_name, dateline_of, is_corrected, locale_of, note_of, title_of

LONGEST_HEADLINE = 110
LISTED = 10
"""How many articles an `ItemList` names."""

Json = dict[str, Any]


def article_data(article: Article, description: str, frame: Frame) -> SafeString:
    """An article and the way to it, as `NewsArticle` and `BreadcrumbList`. `description` is its lead or abstract."""
    house, section = frame.house, article.section
    url = absolute(article_path(article), house)
    published = moment(article.published_at, article.precision, house)
    modified = moment(article.modified_at or article.published_at, article.precision, house)
    agencies = agencies_by_name(article.credit or [article.provider.code], frame.providers.values())
    facts: Json = {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "identifier": public_id(article.short_id),
        "headline": title_of(article)[:LONGEST_HEADLINE],
        "description": description,
        "dateline": dateline_of(article).rstrip(" -"),
        "datePublished": published.iso if published else None,
        "dateModified": modified.iso if modified else None,
        "articleSection": section.name if section else None,
        "inLanguage": article.language or None,
        "author": [{"@type": "Organization", "name": name} for name in agencies],
        "creditText": "/".join(agencies),
        "publisher": _publisher(house),
        "isAccessibleForFree": True,
        "expires": article.expires_at.isoformat(timespec="seconds") if article.expires_at else None,
    }
    if is_corrected(article):
        facts["correction"] = _correction(article, house)
    trail = [_crumb(1, house.title, absolute("/", house))]
    if section:
        trail.append(_crumb(2, section.name, absolute(section_path(section.slug), house)))
    trail.append(_crumb(len(trail) + 1, title_of(article), url))
    return _script({"@graph": [_known(facts), {"@type": "BreadcrumbList", "itemListElement": trail}]})


def article_graph(article: Article, description: str, frame: Frame) -> list[tuple[str, str]]:
    """An article's properties of Open Graph, in their order."""
    house = frame.house
    published = moment(article.published_at, article.precision, house)
    modified = moment(article.modified_at, article.precision, house)
    section = article.section
    found = [
        ("og:type", "article"),
        ("og:title", title_of(article)),
        ("og:description", description),
        ("og:url", absolute(article_path(article), house)),
        ("og:site_name", house.title),
        ("og:locale", locale_of(article.language or house.language)),
        ("article:published_time", published.iso if published else ""),
        ("article:modified_time", modified.iso if modified else ""),
        ("article:section", section.name if section else ""),
    ]
    return [(name, value) for name, value in found if value]


def robots_of(article: Article) -> str:
    """What search engines may do with an article's page."""
    if article.provider.noindex or article.noindex:
        return "noindex"
    if article.expires_at is not None:
        return f"{ROBOTS}, unavailable_after: {article.expires_at.isoformat(timespec='seconds')}"
    return ROBOTS


def reserves(provider: Provider) -> bool:
    """Whether text and data mining of this provider's copy is reserved (TDMRep)."""
    return not provider.machine_reading


def all_may_be_read(frame: Frame) -> bool:
    """Whether every provider lets machines read its copy: lists mix what they send."""
    return bool(frame.providers) and all(provider.machine_reading for provider in frame.providers.values())


def data_front(_about: str, frame: Frame) -> Rendered:
    """The site, and the newest articles of all, as `WebSite` and `ItemList`."""
    house = frame.house
    site = {"@type": "WebSite", "name": house.title, "url": absolute("/", house), "inLanguage": house.language}
    articles = frame.opening[:LISTED]
    return _listed(frame, None, articles, [site | {"publisher": _publisher(house)}])


def data_section(slug: str, frame: Frame) -> Rendered:
    """The way to a section, and its newest articles, as `BreadcrumbList` and `ItemList`."""
    section, house = frame.section(slug), frame.house
    trail = [
        _crumb(1, house.title, absolute("/", house)),
        _crumb(2, section.name, absolute(section_path(slug), house)),
    ]
    articles = frame.newest(section, LISTED)
    return _listed(frame, section, articles, [{"@type": "BreadcrumbList", "itemListElement": trail}])


def _listed(frame: Frame, section: Section | None, articles: list[Article], first: list[Json]) -> Rendered:
    entries = [
        {"@type": "ListItem", "position": place, "url": absolute(article_path(article), frame.house)}
        for place, article in enumerate(articles, 1)
    ]
    graph = [*first, {"@type": "ItemList", "itemListElement": entries}] if entries else first
    item_tags = (f"item:{article.short_id}" for article in articles)
    body = _script({"@graph": graph}).encode() + b"\n"
    return Rendered(body, tags(list_tag(section), *item_tags), until=frame.next_moment(section, articles))


def _correction(article: Article, house: House) -> Json:
    at = correction_moment(article, house)
    text = "\n".join(note_of(article)[1])
    return _known({"@type": "CorrectionComment", "text": text, "datePublished": at.iso if at else None})


def _publisher(house: House) -> Json:
    logo = {"@type": "ImageObject", "url": absolute(logo_path(house) or asset("site/icon.svg"), house)}
    return {"@type": "NewsMediaOrganization", "name": house.title, "url": absolute("/", house), "logo": logo}


def _crumb(place: int, name: str, url: str) -> Json:
    return {"@type": "ListItem", "position": place, "name": name, "item": url}


def _known(facts: Json) -> Json:
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _script(data: Json) -> SafeString:
    """Data that no browser runs. Nothing in it can end its element."""
    text = msgspec.json.encode({"@context": "https://schema.org", **data}).decode()
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
