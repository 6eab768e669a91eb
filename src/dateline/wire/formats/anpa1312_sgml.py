"""ANPA 1312 inside SGML: the stories of Reuters-21578, which keep the header of the wire as it came."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dateline.wire.formats.telex_times import Stamp, month_of, stamp_of


class Story(NamedTuple):
    """A message as it came over the wire, and when it was made, which the collection notes beside it."""

    message: str
    made: Stamp | None


_BEGIN = re.compile(r"\s*<!DOCTYPE\s+lewis\b", re.IGNORECASE)
_DATE = re.compile(
    r"<DATE>\s*(?P<day>\d{1,2})-(?P<month>[A-Z]{3})-(?P<year>\d{4})\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?"
)
_TAG = re.compile(r"</?(?:TITLE|DATELINE|BODY|AUTHOR|TEXT)\b[^<>]{0,40}>")
_REFERENCE = re.compile(r"&(?:#(?P<number>\d{1,3})|(?P<name>lt|gt|amp));")
_NAMES = {"lt": "<", "gt": ">", "amp": "&"}


def is_corpus(text: str) -> bool:
    """Whether a file is of this collection."""
    return _BEGIN.match(text) is not None


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
            made = stamp_of(day, (int(found["hour"]), int(found["minute"])), None, None)
        yield Story(f"{_plain(header)}\n{_plain(_TAG.sub('', '<TEXT' + body))}", made)


def _between(text: str, start: str, end: str) -> str:
    found = text.find(start)
    if found < 0:
        return ""
    close = text.find(end, found)
    return text[found + len(start) : close if close >= 0 else len(text)]


def _plain(text: str) -> str:
    return _REFERENCE.sub(lambda found: chr(int(found["number"])) if found["number"] else _NAMES[found["name"]], text)
