"""Wire copy in plain text, without any frame: press releases, fields behind points, results of races, or a bare story.

Only what marks itself is recognised: a bare story by a dateline with an agency near its top (`LONDON (Reuters) - `).
Others are read where `--from plain` says that they are stories, because nothing tells them from prose.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.telex import (
    MAX_MESSAGES,
    bounded,
    fragment,
    guid_of,
    has_words,
    house_of_blocks,
    lines_of,
    plain,
)
from dateline.wire.formats.telex_charset import decode_wire
from dateline.wire.formats.telex_head import LONGEST, MOST_LINES, MOST_TITLE, take_headline
from dateline.wire.formats.telex_lines import blocks_of_lines
from dateline.wire.formats.telex_times import closing_stamp, full_year, month_of, stamp_of
from dateline.wire.problems import Problem, problem
from dateline.wire.text.blocks import fold, text_of_blocks

NAME = "plain"

LONGEST_HEADLINE = 200
"""A first line of more characters than this is a paragraph."""

_FIELD = re.compile(r"\.(?P<name>[A-Z])(?:[ \t]+(?P<value>.*))?")
_RELEASE = re.compile(r"MEDIA RELEASE (?P<number>[A-Z]{2}\d{3,8})")
_SOURCE = re.compile(r"Source:\s*(?P<source>\S.{0,120})", re.IGNORECASE)
_RACE = re.compile(r"\x01(?P<fields>[^\x01\x02\x03\r\n]{1,120}\x1f[^\x01\x02\x03\r\n]{1,120})")
_WRITTEN_DAY = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2}),\s+(?P<year>[12]\d{3})")
_DRAWN = frozenset(("Oikea rivi:", "Voitonjako:"))
"""Lines that the results of Veikkaus have: who won, and how much."""

_NO_STORY = ("<", "{", "[", "#", "---", "===", "//", "/*", '"')
"""How texts begin that are markup, notes, programs or tables."""

# What an agency counts its copy by, on the first line: `PTI DEL0123`, `AAP0123 4 POL`.
_COUNTED = re.compile(r"(?P<house>[^\W\d_]{2,10})[ \-]?(?P<number>[A-Z]{0,4}\d{3,6})\b.{0,60}")

_WARNING = re.compile(r"ID[A-Z]\d{5}")
_WARNS = re.compile(r"\b(?i:warning|alert|watch|advice|forecast|outlook|bulletin|summary)\b")
_HOURS = (("UTC GMT", 0), ("EST AEST", 10), ("EDT AEDT", 11), ("WST AWST", 8), ("CST ACST", 9.5), ("CDT ACDT", 10.5))
_AUSTRALIA = {name: hours for names, hours in _HOURS for name in names.split()}
"""What the Bureau of Meteorology means by the names of zones, in hours ahead of UTC."""

_ISSUED = re.compile(
    r"\b(?:Issued\s+)?at\s+(?P<hour>[01]?\d|2[0-3]):?(?P<minute>[0-5]\d)\s*(?P<half>[ap]m)?\s*"
    rf"(?P<zone>{'|'.join(_AUSTRALIA)})\s+(?:on\s+)?(?:[A-Za-z]{{3,9}}day,?\s+)?"
    r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3,9})\s+(?P<year>20\d\d)",
    re.IGNORECASE,
)
_WARNING_HEAD = 12
"""How many lines from its number a warning says in what it is and when it was issued."""

_DAY = re.compile(r"(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>\d\d)")


def looks_like(head: Head) -> bool:
    """Whether a text marks itself as one of these, or is a bare story with a dateline."""
    lines = _lines_of_head(head)
    return _marks_itself(lines) or _is_dated(lines)


def is_bare_story(format: Format, head: Head) -> bool:
    """Whether nothing but a dateline tells that a text is copy: in a mail it is the text of that mail."""
    return format.name == NAME and not _marks_itself(_lines_of_head(head))


def _lines_of_head(head: Head) -> list[str]:
    return [line.strip() for line in lines_of(head.text[:2000]) if line.strip()]


def _marks_itself(lines: list[str]) -> bool:
    """Whether a text begins with fields behind points, with a release and its number, with the number of a warning or
    with fields behind SOH, is a line of headlines, or has the lines of a lottery's results."""
    if len(lines) < 3:
        return bool(lines) and (_RACE.match(lines[0]) is not None or _is_ticker(lines))
    if _DRAWN.issubset(lines):
        return True
    if _RACE.match(lines[0]) is not None or _WARNING.fullmatch(lines[0]) is not None:
        return True
    if _SOURCE.fullmatch(lines[0]) is not None and _RELEASE.fullmatch(lines[1]) is not None:
        return True
    fields = [found["name"] for line in lines[:4] if (found := _FIELD.fullmatch(line)) is not None]
    return fields[:2] == ["N", "D"] and "T" in "".join(fields)


