"""ANPA 1312: AP, Reuters of old, Bay City; raw captures of a line. See docs/formats/anpa-1312.md."""

import re
from itertools import pairwise
from typing import NamedTuple

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.bylines import is_byline, is_employer
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.signals import read_note
from dateline.wire.draft import Block, Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.anpa1312_head import (
    ADVISORIES,
    LOUD,
    PRIORITIES,
    Header,
    is_advance,
    is_slug_line,
    read_header,
    read_slug,
    signals_of_take,
    version_of_take,
)
from dateline.wire.formats.anpa1312_sgml import ap_stories, is_ap_collection, is_corpus, stories
from dateline.wire.formats.anpa1312_text import Text, read_text
from dateline.wire.formats.base import Drafts, Format, Head, Source
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
from dateline.wire.formats.telex_charset import decode_wire
from dateline.wire.formats.telex_times import Stamp, read_sign_off, read_trailer, stamp_of
from dateline.wire.item import Signal, Subject
from dateline.wire.problems import Problem, problem
from dateline.wire.text.blocks import paragraph, text_of_blocks

NAME = "anpa1312"

_MARKED = re.compile(rb"\x01[\x16\x00]*[A-Za-z]\d{4}[^\x1f\r\n]{0,12}\x1f[\w\-?*.+/]{2,9}[\r\n ]+[A-Za-z] [A-Za-z?+*@]")
_LAYOUT = re.compile("[\x0b\x0c\x0e\x0f\x11-\x15\x17-\x1f]")
_PHOTO = re.compile(
    r"Fotos?(?: de)? (?:la )?AP\b"
    r"|\(?(?:AP|APTN|AFP|KYODO)?\s?(?:(?:Photo|Graphic)s?|PHOTOS?|Video|Audio|Multimedia)\b(?!\s[a-z])"
)
_EDS = re.compile(r"\(?(?:Eds|EDS|Editors?|EDITORS?)\b['’]?s?\s*(?:Note|NOTE)?\s*[:,—–_\-]")
# The AP's to readers; one to editors has no `'S`.
_READERS_NOTE = re.compile(r"EDITOR['’]S\s+NOTE\s*[—–:_\-]", re.IGNORECASE)
_DESK_PREFIX = re.compile(r"(?P<agency>[A-Z]{2,4})(?P<number>\d{1,4})\s?:\s?(?=\S)")


_RIGHTS = re.compile(r"(?:c\.?|\(c\)|©|Copyright) ?\d{4}\b.{2,100}", re.IGNORECASE)
_LOUD_LINES = frozenset(("URGENT", "BULLETIN", "FLASH"))
_UNDER_HEADLINE = re.compile(r"\b(?:headline|headlined|slug|slugged)[,:]? [“\"](?P<target>[^”\"]{3,200}?),?[”\"]")


class Message(NamedTuple):
    """One message: its header, its text in lines, what stands behind the text, and whether its end is there."""

    header: Header | None
    lines: list[str]
    tail: str
    complete: bool
    where: str
    made: Stamp | None = None


def looks_like(head: Head) -> bool:
    """Whether a file has a header behind SOH, or begins with the two lines of one whose control characters are gone."""
    if head.text[:1] in ("<", "{", "["):
        return is_corpus(head.text) or is_ap_collection(head.text)
    data = head.data[:LOOK]
    if b"\x01" in data:
        return _MARKED.search(data) is not None
    lines = [line for line in lines_of(head.text[:400]) if line.strip()][:2]
    return len(lines) == 2 and read_header(lines[0], lines[1]) is not None


def read(source: Source) -> Drafts:
    """A draft for each message. A piece without a beginning is set aside; a message without an end is withheld.

    Raises Unreadable: `too-large`, `too-many`, `unknown-format` where there is no message.
    """
    bounded(source.data)
    decoded = decode_wire(source.data)
    found = Drafts()
    for message in _messages(decoded.text, found):
        found.drafts.append(draft_of(message, source, list(decoded.problems)))
    if not found.drafts and not found.set_aside:
        raise Unreadable("unknown-format", "There is no message of ANPA 1312 in it.")
    return found


def _messages(text: str, found: Drafts) -> list[Message]:
    if SOH in text:
        return marked(text, found)
    if not text.lstrip().startswith("<"):
        return _unmarked(text, found)
    if is_ap_collection(text):
        if text.count("<DOC>") > MAX_MESSAGES:
            raise Unreadable("too-many", f"It has more than {MAX_MESSAGES:,} messages.")
        return [
            Message(read_header("a0000ap", story.header), story.lines, story.trailer, True, f"story {number}")
            for number, story in enumerate(ap_stories(text), 1)
        ]
    messages: list[Message] = []
    for number, story in enumerate(stories(text), 1):
        own = marked(story.message, Drafts())
        messages.extend(message._replace(where=f"story {number}", made=story.made) for message in own)
    return messages


