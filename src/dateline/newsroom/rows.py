"""Storing and finding rows without Django's query builder, on the one path where its cost counts: new copy.

Building a query costs Django several times what the database needs to answer it. Plain SQL that both databases speak.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

AT_ONCE = 500
"""Rows to a statement: no database takes any number of values."""


def insert(row: Model) -> None:
    """Inserts a new row and sets its key, as `row.save(force_insert=True)` does for models without signals."""
    sql, fields = _insert_sql(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = connection.alias


def insert_all(rows: Sequence[Model]) -> None:
    """Inserts new rows of one model whose keys nobody needs."""
    fields = _fields(type(rows[0]))
    table, columns = type(rows[0])._meta.db_table, _columns(fields)
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in some for field in fields]
        groups = ", ".join([f"({marks(fields)})"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(f'INSERT INTO "{table}" ({columns}) VALUES {groups}', values)  # noqa: S608


def insert_new(rows: Sequence[Model], column: str) -> dict[Any, int]:
    """Inserts rows of one model, but for those that are there already by a constraint of it.

    Gives the keys of those that were inserted, by what stands in `column`, which differs from row to row.
    """
    model = type(rows[0])
    fields = _fields(model)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    groups = ", ".join([f"({marks(fields)})"] * len(rows))
    sql = (
        f'INSERT INTO "{model._meta.db_table}" ({_columns(fields)}) VALUES {groups}'  # noqa: S608
        f' ON CONFLICT DO NOTHING RETURNING "{column}", "{model._meta.pk.column}"'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


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


@cache
def _insert_sql(model: type[Model]) -> "tuple[str, list[Field[Any, Any]]]":
    fields = _fields(model)
    columns = _columns(fields)
    table, key = model._meta.db_table, model._meta.pk.column
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks(fields)}) RETURNING "{key}"', fields  # noqa: S608


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _columns(fields: "Sequence[Field[Any, Any]]") -> str:
    return ", ".join(f'"{field.column}"' for field in fields)
