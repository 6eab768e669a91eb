"""ZCZC … NNNN: messages between the marks of telegraphs, with fields ahead of the text. See docs/formats/zczc.md."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.telex import MAX_MESSAGES, bounded, cut_off, fragment, guid_of, has_words, lines_of, plain
from dateline.wire.formats.telex_charset import decode_wire
from dateline.wire.formats.telex_head import take_headline
from dateline.wire.formats.telex_lines import blocks_of_lines
from dateline.wire.formats.telex_times import month_of
from dateline.wire.formats.zczc_numbered import fill, read_numbered
from dateline.wire.item import Subject
from dateline.wire.problems import Problem
from dateline.wire.text.blocks import fold, text_of_blocks

NAME = "zczc"

MOST_FIELDS = 24
"""How many lines of fields may stand ahead of a text."""

LONGEST_HEADLINE = 200
"""A first line of more characters than this is a paragraph."""

_BEGIN = re.compile(
    r"[ \t\x00-\x1f]{0,8}ZCZC(?P<rest>[ \t]+[^\n]{0,80}|#[^\n]{0,200}|\d{4}/S[A-Z0-9][A-Z])?[ \t]*", re.IGNORECASE
)
_NAMED = re.compile(r"(?P<name>[A-Z]{2})#(?P<value>.*)")
_TITLE = re.compile(r"(?P<slug>[A-Z][A-Z /\-]{1,30})\s*:\s*(?P<headline>\S.*)")
_LAYOUT = ("<!", ".=!", "=!", "<")
_INVISIBLE = re.compile("[\x0f\x19\x11-\x14]")
_MOMENT = re.compile(
    r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9}) (?P<year>\d{4})"
    r"(?: (?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
)
_MEDIANET = re.compile(r"\s*https?://(?:www\.)?medianet\.com\.au/releases/")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
_FIELD_NAMES = {
    ":": "slug",
    "#": "meeting",
    "=": "take",
    "^": "headline",
    "$": "category",
    "*": "format",
    "&": "level",
    "@": "place",
    "~": "service",
}
# The fields of AAP's scripts for broadcasters, whose signs mean something else: `$Headline`, `:(PLACE)`, `*07000000`.
_SCRIPT_FIELDS = (
    (re.compile(r"\$(?P<value>[^\W\d_].{5,200})"), "headline"),
    (re.compile(r":\((?P<value>[^()]{2,40})\)"), "place"),
    (re.compile(r"\*(?P<value>\d{8})"), "subject"),
    (re.compile(r"&(?P<value>\S{4,60})"), "sender"),
)


@dataclass(slots=True)
class Fields:
    """The fields ahead of a text, by name, and the lines of the text."""

    values: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def add(self, name: str, value: str) -> None:
        words = fold(_without_layout(value)).strip()
        if words:
            self.values.setdefault(name, []).append(words)

    def first(self, *names: str) -> str | None:
        return next((self.values[name][0] for name in names if name in self.values), None)


def looks_like(head: Head) -> bool:
    """Whether the first word of a file is ZCZC, or a whole line of it is, with a NNNN below it."""
    line = next((line for line in lines_of(head.text[:400]) if line.strip()), "")
    if _BEGIN.fullmatch(line) is not None:
        return True
    if head.text[:1] in ("<", "{", "["):
        return False
    lines = [line.strip() for line in lines_of(head.text)]
    return any(line == "ZCZC" or line.startswith("ZCZC ") for line in lines) and "NNNN" in lines


def read(source: Source) -> Drafts:
    """A draft for each message. A piece without a beginning is set aside; a message without an end is withheld.

    Raises Unreadable: `too-large`, `too-many`, `unknown-format` where there is no message.
    """
    bounded(source.data)
    decoded = decode_wire(source.data)
    found = Drafts()
    own: list[str] | None = None
    before: list[str] = []
    for line in lines_of(decoded.text):
        begin = _BEGIN.fullmatch(line)
        end = _before_end(line) if own is not None and "NNNN" in line else None
        if begin is not None:
            _close(found, own, source, list(decoded.problems), complete=False)
            own = [(begin["rest"] or "").strip()]
        elif end is not None and own is not None:
            own.append(end)
            _close(found, own, source, list(decoded.problems), complete=True)
            own = None
        elif own is not None:
            own.append(line)
        else:
            before.append(line)
        if len(found.drafts) > MAX_MESSAGES:
            raise Unreadable("too-many", f"It has more than {MAX_MESSAGES:,} messages.")
    _close(found, own, source, list(decoded.problems), complete=False)
    if has_words("".join(before)):
        found.set_aside.append(fragment("\n".join(before), "outside messages"))
    if not found.drafts:
        raise Unreadable("unknown-format", "There is no message between ZCZC and NNNN in it.")
    return found


def _before_end(line: str) -> str | None:
    """What stands ahead of the NNNN that ends a line; None where none does."""
    text = line.rstrip(" \t\x0f\x19\x03\x04")
    if not text.endswith("NNNN") or text[-5:-4].isalnum():
        return None
    return text[:-4]


def _without_layout(line: str) -> str:
    """A line without the marks that end it on a typesetting machine."""
    line = line.rstrip()
    mark = next((mark for mark in _LAYOUT if line.endswith(mark)), "")
    return line.removesuffix(mark).rstrip() if mark else line


def _close(found: Drafts, lines: list[str] | None, source: Source, problems: list[Problem], *, complete: bool) -> None:
    if lines is None or not has_words("".join(lines)):
        return
    draft = Draft(format=NAME, provider=source.provider, problems=problems)
    where = f"message {len(found.drafts) + 1}"
    lines = [plain(_INVISIBLE.sub("", line), draft.problems, where) for line in lines]
    numbered = read_numbered(lines)
    if numbered is not None:
        fill(draft, numbered, source)
        if not complete:
            cut_off(draft, where)
    else:
        _read_by_fields(draft, lines, where, complete=complete)
    found.drafts.append(draft)


def _read_by_fields(draft: Draft, lines: list[str], where: str, *, complete: bool) -> None:
    """Fills a draft from a message with fields ahead of its text, or none."""
    fields = _fields(lines)
    _read_fields(draft, fields)
    if draft.headline is None and draft.slugline is None:
        draft.headline = take_headline(fields.lines)
    if draft.headline is None and any(_MEDIANET.match(line) for line in fields.lines[-MOST_FIELDS:]):
        draft.headline = _first_line(fields.lines)
    draft.blocks = blocks_of_lines(
        [_without_layout(line).removeprefix("<") for line in fields.lines], tabular=fields.first("format") == "T"
    )
    last = draft.blocks[-1].text.rpartition("\n")[2].split() if draft.blocks else []
    closed = code_of(last[0]) if last and len(last) <= 4 else None
    _name_house(draft, fields, closed)
    draft.guid = _guid(draft, fields)
    if not complete and closed is None and "TX" not in fields.values:
        cut_off(draft, where)


def _first_line(lines: list[str]) -> str | None:
    """Takes the line that a release of Medianet begins with, its headline, out of `lines`; None where it goes on."""
    at = next((at for at, line in enumerate(lines) if line.strip()), None)
    headline = fold(lines[at]) if at is not None else ""
    if at is None or not headline or len(headline) > LONGEST_HEADLINE or headline.endswith((".", ":", ";", ",")):
        return None
    lines[at] = ""
    return headline


def _fields(lines: list[str]) -> Fields:
    """The fields of a message and its text. The first line is what stands behind ZCZC itself."""
    fields = Fields()
    rest, body = lines[0], lines[1:]
    if rest.startswith("#"):
        body = [rest, *body]
    else:
        fields.add("channel", rest)
    titled = False
    for at, line in enumerate(body[:MOST_FIELDS]):
        text = line.strip()
        named = _NAMED.fullmatch(text)
        if named is not None:
            fields.add(named["name"], named["value"])
            if named["name"] == "TX":
                fields.values.setdefault("TX", [""])
                fields.lines = [named["value"], *body[at + 1 :]]
                return fields
        elif text.startswith(("YY ", "HH ")):
            fields.add("route", text[3:])
            titled = True
        elif titled:
            titled = text == ""
            _add_title(fields, text)
        elif (script := _script_field(text)) is not None:
            fields.add(*script)
        elif text[:1] in _FIELD_NAMES and _is_field(text):
            fields.add(_FIELD_NAMES[text[0]], text[1:])
        elif text.startswith(("%", "+")) and " " not in text[:2]:
            fields.add("route" if text[0] == "%" else "subject", text[1:])
        elif not text and _script_field("".join(body[at + 1 : at + 2]).strip()) is not None:
            continue
        elif text or fields.first("slug", "headline", "meeting") is not None:
            fields.lines = body[at:]
            return fields
    fields.lines = body[MOST_FIELDS:]
    return fields


def _script_field(text: str) -> tuple[str, str] | None:
    """The field of a broadcaster's script that a line is: its name and value."""
    for pattern, name in _SCRIPT_FIELDS:
        found = pattern.fullmatch(text)
        if found is not None:
            return name, found["value"]
    return None


