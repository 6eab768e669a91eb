"""IPTC 7901 Recommended Message Format, with control characters or without: dpa, ATS/SDA, AFP, APA, Belga's telex."""

import re
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.iptc7901_head import Header, agency_of, is_slug, keywords_of, read_header
from dateline.wire.formats.iptc7901_title import are_keywords, has_keywords, read_title, take_title
from dateline.wire.formats.telex import (
    EOT,
    ETX,
    LOOK,
    MAX_MESSAGES,
    SOH,
    STX,
    bounded,
    cut_off,
    fragment,
    guid_of,
    has_words,
    house_of_blocks,
    lines_of,
    plain,
)
from dateline.wire.formats.telex_charset import decode_wire, national
from dateline.wire.formats.telex_lines import blocks_of_lines
from dateline.wire.formats.telex_times import DTG, Stamp, closing_stamp, read_apa, read_dtg
from dateline.wire.item import Signal, Subject
from dateline.wire.problems import Problem, problem
from dateline.wire.text.blocks import text_of_blocks

NAME = "iptc7901"

_MARKED = re.compile(
    rb"\x01[\x00\x16\r\n ]*[A-Za-z\x80-\xff][\w\-\x80-\xff]{0,30}? ?\d{1,6} {1,3}\d {1,3}"
    rb"[A-Za-z\x80-\xff]{1,12} +\d{1,5}"
)
_END = re.compile(r"(?:\./\.?){1,3}[ \t]*[^\W\d_]{0,8}")
_CLOCK_LINE = re.compile(r"\s*\[\d{1,2}-[A-Z]{3}-\d{2,4}\s+\d\d:\d\d(?::\d\d)?\]\s*")
_DATED = re.compile(rf"(?:[A-Z]{{2,6}}[ \t]+)?{DTG}")


class Message(NamedTuple):
    """One message: its header line, its keyword line, its text, the line of its time, and whether its end is there."""

    header: str
    slug: str
    lines: list[str]
    time: str
    complete: bool
    where: str


def looks_like(head: Head) -> bool:
    """Whether a file has a header behind SOH, or begins with a header that only this format has."""
    if head.text[:1] in ("<", "{", "["):
        return _CLOCK_LINE.match(head.text[:40]) is not None and _begins(head.text)
    data = head.data[:LOOK]
    if b"\x01" in data:
        return _MARKED.search(data) is not None
    return _begins(head.text)


def _begins(text: str) -> bool:
    """Whether a text begins with a strict header, or has one behind the end of a message.

    Keywords or a date-time group below it must confirm that.
    """
    lines = [line for line in lines_of(text[:8192]) if line.strip() and not _CLOCK_LINE.fullmatch(line)]
    for at, line in enumerate(lines):
        if read_header(line, strict=True) is not None:
            keywords = at + 1 < len(lines) and is_slug(lines[at + 1])
            if at and not _is_dtg(lines[at - 1]):
                return keywords and any(_END.fullmatch(above.strip()) for above in lines[:at])
            return keywords or any(_is_dtg(below) for below in lines[at + 1 :])
    return False


def _is_dtg(line: str) -> bool:
    text = line.strip()
    found = _DATED.match(text) if len(text) <= 40 and (text[:1].isdigit() or text[:1].isupper()) else None
    return found is not None and found["month"] is not None and read_dtg(line, None) is not None


def read(source: Source) -> Drafts:
    """A draft for each message. A piece without a beginning is set aside; a message without an end is withheld.

    Raises Unreadable: `too-large`, `too-many`, `unknown-format` where there is no message.
    """
    bounded(source.data)
    decoded = decode_wire(source.data)
    found = Drafts()
    messages = _marked(decoded.text, found) if SOH in decoded.text else _unmarked(decoded.text, found)
    for message in messages:
        found.drafts.append(_draft(message, source, list(decoded.problems)))
    if not found.drafts and not found.set_aside:
        raise Unreadable("unknown-format", "There is no message of IPTC 7901 in it.")
    return found


def _marked(text: str, found: Drafts) -> list[Message]:
    """The messages of a text with control characters."""
    before, *chunks = text.split(SOH)
    if len(chunks) > MAX_MESSAGES:
        raise Unreadable("too-many", f"It has more than {MAX_MESSAGES:,} messages.")
    if has_words(before):
        found.set_aside.append(fragment(before, "start"))
    messages = []
    for number, chunk in enumerate(chunks, 1):
        where = f"message {number}"
        head, etx, tail = chunk.partition(ETX)
        head, stx, body = head.partition(STX)
        time, _, rest = tail.partition(EOT)
        if has_words(rest):
            found.set_aside.append(fragment(rest, f"behind {where}"))
        top = [line for line in lines_of(head) if line.strip("\x00\x16 \t")]
        if not stx:  # no start of text: the header is its first line, and keywords where the next line has them
            count = 2 if len(top) > 1 and is_slug(top[1]) else 1
            top, body = top[:count], "\n".join(top[count:])
        if has_words(chunk):
            slug = " ".join(line.strip() for line in top[1:])
            messages.append(Message(top[0] if top else "", slug, lines_of(body), time, bool(etx), where))
    return messages


