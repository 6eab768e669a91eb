"""Making copy up: strategies that draw what an agency may send, as plans that become items when their turn comes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from dateline.wire.item import NewsItem

from . import telltale
from .history import SECOND, START, STRANGER, WIRE, History

ITEMS = 6
HEADLINES = 6
HOUR = timedelta(hours=1)

AGES = (timedelta(minutes=20), HOUR, 3 * HOUR, 30 * HOUR, 50 * HOUR, 8 * 24 * HOUR)
TIMES_AHEAD = (timedelta(minutes=20), timedelta(days=300_000))
ENDS = (None, None, None, -HOUR, HOUR, 3 * HOUR)

KINDS = (
    *["plain"] * 9, "update", "correction", "correction", "flash", "advisory", "withheld", "empty",
    "kill", "canceled", "kill other", "kill other", "replace", "replace", "replace",
)  # fmt: skip
BY = ("headline", "headline", "slug", "number", "guid")
"""How copy may name other copy."""


@dataclass(frozen=True)
class Plan:
    """A piece of copy to be made: which item, what it is, and its facts. Times are counted from when it is made."""

    n: int
    kind: str
    version: int | None
    age: timedelta | None
    headline: int
    text: int | None
    by: str
    target: int
    embargo: timedelta | None
    expires: timedelta | None
    terms: str
    category: str
    noted: bool

    def make(self, history: History) -> NewsItem:
        """The item. Each is a little younger than the one before: no two say the same moment."""
        history.serial += 1
        serial = history.serial
        fields: dict[str, Any] = {"subjects": telltale.about(self.category), "status": "usable"}
        if self.version is not None:
            fields["version"] = str(self.version)
        if self.age is not None:
            fields["version_created"] = history.moment - self.age + timedelta(milliseconds=serial)
        else:
            # Of two without a time, or with the same version, the hash decides: nothing that could be foretold.
            fields["version"] = str(100 + serial)
        if self.embargo is not None:
            fields["embargoed"] = history.moment + self.embargo
        if self.expires is not None:
            fields["expires"] = history.moment + self.expires
        if self.terms == "restricted":
            fields["usage_terms"] = f"{telltale.RESTRICTED} {telltale.word('terms', self.n)}"
        if not self.noted:
            fields["note"] = None
        fields |= self._kind(serial)
        headline = None if self.headline == HEADLINES else self.headline
        text: int | None = serial if self.text is None else 1000 + self.text
        if self.kind == "empty":
            text = None
        return telltale.made(self.n, serial, headline=headline, text=text, private=self.noted, **fields)

    def _kind(self, serial: int) -> dict[str, Any]:
        if self.kind == "kill other":
            return {"signal": telltale.signal("kill", serial, self._named())}
        if self.kind == "replace":
            return {"signal": telltale.signal("replacement", serial, self._named())}
        if self.kind in ("kill", "update", "correction", "flash", "advisory"):
            return {"signal": telltale.signal(self.kind, serial)}
        return {"status": self.kind} if self.kind in ("canceled", "withheld") else {}

    def _named(self) -> str:
        name: dict[str, Callable[[int], str]] = {
            "headline": telltale.headline_of,
            "slug": telltale.slug_of,
            "number": telltale.number_of,
            "guid": telltale.guid_of,
        }
        return name[self.by](self.target)


plans = st.builds(
    Plan,
    n=st.integers(0, ITEMS - 1),
    kind=st.sampled_from(KINDS),
    version=st.sampled_from([None, 1, 2, 3, 10]),
    age=st.sampled_from([*AGES[:3] * 3, *AGES, None, *(-ahead for ahead in TIMES_AHEAD)]),
    headline=st.sampled_from([*range(HEADLINES), *range(HEADLINES), HEADLINES]),
    text=st.sampled_from([None, None, None, 0, 1]),
    by=st.sampled_from(BY),
    target=st.integers(0, ITEMS - 1),
    embargo=st.sampled_from(ENDS),
    expires=st.sampled_from([*ENDS, None, None, None, None, None]),
    terms=st.sampled_from(["", "", "", "", "", "restricted"]),
    category=st.sampled_from(["BUI", "BUI", "BUI", "BIN", "BIN", "BIN", ""]),
    noted=st.booleans(),
)

sources = st.sampled_from([WIRE, WIRE, WIRE, SECOND, STRANGER])

__all__ = ["START", "Plan", "plans", "sources"]
