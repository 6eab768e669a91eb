"""Copy as ANP sends it, invented; and what one asks of a running Dateline."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from lxml import html

from tests import databases
from tests.serve.forked import command
from tests.serve.running import Running

NOW = datetime.now(UTC).replace(microsecond=0)

NEWSML = """<?xml version="1.0" encoding="utf-8"?>
<!-- Invented for Dateline's tests. Nothing in it has happened. -->
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>{made}</DateAndTime></NewsEnvelope><NewsItem>
<Identification><NewsIdentifier><ProviderId>ANP</ProviderId><DateId>{day}</DateId>
<NewsItemId>ANPX-{number:06d}-v{version}</NewsItemId>
<RevisionId PreviousRevision="{before}" Update="N">{version}</RevisionId>
<PublicIdentifier>urn:newsml:anp.nl:{day}:ANPX-{number:06d}:{version}</PublicIdentifier></NewsIdentifier>
</Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>{first}</FirstCreated>
<ThisRevisionCreated>{made}</ThisRevisionCreated><Status FormalName="{status}"/><Urgency FormalName="3"/>
</NewsManagement>
<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="ANP"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="nl-nl"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF"/><DataContent><nitf><body><body.content>
{paragraphs}</body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>
"""


def anp(
    number: int, headline: str, *paragraphs: str, version: int = 1, minutes: int = 60, status: str = "usable"
) -> bytes:
    """A file of ANP's NewsML whose first version was made so many `minutes` ago, each next one a minute later."""
    first = NOW - timedelta(minutes=minutes)
    made = first + timedelta(minutes=version - 1)
    return NEWSML.format(
        number=number,
        version=version,
        before=version - 1,
        day=f"{first:%Y%m%d}",
        first=f"{first:%Y%m%dT%H%M%S}+0000",
        made=f"{made:%Y%m%dT%H%M%S}+0000",
        status=status,
        headline=headline,
        paragraphs="\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
    ).encode()


class Received(NamedTuple):
    """What `dateline receive` said: its exit status, a line for each item, and what was wrong."""

    status: int
    items: list[str]
    wrong: list[str]

    @property
    def paths(self) -> list[str]:
        """The addresses of what was published."""
        return re.findall(r"^(?:published|repeat)  (/\S+)", "\n".join(self.items), re.MULTILINE)


def receive(data: Path, *words: object) -> Received:
    done = command(data, "receive", *map(str, words))
    items = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    return Received(done.returncode, items, done.stderr.splitlines())


def send(folder: Path, name: str, copy: bytes) -> Path:
    """Renames a file into place, as an agency does over SFTP."""
    draft = folder / f".{name}.part"
    draft.write_bytes(copy)
    os.rename(draft, folder / name)
    return folder / name


def asked(data: Path, question: str, *values: object) -> list[Any]:
    """What the database says; a row of one column as its value."""
    rows = databases.rows(data, question, *values)
    return [row[0] if len(row) == 1 else row for row in rows]


def shown(site: Running, path: str) -> Any:
    """A page as a tree."""
    return html.fromstring(site.get(path).body)


def texts(tree: Any, selector: str) -> list[str]:
    """What the elements say, white space as a reader sees it."""
    return [" ".join(element.text_content().split()) for element in tree.cssselect(selector)]
