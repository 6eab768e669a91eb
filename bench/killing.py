"""What `bench.kills` has done on an installation, in a process of its own: `python -m bench.killing WORD …`.

`fill FIRST COUNT` takes in items; `hold FIRST COUNT BEGIN EVERY` takes in items whose embargoes end one after another;
`kill` kills by hand each item whose short id it reads from its standard input.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chaos.copy import Copy, newsml
from dateline.serve.start import set_up

AT_ONCE = 100
AGENCY = "NNB"
SECTIONS = ("BIN", "BUI", "ECO", "SPO")


def item(number: int, made: datetime, **about: object) -> Copy:
    """The item of a number; the last five digits say how many seconds after `made` it was made."""
    words = f"EDE ({AGENCY}) - Bedacht bericht {number} over de brug die opengaat. " * 5
    at = made + timedelta(seconds=number % 100_000)
    plain = Copy(
        number=number,
        headline=f"Bedacht bericht {number}",
        paragraphs=(words, words.replace("brug", "sluis") * 3),
        made=at,
        first=at,
        category=SECTIONS[number % len(SECTIONS)],
    )
    return replace(plain, **about)  # type: ignore[arg-type]


def begun(now: datetime) -> datetime:
    """When the item of number 0 was made: long enough ago that none is dated ahead."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)


def main(words: list[str]) -> None:
    """Does what the first word says."""
    set_up()
    if words[0] == "kill":
        _kill()
    else:
        first, count = int(words[1]), int(words[2])
        ends = None
        if words[0] == "hold":
            start, every = datetime.fromisoformat(words[3]), float(words[4])
            ends = [start + timedelta(seconds=every * place) for place in range(count)]
        _fill(range(first, first + count), ends)


def _fill(numbers: range, ends: list[datetime] | None) -> None:
    from dateline.intake.now import work_off
    from dateline.intake.store import Incoming, store_many
    from dateline.newsroom.models import Source

    source = Source.objects.get(slug="bench")
    made = begun(datetime.now(UTC))
    for first in range(0, len(numbers), AT_ONCE):
        files = []
        for place in range(first, min(first + AT_ONCE, len(numbers))):
            copy = item(numbers[place], made, embargoed=ends[place] if ends else None)
            files.append(Incoming(f"{copy.number}.xml", newsml(copy)))
        work_off([stored.delivery.pk for stored in store_many(source, files)])


def _kill() -> None:
    from dateline.newsroom.models import Item
    from dateline.newsroom.verbs import kill

    print("ready", flush=True)
    for line in sys.stdin:
        kill(Item.objects.get(short_id=line.strip()), by="bench", reason="measured")


if __name__ == "__main__":
    main(sys.argv[1:])
