"""Fills the installation of DATELINE_DATA with invented items, through the ways that copy takes: store, step."""

import sys
from datetime import UTC, datetime, timedelta

from bench import invented
from dateline.serve.start import set_up

AT_ONCE = 200


def main(size: int) -> None:
    """Take in so many items, the last of them made an hour ago, one a minute before that."""
    set_up()
    from django.db import connection

    from dateline.intake.now import work_off
    from dateline.intake.store import Incoming, store_many
    from dateline.newsroom.models import Source

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")  # an archive that a power cut takes is filled again
    source = Source.objects.get(slug="bench")
    newest = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    for first in range(0, size, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, size))
        files = [Incoming(f"{n}.xml", invented.newsml(n, newest - timedelta(minutes=size - n), 4500)) for n in numbers]
        work_off([stored.delivery.pk for stored in store_many(source, files)])
        if first % 10_000 == 0:
            print(f"    {first:,}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
