"""What is written and read again is the same item, but for what a format cannot carry: docs/writing.md lists that."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.writer import write
from tests.conftest import SHARED
from tests.wire.items import items

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "writing.md"

LOST = {
    **dict.fromkeys(("ninjs", "ninjs@2.2", "ninjs@1.6"), "body headline language provider".split()),
    "newsml-g2": "body headline language provider text".split(),
    "nitf": "body language provider".split(),
}
"""format → keys that do not come back as they were from every file; `docs/writing.md` says how they differ."""

ALWAYS = {"format", "problems"}


@cache
def sampled() -> list[NewsItem]:
    """Items of our own corpus, and of every sixth real file where they are at hand: read where a test asks for them."""
    paths = sorted((ROOT / "tests" / "wire" / "corpus").iterdir())
    if SHARED.is_dir():
        paths += sorted(path for path in (SHARED / "wire").rglob("*") if path.is_file())[::6]
    found: list[NewsItem] = []
    for path in paths:
        if path.stat().st_size < 100_000 and ".expected." not in path.name:
            try:
                found += read(path.read_bytes()).items[:5]
            except Unreadable:
                continue
    return found


def plain(field: str, value: Any) -> Any:
    """A value as it must come back: of a signal its kind and what it names, of words all but the white space."""
    if field == "signal":
        return value and (value.kind, value.target)
    return re.sub(r"\s+", " ", value).strip() if isinstance(value, str) else value


def back_from(document: bytes, to: str) -> tuple[NewsItem, ...]:
    return read(document, format=to.partition("@")[0]).items


@pytest.mark.parametrize("to", LOST)
def test_every_other_key_comes_back(to: str) -> None:
    kept = [field for field in NewsItem.__struct_fields__ if field not in ALWAYS and field not in LOST[to]]
    again = [(item, back_from(write([item], to), to)) for item in sampled() if item.text != (item.headline or "")]
    differ = [
        (item.guid, field, getattr(item, field), getattr(back[0], field))
        for item, back in again
        if back
        for field in kept
        if plain(field, getattr(item, field)) != plain(field, getattr(back[0], field))
    ]
    assert differ == []
    assert [item.guid for item, back in again if len(back) != 1] == []


@pytest.mark.parametrize("to", LOST)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(item=items())
def test_a_made_up_item_comes_back_but_for_a_language_that_it_does_not_say(to: str, item: NewsItem) -> None:
    (back,) = back_from(write([item], to), to)
    kept = [
        field for field in NewsItem.__struct_fields__ if field not in ALWAYS and (field != "language" or item.language)
    ]
    assert [
        (field, getattr(item, field), getattr(back, field))
        for field in kept
        if plain(field, getattr(item, field)) != plain(field, getattr(back, field))
    ] == []


@pytest.mark.parametrize("to", LOST)
def test_an_item_of_which_no_word_can_be_written_comes_back_as_an_item(to: str) -> None:
    (item,) = read(b"\x10", format="mail").items  # found by fuzzing: XML has no place for the one character of its text
    (back,) = back_from(write([item], to), to)
    assert (back.guid, back.status, back.headline) == (item.guid, "usable", None)


@pytest.mark.parametrize("to", LOST)
def test_the_page_lists_what_does_not_come_back(to: str) -> None:
    told = re.search(rf"^\| `{to}` \| ([^|]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert told is not None
    names = {field.encode_name: field.name for field in msgspec.structs.fields(NewsItem)}
    assert sorted(names[name] for name in re.findall(r"`(\w+)`", told[1])) == sorted(LOST[to])


@pytest.mark.parametrize("to", LOST)
def test_a_signal_comes_back_with_its_words_once(to: str) -> None:
    signalled = [item for item in sampled() if item.signal is not None and item.signal.text]
    assert [back_from(write([item], to), to)[0].signal for item in signalled] == [item.signal for item in signalled]
    assert len(signalled) > 10
