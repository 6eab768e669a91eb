"""What the old line formats (IPTC 7901, ANPA 1312, ZCZC) share: control characters, identity, messages cut off.

They were made for lines that never stop. A file may hold many messages, begin in the middle of one and end in another;
nothing in a message is marked but by its place, and identity is made of what each message says of itself.
"""

import hashlib
import re

from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.draft import Block, Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES
from dateline.wire.problems import Problem, problem
from dateline.wire.text.blocks import squash

SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
"""Start of header, start of text, end of text, end of transmission (ISO 646)."""

LOOK = 256 * 1024
"""How far into a file a header is looked for, in bytes."""

MAX_MESSAGES = 20_000
"""The most messages that one file may have."""

MAX_CHARS = 8 * 1024 * 1024
"""The longest file of messages, in characters."""

MAX_LINES = 400_000
"""The most lines that a file of messages may have."""

_NOISE = re.compile("[\x00\x06\x07\x0e\x0f\x16\x17\x7f\ufeff]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")
_LINE_END = re.compile(r"\r\n|\n\r|\r\r\n|[\n\r\v\f\x85\u2028\u2029]")


def bounded(data: bytes) -> None:
    """Raises Unreadable where a file is larger than messages are."""
    if len(data) > min(MAX_CHARS, MAX_BYTES):
        raise Unreadable("too-large", f"It has {len(data):,} bytes; a file of messages may have {MAX_CHARS:,}.")
    if max(data.count(b"\n"), data.count(b"\r")) > MAX_LINES:
        raise Unreadable("too-many", f"It has more than {MAX_LINES:,} lines.")


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return _LINE_END.split(text)


def plain(text: str, problems: list[Problem], where: str) -> str:
    """A text without control characters: bells, fillings and shifts silently, others with a problem."""
    text = _NOISE.sub("", text)
    found = _CONTROL.search(text)
    if found is None:
        return text
    problems.append(problem("control-characters", where, repr(found[0])))
    return _CONTROL.sub("", text)


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in what stands between messages."""
    return any(letter.isalnum() for letter in text)


def fragment(text: str, where: str) -> Problem:
    """What is told of a piece of a message whose beginning is not in the file."""
    words = " ".join(_CONTROL.sub(" ", text[:400]).split())
    return problem("fragment", where, f"a piece of a message without its beginning: {words}")


def cut_off(draft: Draft, where: str) -> None:
    """Holds back a message whose end is not in the file."""
    if draft.status == "usable":
        draft.status = "withheld"
    draft.problems.append(problem("cut-off", where, draft.blocks[-1].text[-80:] if draft.blocks else ""))


def house_of_blocks(blocks: list[Block]) -> str | None:
    """The house that the first dateline of a text names, where nothing ahead of the text names one."""
    for block in blocks[:6]:
        found = parse_dateline(block.text)
        if found is not None and found.dateline.agencies:
            return found.dateline.agencies[0]
    return None


def guid_of(scheme: str, pieces: tuple[str | None, ...], *more: str | None) -> str:
    """The guid of a message: the pieces that name it (house, service and number, day).

    `more` is given where these do not tell one message from another (the number is all zeros): slug, headline, time;
    of these a digest is added. The same bytes give the same guid, always.
    """
    named = [re.sub(r"\s+", "-", piece.strip()) for piece in pieces if piece and piece.strip()]
    told = [squash(piece).casefold() for piece in more if piece]
    if told:
        named.append(hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16])
    return ":".join([scheme, *named])
