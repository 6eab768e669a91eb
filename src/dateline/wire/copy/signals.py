"""Signals: what lines ahead of the copy, between its paragraphs and below it, and notes beside it, say of the copy."""

import re
from collections.abc import Iterable

from dateline.wire.copy.habit import COMMON, Habit
from dateline.wire.copy.phrases import (
    ATTENDED_KILL,
    ATTENTION,
    FIRST_WORDS,
    KILL_AND_SENTENCE,
    KILL_SENTENCES,
    KILL_WORD,
    LINES,
    NOTES,
    PLAIN_KILL_WORDS,
    SELF,
    Phrase,
    respaced,
)
from dateline.wire.item import SIGNAL_STRENGTH, Signal

LONGEST_LINE = 400
"""A line of more characters than this is the copy's own words, whatever it begins with."""

_LONGEST_CALL = 80
"""How long a line may be that only calls for attention."""

_FIRST_WORD = re.compile(r"\d{0,2}\s?([^\W\d_]+)")
_WHOLE_BRACKET = re.compile(r"\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)[\s.=]*")
_FRONT_BRACKET = re.compile(r"\((?P<inner>[^()]{3,300})\)\s*")


def calls_attention(text: str) -> bool:
    """Whether a whole line only calls an editor's attention (`LET OP REDACTIES`) to what stands below it."""
    return len(text) <= _LONGEST_CALL and ATTENTION.fullmatch(f"{text.strip(' */=+:!.-')}: ") is not None


def read_line(text: str, habit: Habit = COMMON, *, attended: bool = False) -> Signal | None:
    """The signal that a whole paragraph at the head of the copy is, or None where it is the copy's own words.

    `attended` is that a call for attention stands on the line above it, or a kill in the headline.
    """
    if len(text) > LONGEST_LINE or not text:
        return None
    for pattern, kind in habit.signals:
        own = pattern.fullmatch(text)
        if own is not None:
            return Signal(kind=kind, text=text, target=_target(own))
    plain = respaced(text)
    bracket = _WHOLE_BRACKET.fullmatch(plain) if plain[:1] == "(" else None
    if bracket is not None:
        attention = _ATTENTION.match(bracket["inner"])
        inner = bracket["inner"][attention.end() :] if attention is not None else bracket["inner"]
        return _kill(text, inner.strip(), attended) or _strongest(text, inner, (*NOTES, *LINES))
    plain = plain.strip(" */=+\t")
    first = _FIRST_WORD.match(plain) if not plain[:1].islower() else None
    if first is None or first[1].lower() not in FIRST_WORDS:
        return None
    kill = _kill(text, plain, attended)
    if kill is not None:
        return kill
    attention = _ATTENTION.match(plain)
    if attention is not None:
        note = _strongest(text, plain[attention.end() :].rstrip(" /"), NOTES)
        if note is not None:
            return note
    found = _strongest(text, plain, LINES)
    return found if found is not None and _is_set(plain, found) else None


def _kill(written: str, plain: str, attended: bool = False) -> Signal | None:
    """A line that kills. Behind a call for attention it may go on; alone it must end where the killing is said."""
    word = KILL_WORD.pattern.fullmatch(plain)
    if word is not None and (word["word"].isupper() or PLAIN_KILL_WORDS.fullmatch(word["word"])):
        return Signal(kind="kill", text=written, target=_target(word))
    attention = ATTENTION.match(plain)
    told = plain[attention.end() :] if attention is not None else plain
    alone = KILL_AND_SENTENCE.pattern.fullmatch(told)
    if alone is not None and alone["word"].isupper():
        return Signal(kind="kill", text=written, target=_target(alone))
    attended = attended or attention is not None
    if attended:
        word = KILL_WORD.pattern.fullmatch(told) or ATTENDED_KILL.pattern.fullmatch(told)
        if word is not None:
            return Signal(kind="kill", text=written, target=_target(word))
    for phrase in KILL_SENTENCES:
        found = phrase.pattern.fullmatch(told)
        if found is not None and (attended or _says_no_more(found)):
            return Signal(kind="kill", text=written, target=_target(found))
    return None


def _says_no_more(found: re.Match[str]) -> bool:
    if "more" not in found.re.groupindex or found.end("more") == found.end():
        return True
    return SELF.match(found[0]) is not None and any(mark in found["more"] for mark in ".!")


_ATTENTION = re.compile(r"(?:ATT(?:ENTIO)?N\s*[-–—:]+|Eds?\s*:|EDS?\s*:)\s*")
_BERICHT = re.compile(
    r"(?:verbeterd|gecorrigeerd|nieuw)\s*bericht\s*,"
    r"|(?:herhaling|correctie|aanvulling|verbetering|rectificatie)\s+(?:op|bij|van)\s+(?:ons\s+)?(?:eerder\s+)?bericht\b"
    r"|(?:correctie|verbetering|rectificatie|correction|rectificatif|korrektur|berichtigung|update)\s+(?:in|im|dans|met)\s",
    re.IGNORECASE,
)
_LONE = re.compile(r"[^\W\d_]+[\s.!]*")
_COLON = re.compile(r"[^:]{2,60}:")


