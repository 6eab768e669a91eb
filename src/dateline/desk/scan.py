"""Finding the newest articles that a filter asks for, in bounded time among any number of them.

An index gives the articles that one filter asks for, in the order of the wire. Where several filters combine, the one
that is met least often leads: its articles are looked through by steps until there are enough, there are no more, or
the time is up. Then the list says how far back it looked, and goes on from there if it is asked to.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from dateline.desk.filters import URGENCIES, Filter
from dateline.newsroom.models import Article, Provider, Section, Source
from dateline.newsroom.rows import marks

Cursor = tuple[int, int]
"""A place in the order of the wire: when it came, in milliseconds since 1970, and its key."""

STEP = 1000
"""How many articles of the leading filter are looked through at first; each further step is twice as long."""

ENOUGH = 0.008
"""Seconds after which no further step begins."""

END: Cursor = (2**63 - 1, 2**63 - 1)


class Condition(NamedTuple):
    """`column = value`, which an index of the wire serves."""

    column: str
    value: Any


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of articles, the newest first; `looked_to` is how far back was looked, None if to the end."""

    keys: list[int]
    looked_to: int | None = None


def scan(chosen: Filter, now: datetime, most: int, before: Cursor | None = None) -> Found:
    """The newest articles that a filter asks for, after a place in the order of the wire: no more than `most`."""
    conditions = _conditions(chosen)
    if conditions is None:
        return Found([])
    look = _Look(chosen, conditions, 0 if chosen.hours is None else _since(now, chosen.hours))
    start = before or END
    if chosen.words is not None:
        return Found(_of_words(chosen, now, start, most))
    if not look.combines:
        return Found(look.directly(start, most))
    return look.by_steps(start, most)


def _of_words(chosen: Filter, now: datetime, before: Cursor, most: int) -> list[int]:
    """Of the few thousand articles that search gives, those that the rest of the filter asks for."""
    found = Article.objects.filter(chosen.wanted(now)).values_list("came_at", "pk")
    return [key for _came_at, key in sorted((place for place in found if place < before), reverse=True)[:most]]


class _Look:
    """One search: the conditions that may lead, and what else must hold, as SQL with its values."""

    def __init__(self, chosen: Filter, conditions: list[Condition], since: int) -> None:
        self.conditions, self.since = conditions, since
        self.urgencies = [one for one in URGENCIES if one <= chosen.urgency] if chosen.urgency is not None else []
        self.language = chosen.language
        self.combines = len(conditions) + bool(self.urgencies) + bool(self.language) > 1 or bool(self.language)

    def directly(self, before: Cursor, most: int) -> list[int]:
        """What a single filter asks for: as its index has it, or as the indexes of several urgencies have it."""
        leads = [[Condition("urgency", one)] for one in self.urgencies] or [self.conditions]
        found = [place for lead in leads for place in self._places(lead, [], before, self.since, most)]
        return [key for _came_at, key in sorted(found, reverse=True)[:most]]

    def by_steps(self, before: Cursor, most: int) -> Found:
        """What several filters ask for."""
        started, step, keys = time.monotonic(), STEP, list[int]()
        while True:
            lead, floor = self._leading(before, step)
            others = [one for one in self.conditions if one not in lead]
            found = self._places(lead, others, before, max(floor, self.since), most - len(keys), rest=True)
            keys += [key for _came_at, key in found]
            if len(keys) >= most or floor <= self.since:
                return Found(keys)
            if time.monotonic() - started > ENOUGH:
                return Found(keys, floor)
            before, step = (floor, 0), step * 2

    def _leading(self, before: Cursor, step: int) -> tuple[list[Condition], int]:
        """The condition that so many articles of which go furthest back, and when the last of these came (0: there are
        not as many).
        """
        leads = [[one] for one in self.conditions] or [list[Condition]()]
        floors = [(self._floor(lead, before, step), lead) for lead in leads]
        floor, lead = min(floors, key=lambda pair: pair[0])
        return lead, floor

    def _floor(self, lead: list[Condition], before: Cursor, step: int) -> int:
        where, values = _where(lead, before, self.since)
        sql = f"SELECT came_at FROM newsroom_article WHERE {where} ORDER BY came_at DESC, id DESC LIMIT 1 OFFSET %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, step])
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def _places(
        self,
        lead: list[Condition],
        others: list[Condition],
        before: Cursor,
        floor: int,
        most: int,
        rest: bool = False,
    ) -> list[Cursor]:
        where, values = _where(lead, before, floor)
        for column, value in others:
            where += f" AND {_unindexed(column)} = %s"
            values.append(value)
        if rest and self.urgencies:
            where += f" AND {_unindexed('urgency')} IN ({marks(self.urgencies)})"
            values += self.urgencies
        if rest and self.language:
            where += " AND lower(substr(language, 1, %s)) = %s"
            values += [len(self.language), self.language.lower()]
        sql = f"SELECT came_at, id FROM newsroom_article WHERE {where} ORDER BY came_at DESC, id DESC LIMIT %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, most])
            return [(int(came_at), int(key)) for came_at, key in cursor.fetchall()]


def _where(lead: list[Condition], before: Cursor, floor: int) -> tuple[str, list[Any]]:
    sql = "".join(f"{column} = %s AND " for column, _value in lead)
    sql += "came_at >= %s AND came_at <= %s AND (came_at < %s OR id < %s)"
    return sql, [*(value for _column, value in lead), floor, before[0], before[0], before[1]]


def _unindexed(column: str) -> str:
    """A column of which SQLite uses no index: it knows nothing of how often a value is met. PostgreSQL does."""
    return f"+{column}" if connection.vendor == "sqlite" else column


def _conditions(chosen: Filter) -> list[Condition] | None:
    """What must be equal to what; None where the filter names what does not exist."""
    named = {
        "state": chosen.state,
        "provider_id": _key(Provider, "code", chosen.provider),
        "section_id": _key(Section, "slug", chosen.section),
        "signal": chosen.signal,
        "source_id": _key(Source, "slug", chosen.source),
    }
    conditions = [Condition(column, value) for column, value in named.items() if value is not None]
    return None if any(value == _NOTHING for _column, value in conditions) else conditions


_NOTHING = -1


def _key(model: type[Provider | Section | Source], field: str, value: str | None) -> int | None:
    if value is None:
        return None
    return model._default_manager.filter(**{field: value}).values_list("pk", flat=True).first() or _NOTHING


def _since(now: datetime, hours: int) -> int:
    return round((now - timedelta(hours=hours)).timestamp() * 1000)