def _is_dated(lines: list[str]) -> bool:
    """Whether a text has a dateline with a known agency near its top, and above it nothing but short lines."""
    if not lines or lines[0].startswith(_NO_STORY):
        return False
    for line in lines[:MOST_LINES]:
        found = parse_dateline(line)
        if found is not None and found.dateline.agencies:
            named = found.dateline.places or found.dateline.date
            return bool(named) and all(code_of(code) is not None for code in found.dateline.agencies)
        if len(line) > LONGEST:
            return False
    return False


def _is_ticker(lines: list[str]) -> bool:
    """Whether a text is AAP's line of headlines in capitals: `… ** … ** … **`."""
    return len(lines) == 1 and lines[0].count(" ** ") > 1 and lines[0].endswith("**") and lines[0].isupper()


def read(source: Source) -> Drafts:
    """A draft for each story. Raises Unreadable: `too-large`, `too-many`, `empty` where there are no words."""
    bounded(source.data)
    decoded = decode_wire(source.data)
    lines = lines_of(decoded.text)
    if not has_words(decoded.text):
        raise Unreadable("empty", "There are no words in it.")
    first = next(line for line in lines if line.strip())
    found = Drafts()
    if _FIELD.fullmatch(first.strip()) is not None:
        _read_records(found, lines, source, list(decoded.problems))
    elif _RACE.match(first) is not None:
        found.drafts.append(_race(lines, source, list(decoded.problems)))
    elif _WARNING.fullmatch(first.strip()) is not None:
        found.drafts.append(_warning(lines, source, list(decoded.problems)))
    else:
        found.drafts.append(_story(lines, source, list(decoded.problems)))
    return found


def _read_records(found: Drafts, lines: list[str], source: Source, problems: list[Problem]) -> None:
    """Records of fields behind points: `.N` number, `.D` day, `.C` section, `.T` text."""
    for record in _records(lines):
        if len(found.drafts) >= MAX_MESSAGES:
            raise Unreadable("too-many", f"It has more than {MAX_MESSAGES:,} stories.")
        if "T" not in record:
            found.set_aside.append(fragment(" ".join(word for words in record.values() for word in words), "record"))
            continue
        draft = Draft(format=NAME, provider=source.provider, problems=list(problems))
        number, day = " ".join(record.get("N", [])).strip(), " ".join(record.get("D", [])).strip()
        dated = _DAY.fullmatch(day)
        if dated is not None:
            numbers = (full_year(dated["year"]), int(dated["month"]), int(dated["day"]))
            stamp = stamp_of(numbers, None, None, None)
            if stamp is not None:
                draft.version_created, draft.precision = stamp.moment, stamp.precision
        draft.section = " ".join(record.get("C", [])).strip() or None
        draft.blocks = blocks_of_lines([plain(line, draft.problems, f"record {number}") for line in record["T"]])
        draft.guid = guid_of(NAME, (draft.provider, number, day), text_of_blocks(draft.blocks)[:500])
        found.drafts.append(draft)


def _records(lines: list[str]) -> Iterator[dict[str, list[str]]]:
    record: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        found = _FIELD.fullmatch(line.rstrip())
        if found is not None:
            if found["name"] in record:
                yield record
                record = {}
            name = found["name"]
            record[name] = [found["value"] or ""]
        elif name:
            record[name].append(line)
    if record:
        yield record


def _race(lines: list[str], source: Source, problems: list[Problem]) -> Draft:
    """AAP's results of a race: meeting, race, state and day of the week behind SOH, parted by US."""
    draft = Draft(format=NAME, provider=source.provider, problems=problems)
    start = next(at for at, line in enumerate(lines) if line.strip())
    fields = [fold(piece) for piece in lines[start].strip("\x01 ").split("\x1f")]
    draft.slugline = " ".join(piece for piece in fields if piece and piece != "N") or None
    story = [plain(line, draft.problems, "text") for line in lines[start + 1 :]]
    last = next((line.split() for line in reversed(story) if line.strip()), [])
    house = code_of(last[0]) if 0 < len(last) <= 2 else None
    if house is not None:
        draft.facts["party"] = house
    draft.blocks = blocks_of_lines(story)
    draft.guid = guid_of(NAME, (draft.provider, *fields), text_of_blocks(draft.blocks)[:500])
    return draft


