"""What became of a delivery, as `Delivery.report` keeps it: an entry for each item, and for each thing that is none.

An entry holds no words of an item: they are in its revisions, from which retention and a purge take them.
"""

from typing import TypedDict

from dateline.newsroom.verbs.receive import Received
from dateline.wire.problems import CODES, Problem

SET_ASIDE = "set aside"
"""The outcome of what was recognised and is no item."""

FAILED = "failed"
"""The outcome of an item on which Dateline itself failed. Its delivery is in quarantine, and can be replayed."""

REFUSED = "refused"
"""The outcome of an item of which nothing could be made; as newsroom.receive has it."""


class Entry(TypedDict, total=False):
    """One entry. `outcome` is that of newsroom.receive, or one of those above; `item` is a short id."""

    outcome: str
    item: str
    reason: str
    where: str


def of_item(received: Received) -> Entry:
    """What became of an item."""
    entry = Entry(outcome=received.outcome)
    if received.item is not None:
        entry["item"] = received.item.short_id
    reason = received.reason or (received.article.reason if received.article is not None else "")
    if reason:
        entry["reason"] = reason
    return entry


def of_failure(error: Exception) -> Entry:
    """What became of an item on which Dateline failed."""
    return Entry(outcome=FAILED, reason=failure(error))


def of_set_aside(problem: Problem) -> Entry:
    """What was recognised and is no item."""
    entry = Entry(outcome=SET_ASIDE, reason=writable(problem.excerpt) or CODES.get(problem.code, problem.code))
    if problem.where:
        entry["where"] = writable(problem.where)
    return entry


def writable(text: str) -> str:
    """A text in which copy may be quoted, in Unicode that databases take."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def failure(error: Exception | str) -> str:
    """An exception that should not have been, or what is known of it, as a sentence."""
    what = writable(error if isinstance(error, str) else f"{type(error).__name__}: {error}")
    return f"Dateline itself failed on it, which is a mistake of Dateline's: {what}"[:1000]
