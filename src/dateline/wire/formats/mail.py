"""Mail (RFC 5322, MIME), one message or an mbox of several: each message is an item, and so is copy attached to it.

The parser is the standard library's with its older policy: the newer one makes sense of every address while it parses,
which takes quadratic time, or fails, on headers that mean harm.
"""

import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source, head_of
from dateline.wire.formats.feed_dates import parse_date, read_date
from dateline.wire.formats.feed_parts import add_media, agency_in, agency_of_host, is_entry
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.mail_form import add_form, answers_of
from dateline.wire.formats.mail_headers import header_of, parted_subject, sender_of
from dateline.wire.formats.mail_parts import Attached, Parts, parts_of
from dateline.wire.formats.mail_text import add_html_text, add_plain_text, mark_set_phrases
from dateline.wire.formats.values import add_keywords, kind_of_media, language_of
from dateline.wire.item import Media
from dateline.wire.problems import problem

NAME = "mail"

MAX_INSIDE = 8
"""How many messages may lie in each other."""

HEADERS_BYTES = 64 * 1024
"""How far the headers of a message may go, in bytes; those that servers add come first and are long."""

MAX_LINES = 600_000
"""The most lines of a file; a message of 32 MiB in base64 has 450,000."""

MAX_MESSAGES = 5000
"""The most messages of an mbox that are read."""

MAX_MARKS = 10_000
"""The most lines of a message that may be boundaries between parts."""

_MAX_WORK = 10_000_000
"""The most lines times boundaries of a message: the parser holds each line against every boundary that is open."""

FROM_LINE = re.compile(rb"From \S{1,200} [^\r\n]{8,80}\d{4}[^\r\n]{0,20}\r?\n")
"""The line that a message of an mbox begins with, behind an empty one."""

_MBOX = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))" + FROM_LINE.pattern)
_MBOX_LINE = re.compile(r"From \S{1,200} .{8,80}\d{4}.{0,20}")
_MBOX_START = re.compile(r"From \S{1,200} ")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")
_HEADER = re.compile(r"([!-9;-~]{1,76}):")
_COMMON = frozenset(
    (
        "from to cc bcc subject date message-id received mime-version content-type return-path delivered-to reply-to "
        "sender dkim-signature list-id content-transfer-encoding x-mailer user-agent in-reply-to references"
    ).split()
)
_BY_MACHINE = frozenset(("message-id", "received", "mime-version", "return-path", "delivered-to", "dkim-signature"))
_NOT_IN_TEXT = frozenset(("page-html", "page-text", NAME))
"""Formats that the text of a mail is not looked at as: a page is not sent as the text of a mail."""


def looks_like(head: Head) -> bool:
    """Whether a file begins with the headers of a message, as machines write them; a typed `From:` makes no mail."""
    if _HEADER.match(head.text) is None and _MBOX_START.match(head.text) is None:
        return False
    names: dict[str, str] = {}
    start = head.data[:HEADERS_BYTES].decode("latin-1").lstrip("\xef\xbb\xbf \t\r\n").replace("\r\n", "\n")
    lines = start.partition("\n\n")[0].split("\n")
    if "\n\n" not in start and len(head.data) > HEADERS_BYTES:
        lines.pop()
    for number, line in enumerate(lines):
        if number == 0 and _MBOX_LINE.fullmatch(line):
            continue
        if not line:
            break
        if line[0] in " \t":
            if not names:
                return False
            continue
        found = _HEADER.match(line)
        if found is None:
            return False
        names.setdefault(found[1].lower(), line[found.end() :].strip())
    if "from" not in names or len(names.keys() & _COMMON) < 3:
        return False
    dated = parse_date(names.get("date", ""))
    return bool(names.keys() & _BY_MACHINE) or (dated is not None and dated.precision != "day")


def read(source: Source) -> Drafts:
    """The messages of a file and the copy attached to them, in order. Raises Unreadable."""
    if source.depth > MAX_INSIDE:
        raise Unreadable("too-deep", f"More than {MAX_INSIDE} messages lie in each other.")
    if source.data.count(b"\n") > MAX_LINES:
        raise Unreadable("too-many", f"It has more than {MAX_LINES:,} lines.")
    found = Drafts()
    for data in _messages(source.data):
        _read_message(_parsed(data), source, found)
    return found


def _messages(data: bytes) -> Iterator[bytes]:
    """The messages of an mbox, or the one that the file is."""
    starts = list(_MBOX.finditer(data.lstrip(b"\r\n\t ")))
    data = data.lstrip(b"\r\n\t ")
    if not starts or starts[0].start():
        yield data
        return
    if len(starts) > MAX_MESSAGES:
        raise Unreadable("too-many", f"It has {len(starts):,} messages; {MAX_MESSAGES:,} are read.")
    ends = [start.start() for start in starts[1:]] + [len(data)]
    for start, end in zip(starts, ends, strict=True):
        yield _QUOTED_FROM.sub(rb"\1", data[start.end() : end])


def _parsed(data: bytes) -> Message:
    boundaries = data.count(b"boundary=") + data.count(b"BOUNDARY=") + data.count(b"Boundary=")
    if (1 + boundaries) * data.count(b"\n") > _MAX_WORK or data.count(b"\n--") > MAX_MARKS:
        raise Unreadable("too-many", "It has too many parts.")
    try:
        return BytesParser(policy=policy.compat32).parsebytes(data)
    except RecursionError:
        raise Unreadable("too-deep", "Its parts are nested too deeply.") from None


