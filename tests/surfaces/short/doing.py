"""What the short histories are told in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from .. import telltale
from ..history import WIRE, History, Leak
from ..pieces import Plan

HOUR = timedelta(hours=1)
MONTH = 31 * 24 * HOUR
FINE = Plan(
    n=0, kind="plain", version=1, age=HOUR, headline=0, text=None, by="headline", target=0, embargo=None, expires=None,
    terms="", category="BUI", noted=True,
)  # fmt: skip


def comes(history: History, n: int = 0, *, source: str = WIRE, padding: int = 0, **about: Any) -> None:
    """The nth item comes in, about whose copy this is said."""
    plan = replace(FINE, **{"n": n, "headline": n} | about)
    history.step(lambda: history.deliver([plan.make(history)], source, padding=padding))


def does(history: History, verb: str, n: int = 0, *, look: bool = True, **about: Any) -> None:
    """Somebody does something with the nth item, which is allowed."""

    def act() -> None:
        if not history.act(verb, telltale.guid_of(n), **about):
            raise Leak(f"{verb} is not allowed")

    history.step(act, look=look)


def refuses(history: History, verb: str, n: int = 0) -> None:
    """Somebody tries to do something with the nth item, which is not allowed."""

    def act() -> None:
        if history.act(verb, telltale.guid_of(n)):
            raise Leak(f"{verb} is allowed")

    history.step(act)


def later(history: History, time: timedelta) -> None:
    """Time passes, and nobody works."""
    history.step(lambda: history.passes(time))


def sweeps(history: History) -> None:
    """The worker looks after what is due."""
    history.step(history.sweep)
