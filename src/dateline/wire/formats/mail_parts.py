"""The parts of a message (MIME): its text, of alternatives the better one, what is attached, what is forwarded."""

import re
from email.message import Message
from typing import NamedTuple, cast

from dateline.wire.errors import Unreadable
from dateline.wire.formats.mail_headers import text_in, words_of_header
from dateline.wire.formats.mail_text import unflowed
from dateline.wire.problems import Problem
from dateline.wire.text.blocks import squash, text_of_blocks
from dateline.wire.text.html import blocks_of_html

MAX_DEPTH = 30
"""How deep parts of a message may be nested."""

MAX_PARTS = 500
"""The most parts of a message that are looked at."""

_META = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][A-Za-z0-9._:-]{0,40})""", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_ENOUGH = 0.7
"""So much of the words of the plain text HTML must have to be the better of the two."""

_SIGNATURES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))


class Text(NamedTuple):
    """A text of a message."""

    words: str
    is_html: bool


class Attached(NamedTuple):
    """A file in a message: its name, type, Content-ID, bytes."""

    name: str | None
    mime_type: str
    content_id: str | None
    data: bytes


class Parts:
    """What is in a message, in its order."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.attached: list[Attached] = []
        self.forwarded: list[Message] = []
        self.problems: list[Problem] = []
        self.count = 0


def parts_of(message: Message) -> Parts:
    """Everything in a message that is read."""
    found = Parts()
    _collect(message, found, 0)
    _drop_repetitions(found)
    return found


def _drop_repetitions(found: Parts) -> None:
    """Drops a plain text that HTML beside it says too: some programs send both as if one followed the other."""
    html = squash("".join(_words(text) for text in found.texts if text.is_html))
    if html:
        found.texts = [text for text in found.texts if text.is_html or squash(text.words) not in html]


def _collect(part: Message, found: Parts, depth: int) -> None:
    found.count += 1
    if depth > MAX_DEPTH or found.count > MAX_PARTS:
        return
    mime_type = part.get_content_type()
    payload = part.get_payload()
    if mime_type in ("message/rfc822", "message/global", "message/news") and isinstance(payload, list):
        found.forwarded.extend(cast("list[Message]", payload[:1]))
    elif mime_type == "multipart/alternative" and isinstance(payload, list):
        _choose(cast("list[Message]", payload), found, depth)
    elif isinstance(payload, list):
        for child in cast("list[Message]", payload):
            _collect(child, found, depth + 1)
    elif mime_type in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        found.texts.append(_text(part, mime_type == "text/html", found.problems))
    elif mime_type not in _SIGNATURES:
        found.attached.append(_attached(part, mime_type))


def _choose(alternatives: list[Message], found: Parts, depth: int) -> None:
    """The better of alternatives: HTML, unless the plain text has much more to say. What is attached to any stays."""
    each: list[Parts] = []
    for alternative in alternatives:
        own = Parts()
        own.count = found.count
        _collect(alternative, own, depth + 1)
        found.count = own.count
        each.append(own)
    for own in each:
        found.attached += own.attached
        found.forwarded += own.forwarded
        found.problems += own.problems
    plain = next((own for own in each if own.texts and not any(text.is_html for text in own.texts)), None)
    html = next((own for own in reversed(each) if any(text.is_html for text in own.texts)), None)
    if plain is not None and (html is None or _letters(html.texts) < _ENOUGH * _letters(plain.texts)):
        html = plain
    found.texts += html.texts if html is not None else []


def _letters(texts: list[Text]) -> int:
    """How many letters texts have, those of web addresses aside."""
    return sum(len(squash(_ADDRESS.sub("", _words(text)))) for text in texts)


def _words(text: Text) -> str:
    """The words of a text; none where its HTML cannot be read."""
    try:
        return text_of_blocks(blocks_of_html(text.words).blocks) if text.is_html else text.words
    except Unreadable:
        return ""


def bytes_in(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message, is_html: bool, problems: list[Problem]) -> Text:
    data = bytes_in(part)
    charset = part.get_content_charset()
    if charset is None and is_html:
        told = _META.search(data[:4096])
        charset = told[1].decode("ascii") if told else None
    words = text_in(data, charset, problems)
    if not is_html and str(part.get_param("format", "")).lower() == "flowed":
        words = unflowed(words, str(part.get_param("delsp", "")).lower() == "yes")
    return Text(words, is_html)


def _attached(part: Message, mime_type: str) -> Attached:
    name = part.get_filename()
    content_id = str(part.get("Content-ID", "")).strip().strip("<>")
    return Attached(words_of_header(str(name)[:500]) if name else None, mime_type, content_id or None, bytes_in(part))