def _read_message(message: Message, source: Source, found: Drafts) -> None:
    if message.get_content_type() == "multipart/report":
        found.set_aside.append(problem("not-an-item", "Content-Type", "A report about the delivery of a mail."))
        return
    if source.depth > MAX_INSIDE:
        found.set_aside.append(problem("not-an-item", "message/rfc822", "A message inside too many others."))
        return
    parts = parts_of(message)
    inner = msgspec.structs.replace(source, depth=source.depth + 1)
    wire = _wire_copy(parts, inner)
    after = Drafts()
    for forwarded in parts.forwarded:
        _read_message(forwarded, inner, after)
    draft = _draft(message, source, parts)
    for attached in parts.attached:
        _read_attached(attached, draft, inner, after)
    if wire is not None:
        found.drafts += wire.drafts
        found.set_aside += wire.set_aside
    elif draft.blocks or (is_entry(draft) and not after.drafts):
        draft.guid = draft.guid or made_guid(draft)
        found.drafts.append(draft)
    elif not after.drafts:
        found.set_aside.append(problem("not-an-item", "mail", "A message without subject and text."))
    found.drafts += after.drafts
    found.set_aside += after.set_aside


def _wire_copy(parts: Parts, source: Source) -> Drafts | None:
    """The items of a text that is itself wire copy in a known format; None for a text that is the mail's own."""
    from dateline.wire.formats.table import detect  # the table of formats has this one in it
    from dateline.wire.formats.wire_text import is_bare_story  # and loads each when it is asked for

    if not any(not text.is_html for text in parts.texts):
        return None
    data = "\n".join(text.words for text in parts.texts if not text.is_html).strip().encode("utf-8", "surrogatepass")
    try:
        format = detect(data)
        if format.name in _NOT_IN_TEXT or format.read is None or is_bare_story(format, head_of(data)):
            return None
        return format.read(msgspec.structs.replace(source, data=data))
    except Unreadable:
        return None


def _draft(message: Message, source: Source, parts: Parts) -> Draft:
    """The draft of a message: what its headers and its text say."""
    draft = Draft(format=NAME)
    name, address = sender_of(message)
    draft.provider = source.provider or _provider(name, address)
    subject = header_of(message, "Subject", draft.problems)
    if subject is not None:
        is_list = header_of(message, "List-Id") is not None
        draft.headline, marks = parted_subject(subject, is_list)
        draft.head_apparatus.extend(marks)
    draft.guid = (header_of(message, "Message-ID") or "").strip("<> ") or None
    moment = read_date(draft, header_of(message, "Date"), "Date")
    if moment is not None:
        draft.version_created, draft.precision = moment.time, moment.precision
    expiry = read_date(draft, header_of(message, "Expires") or header_of(message, "Expiry-Date"), "Expires")
    draft.expires = expiry.time if expiry else None
    draft.language = language_of((header_of(message, "Content-Language") or "").partition(",")[0])
    add_keywords(draft, header_of(message, "Keywords"))
    draft.ed_note = header_of(message, "Comments", draft.problems)
    draft.problems += parts.problems
    for text in parts.texts:
        answers = None if text.is_html else answers_of(text.words)
        if answers is not None:
            add_form(draft, answers)
            continue
        try:
            (add_html_text if text.is_html else add_plain_text)(draft, text.words)
        except Unreadable as error:
            draft.problems.append(problem("content-unknown", "text", str(error)))
    forwarded = mark_set_phrases(draft)
    agency = _agency(*forwarded) if forwarded is not None else None
    if agency is not None and source.provider is None:
        draft.provider = agency
    return draft


def _provider(name: str | None, address: str | None) -> str | None:
    """The agency that the sender's name or domain stands for, else the domain."""
    code = _agency(name, address)
    if code is not None or address is None:
        return code
    return address.rpartition("@")[2].lower().rstrip(".") or None


def _agency(name: str | None, address: str | None) -> str | None:
    """The agency that a name or the domain of an address stands for."""
    code = agency_in(name) if name else None
    if code is not None or address is None:
        return code
    return agency_of_host(address.rpartition("@")[2].lower().rstrip("."))


def _read_attached(attached: Attached, draft: Draft, source: Source, after: Drafts) -> None:
    """A file in a message: copy in a format that is read becomes items; a picture or the like media of the message."""
    from dateline.wire.formats.table import detect  # the table of formats has this one in it

    kind = kind_of_media(attached.mime_type)
    if kind is not None and kind != "text":
        href = f"cid:{attached.content_id}" if attached.content_id else None
        media = Media(
            kind=kind, href=href, headline=attached.name, mime_type=attached.mime_type, size=len(attached.data)
        )
        add_media(draft, media)
        return
    where = f"attachment {attached.name or attached.mime_type}"
    try:
        format = detect(attached.data)
        if format.read is None:
            raise Unreadable("unknown-format", f"{format.title} is written and not read.")
        found = format.read(msgspec.structs.replace(source, data=attached.data, name=attached.name))
    except Unreadable as error:
        after.set_aside.append(problem("content-unknown", where, f"{where}: {error}"))
        draft.problems.append(problem("content-unknown", where, str(error)))
    else:
        after.drafts += found.drafts
        after.set_aside += found.set_aside


FORMAT = Format(name=NAME, title="mail (RFC 5322, MIME), and mbox", looks_like=looks_like, read=read)
