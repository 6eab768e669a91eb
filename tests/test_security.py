"""The list of docs/security.md: whole, and true where it names a file or a test."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/security.md").read_text()

ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \|[^|]+\| ([^|]+) \| ([^|]*) \|$", TEXT, re.MULTILINE)

POINTS = {
    **{f"2.{chapter}": last for chapter, last in enumerate((12, 3, 3, 6, 7, 3, 6, 7, 3, 4), 1)},
    "3.1": 1,
    "3.2": 4,
    "3.3": 4,
    "3.4": 5,
    "3.5": 3,
    "3.7": 1,
    "4.1": 5,
    "4.2": 2,
    "4.3": 3,
}
"""How many points of each section are of level 2 or lower; 4.1.4 was taken out of the standard."""


def test_every_point_is_there_once_and_stands_somehow():
    expected = [f"{section}.{n}" for section, last in POINTS.items() for n in range(1, last + 1)]
    expected.remove("4.1.4")
    assert [point for point, _stands, _where in ROWS] == expected
    assert {stands for _point, stands, _where in ROWS} == {"met", "not met", "not applicable"}
    assert all(where.strip() for _point, stands, where in ROWS if stands == "met")


def test_every_file_and_test_that_is_named_is_there():
    named = re.findall(r"`((?:src|tests|docs)/[^`:]+)(?:::(\w+))?`", TEXT)
    assert len(named) > 25
    for path, test in named:
        assert (ROOT / path).is_file(), path
        assert not test or f"def {test}(" in (ROOT / path).read_text(), test