_QUOTES = '«„“"'
"""A colon inside a quoted headline (dpa's `KORR-Bericht «Wahl in Wien: …»` in a list of stories) sets nothing off."""


def _is_set(plain: str, signal: Signal) -> bool:
    """A word that sentences also begin with counts only in capitals, spaced out, or with a colon right behind it."""
    if len(plain) <= 60 and (plain.upper() == plain or _LONE.fullmatch(plain)):
        return True
    if _BERICHT.match(plain):
        return True
    head = _COLON.match(plain)
    if head is not None and len(head[0].split()) <= 6 and not any(quote in head[0] for quote in _QUOTES):
        return True
    return signal.kind in ("replacement", "advisory") or plain[:12].isupper() or len(plain.split()) <= 5


def read_note(text: str) -> Signal | None:
    """The signal in an agency's own field for notes (`Adds quotes`, `UPDATES: With AP Photos.`), or None."""
    plain = respaced(" ".join(text.split())).strip(" /*").lstrip("(")
    if not plain or len(plain) > LONGEST_LINE:
        return None
    attention = _ATTENTION.match(plain)
    if attention is not None:
        plain = plain[attention.end() :].rstrip(" /")
    line = _kill(text, plain) or _strongest(text, plain, LINES)
    note = _strongest(text, plain, NOTES)
    found = [signal for signal in (line, note) if signal is not None]
    return min(found, key=lambda signal: SIGNAL_STRENGTH.index(signal.kind)) if found else None


def leading_note(text: str) -> tuple[Signal, int] | None:
    """A note in brackets at the head of a paragraph that runs on (`(Adds quotes) LONDON …`), and how far it goes."""
    if not text.startswith("("):
        return None
    found = _FRONT_BRACKET.match(text)
    if found is None or found.end() >= len(text):
        return None
    signal = _strongest(found[0].strip(), found["inner"], (*NOTES, *LINES))
    return None if signal is None else (signal, found.end())


_NOTED = re.compile(r"[-–—]{1,2}\s*(?=[Cc]orrects\b)|(?=This\s)")
_NOTED_TAIL = re.compile(r"(?<=[.!?\"”'’])\s+(?P<mark>[-–—]{1,2}\s*[Cc]orrects\s[^.]{3,200}\.?)$")


def closing_note(text: str) -> Signal | None:
    """What a whole paragraph at the foot of the copy notes: `--corrects name`, `(Corrects …)`, `(Updates with …)`."""
    if len(text) > LONGEST_LINE or not text.startswith(("-", "–", "—", "(", "This ")):
        return None
    bracket = _WHOLE_BRACKET.fullmatch(text) if text[0] == "(" else None
    noted = _NOTED.match(text)
    inner = bracket["inner"] if bracket is not None else text[noted.end() :] if noted is not None else None
    found = _strongest(text, inner, NOTES) if inner else None
    is_news = bracket is not None and _NEWS.match(bracket["inner"]) is not None
    return found if found is not None and (found.kind == "correction" or is_news) else None


_NEWS = re.compile(r"(?:Updates|Adds|Recasts)\s")


def inner_note(text: str) -> Signal | None:
    """The same of a paragraph between others, which must say that it corrects: `-- corrects name of town --`."""
    return closing_note(text) if _NOTED_INSIDE.match(text) is not None else None


_NOTED_INSIDE = re.compile(r"(?:[-–—]{1,2}\s*|\()(?:[Cc]orrects\b|This\b)")


def trailing_note(text: str) -> tuple[Signal | None, int]:
    """The same behind the last sentence (`… in 1985. -- corrects year of loss`), and how many characters it takes."""
    found = _NOTED_TAIL.search(text, max(0, len(text) - LONGEST_LINE)) if "orrects " in text[-260:] else None
    return (Signal(kind="correction", text=found["mark"]), len(found["mark"])) if found is not None else (None, 0)


def _strongest(written: str, plain: str, phrases: Iterable[Phrase]) -> Signal | None:
    for phrase in phrases:
        found = phrase.pattern.fullmatch(plain)
        if found is not None:
            return Signal(kind=phrase.kind, text=written, target=_target(found))
    return None


def _target(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    target = groups.get("target") or groups.get("target2") or groups.get("target3")
    if target is None:
        return None
    stripped = target.strip().strip("\"'‘’“”„«»").strip()
    return stripped or None
