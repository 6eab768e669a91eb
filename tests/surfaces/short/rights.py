"""What may not be kept goes, and all of it."""

from dataclasses import replace

from ..history import SECOND, History, Leak
from ..leftovers import leftovers
from .doing import FINE, HOUR, MONTH, comes, does, later, sweeps


def outlived(history: History) -> None:
    history.step(lambda: history.retain(30))
    comes(history)
    comes(history, 1, age=30 * HOUR)
    later(history, 29.5 * 24 * HOUR)
    later(history, HOUR)
    later(history, MONTH)
    sweeps(history)
    history.step(lambda: history.again(0))


def expires_by_itself(history: History) -> None:
    comes(history, expires=HOUR)
    comes(history, 1)
    later(history, 2 * HOUR)
    sweeps(history)


def expired_by_hand(history: History) -> None:
    comes(history)
    comes(history, 1, kind="replace", target=0, age=HOUR / 2)
    does(history, "expire")
    comes(history, version=2)
    does(history, "expire", 1)


def replaced_and_outlived(history: History) -> None:
    comes(history, expires=2 * HOUR)
    comes(history, 1, kind="replace", target=0, age=HOUR / 2)
    later(history, 3 * HOUR)


def expired_and_killed(history: History) -> None:
    comes(history)
    does(history, "expire")
    comes(history, version=2, kind="kill")


def killed_and_outlived(history: History) -> None:
    history.step(lambda: history.retain(30))
    comes(history)
    does(history, "kill")
    later(history, MONTH)
    sweeps(history)


def over_when_it_came(history: History) -> None:
    comes(history, padding=400_000)
    comes(history, version=2, expires=-HOUR)


def purged(history: History) -> None:
    comes(history, terms="restricted", padding=400_000)
    comes(history, 1, kind="replace", target=0, age=HOUR / 2)
    does(history, "purge")
    history.step(lambda: history.again(0, SECOND))
    comes(history, version=2, terms="restricted")
    does(history, "purge", 1)


def purged_in_what_waits(history: History) -> None:
    comes(history)
    plan = replace(FINE, version=2)
    history.step(lambda: history.deliver([plan.make(history)], work=False))
    does(history, "purge")
    history.step(history.work)


def purged_with_the_same_bytes_elsewhere(history: History) -> None:
    comes(history)
    history.step(lambda: history.deliver(history.items_of(0), SECOND, work=False))
    does(history, "purge")
    if left := leftovers(history.oracle):
        raise Leak(f"kept where nobody has read it yet: {left}")
    history.step(history.work)


def purged_with_what_it_names(history: History) -> None:
    comes(history, kind="kill other", target=5, age=HOUR / 3)
    does(history, "purge")


def purged_with_a_repeat(history: History) -> None:
    comes(history)
    history.step(lambda: history.deliver(history.items_of(0), SECOND, padding=9))
    does(history, "purge")
