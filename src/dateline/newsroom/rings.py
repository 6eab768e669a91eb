"""Replacements that lead back to where they began: one of the ring stays up, whatever order they came in."""

from dateline.newsroom.evidence import Step
from dateline.newsroom.known import history_of, links_to
from dateline.newsroom.standing import leads_to
from dateline.newsroom.transaction import Work

LONGEST = 100
"""Steps after which a chain of replacements is not followed any further."""


def step_from(item: int, work: Work) -> Step | None:
    """Where the item of this key leads by what is known of it; None where nothing has replaced it."""
    return leads_to(history_of(item)[0], links_to(item, work))


def ring_of(item: int, step: Step | None, work: Work) -> list[Step]:
    """The steps from an item along its replacements back to itself; none where they do not lead back.

    The item that the strongest of them leads to (`max`) is the one that stays: what is said last counts.
    """
    steps: list[Step] = []
    seen: set[int] = set()
    while step is not None and len(steps) < LONGEST:
        steps.append(step)
        if step.item == item:
            return steps
        if step.item in seen:
            return []  # it leads into a ring that it is not part of
        seen.add(step.item)
        step = step_from(step.item, work)
    return []


def chain_from(item: int, work: Work) -> set[int]:
    """The items along the replacements that begin with this one."""
    found: set[int] = set()
    following: int | None = item
    while following is not None and following not in found and len(found) < LONGEST:
        found.add(following)
        step = step_from(following, work)
        following = step.item if step else None
    return found