def _unmarked(text: str, found: Drafts) -> list[Message]:
    """The messages of a text without control characters: each from its header to its date-time group."""
    lines = lines_of(text)
    starts = [at for at, line in enumerate(lines) if read_header(line, strict=True) is not None]
    if len(starts) > MAX_MESSAGES:
        raise Unreadable("too-many", f"It has more than {MAX_MESSAGES:,} messages.")
    before = [line for line in lines[: starts[0] if starts else None] if not _CLOCK_LINE.fullmatch(line)]
    if has_words("".join(before)):
        found.set_aside.append(fragment("\n".join(before), "start"))
    messages = []
    for start, end in pairwise([*starts, len(lines)]):
        where = f"line {start + 1}"
        own = [line for line in lines[start + 1 : end] if not _CLOCK_LINE.fullmatch(line)]
        time = next((at for at in range(len(own) - 1, -1, -1) if _is_dtg(own[at])), None)
        if time is not None and has_words("".join(own[time + 1 :])):
            found.set_aside.append(fragment("\n".join(own[time + 1 :]), f"behind {where}"))
        body = own if time is None else own[:time]
        first = next((at for at, line in enumerate(body) if line.strip()), 0)
        is_named = first < len(body) and (is_slug(body[first]) or has_keywords(body, first))
        slug = body[first] if is_named else ""
        rest = body[first + 1 :] if slug else body[first:]
        closed = time is not None or any(_END.fullmatch(line.strip()) for line in rest[-3:])
        messages.append(Message(lines[start], slug.strip(), rest, own[time] if time is not None else "", closed, where))
    return messages


def _draft(message: Message, source: Source, problems: list[Problem]) -> Draft:
    draft = Draft(format=NAME, provider=source.provider, problems=problems)
    header = read_header(plain(message.header, draft.problems, message.where))
    if header is None:
        draft.problems.append(problem("unknown-value", f"{message.where}, header", message.header))
    agency = agency_of(header)
    body = plain("\n".join(message.lines), draft.problems, message.where)
    seven = national(body, agency)
    draft.problems.extend(seven.problems)
    draft.slugline = national(plain(message.slug, draft.problems, message.where), agency).text.strip(" /") or None
    draft.keywords = keywords_of(draft.slugline)
    stamp = _stamp(draft, message, source.fetched_at)
    title, rest = take_title(seven.text.split("\n"))
    if len(title) > 1 and draft.slugline is None and are_keywords(title[0]):
        draft.slugline = title.pop(0)
        draft.keywords = draft.slugline.split("/") if "/" in draft.slugline else []
    draft.blocks = blocks_of_lines(rest)
    stamp = stamp or _stamp_below(draft, source.fetched_at)
    _read_header(draft, header, agency or house_of_blocks(draft.blocks))
    read_title(draft, title, stamp.moment if stamp is not None else None)
    draft.guid = _guid(draft, header, stamp)
    if not message.complete:
        cut_off(draft, message.where)
    return draft


def _read_header(draft: Draft, header: Header | None, agency: str | None) -> None:
    if header is None:
        return
    if agency is not None:
        draft.facts["party"] = agency
    elif header.agency is not None and draft.provider is None:
        draft.facts["party"] = header.agency
    draft.facts.update(
        {
            key: value
            for key, value in msgspec.structs.asdict(header).items()
            if isinstance(value, str) and key in ("service", "category", "options", "agency_number")
        }
    )
    draft.urgency = header.priority
    draft.language = header.language
    if header.priority == 1:
        draft.signals.append(Signal(kind="flash"))
    if header.category is not None:
        draft.subjects.append(Subject(scheme="iptc7901-category", code=header.category))


def _stamp(draft: Draft, message: Message, arrival: datetime | None) -> Stamp | None:
    """When the message was made; its line may be followed by fillings."""
    lines = [line.strip() for line in lines_of(plain(message.time, [], "")) if line.strip()]
    if not lines:
        return None
    line = lines[0]
    stamp = next((found for one in lines[:4] if (found := read_dtg(one, arrival) or read_apa(one)) is not None), None)
    if stamp is None:
        draft.problems.append(problem("time-unreadable", f"{message.where}, date-time group", line))
    elif stamp.moment is None:
        draft.problems.append(problem("time-unknown", f"{message.where}, date-time group", line))
    else:
        draft.version_created, draft.precision = stamp.moment, stamp.precision
    return stamp


def _stamp_below(draft: Draft, arrival: datetime | None) -> Stamp | None:
    """The time of the line with which the APA closes its text, or of a last line that is one, where nothing stands
    behind the text."""
    stamp = next((found for block in draft.blocks[:-4:-1] if (found := read_apa(block.text)) is not None), None)
    if stamp is None and draft.blocks:
        stamp = closing_stamp(draft.blocks[-1].text, arrival)
    if stamp is not None and stamp.moment is not None:
        draft.version_created, draft.precision = stamp.moment, stamp.precision
    return stamp


def _guid(draft: Draft, header: Header | None, stamp: Stamp | None) -> str:
    """House, service with number, and day; where no number was assigned also a digest of keywords and headline."""
    day = stamp.day if stamp is not None else None
    house = draft.facts.get("party", draft.provider)
    if header is None:
        return guid_of(NAME, (house, day), draft.slugline, draft.headline, text_of_blocks(draft.blocks)[:2000])
    pieces = (house, f"{header.service}{header.number}", day)
    if header.number.strip("0") and day is not None:
        return guid_of(NAME, pieces)
    own = header.agency_number if header.agency_number and header.agency_number.strip("0.") else None
    return guid_of(NAME, pieces, own, draft.slugline, draft.headline or text_of_blocks(draft.blocks)[:200])


FORMAT = Format(name=NAME, title="IPTC 7901", looks_like=looks_like, read=read)
