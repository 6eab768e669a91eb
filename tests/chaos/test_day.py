"""The day that is played: the same each time, and with everything in it that can go wrong with copy."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

from chaos import copy, day, stories, words
from dateline.wire.errors import Unreadable
from dateline.wire.reader import read

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=20)


def test_the_same_seed_makes_the_same_day():
    first, again = (day.make(7, NOW, SOON, 0) for _ in range(2))
    assert first == again
    assert first != day.make(8, NOW, SOON, 0)


def test_there_is_everything_in_a_day():
    kinds: Counter[str] = Counter()
    sent = day.make(7, NOW, SOON, 0).sent
    for one in sent:
        if one.source == stories.REAL:
            continue
        try:
            reading = read(one.data)
        except Unreadable:
            kinds["unreadable"] += 1
            continue
        kinds[reading.format] += 1
        kinds["several"] += len(reading.items) > 2
        for item in reading.items:
            kinds[item.status] += 1
            kinds["embargo"] += item.embargoed is not None
            kinds["expires"] += item.expires is not None
            if item.signal:
                kinds[item.signal.kind] += 1
                kinds[f"{item.signal.kind} of a headline"] += item.signal.target is not None
    wanted = (
        "newsml-1 nitf anp-api page-text unreadable several usable canceled embargo expires kill correction".split()
    )
    wanted += ["replacement of a headline", "kill of a headline"]
    assert not [kind for kind in wanted if not kinds[kind]]
    assert {one.source for one in sent} >= {stories.FOLDER, stories.STAYING, stories.SECOND, stories.PUSHED}
    assert max(len(one.data) for one in sent) > 256 * 1024, "one that is not kept in its row"


def test_nothing_of_it_lies_ahead_but_embargoes():
    for one in day.make(7, NOW, SOON, 0).sent:
        if one.source != stories.REAL and b"<NewsML" in one.data[:300]:
            try:
                items = read(one.data).items
            except Unreadable:
                continue
            assert all(item.version_created < NOW - timedelta(hours=24) for item in items if item.version_created)


def test_invented_copy_says_that_it_is():
    one = stories.Teller(random.Random(1), NOW, SOON).new()
    for made in (copy.newsml(one), copy.nitf(one), copy.api(one)):
        assert copy.INVENTED.encode() in made
        assert words.TOKEN.search(made)
