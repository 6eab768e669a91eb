"""An archive made many times as large by the database itself: rows copied with other names, their words left out.

Filling a million items by the ordinary verbs takes an hour; how a query grows depends on the rows and their indexes.
"""

from django.db import connection, transaction
from django.db.models import Field, Max, Model

from dateline.newsroom.models import Article, Delivery, Event, Item, Revision

ROWS: tuple[type[Model], ...] = (Delivery, Item, Revision, Article, Event)
"""The tables that grow with the copy, in the order of what refers to what."""

Other = dict[tuple[type[Model], str], str]
"""(model, field) → SQL of its value in a copied row."""

OTHER: Other = {
    (Delivery, "sha256"): "substr(sha256, 1, 58) || '{suffix}'",
    (Delivery, "raw"): "NULL",
    (Item, "guid"): "guid || '-{suffix}'",
    (Item, "short_id"): "substr(short_id, 1, 8) || '{suffix}'",
    (Article, "short_id"): "substr(short_id, 1, 8) || '{suffix}'",
    (Article, "sort_at"): "sort_at - {turn} * CAST({span} AS BIGINT)",
    (Article, "came_at"): "came_at - {turn} * CAST({span} AS BIGINT)",
    (Revision, "content"): "NULL",
    (Revision, "headline_key"): "substr(headline_key, 1, 100) || ' {suffix}'",
    (Revision, "slug_key"): "substr(slug_key, 1, 100) || ' {suffix}'",
    (Revision, "number_key"): "number_key || '{suffix}'",
    (Revision, "words_sha256"): "substr(words_sha256, 1, 58) || '{suffix}'",
}
"""What a copied row has of its own; all else is as in the row that it was copied from."""


def multiply(times: int, rows: tuple[type[Model], ...] = ROWS, other: Other | None = None) -> None:
    """Has the archive of this installation be so many times as large; `other` says what more the copies have of their
    own. What is not in `rows` the copies share with what they were copied from.
    """
    keys = {model: _largest(model) + 1 for model in rows}
    newest, oldest = (
        Article.objects.order_by(order).values_list("sort_at", flat=True)[0] for order in ("-sort_at", "sort_at")
    )
    span = newest - oldest + 60_000
    for turn in range(1, times):
        # A transaction a turn: the log of a single one would be as large as the archive.
        with transaction.atomic(), connection.cursor() as cursor:
            for model in rows:
                cursor.execute(_copy(model, turn, keys, span, OTHER | (other or {})))
    _put_in_order()


def _copy(model: type[Model], turn: int, keys: dict[type[Model], int], span: int, own: Other) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field, turn, keys, span, own) for field in fields)
    table = f'"{model._meta.db_table}"'
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id < {keys[model]}"


def _value(model: type[Model], field: "Field", turn: int, keys: dict[type[Model], int], span: int, own: Other) -> str:
    if field.primary_key:
        return f"id + {turn * keys[model]}"
    related = field.related_model
    if related in keys:
        return f'"{field.column}" + {turn * keys[related]}'
    other = own.get((model, field.name), f'"{field.column}"')
    return other.format(suffix=f"{turn:06}", turn=turn, span=span)


def _largest(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(largest=Max("pk"))["largest"])


def _put_in_order() -> None:
    """Tells the database what has become of it: where numbers go on, and how values are spread."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in ROWS:
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\"")
        cursor.execute("ANALYZE")
