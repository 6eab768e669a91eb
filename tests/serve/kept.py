"""A small newsroom for the tests of backups, and what one asks of it; on whichever database the tests run."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests import databases
from tests.serve.forked import command
from tests.whole.helpers import anp

SETUP = """
[[provider]]
code = "ANP"
name = "Algemeen Nederlands Persbureau"
retention_days = 0

[[section]]
slug = "buitenland"
name = "Buitenland"

[[rule]]
section = "Buitenland"
"""

LARGE = 300 * 1024
"""Bytes of a file that is kept apart from its row."""

LEFT_OUT = {
    "django_session",
    "newsroom_touch",
    "newsroom_rawpart",
    "newsroom_lease",
    "django_migrations",
    "sqlite_sequence",
}


def ok(data: Path, *words: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Carries a command out, which must end with this status."""
    done = command(data, *words)
    assert done.returncode == status, (done.stdout, done.stderr)
    return done


def headline(number: int) -> str:
    return f"Kop van bericht {number}"


def text(number: int) -> str:
    return (
        f"HOOGWOUDE (ANP) - Dit is bericht nummer {number}, dat lang genoeg is om woord voor woord met een ander te "
        f"kunnen worden vergeleken, en dat over niets gaat."
    )


def write(folder: Path, *numbers: int, **more: Any) -> list[Path]:
    """Files of ANP, one for each number."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in numbers:
        path = folder / f"{number}-{more.get('version', 1)}.xml"
        path.write_bytes(anp(number, more.get("headline", headline(number)), text(number), **_without(more)))
        paths.append(path)
    return paths


def _without(more: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in more.items() if name != "headline"}


def receive(data: Path, paths: Iterable[Path]) -> None:
    """Takes files in; what is in quarantine is no failure."""
    command(data, "receive", *paths, "--section", "Buitenland", "--provider", "ANP")


def make(data: Path, *numbers: int) -> Path:
    """A newsroom that has set itself up and received these, and one large file that cannot be read."""
    data.mkdir(mode=0o700)
    setup = data.parent / "setup.toml"
    setup.write_text(SETUP, "utf-8")
    ok(data, "setup", setup)
    large = data.parent / "large.bin"
    large.write_bytes(b"none of our formats \n" * (LARGE // 20))
    receive(data, [*write(data.parent / "in", *numbers), large])
    return data


def copied(data: Path, to: Path) -> Path:
    """A copy of a newsroom that nobody uses."""
    shutil.copytree(data, to)
    databases.copy(data, to)
    return to


def states(data: Path) -> dict[str, str]:
    """The state of each item, by the end of its guid."""
    rows = databases.rows(
        data, "SELECT i.guid, a.state FROM newsroom_item i JOIN newsroom_article a ON a.item_id = i.id"
    )
    return {guid.rpartition("-")[2].lstrip("0"): state for guid, state in rows}


def short_id(data: Path, number: int) -> str:
    ((found,),) = databases.rows(data, "SELECT short_id FROM newsroom_item WHERE guid LIKE ?", f"%-{number:06d}")
    return str(found)


def number(data: Path, name: str) -> tuple[int, str]:
    ((n, era),) = databases.rows(data, "SELECT n, era FROM newsroom_number WHERE name = ?", name)
    return n, era


def contents(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a backup holds, in a form that both databases have in common."""
    return {
        table: [tuple(_plain(value) for value in row) for row in databases.rows(data, f'SELECT * FROM "{table}"')]
        for table in tables(data)
    } | {"raw": sorted(raw(data))}  # type: ignore[dict-item]


def tables(data: Path) -> list[str]:
    query = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if databases.ON_POSTGRESQL
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    return sorted(
        str(name) for (name,) in databases.rows(data, query) if name not in LEFT_OUT and "search_" not in name
    )


def raw(data: Path) -> list[tuple[str, int]]:
    """The large raw copy that there is: its name, and how much."""
    if databases.ON_POSTGRESQL:
        rows = databases.rows(data, "SELECT name, sum(length(data)) FROM newsroom_rawpart GROUP BY name")
        return [(name.partition(".")[0], int(size)) for name, size in rows]
    folder = data / "raw"
    return [(str(path.relative_to(folder)), path.stat().st_size) for path in folder.rglob("*") if path.is_file()]


def raw_hashes(data: Path) -> set[str]:
    """The SHA-256 of each piece of large raw copy that there is."""
    if databases.ON_POSTGRESQL:
        rows = databases.rows(
            data, "SELECT encode(sha256(string_agg(data, '' ORDER BY n)), 'hex') FROM newsroom_rawpart GROUP BY name"
        )
        return {sha256 for (sha256,) in rows}
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in (data / "raw").rglob("*") if path.is_file()}


def _plain(value: Any) -> Any:
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, str) and value[:1] in "[{":
        with suppress(ValueError):
            return json.loads(value)
    return value
