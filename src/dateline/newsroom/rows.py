"""Storing and finding rows without Django's query builder, where its cost counts: new copy, and what every screen asks.

Building a query costs Django several times what the database needs to answer it. Plain SQL that both databases speak.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import BooleanField, CharField, Field, ForeignKey, IntegerField, Model, TextField

AT_ONCE = 500
"""Rows to a statement: no database takes any number of values."""

M = TypeVar("M", bound=Model)

_read: dict[type[Model], tuple[list[tuple[Any, ...]], list[Any]]] = {}


def insert(row: Model) -> None:
    """Inserts a new row and sets its key, as `row.save(force_insert=True)` does for models without signals."""
    _insert(row, _AND_KEY)


def insert_if_new(row: Model) -> bool:
    """Inserts a row as `insert` does, unless it is there already by a constraint of its model; gives whether it did."""
    return _insert(row, f"{_UNLESS_THERE} {_AND_KEY}")


def insert_all(rows: Sequence[Model]) -> None:
    """Inserts new rows of one model whose keys nobody needs."""
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(_insert_sql(type(some[0]), len(some)), _values(some))


def insert_new(rows: Sequence[Model], column: str) -> dict[Any, int]:
    """Inserts rows of one model, but for those that are there already by a constraint of it.

    Gives the keys of those that were inserted, by what stands in `column`, which differs from row to row.
    """
    sql = _insert_sql(type(rows[0]), len(rows), f"{_UNLESS_THERE} RETURNING {column}, id")
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(rows))
        return dict(cursor.fetchall())


def all_of(model: type[M]) -> list[M]:
    """Every row of a small table as it is now, by its key. Nobody may change them: they are the objects of the last
    time as long as the rows are the same, since making them takes many times as long as reading the rows.
    """
    fields, meta = model._meta.concrete_fields, model._meta
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{meta.db_table}" ORDER BY "{meta.pk.column}"')  # noqa: S608
        rows = cursor.fetchall()
    before = _read.get(model)
    if before is None or before[0] != rows:
        # Read after the rows, so that an object is never older than the row that it is remembered by.
        before = _read[model] = rows, list(model._default_manager.order_by("pk"))
    return before[1]


def read(model: type[M], which: str, wanted: Sequence[Any] = (), joined: tuple[str, ...] = ()) -> list[M]:
    """The rows of which SQL says so (`WHERE …`, with order and limit), as Django makes them. With the rows that they
    refer to by the fields in `joined`, as `select_related` has them; columns are then to be named with their tables.
    """
    head, columns, parts = _selected(model, joined)
    made = []
    for row in _fetched(model, columns, f"{head} {which}", wanted):
        first, *others = (_instance(part, row) for part in parts)
        for part, other in zip(parts[1:], others, strict=True):
            part.field.set_cached_value(first, other)
        made.append(first)
    return made


def read_columns(model: type[Model], names: tuple[str, ...], which: str, wanted: Sequence[Any] = ()) -> list[Any]:
    """These columns of the rows of which SQL says so, in tuples, as `values_list` has them."""
    table = model._meta.db_table
    columns = [model._meta.get_field(name).get_col(table) for name in names]  # type: ignore[union-attr]
    listed = ", ".join(f'"{column.target.column}"' for column in columns)
    return [tuple(row) for row in _fetched(model, columns, f'SELECT {listed} FROM "{table}" {which}', wanted)]  # noqa: S608


def first_value(sql: str, values: Sequence[Any]) -> Any:
    """The first column of the first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return None if row is None else row[0]


def values(sql: str, wanted: Sequence[Any]) -> list[Any]:
    """The first column of every row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return [row[0] for row in cursor.fetchall()]


def marks(values: Sequence[Any]) -> str:
    """Placeholders for an IN list of this length."""
    return ", ".join(["%s"] * len(values))


def _fetched(model: type[Model], columns: Sequence[Any], sql: str, wanted: Sequence[Any]) -> Iterable[Any]:
    """The rows that a statement gives, its columns with the values that Django has of them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        rows = cursor.fetchall()
    compiler = model._default_manager.all().query.get_compiler(connection=connection)
    return compiler.apply_converters(rows, compiler.get_converters(columns)) if rows else ()


class _Part(NamedTuple):
    """What of a row that was read belongs to one model; `field` refers to it."""

    model: type[Model]
    names: list[str]
    start: int
    field: Any


@cache
def _selected(model: type[Model], joined: tuple[str, ...]) -> tuple[str, list[Any], list[_Part]]:
    """The head of a statement that reads rows of a model and of those it refers to, its columns, and whose they are."""
    table = model._meta.db_table
    fields: list[Any] = [model._meta.get_field(name) for name in joined]
    columns: list[Any] = []
    parts: list[_Part] = []
    for part, field in ((model, None), *((field.related_model, field) for field in fields)):
        own = part._meta.concrete_fields
        parts.append(_Part(part, [one.attname for one in own], len(columns), field))
        columns += [one.get_col(part._meta.db_table) for one in own]
    names = ", ".join(f'"{column.alias}"."{column.target.column}"' for column in columns)
    joins = "".join(
        f' LEFT JOIN "{other.db_table}" ON "{other.db_table}"."{other.pk.column}" = "{table}"."{field.column}"'
        for field, other in ((field, field.related_model._meta) for field in fields)
    )
    return f'SELECT {names} FROM "{table}"{joins}', columns, parts  # noqa: S608


def _instance(part: _Part, row: Sequence[Any]) -> Any:
    """A part of a row as its model; None where nothing is referred to. The key is the first column of every model."""
    if row[part.start] is None:
        return None
    return part.model.from_db(connection.alias, part.names, row[part.start : part.start + len(part.names)])


_UNLESS_THERE, _AND_KEY = "ON CONFLICT DO NOTHING", "RETURNING id"


def _insert(row: Model, end: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_insert_sql(type(row), 1, end), _values([row]))
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = found[0]
    row._state.adding = False
    row._state.db = connection.alias
    return True


@lru_cache(maxsize=1000)
def _insert_sql(model: type[Model], count: int, end: str = "") -> str:
    fields = _fields(model)
    groups = ", ".join([f"({marks(fields)})"] * count)
    return f'INSERT INTO "{model._meta.db_table}" ({_columns(fields)}) VALUES {groups} {end}'  # noqa: S608


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _values(rows: Sequence[Model]) -> list[Any]:
    """What is stored of rows of one model, one after the other."""
    return [
        getattr(row, name) if field is None else field.get_db_prep_save(field.pre_save(row, True), connection)
        for row in rows
        for name, field in _stored(type(row))
    ]


@cache
def _stored(model: type[Model]) -> "list[tuple[str, Field[Any, Any] | None]]":
    """The attributes of a row that are stored, and the field where it is not stored as it is: asking takes longer."""
    plain = CharField | TextField | IntegerField | BooleanField | ForeignKey
    return [(field.attname, None if isinstance(field, plain) else field) for field in _fields(model)]


def _columns(fields: "Sequence[Field[Any, Any]]") -> str:
    return ", ".join(f'"{field.column}"' for field in fields)
