"""What is replaced leads to what replaced it."""

from .. import telltale
from ..history import History
from .doing import HOUR, comes, does


def replaced(history: History) -> None:
    comes(history)
    comes(history, 1, kind="replace", target=0, age=HOUR / 2)
    comes(history, 2, kind="replace", target=1, age=HOUR / 3)


def replaced_by_a_clock_far_ahead(history: History) -> None:
    comes(history)
    comes(history, 1, kind="replace", target=0, age=-20 * HOUR)


def replaced_before_it_came(history: History) -> None:
    comes(history, 1, kind="replace", target=0, age=HOUR / 2)
    comes(history)


def replaced_three_days_later(history: History) -> None:
    comes(history, age=50 * HOUR)
    comes(history, 1, kind="replace", target=0, age=HOUR / 2)


def ring_of_three(history: History) -> None:
    comes(history, 0, kind="replace", target=1, age=HOUR)
    comes(history, 1, kind="replace", target=2, age=HOUR / 2)
    comes(history, 2, kind="replace", target=0, age=HOUR / 3)
    does(history, "publish", 1)


def ring_by_hand(history: History) -> None:
    comes(history)
    comes(history, 1, age=HOUR / 2)
    does(history, "replace", 0, other=telltale.guid_of(1))
    comes(history, version=2, kind="replace", target=1, age=-HOUR / 12)