def _warning(lines: list[str], source: Source, problems: list[Problem]) -> Draft:
    """A warning or forecast of Australia's Bureau of Meteorology: its number, what it is, when it was issued."""
    draft = Draft(format=NAME, provider=source.provider, problems=problems)
    lines = [plain(line, draft.problems, "text") for line in lines]
    at = next(at for at, line in enumerate(lines) if line.strip())
    draft.slugline, draft.facts["party"] = lines[at].strip(), "BOM"
    lines[at] = ""
    head = lines[: at + _WARNING_HEAD]
    titled = next((at for at, line in enumerate(head) if _WARNS.search(line)), None)
    if titled is not None:
        start, end = titled, titled + 1
        while start > at and lines[start - 1].strip():
            start -= 1
        while end < len(head) and lines[end].strip():
            end += 1
        if end - start > MOST_TITLE:
            start, end = titled, titled + 1
        draft.headline = fold(" ".join(lines[start:end]))
        lines[start:end] = [""] * (end - start)
    issued = next((found for line in head if (found := _ISSUED.search(line)) is not None), None)
    if issued is not None:
        _set_issued(draft, issued)
    draft.blocks = blocks_of_lines(lines)
    words = (draft.slugline, issued[0] if issued is not None else None)
    draft.guid = guid_of(NAME, ("BOM", *words), draft.headline, text_of_blocks(draft.blocks)[:500])
    return draft


def _set_issued(draft: Draft, issued: re.Match[str]) -> None:
    month, hour = month_of(issued["month"]), int(issued["hour"])
    half = (issued["half"] or "").lower()
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    place = timezone(timedelta(hours=_AUSTRALIA[issued["zone"].upper()]))
    try:
        day = (int(issued["year"]), month or 0, int(issued["day"]))
        draft.version_created = datetime(*day, hour, int(issued["minute"]), tzinfo=place)
        draft.precision = "minute"
    except ValueError:
        draft.problems.append(problem("time-unreadable", "text", issued[0]))


def _story(lines: list[str], source: Source, problems: list[Problem]) -> Draft:
    """A press release, or a bare story: a first line that is short and stands alone is its headline."""
    draft = Draft(format=NAME, provider=source.provider, problems=problems)
    lines = [plain(line, draft.problems, "text") for line in lines]
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    number = None
    named = _SOURCE.fullmatch(lines[start].strip())
    below = lines[start + 1].strip() if start + 1 < len(lines) else ""
    released = _RELEASE.fullmatch(below) if named is not None else None
    if named is not None and released is not None:
        draft.facts["party"] = "ASIANET"
        draft.credit = [named["source"]]
        number, start = released["number"], start + 2
    if _DRAWN.issubset(line.strip() for line in lines):
        lines.insert(start + 1, "")  # the first line alone names the game
    rest = lines[start:]
    if number is None and _is_dated([line.strip() for line in rest if line.strip()]):
        number = _take_number(draft, rest)
        _take_time(draft, rest, source)
        draft.headline = take_headline(rest)
    if draft.headline is None:
        draft.headline, rest = _headline(rest)
    draft.blocks = blocks_of_lines(rest)
    house = house_of_blocks(draft.blocks)
    if house is not None:
        draft.facts.setdefault("party", house)
    if released is not None:
        _set_day(draft)
    words = None if released is not None else text_of_blocks(draft.blocks)[:500]
    draft.guid = guid_of(NAME, (draft.provider or draft.facts.get("party"), number), draft.headline, words)
    return draft


def _take_number(draft: Draft, lines: list[str]) -> str | None:
    """Takes the line by which an agency counts its copy off the top of `lines`; gives the number."""
    found = _COUNTED.fullmatch(lines[0].strip())
    house = code_of(found["house"]) if found is not None else None
    if found is None or house is None or parse_dateline(lines[0].strip()) is not None:
        return None
    draft.facts["party"] = house
    lines[0] = ""
    return found["number"]


def _take_time(draft: Draft, lines: list[str], source: Source) -> None:
    """The moment of a last line that is one."""
    last = next((at for at in range(len(lines) - 1, 0, -1) if lines[at].strip()), 0)
    stamp = closing_stamp(lines[last].strip(), source.fetched_at) if last else None
    if stamp is not None and stamp.moment is not None:
        lines[last] = ""
        draft.version_created, draft.precision = stamp.moment, stamp.precision


def _set_day(draft: Draft) -> None:
    """The day of a release is that of its dateline."""
    dateline = next((found for block in draft.blocks[:4] if (found := parse_dateline(block.text)) is not None), None)
    day = _WRITTEN_DAY.fullmatch(dateline.dateline.date or "") if dateline is not None else None
    month = month_of(day["month"]) if day is not None else None
    stamp = stamp_of((int(day["year"]), month, int(day["day"])), None, None, None) if day and month else None
    if stamp is not None:
        draft.version_created, draft.precision = stamp.moment, stamp.precision


def _headline(lines: list[str]) -> tuple[str | None, list[str]]:
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    words = fold(" ".join(lines[start:end]))
    if not words or end - start > 3 or len(words) > LONGEST_HEADLINE or not has_words("".join(lines[end:])):
        return None, lines
    if parse_dateline(words) is not None or words.endswith((".", ":", ";", ",")):
        return None, lines
    return words, lines[end:]


FORMAT = Format(name=NAME, title="wire copy in plain text", looks_like=looks_like, read=read)
