"""The title of an IPTC 7901 message: what stands between the start of the text and its first paragraph.

A line each, in this order, none of them certain: notes in brackets (`(Eil)`, `(Berichtigung: …)`), marks of the desk
(`2ND LEAD`), the headline, who wrote it, a note on pictures. dpa and others close it with `=`.
"""

import re
from datetime import datetime

from dateline.wire.copy.bylines import is_byline
from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.signals import read_line, read_note
from dateline.wire.draft import Draft
from dateline.wire.formats.telex_times import month_of
from dateline.wire.item import Signal, Subject
from dateline.wire.text.blocks import fold

MOST_LINES = 14
"""How many lines a title may have where it is closed; half of them where only a blank line ends it."""

CLOSE = ("=", "+")
"""What ends the title in the habit of dpa and others."""

_KILL = re.compile(r"(?:KILL\W*){1,4}|\**\s*(?:ELIMINAR\W*){1,3}|АННУЛИРОВАНИЕ", re.IGNORECASE)
_HOUSE_BYLINE = re.compile(r"(?:By|Von|Par|Por)\s+(?:dpa|AFP|APA|ATS|SDA)\b.{0,60}")
_REPORT = re.compile(r"\(?KORR-Bericht\b.*", re.IGNORECASE)
# What goes with the copy, behind the AFP's headline: `Le pont reste en place =(PHOTO+VIDEO)=`.
_GOES_WITH = re.compile(r"\s*=\s?(?P<note>\([A-ZÉÈÁÍÓÚ][A-ZÉÈÁÍÓÚ+/, ]{2,40}\))$")
_MARK_IN_FRONT = re.compile(r"\((?P<mark>Achtung|Attention)\)\s*(?P<rest>\S.*)", re.DOTALL)
_UNTIL = re.compile(
    r"(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d_]{3,10})\.?,?\s+(?:(?P<year>\d{4}),?\s+)?(?P<hour>\d{1,2})[.:h](?P<minute>\d\d)"
)
# The AFP's slug above its headline: `FRANCE-INCENDIE`.
_SLUG = re.compile(r"[A-ZÀ-Þ]{3,20}(?:-[A-ZÀ-Þ]{2,20}){1,5}")
_KEYWORDS = re.compile(
    r"[^\W\d_][^\s/]{1,30}(?:/[^\W\d_][^\s/]{1,30}){1,6}(?<![=+])|[A-ZÀ-Þ][^\W\d_]{2,20}(?:-[^\W_]{2,20}){2,5}"
)
_BELOW = "Utl.:"
"""What the APA sets ahead of the line below its headline."""

_ORDINAL = re.compile(r"(?P<number>\d{1,2})(?:ST|ND|RD|TH)?\s+(?:LEAD|NET|UPDATE)", re.IGNORECASE)


