"""What is not plainly for readers waits for a person."""

from ..history import STRANGER, History
from .doing import HOUR, comes, does


def held(history: History) -> None:
    comes(history)
    does(history, "hold")
    comes(history, version=2)


def withheld(history: History) -> None:
    comes(history)
    comes(history, version=2, kind="withheld")


def withheld_after_publishing(history: History) -> None:
    comes(history, kind="withheld")
    does(history, "publish")
    comes(history, version=2, kind="withheld")


def restricted(history: History) -> None:
    comes(history, terms="restricted")
    does(history, "publish")
    comes(history, version=2, terms="restricted")
    comes(history, 1)
    comes(history, 1, version=2, terms="restricted")


def note_to_editors(history: History) -> None:
    comes(history, kind="advisory")
    comes(history, 1)
    comes(history, 1, version=2, kind="advisory")


def dated_ahead(history: History) -> None:
    comes(history, age=-20 * HOUR)
    comes(history, version=2)
    comes(history, version=3, age=-20 * HOUR)


def by_a_stranger(history: History) -> None:
    comes(history, source=STRANGER)
    comes(history, 1)
    comes(history, 1, version=2, source=STRANGER)
    comes(history, 2, kind="replace", target=1, source=STRANGER, age=HOUR / 2)


def another_target_by_a_stranger(history: History) -> None:
    comes(history)
    comes(history, 1)
    comes(history, 2, kind="replace", target=0, age=HOUR / 2)
    comes(history, 2, version=2, kind="replace", target=1, age=HOUR / 3, source=STRANGER)


def old_date_by_a_stranger(history: History) -> None:
    history.step(lambda: history.retain(30))
    comes(history)
    comes(history, version=None, age=100 * 24 * HOUR, source=STRANGER)


def without_a_section(history: History) -> None:
    comes(history, category="")


def ambiguous(history: History) -> None:
    comes(history, headline=5)
    comes(history, 1, headline=5)
    comes(history, 2, kind="replace", target=5, age=HOUR / 2)
