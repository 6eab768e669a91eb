"""A newsroom in a few lines: providers, sections, rules, and copy that arrives at a fixed moment."""

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from dateline.newsroom.models import Article, Delivery, Item, Provider, Reference, Rule, Section, Source
from dateline.newsroom.taking import take_raw
from dateline.newsroom.transaction import writing
from dateline.newsroom.verbs import Received, receive
from dateline.wire.item import NewsItem, Signal, Subject

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = (
    "De tram rijdt weer tussen het station en de haven, nu de brug na maanden is hersteld. "
    "De gemeente verwacht dat de drukte op de ringweg daardoor afneemt."
)
_serial = count(1)


def newsroom(*providers: str, **fields: Any) -> Source:
    """A source `wire` that publishes these providers; category BUI goes to Buitenland, BIN to Binnenland."""
    source = Source.objects.create(slug="wire", path="/in")
    for code in providers or ("ANP",):
        source.providers.add(Provider.objects.create(code=code, name=code, **{"retention_days": 0} | fields))
    for place, (name, category) in enumerate([("Buitenland", "BUI"), ("Binnenland", "BIN")]):
        section = Section.objects.create(slug=name.lower(), name=name, place=place)
        Rule.objects.create(place=place, category=category, section=section)
    return source


def copy(
    guid: str = "a", *, category: str = "BUI", signal: str | None = None, target: str | None = None, **fields: Any
) -> NewsItem:
    """An invented item of ANP, an hour old, of category BUI."""
    made = fields.setdefault("version_created", NOW - HOUR)
    plain: dict[str, Any] = {
        "provider": "ANP",
        "format": "newsml-1.2",
        "headline": f"Kop van {guid}",
        "text": f"{TEXT} Bericht {guid}.",
        "body": f"<p>{TEXT} Bericht {guid}.</p>",
        "precision": "second" if made else None,
        "subjects": (Subject(scheme="anp", code=category),) if category else (),
        "signal": Signal(kind=signal, target=target) if signal else None,  # type: ignore[arg-type]
    }
    return NewsItem(guid=guid, **plain | fields)


def delivery(source: Source, data: bytes | None = None, **fields: Any) -> Delivery:
    """A delivery as intake stores it, of bytes that nobody else has unless given."""
    data = data if data is not None else f"delivery {next(_serial)}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    plain = {"name": "copy.xml", "sha256": sha256, "size": len(data), "raw": data, "arrived_at": NOW}
    return Delivery.objects.create(source=source, **plain | fields)


def arrive(source: Source, item: NewsItem, *, place: int = 0, now: datetime = NOW, **fields: Any) -> Received:
    """Has one item arrive in a delivery of its own."""
    with writing() as work:
        work.now = now
        arrived = delivery(source, **{"arrived_at": now} | fields)
        received = receive(item, arrived, place, work)
        if received.over:
            take_raw({arrived.pk}, work)
        return received


def article(guid: str = "a") -> Article:
    """The article of an item, as it is stored."""
    return Article.objects.select_related("section", "revision", "replaced_by").get(item__guid=guid)


def item(guid: str = "a") -> Item:
    """An item by its guid."""
    return Item.objects.get(guid=guid)


def picture() -> dict[str, Any]:
    """Everything that order must not change: articles, revisions and references, without keys and arrival times."""
    articles = {}
    for row in Article.objects.select_related("section", "revision", "replaced_by", "item"):
        articles[row.short_id] = {
            name: getattr(row, name)
            for name in (
                "state", "listed", "reason", "headline", "words", "dateline", "lead", "urgency", "signal", "note",
                "precision", "language", "credit",
                "published_at", "updated_at", "embargoed_until", "expires_at", "sort_at", "sort_place",
            )
        } | {
            "section": row.section and row.section.slug,
            "revision": row.revision and (row.revision.order_key, row.revision.content_sha256),
            "replaced_by": row.replaced_by and row.replaced_by.short_id,
            "revisions": sorted(row.item.revisions.values_list("order_key", "content_sha256")),
        }  # fmt: skip
    references = sorted(
        (row.item.short_id, row.kind, row.target_key, row.state, sorted(row.targets.values_list("short_id", flat=True)))
        for row in Reference.objects.select_related("item")
    )
    return {"articles": articles, "references": references}