def marked(text: str, found: Drafts) -> list[Message]:
    """The messages of a text with control characters; pieces of others are set aside in `found`."""
    before, *chunks = text.split(SOH)
    if len(chunks) > MAX_MESSAGES:
        raise Unreadable("too-many", f"It has more than {MAX_MESSAGES:,} messages.")
    if has_words(before):
        found.set_aside.append(fragment(before, "start"))
    messages = []
    for number, chunk in enumerate(chunks, 1):
        where = f"message {number}"
        front, etx, tail = chunk.partition(ETX)
        tail, _, rest = tail.partition(EOT)
        if has_words(rest):
            found.set_aside.append(fragment(rest, f"behind {where}"))
        head, stx, body = front.partition(STX)
        top = [line for line in lines_of(head) if line.strip("\x00\x16 \t")]
        if not stx:
            top, body = top[:2], "\n".join(lines_of(head)[2:])
        header = read_header(top[0], top[1], loose=True) if len(top) > 1 else None
        if header is None and not has_words(body):
            if has_words(chunk):
                found.set_aside.append(fragment(chunk, where))
            continue
        messages.append(Message(header, lines_of(body), tail, bool(etx), where))
    return messages


def _unmarked(text: str, found: Drafts) -> list[Message]:
    """The messages of a text whose control characters a transport has dropped: nothing tells that one is cut off."""
    lines = lines_of(text)
    headers = {at: read_header(lines[at], lines[at + 1]) for at in range(len(lines) - 1) if lines[at][1:5].isdigit()}
    starts = [at for at, header in headers.items() if header is not None]
    if len(starts) > MAX_MESSAGES:
        raise Unreadable("too-many", f"It has more than {MAX_MESSAGES:,} messages.")
    before = "\n".join(lines[: starts[0] if starts else None])
    if has_words(before):
        found.set_aside.append(fragment(before, "start"))
    return [
        Message(headers[start], lines[start + 2 : end], "", True, f"line {start + 1}")
        for start, end in pairwise([*starts, len(lines)])
    ]


def draft_of(message: Message, source: Source, problems: list[Problem]) -> Draft:
    """The draft of a message."""
    draft = Draft(format=NAME, provider=source.provider, problems=problems)
    header = message.header
    if header is None:
        draft.problems.append(problem("unknown-value", f"{message.where}, header", ""))
    text = read_text(
        [_kept(line, draft.problems, message.where) for line in message.lines],
        tabular=header is not None and header.tabular,
    )
    draft.blocks = text.blocks
    house, stamp = (None, message.made) if message.made is not None else _trailer(draft, message)
    _read_head(draft, text)
    _read_header(draft, header)
    _name_house(draft, header, house)
    stamp = _settle_time(draft, header, stamp, source)
    draft.guid = _guid(draft, header, stamp)
    if not message.complete:
        cut_off(draft, message.where)
    return draft


def _kept(line: str, problems: list[Problem], where: str) -> str:
    """A line with the control characters that its layout needs; fonts and fixed spaces are gone, others a problem."""
    if line.isprintable():
        return line
    line = _LAYOUT.sub("", line)
    pieces = re.split("([\x08\x10\t])", line)
    return "".join(piece if piece in ("\x08", "\x10", "\t") else plain(piece, problems, where) for piece in pieces)


def _trailer(draft: Draft, message: Message) -> tuple[str | None, Stamp | None]:
    """House and time of the trailer behind the text, or at its foot where a transport has dropped the ETX."""
    for line in lines_of(plain(message.tail, [], "")):
        found = read_trailer(line) if line.strip() else None
        if found is not None:
            return found.agency, found.stamp
    for block in draft.blocks[-2:]:
        found = read_trailer(block.text)
        if found is not None:
            block.role = "apparatus"
            return found.agency, found.stamp
    for block in draft.blocks[:-12:-1]:
        stamp = read_sign_off(block.text)
        if stamp is not None:
            return None, stamp
    return None, None


def _read_head(draft: Draft, text: Text) -> None:
    """The head lines: slug, headline, notes; what stays are bylines, a summary, and the first lines of the story."""
    story = bool(draft.blocks)
    first: list[Block] = []
    byline = False
    for order, (line, closed) in enumerate(text.head):
        if order == 0 and is_slug_line(line) and not _DESK_PREFIX.match(line):
            slug = read_slug(line)
            draft.slugline = slug.slug
            draft.facts["take"] = slug.take or ""
        elif _READERS_NOTE.match(line):
            draft.note = f"{draft.note}\n{line}" if draft.note else line
        elif _EDS.match(line) or _PHOTO.match(line):
            _note(draft, line)
        elif announces_embargo(line) or line.lower().startswith(("for release", "$adv")):
            _note(draft, line)
            _hold(draft, line)
        elif is_byline(line) or (byline and is_employer(line)):
            first.append(paragraph(line))
            byline = True
        elif line.startswith("(") and line.endswith(")") and len(text.head) > 1:
            _note(draft, line)
        elif _RIGHTS.fullmatch(line) or (
            len(line) <= 20 and not byline and code_of(line.removeprefix("The ")) is not None
        ):
            first.append(paragraph(line))
            first[-1].role = "apparatus"
        elif line in _LOUD_LINES:
            draft.signals.append(Signal(kind="flash", text=line))
        elif draft.headline is None and not byline:
            draft.headline = _without_prefix(draft, line.lstrip("*"))
        elif story and closed and not byline and draft.abstract is None and len(line) > 60:
            draft.abstract = line
        else:
            first.append(paragraph(line, "p" if closed else "h3"))
    draft.blocks[:0] = first


