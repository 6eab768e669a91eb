"""Where the tables and keys of a TOML file stand: `tomllib` says what is in it, not on which line."""

import re
import tomllib
from dataclasses import dataclass, field

_HEADER = re.compile(r"^\s*\[(\[?)\s*([A-Za-z0-9_.\"'-]+)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")


@dataclass(slots=True)
class Place:
    """One table of the file: the line of its header (1 is the first), and of each of its keys."""

    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def of(self, key: str) -> int:
        """The line of a key; that of the table where the key is not found."""
        return self.keys.get(key, self.line)


def find(text: str) -> dict[str, list[Place]]:
    """The places of every table, by its name, in the order of the file; keys ahead of all tables are those of ""."""
    places: dict[str, list[Place]] = {"": [Place(1)]}
    current = places[""][0]
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        if header := _HEADER.match(lines[number]):
            current = Place(number + 1)
            places.setdefault(header[2].strip("\"'"), []).append(current)
        elif key := _KEY.match(lines[number]):
            current.keys.setdefault(key[1].strip("\"'"), number + 1)
            number = _end_of_value(lines, number)
        number += 1
    return places


def _end_of_value(lines: list[str], first: int) -> int:
    """The last line of the value that begins on this one: texts and lists may go over several."""
    for last in range(first, len(lines)):
        try:
            tomllib.loads("\n".join(lines[first : last + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return last
    return first
