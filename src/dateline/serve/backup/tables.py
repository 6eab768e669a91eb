"""Which tables a backup holds, in which order, and what kind of value each column has, on whatever database."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from typing import Any, Literal, NamedTuple

import msgspec
from django.apps.registry import Apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import ForeignKey, Model

from dateline.newsroom.identity import storable

Kind = Literal["integer", "boolean", "text", "bytes", "moment", "json"]

LEFT_OUT = frozenset(
    {"django_session", "newsroom_touch", "newsroom_rawpart", "newsroom_lease", "search_document", "search_progress"}
    | {"usersessions_usersession", "dateline_tries"}
)
"""Tables that are not in a backup: who is signed in or tried to be, what the caches have to drop, who has the editor
open, raw copy, which is in it by itself, and the index of search, which is made anew.
"""

_KINDS: dict[str, Kind] = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "BigIntegerField": "integer",
    "BinaryField": "bytes",
    "BooleanField": "boolean",
    "CharField": "text",
    "DateTimeField": "moment",
    "EmailField": "text",
    "IntegerField": "integer",
    "JSONField": "json",
    "PositiveBigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SlugField": "text",
    "SmallIntegerField": "integer",
    "TextField": "text",
    "URLField": "text",
}


class Column(NamedTuple):
    """A column and the kind of its values, each of which may be None."""

    name: str
    kind: Kind


class Table(NamedTuple):
    """A table. `key` is the column of its primary key, `counted` whether the database gives that a number by itself."""

    name: str
    columns: tuple[Column, ...]
    key: str
    counted: bool


def tables(applied: Iterable[str]) -> list[Table]:
    """The tables as these migrations (`app.name`) have made them; each comes after those that it refers to."""
    found = {table.name: (table, parents) for table, parents in map(_table, _models(applied))}
    order = TopologicalSorter({name: parents & found.keys() for name, (_, parents) in found.items()})
    return [found[name][0] for name in order.static_order()]


def latest(applied: Iterable[str]) -> list[tuple[str, str]]:
    """The last migration of each app among these."""
    loader = MigrationLoader(None)
    nodes = {_node(name) for name in applied} & loader.disk_migrations.keys()
    return sorted(node for node in nodes if not _followed(loader, node, nodes))


def from_database(value: Any, kind: Kind) -> Any:
    """A value as either driver gives it, as it is in a backup."""
    if value is None:
        return None
    if kind == "moment":
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if kind == "boolean":
        return bool(value)
    if kind == "json":
        return _parsed(value) if isinstance(value, str) else value
    return value


def to_sqlite(value: Any, kind: Kind) -> Any:
    """A value of a backup as Django keeps it in SQLite."""
    if value is None:
        return None
    if kind == "moment":
        return str(value.astimezone(UTC).replace(tzinfo=None))
    if kind == "json":
        return json.dumps(value, ensure_ascii=False)
    return value


def to_postgresql(value: Any, kind: Kind) -> Any:
    """A value of a backup as PostgreSQL takes it, which has no place for the character NUL."""
    return _storable(value) if kind in ("text", "json") else value


def _parsed(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:  # half of a surrogate pair, which Python writes
        return _storable(json.loads(text))


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return value


def _models(applied: Iterable[str]) -> list[type[Model]]:
    loader = MigrationLoader(None)
    nodes = sorted({_node(name) for name in applied} & loader.disk_migrations.keys())
    state: Apps = loader.project_state(nodes).apps
    return [
        model
        for model in state.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]


def _table(model: type[Model]) -> tuple[Table, set[str]]:
    columns, parents = [], set()
    for field in model._meta.concrete_fields:
        held = field
        while isinstance(held, ForeignKey):
            held = held.target_field
            parents.add(held.model._meta.db_table)
        columns.append(Column(field.column, _KINDS[held.get_internal_type()]))
    key = model._meta.pk
    table = Table(model._meta.db_table, tuple(columns), key.column, key.get_internal_type().endswith("AutoField"))
    return table, parents - {table.name}


def _node(name: str) -> tuple[str, str]:
    app, _, migration = name.partition(".")
    return app, migration


def _followed(loader: MigrationLoader, node: tuple[str, str], nodes: set[tuple[str, str]]) -> bool:
    """Whether another of these migrations, of the same app, builds on this one."""
    return any(child.key in nodes and child.key[0] == node[0] for child in loader.graph.node_map[node].children)
