"""The headline of a text in lines of which nothing is marked: what stands alone right above the dateline."""

import re

from dateline.wire.copy.bare_places import bare_place
from dateline.wire.copy.bylines import is_byline
from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.signals import read_line
from dateline.wire.text.blocks import fold

# For whom the one of the byline above it writes.
_AFFILIATION = re.compile(r"(?:The )?Associated Press(?: (?:Sports )?Writers?)?|(?:AP|AFP|UPI) [A-Z][a-z]+ Writers?")

MOST_LINES = 12
"""How many lines with words the head of a text may have, its dateline included."""

MOST_TITLE = 3
"""How many lines a headline may have."""

LONGEST = 200
"""A headline of more characters than this is a paragraph."""


def take_headline(lines: list[str]) -> str | None:
    """Takes the headline out of `lines`; None, and nothing taken, where none stands above a dateline.

    Bylines, signals and embargoes may stand between the two; they are left where they are.
    """
    words = [at for at, line in enumerate(lines[: 4 * MOST_LINES]) if line.strip()][:MOST_LINES]
    dated = next((at for at in words if _is_dated(lines[at].strip())), None)
    if dated is None:
        return None
    end = dated
    while end > 0 and (not lines[end - 1].strip() or _is_other(lines[end - 1].strip())):
        end -= 1
    start = end
    while start > 0 and lines[start - 1].strip() and not _is_other(lines[start - 1].strip()):
        start -= 1
    headline = fold(" ".join(lines[start:end]))
    if not headline or end - start > MOST_TITLE or len(headline) > LONGEST or headline.endswith((".", ":", ";", ",")):
        return None
    lines[start:end] = [""] * (end - start)
    return headline


def _is_dated(line: str) -> bool:
    return parse_dateline(line) is not None or bare_place(line, ()) is not None


def _is_other(line: str) -> bool:
    return (
        line.startswith("* ")  # a point of several, as Reuters has them
        or _AFFILIATION.fullmatch(line) is not None
        or is_byline(line)
        or announces_embargo(line)
        or read_line(line) is not None
    )
