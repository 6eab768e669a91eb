"""The list of docs/security.md: whole, and true where it names a file or a test."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/security.md").read_text()

ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \|[^|]+\| ([^|]+) \| ([^|]*) \|$", TEXT, re.MULTILINE)

POINTS = {
    "1.1": 7,
    "1.2": 4,
    **{f"1.{chapter}": last for chapter, last in ((4, 5), (5, 4), (6, 4), (7, 2), (8, 2), (9, 2))},
    **{f"1.{chapter}": last for chapter, last in ((10, 1), (11, 2), (12, 2), (14, 6))},
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
    **{f"5.{chapter}": last for chapter, last in enumerate((5, 8, 10, 3, 4), 1)},
    **{f"6.{chapter}": last for chapter, last in enumerate((3, 6, 2, 2), 1)},
    **{f"7.{chapter}": last for chapter, last in enumerate((4, 2, 4, 3), 1)},
    **{f"8.{chapter}": last for chapter, last in enumerate((4, 3, 8), 1)},
    **{f"9.{chapter}": last for chapter, last in enumerate((3, 4), 1)},
    "10.2": 2,
    "10.3": 3,
    "11.1": 8,
    **{f"12.{chapter}": last for chapter, last in enumerate((3, 1, 6, 2, 2, 1), 1)},
    **{f"13.{chapter}": last for chapter, last in enumerate((5, 6, 2, 2), 1)},
    **{f"14.{chapter}": last for chapter, last in enumerate((4, 6, 3, 7, 4), 1)},
}
"""How many points of each section are of level 2 or lower."""

GONE = frozenset("1.4.2 1.4.3 1.12.1 4.1.4 7.3.2 13.1.2 13.2.4 14.3.1".split())
"""What was taken out of the standard."""


def test_every_point_is_there_once_and_stands_somehow():
    expected = [f"{section}.{n}" for section, last in POINTS.items() for n in range(1, last + 1)]
    assert [point for point, _stands, _where in ROWS] == [point for point in expected if point not in GONE]
    assert {stands for _point, stands, _where in ROWS} == {"met", "not met", "not applicable"}
    assert all(where.strip() for _point, stands, where in ROWS if stands == "met")


def test_every_file_and_test_that_is_named_is_there():
    named = re.findall(r"`((?:src|tests|docs|requirements)/[^`:]+)(?:::(\w+))?`", TEXT)
    assert len(named) > 25
    for path, test in named:
        assert (ROOT / path).exists(), path
        assert not test or f"def {test}(" in (ROOT / path).read_text(), test