def take_title(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the title, and those of the text below it. No title where the text begins at once.

    A mark (`URGENT`) or keywords that stand alone and what stands between them and a dateline are one title, and so is
    the line below the headline that the APA marks (`Utl.: `).
    """
    title, rest = _first_chunk(lines)
    more, below = _first_chunk(rest) if len(title) == 1 else ([], rest)
    is_mark = bool(more) and (are_keywords(title[0]) or (title[0].isupper() and read_line(title[0]) is not None))
    if is_mark and (more[-1].endswith(CLOSE) or _is_dated(_first_words(below)) or _first_words(below)[:5] == _BELOW):
        title, rest = [*title, *more], below
    more, below = _first_chunk(rest) if title else ([], rest)
    return ([*title, *more], below) if more and more[0].startswith(_BELOW) else (title, rest)


def are_keywords(line: str) -> bool:
    """Whether a line is one of keywords without a space: `Feuer/Brände/Wien`, `France-politique-gouvernement`."""
    return _KEYWORDS.fullmatch(line) is not None


def _first_words(lines: list[str]) -> str:
    return next((line.strip() for line in lines if line.strip()), "")


def _first_chunk(lines: list[str]) -> tuple[list[str], list[str]]:
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    title: list[str] = []
    for line in lines[start : start + MOST_LINES]:
        text = line.strip()
        if not text or (title and len(line) - len(line.lstrip()) >= 3 and not _is_open(title)):
            break
        if title and _is_dated(text):
            break
        title.append(text)
        if len(text) > 1 and text.endswith(CLOSE):
            return title, lines[start + len(title) :]
    if not title or len(title) > MOST_LINES // 2 or sum(map(len, title)) > 400 or parse_dateline(title[0]) is not None:
        return [], lines
    return title, lines[start + len(title) :]


def _is_dated(line: str) -> bool:
    """Whether a line begins with a dateline that names an agency."""
    found = parse_dateline(line)
    return found is not None and bool(found.dateline.agencies)


def has_keywords(lines: list[str], at: int) -> bool:
    """Whether the line `at`, which stands alone, is one of keywords.

    It is where a title that is closed stands below it (ATS), or, for a line without a space, a title and a dateline
    (the AFP's `France-ponts-travaux`).
    """
    text = lines[at].strip()
    if not 0 < len(text) <= 60 or text.endswith(CLOSE) or any(line.strip() for line in lines[at + 1 : at + 2]):
        return False
    title, below = _chunk(lines, at + 1)
    if any(len(line.strip()) > 1 and line.strip().endswith(CLOSE) for line in title[: MOST_LINES // 2]):
        return True
    if " " in text or "-" not in text or not 0 < len(title) <= MOST_LINES // 2:
        return False
    dated = next((line.strip() for line in lines[below : below + 4] if line.strip()), "")
    return parse_dateline(title[0].strip()) is None and parse_dateline(dated) is not None


def _chunk(lines: list[str], start: int) -> tuple[list[str], int]:
    """The lines up to a blank one from the first that is none on, and where that is."""
    first = next((at for at in range(start, len(lines)) if lines[at].strip()), len(lines))
    end = next((at for at in range(first, min(first + MOST_LINES, len(lines))) if not lines[at].strip()), first)
    return lines[first:end], end


def read_title(draft: Draft, lines: list[str], made: datetime | None) -> None:
    """Fills headline, byline, edNote, signals, genre and embargo of a draft. `made` is when the message was made."""
    pieces = _pieces(lines)
    headline: list[str] = []
    for order, text in enumerate(pieces):
        last = order == len(pieces) - 1
        if _KILL.fullmatch(text):
            draft.signals.append(Signal(kind="kill", text=text))
        elif text.startswith("(") and text.endswith(")") and (not headline or draft.byline or last):
            _read_bracket(draft, text, bool(headline), made)
        elif not headline and not last and announces_embargo(text):
            _read_embargo(draft, text, made)
        elif headline and text.startswith(_BELOW):
            draft.subheadline = " ".join(piece.removeprefix(_BELOW).strip() for piece in pieces[order:])
            break
        elif headline and (is_byline(text) or _HOUSE_BYLINE.fullmatch(text)):
            draft.byline = text
        elif last and not headline and text.isupper() and (alone := read_line(text)) is not None:
            draft.signals.append(alone)
        elif headline or last or not _read_mark(draft, text, pieces[order + 1 :]):
            goes = _GOES_WITH.search(text)
            if goes is not None and goes.start():
                _add_note(draft, goes["note"])
                text = text[: goes.start()]
            headline.append(text)
    draft.headline = _headline(draft, " ".join(headline))


def _is_open(title: list[str]) -> bool:
    """Whether a bracket of the title is still open."""
    whole = " ".join(title)
    return whole.count("(") > whole.count(")")


def _pieces(lines: list[str]) -> list[str]:
    """The lines without layout marks; a bracket over several lines is one piece."""
    pieces: list[str] = []
    is_open = False
    for line in lines:
        text = fold(line).rstrip(" =+").lstrip(" =")
        if is_open:
            pieces[-1] = f"{pieces[-1]} {text}"
        elif text:
            pieces.append(text)
        is_open = bool(pieces) and pieces[-1].startswith("(") and pieces[-1].count("(") > pieces[-1].count(")")
    return pieces


def _read_bracket(draft: Draft, text: str, behind: bool, made: datetime | None) -> None:
    """A note in brackets: an embargo, a signal, ahead of the headline a genre, behind it a note on pictures."""
    inner = fold(text[1:-1]).strip()
    if announces_embargo(inner) or "sperrfrist" in inner.lower():
        _read_embargo(draft, text, made)
        return
    signal = None if _REPORT.fullmatch(text) else read_line(f"({inner})")
    if signal is not None:
        draft.signals.append(signal)
    elif behind:
        _add_note(draft, text)
    else:
        draft.subjects.append(Subject(scheme="genre", name=inner))


def _read_embargo(draft: Draft, text: str, made: datetime | None) -> None:
    """A bracket or line with an embargo: its moment, and a note to editors."""
    draft.embargoed = draft.embargoed or _until(text, made)
    _add_note(draft, text)


def _add_note(draft: Draft, text: str) -> None:
    draft.ed_note = f"{draft.ed_note}\n{text}" if draft.ed_note else text


def _until(text: str, made: datetime | None) -> datetime | None:
    """The moment of an embargo in words (`Sperrfrist 9. Oktober 14.20 Uhr`): the next such day after the message."""
    found = _UNTIL.search(text)
    month = month_of(found["month"]) if found is not None else None
    if found is None or month is None or made is None:
        return None
    for year in (int(found["year"]),) if found["year"] else (made.year, made.year + 1):
        try:
            moment = datetime(year, month, int(found["day"]), int(found["hour"]), int(found["minute"]))
        except ValueError:
            continue
        if found["year"] or moment.date() >= made.date():
            return moment
    return None


def _read_mark(draft: Draft, text: str, below: list[str]) -> bool:
    """A line of its own ahead of the headline: a signal (`2ND LEAD`, `Correction`) or, in capitals, a genre."""
    signal = read_line(text) or (read_note(text) if text.endswith(":") else None)
    if signal is not None and len(text) <= 60:
        draft.signals.append(signal)
        ordinal = _ORDINAL.fullmatch(text)
        if ordinal is not None and draft.version is None:
            draft.version = ordinal["number"]
        return True
    if draft.slugline is None and _SLUG.fullmatch(text) and not below[0].isupper():
        draft.slugline = text
        return True
    if text.isupper() and len(text) <= 30 and len(text.split()) <= 3 and not below[0].isupper():
        draft.subjects.append(Subject(scheme="genre", name=text))
        return True
    return False


def _headline(draft: Draft, text: str) -> str | None:
    """The headline; a call to kill behind `(Achtung)`, or below a line of it, is a signal and none."""
    marked = _MARK_IN_FRONT.fullmatch(text)
    attended = marked["rest"] if marked is not None else text
    is_call = marked is not None or any(signal.kind == "advisory" for signal in draft.signals)
    told = read_line(f"Achtung: {attended}") if is_call and text else None
    if told is not None and told.kind == "kill":
        draft.signals.append(Signal(kind="kill", text=text, target=told.target))
        return None
    return text or None
