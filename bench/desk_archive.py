"""An archive as the desk has it after years: a million articles of many kinds, and an item of thirty revisions.

Run in a process on an installation of a few invented items: `python -m bench.desk_archive TIMES`.
"""

import sys
from datetime import UTC, datetime, timedelta

from bench import invented
from dateline.serve.start import set_up

PROVIDERS, SOURCES, REVISIONS = 12, 4, 30
NAME = "Anna"


def main(times: int) -> None:
    """Makes the archive so many times as large, its articles of every state, urgency, signal, agency and language."""
    set_up()
    from django.contrib.auth.models import User
    from django.db import connection
    from django.db.models import Model

    from bench.multiplied import Other, multiply
    from dateline.newsroom.models import Article, Item, Provider, Source, View

    revised()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")  # an archive that a power cut takes is made again
            cursor.execute("PRAGMA cache_size = -2000000")
    first = Provider.objects.get(code=invented.PROVIDER).pk
    providers = [first] + [
        Provider.objects.create(code=f"P{n}", name=f"P{n}", retention_days=0).pk for n in range(1, PROVIDERS)
    ]
    sources = [Source.objects.get(slug="bench").pk] + [
        Source.objects.create(slug=f"s{n}", path="/nowhere").pk for n in range(1, SOURCES)
    ]
    rows: tuple[type[Model], ...] = (Item, Article)
    other: Other = {
        (Article, "state"): _one_of(
            "'published' 'published' 'published' 'published' 'desk' 'published' 'held' 'killed'", 7
        ),
        (Article, "urgency"): _one_of("3 4 5 4 3 2 5 4 4 3 5 NULL 4 3 4 5 6 1 4 5 3 4 4", 11),
        (Article, "signal"): _one_of("'' '' '' 'update' '' '' '' '' 'correction' '' '' '' '' '' '' '' 'kill' '' ''", 5),
        (Article, "language"): _one_of("'nl' 'nl' 'en' 'nl' 'de' 'nl' 'fr' 'nl' 'en-GB' 'nl' 'nl' 'nl' 'fy'", 3),
        (Article, "provider"): _one_of(" ".join(map(str, providers)), 17),
        (Article, "source"): _one_of(" ".join(map(str, sources)), 13),
    }
    multiply(times, rows, other)
    User.objects.create_superuser(NAME)
    for n, query in enumerate(
        ("urgency=2", "section=sport", "state=held", "provider=P3", "signal=kill", "language=en")
    ):
        View.objects.create(name=f"View {n}", query=query)


def revised() -> None:
    """Has one item come in thirty versions, the first of them larger than most."""
    from dateline.intake.now import work_off
    from dateline.intake.store import Incoming, store_many
    from dateline.newsroom.models import Source

    n, at = 99_999_999, datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    source = Source.objects.get(slug="bench")
    for version in range(1, REVISIONS + 1):
        data = invented.newsml(n, at, 9000).replace(b">1</RevisionId>", f">{version}</RevisionId>".encode())
        data = data.replace(b":1</PublicIdentifier>", f":{version}</PublicIdentifier>".encode())
        data = data.replace(b"minister", f"minister{version}".encode(), version)
        work_off([one.delivery.pk for one in store_many(source, [Incoming(f"revised-{version}.xml", data)])])


def _one_of(values: str, seed: int) -> str:
    """SQL that gives each copied row one of several values, by its number and turn."""
    known = values.split()
    cases = " ".join(f"WHEN {n} THEN {value}" for n, value in enumerate(known))
    return f"CASE (id * {seed} + {{turn}} * 31 + (id * id + {{turn}}) % 7) % {len(known)} {cases} END"


if __name__ == "__main__":
    main(int(sys.argv[1]))
