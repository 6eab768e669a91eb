"""What is written of every real file is valid: against the official schemas, or as the format's own parser has it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from dateline.wire import Unreadable, read, write
from dateline.wire.formats.table import FORMATS
from tests.wire.formats.test_writers import validator_of
from tests.wire.formats.test_written import SCHEMAS, errors

MOST = 3
LARGEST = 500_000
"""Items of a file that are looked at, and bytes of it: a corpus has a thousand of one kind."""

Check = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def checks(shared: Path) -> dict[str, Check]:
    """For each format that is written, what is wrong with a document of it."""
    found: dict[str, Check] = dict.fromkeys(("json", "jsonfeed"), lambda data: [] if json.loads(data) else ["empty"])
    found |= dict.fromkeys(("rss", "atom"), lambda data: [] if len(etree.fromstring(data)) else ["empty"])
    found["html"] = lambda data: [] if len(etree.fromstring(data, etree.HTMLParser())) else ["empty"]
    found["text"] = lambda data: [] if data.decode("utf-8") else ["empty"]
    for name, path in SCHEMAS.items():
        schema = etree.XMLSchema(etree.parse(shared / "schemas" / path))
        found[name] = lambda data, schema=schema: errors(schema, data)
    for name, version in (("ninjs", "3.1"), ("ninjs@2.2", "2.2"), ("ninjs@1.6", "1.6")):
        validator = validator_of(shared, version)
        found[name] = lambda data, validator=validator: [
            error.message for error in validator.iter_errors(json.loads(data))
        ]
    return found


def test_every_format_is_checked(checks):
    assert set(checks) == {row.name for row in FORMATS if row.writes}


def test_every_real_file_that_can_be_read_is_written_validly(checks, shared):
    wrong = []
    files = 0
    for path in sorted(
        path for path in (shared / "wire").rglob("*") if path.is_file() and path.stat().st_size < LARGEST
    ):
        try:
            items = read(path.read_bytes()).items[:MOST]
        except Unreadable:
            continue
        files += 1
        for item in items:
            for to, check in checks.items():
                document = write([item], to)
                wrong += [(path.name, to, error) for error in (check(document) if document else ())]
    assert wrong == []
    assert files > 900
