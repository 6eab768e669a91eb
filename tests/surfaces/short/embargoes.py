"""An embargo never leaks."""

from dataclasses import replace

from ..history import History
from .doing import FINE, HOUR, comes, does, later, sweeps


def embargoed(history: History) -> None:
    comes(history, embargo=HOUR)
    comes(history, 1)
    later(history, HOUR / 2)
    later(history, HOUR)
    sweeps(history)


def embargoed_later(history: History) -> None:
    comes(history)
    comes(history, version=2, embargo=HOUR)


def embargo_dropped(history: History) -> None:
    comes(history, embargo=3 * HOUR)
    comes(history, version=2)
    comes(history, version=3, embargo=HOUR)
    later(history, 2 * HOUR)
    does(history, "release")


def embargoed_and_published_by_hand(history: History) -> None:
    comes(history, embargo=HOUR, terms="restricted")
    does(history, "publish")


def embargoed_replacement(history: History) -> None:
    comes(history)
    comes(history, 1, kind="replace", target=0, age=HOUR / 2, embargo=HOUR)


def embargo_of_what_nobody_had_read(history: History) -> None:
    comes(history, embargo=HOUR)
    plan = replace(FINE, version=2, embargo=3 * HOUR)
    history.step(lambda: history.deliver([plan.make(history)], work=False))
    does(history, "release")
    history.step(history.work)
