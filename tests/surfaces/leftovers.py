"""What is left of copy whose words had to go: looked for in every column of every table, and in every file."""

import zlib
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from . import telltale
from .oracle import Known, Oracle

NOT_THE_COPY = ("newsroom_event", "newsroom_provider")
"""Tables of what people said: their reasons, their notes and the terms that they understand are theirs, and stay."""


def leftovers(oracle: Oracle) -> set[str]:
    """Words of items all of whose words had to go, that are kept somewhere; of no other item that may be kept."""
    over = [known for known in oracle.items.values() if known.versions and all(one.gone for one in known.versions)]
    wanted = {word for known in over for word in _words(known)}
    kept = {word for known in oracle.items.values() if known not in over for word in _every_word(known)}
    wanted -= kept
    return wanted & telltale.words_in(_everything()) if wanted else set()


def _words(known: Known) -> set[str]:
    """The words that have to be nowhere. Retention leaves the terms under which copy may be used, a purge nothing."""
    words = _every_word(known)
    return words if known.purged else {word for word in words if not word.startswith("zzterms")}


def _every_word(known: Known) -> set[str]:
    items = [version.item for version in known.versions] + known.edited
    return {word for item in items for word in telltale.all_words(item)}


def _everything() -> str:
    """All text that the newsroom keeps, in tables and files."""
    texts: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if (table.startswith("newsroom_") or table == "search_document") and table not in NOT_THE_COPY:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                texts += [_as_text(value) for row in cursor.fetchall() for value in row]
    files = [file for file in Path(settings.DATA).rglob("*") if file.is_file()]
    texts += [file.read_text("utf-8", "replace") for file in files]
    return " ".join(texts)


def _as_text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        with suppress(zlib.error):
            return zlib.decompress(value).decode("utf-8", "replace")
        return bytes(value).decode("utf-8", "replace")
    return str(value)