def _is_field(text: str) -> bool:
    """Whether a line behind a sign is a field and no item of a list (`* bankruptcies fell`)."""
    return not text[1:2].isspace() and (text[0] not in "$*&" or len(text) <= 3)


def _add_title(fields: Fields, text: str) -> None:
    """The line below the routing: `RACING : Caulfield FIELDS Saturday`, `:POTTED :Eagle Farm MARKET DAY`."""
    found = _TITLE.fullmatch(text)
    if found is not None:
        fields.add("slug", found["slug"])
        fields.add("headline", found["headline"])
        return
    pieces = [piece for piece in text.split(":") if piece.strip()] if text.startswith(":") else [text]
    if len(pieces) > 1:
        fields.add("slug", pieces[0])
    if pieces:
        fields.add("headline", ":".join(pieces[1:]) if len(pieces) > 1 else pieces[0])


def _read_fields(draft: Draft, fields: Fields) -> None:
    draft.slugline = fields.first("meeting", "slug", "KY")
    draft.headline = fields.first("headline", "TI", "meeting")
    if "meeting" in fields.values:
        below = fields.first("slug")
        draft.subheadline = below if below is not None and _DAY.fullmatch(below) is None else None
    draft.abstract = fields.first("AB")
    draft.byline = fields.first("BY")
    draft.places.extend(fields.values.get("place", []))
    category = fields.first("category")
    if category is not None:
        draft.subjects.append(Subject(scheme="anpa1312-category", code=category.lower()))
    for code in fields.values.get("subject", []):
        draft.subjects.append(Subject(scheme="IptcSubjectCodes", code=code))
    if "KY" in fields.values:
        draft.keywords = fields.values["KY"][0].split()
    made = _MOMENT.fullmatch(fields.first("PD") or "")
    month = month_of(made["month"]) if made is not None else None
    if made is not None and month is not None:
        clock = (int(made["hour"] or 0), int(made["minute"] or 0), int(made["second"] or 0))
        try:
            draft.version_created = datetime(int(made["year"]), month, int(made["day"]), *clock)
            draft.precision = "second" if made["second"] else "minute" if made["hour"] else "day"
        except ValueError:
            draft.version_created = None


def _name_house(draft: Draft, fields: Fields, closed: str | None) -> None:
    """The house: named behind ZCZC, in a field, by the closing line, else by the first dateline."""
    channel = (fields.first("channel") or "").split()
    named = [code for code in (code_of(word) for word in channel) if code is not None]
    dateline = next((found for block in draft.blocks[:8] if (found := parse_dateline(block.text)) is not None), None)
    if dateline is not None and dateline.dateline.agencies:
        named.append(dateline.dateline.agencies[0])
    house = named[0] if named else closed or fields.first("KN")
    if house is not None:
        draft.facts["party"] = house


def _guid(draft: Draft, fields: Fields) -> str:
    """House and the message's own number; without one slug, take, headline and first words. No number stands alone."""
    house = draft.facts.get("party") or draft.provider
    number = fields.first("AN")
    if number is not None:
        return guid_of(NAME, (house, number))
    words = text_of_blocks(draft.blocks)[:500]
    return guid_of(NAME, (house,), draft.slugline, fields.first("take", "slug"), draft.headline, words)


FORMAT = Format(name=NAME, title="ZCZC messages", looks_like=looks_like, read=read)
