"""What the desk writes, and the moments that it sets, are as strict as those of copy."""

from ..history import History
from .doing import HOUR, comes, does, later, sweeps


def edited(history: History) -> None:
    comes(history)
    does(history, "edit")
    comes(history, version=2)
    comes(history, 1)
    does(history, "edit")


def edited_and_followed(history: History) -> None:
    comes(history)
    does(history, "edit")
    does(history, "follow")
    comes(history, version=2)


def edited_and_killed(history: History) -> None:
    comes(history)
    does(history, "edit")
    comes(history, version=2, kind="kill")
    comes(history, version=3)


def edited_and_expired(history: History) -> None:
    comes(history)
    does(history, "edit")
    does(history, "expire")


def scheduled(history: History) -> None:
    comes(history, category="")
    does(history, "publish", section="buitenland", later=HOUR)
    later(history, HOUR / 2)
    later(history, HOUR)


def embargoed_by_hand(history: History) -> None:
    comes(history)
    does(history, "embargo", later=HOUR)
    later(history, HOUR)


def taken_down_at_a_moment(history: History) -> None:
    comes(history)
    does(history, "expire_at", later=HOUR)
    later(history, 2 * HOUR)
    sweeps(history)
