"""What a check says: one line each."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Level = Literal["ok", "warning", "error"]


class Finding(NamedTuple):
    """One line: how bad it is, what was found and where, and what to do about it."""

    level: Level
    what: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8}{self.what}{f': {self.advice}' if self.advice else ''}"


Check = Callable[[], Iterator[Finding]]


def counted(number: int, one: str, many: str) -> str:
    """A number of things, in words for one."""
    return one if number == 1 else f"{number:,} {many}"


def lasting(seconds: float) -> str:
    """About how long, in the largest unit that fits."""
    for size, unit in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
