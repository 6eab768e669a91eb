"""A day of deliveries, real and invented: made from a seed, the same in every process that asks."""

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from chaos import real
from chaos.stories import REAL, STORIES, Sent, Teller, kinds

BEFORE = timedelta(days=3)
"""How long ago the invented news of a day is from: nothing of it depends on when it arrives."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is sent, in the order of the news. See Teller for `hidden` and `private`."""

    sent: tuple[Sent, ...]
    hidden: dict[str, datetime]
    private: frozenset[str]


def make(seed: int, began: datetime, soon: datetime, stories: int) -> Day:
    """The day of a seed. `began` is when it is played, `soon` when the embargoes end that end while it is; at least one
    story of each kind is told, however few `stories` there are.
    """
    rng = random.Random(seed)
    midnight = began.replace(hour=0, minute=0, second=0, microsecond=0) - BEFORE
    teller = Teller(rng, midnight, soon)
    for _, kind in zip(range(max(stories, 2 * len(STORIES))), kinds(), strict=False):
        teller.tell(kind)
    real_copy = [(midnight, Sent(REAL, path.name, path.read_bytes())) for path in real.files()]
    for place, (_, sent) in enumerate(real_copy):
        at = midnight + timedelta(seconds=rng.randrange(24 * 3600))
        real_copy[place] = (at, Sent(sent.source, f"{place:03d}-{sent.name}", sent.data))
    in_order = sorted([*teller.told, *real_copy], key=lambda one: one[0])
    return Day(_once(sent for _, sent in in_order), teller.hidden, frozenset(teller.private))


def _once(sent) -> tuple[Sent, ...]:
    """Without the same bytes by the same source again: some of the real files are twice in their folders."""
    known: dict[tuple[str, str], Sent] = {}
    for one in sent:
        known.setdefault((one.source, hashlib.sha256(one.data).hexdigest()), one)
    return tuple(known.values())
