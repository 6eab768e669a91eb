"""Rows for the tests of the site, put there directly: what a newsroom would have made of some copy."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline.newsroom.content import encode
from dateline.newsroom.identity import order_key, short_id
from dateline.newsroom.models import Article, Delivery, House, Item, Provider, Revision, Section, Source
from dateline.wire.item import Dateline, NewsItem, Signal

NOON = datetime(2025, 11, 28, 11, 0, tzinfo=UTC)
"""28 November 2025 at 12:00 in Amsterdam."""

SECTIONS = ("Buitenland", "Binnenland", "Economie", "Cultuur", "Sport")


def paper(**settings: Any) -> House:
    """A house and its sections."""
    house, _made = House.objects.update_or_create(pk=1, defaults={"title": "De Avondster", **settings})
    for place, name in enumerate(SECTIONS):
        Section.objects.get_or_create(slug=name.lower(), defaults={"name": name, "place": place})
    return house


def article(
    headline: str | None = None,
    *paragraphs: str,
    section: str = "buitenland",
    at: datetime | None = NOON,
    places: tuple[str, ...] = (),
    agencies: tuple[str, ...] = ("ANP",),
    provider: str = "ANP",
    guid: str = "",
    state: str = Article.State.PUBLISHED,
    body: str = "",
    signal: str = "",
    urgency: int | None = None,
    language: str = "nl",
    precision: str = "minute",
    updated: timedelta | None = None,
    place: int = 0,
    fields: dict[str, Any] | None = None,
    **article_fields: Any,
) -> Article:
    """An article with its item, revision and delivery. `fields` go to the NewsItem, the others to the Article."""
    source, _made = Source.objects.get_or_create(slug="test", defaults={"kind": Source.Kind.COMMAND})
    agency, _made = Provider.objects.get_or_create(code=provider, defaults={"name": provider})
    guid = guid or hashlib.sha256(f"{headline}{paragraphs}".encode()).hexdigest()[:12]
    dateline = f"{', '.join(places).upper()} ({'/'.join(agencies)}) - " if places else ""
    news = NewsItem(
        provider=provider,
        guid=guid,
        format="test",
        headline=headline,
        signal=Signal(kind=signal) if signal else None,  # type: ignore[arg-type]
        urgency=urgency,
        language=language,
        version_created=at,
        dateline=Dateline(text=dateline, places=places, agencies=agencies) if places else None,
        credit=agencies,
        body=body or "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        text="\n\n".join(paragraphs),
        **(fields or {}),
    )
    content = encode(news)
    sha = hashlib.sha256(content).hexdigest()
    delivery = Delivery.objects.create(
        source=source, name=guid, sha256=sha, size=1, arrived_at=at or NOON, state=Delivery.State.DONE
    )
    item = Item.objects.create(provider=agency, guid=guid, short_id=short_id(provider, guid))
    revision = Revision.objects.create(
        item=item,
        delivery=delivery,
        order_key=order_key(news),
        version_created=at,
        arrived_at=at or NOON,
        moment=at or NOON,
        status="usable",
        content=content,
        content_sha256=sha,
    )
    lead = paragraphs[0] if paragraphs else ""
    return Article.objects.create(
        item=item,
        short_id=item.short_id,
        provider=agency,
        revision=revision,
        section=Section.objects.get(slug=section),
        state=state,
        listed=state in (Article.State.PUBLISHED, Article.State.EMBARGOED),
        headline=headline or "",
        words=_words(headline or lead),
        dateline=dateline,
        lead=lead,
        urgency=urgency,
        signal=signal,
        language=language,
        credit=list(agencies),
        precision=precision,
        published_at=at,
        updated_at=(at + updated) if at and updated else at,
        modified_at=at + updated if at and updated else None,
        sort_at=int(at.timestamp() * 1000) if at else 0,
        sort_place=place,
        **article_fields,
    )


def _words(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:60].strip("-")
