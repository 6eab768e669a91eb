"""ANPA 1312 inside SGML: Reuters-21578, which keeps the header of the wire as it came, and the AP's copy of TREC, whose
fields are the pieces of a message."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dateline.wire.formats.telex_times import Stamp, month_of, stamp_of


class Story(NamedTuple):
    """A message as it came over the wire, and when it was made, which the collection notes beside it."""

    message: str
    made: Stamp | None


class ApStory(NamedTuple):
    """A message of the AP in TREC's collection: its second header line, its text in lines, its trailer."""

    header: str
    lines: list[str]
    trailer: str


_AP_BEGIN = re.compile(r"\s*<DOC>\s*<DOCNO>[^<>]{1,40}</DOCNO>\s*<FILEID>\s*AP-", re.IGNORECASE)
_AP_FIELD = re.compile(r"<(FILEID|FIRST|1ST_LINE|SECOND|2ND_LINE|HEAD|NOTE|BYLINE|DATELINE|TEXT)>")
_AP_INDENT = re.compile(r"^ {2,8}(?=\S)", re.MULTILINE)
_BEGIN = re.compile(r"\s*<!DOCTYPE\s+lewis\b", re.IGNORECASE)
_DATE = re.compile(
    r"<DATE>\s*(?P<day>\d{1,2})-(?P<month>[A-Z]{3})-(?P<year>\d{4})\s+(?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
)
# Where a field ends a title and plain words follow, these are the story's, which is indented.
_BELOW_TITLE = re.compile(r"</TITLE>\s*(?=[^\s<&])")
_TAG = re.compile(r"</?(?:TITLE|DATELINE|BODY|AUTHOR|TEXT)\b[^<>]{0,40}>")
_REFERENCE = re.compile(r"&(?:#(?P<number>\d{1,3})|(?P<name>lt|gt|amp));")
_NAMES = {"lt": "<", "gt": ">", "amp": "&"}


def is_corpus(text: str) -> bool:
    """Whether a file is of this collection."""
    return _BEGIN.match(text) is not None


def is_ap_collection(text: str) -> bool:
    """Whether a file is of the AP's copy in TREC's collection."""
    return _AP_BEGIN.match(text) is not None


def ap_stories(text: str) -> Iterator[ApStory]:
    """The messages of such a file, in order."""
    for piece in text.split("<DOC>")[1:]:
        header, trailer, lines, dateline = "", "", [], ""
        for name, value in _fields(piece):
            words = " ".join(value.split())
            if name == "FILEID":
                trailer = words
            elif name in ("FIRST", "1ST_LINE"):
                header = value.strip()
            elif name == "BYLINE":
                lines.append(f"^{words}=")
            elif name == "DATELINE":
                dateline = words
            elif name == "TEXT":
                story = _AP_INDENT.sub("\t", value.strip("\r\n"))
                lines.extend(f"\t{dateline} {story.lstrip()}".splitlines() if dateline else story.splitlines())
            elif words:
                lines.append(f"^{words}<")
        yield ApStory(header, lines, trailer)


def _fields(piece: str) -> Iterator[tuple[str, str]]:
    """The fields of a message, name and value, up to the first that is not closed."""
    at = 0
    while (field := _AP_FIELD.search(piece, at)) is not None:
        close = piece.find(f"</{field[1]}>", field.end())
        if close < 0:
            return
        yield field[1], _plain(piece[field.end() : close])
        at = close


def stories(text: str) -> Iterator[Story]:
    """The stories of a file, in order."""
    for piece in text.split("<REUTERS ")[1:]:
        header = _between(piece, "<UNKNOWN>", "</UNKNOWN>")
        body = _between(piece, "<TEXT", "</TEXT>")
        found = _DATE.search(piece[:400])
        month = month_of(found["month"]) if found is not None else None
        made = None
        if found is not None and month is not None:
            day = (int(found["year"]), month, int(found["day"]))
            made = _with_seconds(stamp_of(day, (int(found["hour"]), int(found["minute"])), None, None), found["second"])
        body = _BELOW_TITLE.sub("\n    ", f"<TEXT{body}")
        yield Story(f"{_plain(header)}\n{_plain(_TAG.sub('', body))}", made)


def _with_seconds(stamp: Stamp | None, seconds: str | None) -> Stamp | None:
    if stamp is None or stamp.moment is None or seconds is None:
        return stamp
    return stamp._replace(moment=stamp.moment.replace(second=int(seconds)), precision="second")


def _between(text: str, start: str, end: str) -> str:
    found = text.find(start)
    if found < 0:
        return ""
    close = text.find(end, found)
    return text[found + len(start) : close if close >= 0 else len(text)]


def _plain(text: str) -> str:
    return _REFERENCE.sub(lambda found: chr(int(found["number"])) if found["number"] else _NAMES[found["name"]], text)