def _note(draft: Draft, line: str) -> None:
    draft.ed_note = f"{draft.ed_note}\n{line}" if draft.ed_note else line
    signal = read_note(line[1:-1] if line.startswith("(") and line.endswith(")") else line)
    if signal is not None:
        draft.signals.append(Signal(kind=signal.kind, text=line, target=signal.target))


def _hold(draft: Draft, words: str) -> None:
    draft.status = "withheld"
    draft.problems.append(problem("embargo-unclear", "header", words))


def _without_prefix(draft: Draft, line: str) -> str | None:
    """A headline without the desk's number ahead of it (`BCN43:`), which names the house."""
    found = _DESK_PREFIX.match(line)
    house = code_of(found["agency"]) if found is not None else None
    if found is None or house is None:
        return line or None
    draft.facts["party"] = house
    draft.head_apparatus.append(found[0].strip())
    return line[found.end() :]


def _read_header(draft: Draft, header: Header | None) -> None:
    if header is None:
        return
    draft.urgency = PRIORITIES.get(header.priority)
    if draft.urgency is None:
        draft.problems.append(problem("unknown-value", "priority", header.priority))
    if header.priority in LOUD:
        draft.signals.append(Signal(kind="flash"))
    if header.category == ADVISORIES:
        draft.signals.append(Signal(kind="advisory"))
    draft.subjects.append(Subject(scheme="anpa1312-category", code=header.category))
    draft.facts.update({"service": header.level, "selector": header.selector, "category": header.category})
    draft.slugline = draft.slugline or header.keyword or None
    take = draft.facts.get("take") or header.version or ""
    draft.signals.extend(_aimed(draft, signal) for signal in signals_of_take(take))
    draft.version = version_of_take(take)
    if is_advance(take) or is_advance(header.version or ""):
        _hold(draft, take or header.version or "")


def _aimed(draft: Draft, signal: Signal) -> Signal:
    """A kill with what it kills: the headline that its note names, else the slug, which its story had too."""
    if signal.kind != "kill":
        return signal
    named = _UNDER_HEADLINE.search((draft.ed_note or "")[:2000])
    return Signal(kind="kill", text=signal.text, target=named["target"] if named is not None else draft.slugline)


def _name_house(draft: Draft, header: Header | None, house: str | None) -> None:
    """The house: of the trailer, of the desk's number, of the header, else of the first dateline."""
    if "party" in draft.facts:
        return
    known = code_of(house) if house else None
    if known is None and header is not None:
        known = (
            code_of(header.source)
            or code_of(header.selector)
            or ("RTR" if header.selector.lower().startswith("reut") else None)
        )
    if known is None:
        known = house_of_blocks(draft.blocks)
    if known or house:
        draft.facts["party"] = known or house or ""


def _settle_time(draft: Draft, header: Header | None, stamp: Stamp | None, source: Source) -> Stamp | None:
    """The time: of trailer or sign-off, else the day of the header, whose year the arrival gives."""
    if stamp is None and header is not None and header.month and header.day:
        stamp = stamp_of((None, header.month, header.day), None, None, source.fetched_at)
        if stamp is None:
            draft.problems.append(problem("time-unreadable", "header", f"{header.month:02}-{header.day:02}"))
    if stamp is not None and stamp.moment is not None:
        draft.version_created, draft.precision = stamp.moment, stamp.precision
    elif stamp is not None:
        draft.problems.append(problem("time-unknown", "header", stamp.day.lstrip("-")))
    return stamp


def _guid(draft: Draft, header: Header | None, stamp: Stamp | None) -> str:
    """House, level with number, day, slug and take; where there is no number or day also the first words.

    Reuters of 1987 used numbers twice on one day: none of these tells messages apart by itself.
    """
    day = stamp.day if stamp is not None else None
    house = draft.facts.get("party") or draft.provider
    if header is not None and header.number.strip("0") and day is not None:
        named = (f"{header.level}{header.number}", day, header.keyword, header.version)
        return guid_of(NAME, (house or header.selector, *named))
    words = text_of_blocks(draft.blocks)[:500]
    return guid_of(NAME, (house, day), draft.slugline, draft.facts.get("take"), draft.headline, words)


FORMAT = Format(name=NAME, title="ANPA 1312", looks_like=looks_like, read=read)
