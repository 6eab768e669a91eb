"""Copy as an agency sends it, a newsroom that takes it in, and what came of it."""

import os
from pathlib import Path
from typing import Any

from dateline.intake.worker import Worker
from dateline.newsroom.models import Article, Delivery, Event, Provider, Revision, Rule, Section, Source

TEMPLATE = """<?xml version="1.0" encoding="utf-8"?>
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20261120T120000+0100</DateAndTime></NewsEnvelope>{items}</NewsML>
"""

ITEM = """<NewsItem><Identification><NewsIdentifier><ProviderId>ANP</ProviderId><DateId>20261120</DateId>
<NewsItemId>ANPX-{number:06d}</NewsItemId><RevisionId PreviousRevision="0" Update="N">{version}</RevisionId>
<PublicIdentifier>urn:newsml:anp.nl:20261120:ANPX-{number:06d}:{version}</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20261120T100000+0100</FirstCreated>
<ThisRevisionCreated>{made}</ThisRevisionCreated><Status FormalName="{status}"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="ANP"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="nl-nl"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF"/><DataContent><nitf><body><body.content>
<p>UTRECHT (ANP) - {text}</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem>
"""


TEXT = "Bericht {number} gaat over de brug, die na maanden weer open is voor trams en fietsers."


def newsml(
    *numbers: int, version: int = 1, made: str = "20261120T123000+0100", status: str = "Usable", **words: str
) -> bytes:
    """A file of ANP's NewsML, with an item for each number."""
    items = [
        ITEM.format(
            number=number,
            version=version,
            made=made,
            status=status,
            headline=words.get("headline", f"Kop {number} van versie {version}"),
            text=words.get("text", TEXT.format(number=number)),
        )
        for number in numbers
    ]
    return TEMPLATE.format(items="".join(items)).encode()


def anp_source(**fields: Any) -> Source:
    """A source that publishes ANP, all of it to Buitenland."""
    provider, _ = Provider.objects.get_or_create(code="ANP", defaults={"name": "ANP", "retention_days": 0})
    section, _ = Section.objects.get_or_create(slug="buitenland", defaults={"name": "Buitenland"})
    Rule.objects.get_or_create(provider=provider, section=section)
    source = Source.objects.create(**{"slug": "anp", "kind": Source.Kind.FOLDER} | fields)
    source.providers.add(provider)
    return source


def work_all(worker: Worker | None = None) -> int:
    """Works until nothing waits; gives how many deliveries."""
    worker = worker or Worker()
    count = 0
    while some := worker.step():
        count += some
    return count


def outcome(delivery: Delivery) -> tuple[str, list[str], str]:
    """State, outcomes and reason of a delivery, as they are now."""
    delivery.refresh_from_db()
    return delivery.state, [entry["outcome"] for entry in delivery.report], delivery.reason


def picture() -> dict[str, Any]:
    """What came of everything, without arrival times and keys."""
    return {
        "articles": sorted(Article.objects.values_list("short_id", "state", "headline", "section__slug", "sort_at")),
        "revisions": sorted(Revision.objects.values_list("item__guid", "order_key", "content_sha256")),
        "received": sorted(Event.objects.filter(verb="receive").values_list("item__guid", "revision__order_key")),
    }


def write(path: Path, data: bytes) -> Path:
    """Renames a file into place, as a good SFTP client does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{os.getpid()}.{path.name}"[:200])
    draft.write_bytes(data)
    draft.rename(path)
    return path
