"""docs/desk.md says what there is: every parameter of an address, every value that one takes, every key."""

import re
from pathlib import Path

from dateline.desk import filters
from dateline.newsroom.models import Article
from dateline.wire.item import SIGNAL_STRENGTH

PACKAGE = Path(filters.__file__).parent
DOCS = PACKAGE.parents[2] / "docs" / "desk.md"
READ = re.compile(r'GET\.get(?:list)?\("(\w+)"|_(?:word|one_of|number)\(query, "(\w+)"')


def test_every_parameter_of_an_address_is_in_the_docs_and_nothing_else() -> None:
    read = {name for file in PACKAGE.rglob("*.py") for pair in READ.findall(file.read_text()) for name in pair if name}
    assert read >= set(filters.NAMES), "the pattern finds what is read of an address"
    wire, addresses = table("## The wire"), table("## Addresses")
    told = {name for first, _asks in wire for name in codes(first)}
    told |= {name for _screen, parameters, _asks in addresses for name in codes(parameters)}
    assert told == read


def test_every_state_and_signal_that_can_be_asked_for_is_in_the_docs() -> None:
    asks = dict(table("## The wire"))
    assert sorted(codes(asks["`state`"])) == sorted(Article.State.values)
    assert sorted(codes(asks["`signal`"])) == sorted(SIGNAL_STRENGTH)


def test_every_key_that_the_desk_lists_is_in_the_docs() -> None:
    frame = (PACKAGE.parent / "templates" / "desk" / "frame.html").read_text()
    listed = re.findall(r"<kbd>([^<]+)</kbd>", frame)
    assert len(listed) > 15
    text = DOCS.read_text()
    assert [key for key in listed if f"`{key}`" not in text and key != "Enter"] == []


def table(heading: str) -> list[tuple[str, ...]]:
    """The rows of the first table below a heading, without its head."""
    part = DOCS.read_text().partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in row) for row in rows[2:]]


def codes(text: str) -> list[str]:
    """What stands in a cell as code."""
    return re.findall(r"`([^`]+)`", text)
