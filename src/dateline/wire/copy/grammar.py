"""The grammar: gives each block of a draft its role, by splitting and marking only, and gathers what the roles hold.

Blocks are never moved, joined or written anew, so the words of the copy stay as they are and in their order. `apply`
looks at the head of the copy (signals, headline, byline, dateline), at its foot (sign-offs, contacts) and for notes
to editors between. `gathering.gather` makes the fields of an item of what was found.
"""

import re
from functools import cached_property

import msgspec

from dateline.wire.copy.apparatus import (
    is_apparatus,
    is_cue,
    is_editors_note,
    is_initials,
    is_note_heading,
    opens_notebook,
    trailing,
)
from dateline.wire.copy.bare_places import bare_place
from dateline.wire.copy.bylines import is_byline, is_employer
from dateline.wire.copy.datelines import colon_dateline, parse_dateline, parse_dateline_field
from dateline.wire.copy.dates import is_stamp
from dateline.wire.copy.embargo_times import embargo_end
from dateline.wire.copy.embargoes import announces_embargo, embargo_ahead, embargo_behind, is_bare_mark
from dateline.wire.copy.habit import COMMON, Habit
from dateline.wire.copy.headlines import read_headline
from dateline.wire.copy.place_lists import places_of
from dateline.wire.copy.places import reader_case
from dateline.wire.copy.signals import (
    LONGEST_LINE,
    calls_attention,
    closing_note,
    inner_note,
    leading_note,
    read_line,
    read_note,
    trailing_note,
)
from dateline.wire.draft import Block, Draft, Role
from dateline.wire.item import Dateline, Signal
from dateline.wire.problems import Problem, problem
from dateline.wire.text.blocks import split_back, split_front, squash

HEAD_BLOCKS = 14
"""How many blocks from the start may belong to the head of the copy (some agencies put summary lines ahead of it)."""

SHORT = 20
"""A body of one paragraph that is no longer than this is kept, though it looks like a sign-off; a caption always."""

LAST_LINES = 6
"""How many lines at the end of the last paragraph may be sign-offs."""

LAST_MARKS = 3
"""How many sign-offs may stand behind the last sentence (`… (Forts.) abc/def`)."""

_BULLETS = ("*", "-", "•", "–", "—", "+")
_DASH = re.compile(r"(?:\.?-{1,2}|[–—])\s+(?=\S)")
# Where a dateline begins on the line of a signal: the story behind it is none of the signal.
_LATER_DATELINE = re.compile(
    r"(?<=\S)\s(?=['’]?[A-ZÀ-Þ][A-ZÀ-Þ'’/\-. ]{1,60}\s\([A-Z]{2,12}(?:/[A-Z]{2,12}){0,5}\)\s[-–—=]\s)"
)
_TO_EDITORS = ("Eds: ", "EDS: ", "EDITORS: ", "Editors: ")
"""How a line ahead of the text begins that is for editors (the AP's); what it says of the copy is its signal."""

_NOTE_OPENINGS = tuple(
    begin
    for words in (
        "voor de redactie",
        "voor redactie",
        "alleen voor",
        "informatie voor",
        "nadere info",
        "perscontact",
        "persinfo",
    )
    for begin in (words, words.capitalize(), words.upper())
)
"""How notes to editors begin that begin with a letter as common as V or I."""

_TEXT_TAGS = frozenset(("p", "h1", "h2", "h3", "h4", "pre", "div"))


def apply(draft: Draft, habit: Habit = COMMON) -> None:
    """Gives each block its role, takes marks off the headline, fills signals, dateline and status of the draft."""
    written = draft.headline
    if written:
        taken = embargo_ahead(written)
        left = len(written) - embargo_behind(written[taken:])
        marks = [mark for mark in (written[:taken].strip(), written[left:].strip()) if mark]
        draft.head_apparatus.extend(marks)
        reading = read_headline(written[taken:left], draft.version)
        draft.headline = reading.headline or None
        draft.signals.extend(reading.signals)
        draft.head_apparatus.extend(reading.apparatus)
        for mark in marks or [written] * announces_embargo(written):
            _withhold(draft, "headline", mark.strip(" :-–—"), habit)
    if draft.byline and is_initials(draft.byline):
        draft.head_apparatus.append(draft.byline)
        draft.byline = None
    if draft.ed_note:
        lines = draft.ed_note.splitlines()
        noted = filter(None, map(read_note, dict.fromkeys((draft.ed_note, *lines))))
        # A note to editors is one whatever it calls itself, and makes no advisory of the item.
        draft.signals.extend(signal for signal in noted if signal.kind != "advisory")
        for line in lines:
            if announces_embargo(line.strip()):
                _withhold(draft, "edNote", line, habit)
    if draft.blocks:
        _read_stamp(draft)
        _read_notes(draft.blocks)
        _read_head(draft, habit, written)
        _read_foot(draft, habit)
        _read_inner_notes(draft)
    if draft.places:
        draft.places = list(dict.fromkeys(reader_case(name) for place in draft.places for name in places_of(place)))
    if draft.dateline is None and draft.dateline_field:
        draft.dateline = parse_dateline_field(draft.dateline_field)
    for field in ("subheadline", "abstract"):
        _read_dated(draft, field)
    if draft.abstract and draft.headline and squash(draft.abstract) == squash(draft.headline):
        draft.abstract = None
    if any(signal.kind == "kill" for signal in draft.signals):
        draft.status = "canceled"


def _read_stamp(draft: Draft) -> None:
    """Marks a first line that begins with the moment that the format's field has for a dateline, as one of a machine's
    (`3.6.2024 10:00:01 EEST | Yhtiö Oyj | Tiedote`)."""
    stamp, block = draft.dateline_field, draft.blocks[0]
    if stamp and block.text.startswith(stamp) and len(block.text) <= LONGEST_LINE and is_stamp(stamp):
        block.role = "apparatus"


def _read_dated(draft: Draft, field: str) -> None:
    """Takes a dateline off a subheadline or abstract that begins like the copy; it counts where there is no other."""
    text: str | None = getattr(draft, field)
    found = parse_dateline(text) if text else None
    if text is None or found is None:
        return
    setattr(draft, field, text[found.end :] or None)
    if draft.dateline is None or not draft.dateline.places:
        draft.dateline = found.dateline


def _withhold(draft: Draft, where: str, words: str, habit: Habit) -> None:
    """An embargo in words is that of an item whose embargo no field gives; without a time that is plain it holds it."""
    if draft.embargoed is not None and _IN_WORDS not in draft.facts:
        return
    end = embargo_end(words, draft.version_created, habit.zone)
    if end is None and _IN_WORDS in draft.facts and is_bare_mark(words):
        return
    if end is None:
        if draft.status == "usable":
            draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", where, words))
        return
    draft.facts[_IN_WORDS] = words
    draft.embargoed = end if draft.embargoed is None else max(draft.embargoed, end)
    # What a status announced is told here: nobody need be asked for it.
    announced = [one for one in draft.problems if one.code == "embargo-unclear" and _only_announces(one)]
    if announced:
        draft.problems = [one for one in draft.problems if one not in announced]
        draft.status = "usable" if draft.status == "withheld" else draft.status


def _only_announces(one: Problem) -> bool:
    """Whether a problem is that of a status or a mark of the headline (`(embargo)`) which names no hour."""
    return one.where in _ANNOUNCED or (one.where == "headline" and is_bare_mark(one.excerpt or ""))


_IN_WORDS = "embargo_in_words"
_ANNOUNCED = ("NewsManagement", "docdata/@management-status", "pubStatus", "pubstatus", "status")
"""Where the problem of an embargo stands that a status announces without a time."""


def _read_head(draft: Draft, habit: Habit, headline: str | None) -> None:
    """Marks what stands ahead of the text, up to the dateline or the first paragraph that is the story's own."""
    blocks = draft.blocks
    known = (*draft.places, draft.dateline_field or "")
    titles = _Titles(headline, draft.headline)
    index = 0
    while index < len(blocks) and index < HEAD_BLOCKS:
        block = blocks[index]
        if block.role == "body" and block.tag in _TEXT_TAGS:
            ahead = _ahead_of_dateline(block.text, habit, titles)
            if ahead:
                _split_at(blocks, index, ahead)
                continue
            if _take_dateline(draft, index, known):
                _mark_repeated(blocks, index, titles)
                _mark_embargo_below(draft, index + 1, habit)
                return
            inner = _LATER_DATELINE.search(block.text, 0, LONGEST_LINE) if ") " in block.text else None
            if inner is not None and read_line(block.text[: inner.start()], habit) is not None:
                _split_at(blocks, index, inner.end())
                continue
            if not _mark_line(draft, index, block.text, habit, titles):
                note = leading_note(block.text)
                if note is not None:
                    draft.signals.append(note[0])
                    _split_at(blocks, index, note[1], role="signal")
                elif not (_is_light(block.text) or block.text == draft.abstract):
                    return
        index += 1


def _ahead_of_dateline(text: str, habit: Habit, titles: "_Titles") -> int:
    """How many characters of a block are a thing of their own ahead of what follows: a line, or a byline without one
    (`By Ann Other LONDON (Reuters) - …`)."""
    line, _, more = text.partition("\n")
    if more and (_is_head_line(line, habit, titles) or (_is_light(line) and parse_dateline(more) is not None)):
        return len(line) + 1
    named = _NAMED.match(text, 0, _LONGEST_NAMES) if text.startswith(_BY_NAMES) else None
    if named is None or not is_byline(named[0].strip()) or parse_dateline(text[named.end() :]) is None:
        return 0
    return named.end()


_LONGEST_NAMES = 160
"""How far into a paragraph a byline may go that a dateline follows, in characters."""

_BY_NAMES = ("By ", "Door ", "Von ", "Par ", "Por ")
_NAMED = re.compile(
    r"(?:By|Door|Von|Par|Por)"
    r" (?:(?:[^\W\d_a-zà-ÿ][\w'’.\-]*[a-zà-ÿ][\w'’.\-]*|[A-Z]\.|and|en|und|et|y|de|van|von|der),? ){2,9}"
    r"(?=[^\W\d_a-zà-ÿ]{2})"
)


def _take_dateline(draft: Draft, index: int, known: tuple[str, ...]) -> bool:
    block = draft.blocks[index]
    found = parse_dateline(block.text, known)
    if found is None and (place := _bare_place(draft, index)) is not None:
        found = parse_dateline(block.text, (place,)) or colon_dateline(block.text, place)
    if found is None:
        return False
    draft.dateline = found.dateline
    whole = found.end >= len(block.text)
    _split_at(draft.blocks, index, found.end, role="dateline")
    if whole and index + 1 < len(draft.blocks):
        _take_dash(draft, index + 1)
    return True


def _bare_place(draft: Draft, index: int) -> str | None:
    start = draft.blocks[index].text[:3]
    if start != start.upper():  # nearly always, and seen at once
        return None
    told = (draft.headline, draft.subheadline, draft.abstract, draft.section, *draft.keywords)
    return bare_place(draft.blocks[index].text, told, [block.text for block in draft.blocks[index + 1 :]])


def _mark_repeated(blocks: list[Block], index: int, titles: "_Titles") -> None:
    """Marks the headline where it stands once more below a dateline that is a paragraph of its own."""
    whole = index + 2 < len(blocks) and not blocks[index].text.rstrip().endswith(("-", "–", "—", "="))
    if whole and blocks[index + 1].tag in _TEXT_TAGS and titles.have(blocks[index + 1].text):
        blocks[index + 1].role = "headline"


def _mark_embargo_below(draft: Draft, index: int, habit: Habit) -> None:
    """Marks an embargo that is all there is between a dateline and the story."""
    blocks = draft.blocks
    if index + 1 < len(blocks) and len(blocks[index].text) <= _SHORT_NOTE and announces_embargo(blocks[index].text):
        blocks[index].role = "apparatus"
        _withhold(draft, "body", blocks[index].text, habit)


_SHORT_NOTE = 100
"""How long a note may be behind a dateline, in characters."""


def _take_dash(draft: Draft, index: int) -> None:
    """Takes the dash of a dateline that is a paragraph of its own, where the next paragraph begins with it."""
    block, dateline = draft.blocks[index], draft.dateline
    dash = _DASH.match(block.text)
    if dateline is None or dash is None or dateline.text[-1] in "-–—=:." or block.tag not in _TEXT_TAGS:
        return
    draft.dateline = msgspec.structs.replace(dateline, text=f"{dateline.text} {dash[0].strip()}")
    _split_at(draft.blocks, index, dash.end(), role="dateline")


def _split_at(blocks: list[Block], index: int, chars: int, *, role: Role = "body") -> None:
    """Splits a block behind its first characters, and gives the front its role."""
    block = blocks[index]
    if chars >= len(block.text):
        block.role = role
        return
    front, back = split_front(block, chars)
    front.role = role
    blocks[index : index + 1] = [front, back]


def _mark_line(draft: Draft, index: int, text: str, habit: Habit, titles: "_Titles") -> bool:
    """Gives a block at the head the role of the one thing that it is as a whole; False where it is the story's own."""
    block = draft.blocks[index]
    above = draft.blocks[index - 1] if index else None
    attended = (above is not None and above.role == "signal" and calls_attention(above.text)) or any(
        one.kind == "kill" for one in draft.signals
    )
    signal = read_line(text, habit, attended=attended) if text else None
    if len(text) <= 300 and titles.have(text):
        block.role = "headline"
    elif announces_embargo(text):
        block.role = "apparatus"
        _withhold(draft, "body", text, habit)
    elif signal is not None and signal.kind != "kill" and _is_caption(draft):
        draft.signals.append(Signal(kind=signal.kind))
        return False
    elif signal is not None:
        block.role = "signal"
        draft.signals.append(signal)
    elif is_byline(text) or (index and draft.blocks[index - 1].role == "byline" and is_employer(text)):
        block.role = "byline"
    elif text.startswith(_TO_EDITORS) or is_editors_note(text) or _is_own_apparatus(text, habit):
        block.role = "apparatus"
    else:
        return False
    return True


def _is_caption(draft: Draft) -> bool:
    """Whether the one paragraph of an item is the caption of a picture: it may say what it corrects, and stays."""
    return len(draft.blocks) == 1 and draft.kind not in ("text", "composite")


def _is_own_apparatus(text: str, habit: Habit) -> bool:
    return any(pattern.fullmatch(text) for pattern in habit.head_apparatus)


def _is_head_line(line: str, habit: Habit, titles: "_Titles") -> bool:
    """Whether the first of several lines is a thing of its own, so that the block is worth splitting behind it."""
    return read_line(line, habit) is not None or announces_embargo(line) or is_byline(line) or titles.have(line)


class _Titles:
    """The headlines that an item may repeat in its text; most copy has its dateline before anything asks for them."""

    def __init__(self, *titles: str | None) -> None:
        self._titles = titles
        self._firsts = {title.lstrip()[:1].casefold()[:1] for title in titles if title}

    @cached_property
    def _squashed(self) -> frozenset[str]:
        return frozenset(squash(title).casefold() for title in self._titles if title)

    def have(self, text: str) -> bool:
        """Whether a text is one of them."""
        return text.lstrip()[:1].casefold()[:1] in self._firsts and squash(text).casefold() in self._squashed


_LIGHT = 200
"""How long a heading may be that does not end like a sentence, in characters."""


def _is_light(text: str) -> bool:
    """Whether a dateline may still follow: behind summary points and headings, not behind a paragraph of the story."""
    if len(text) <= LONGEST_LINE and text[:1] == "(" and text[-1:] == ")":
        return True  # a note about the copy: `(The author is a columnist. …)`
    return text.startswith(_BULLETS) or (
        len(text) <= _LIGHT and not text.rstrip("\"'”’»)").endswith((".", "!", "?", "…"))
    )


def _read_notes(blocks: list[Block]) -> None:
    """Marks notes to editors wherever they stand, and a notebook from where it opens to the end of the copy."""
    to_the_end = False
    body = False
    for block in blocks:
        if block.role != "body":
            continue
        text = block.text
        first = text[:1]
        if to_the_end or (first in "(BEOS" and is_cue(text)):
            block.role = "apparatus"
        elif first in "#*DdTtNnRr" and opens_notebook(text):
            block.role, to_the_end = "apparatus", True
        elif (first in "NnEeHhRr([*/-" or text.startswith(_NOTE_OPENINGS)) and is_editors_note(text):
            block.role, to_the_end = "apparatus", body and is_note_heading(text)
        else:
            body = True


def _read_foot(draft: Draft, habit: Habit) -> None:
    """Marks sign-offs, contacts and trailers from the end upwards, then takes a sign-off off the last sentence."""
    blocks = draft.blocks
    is_alone = len(blocks) == 1 and (draft.kind != "text" or len(blocks[0].text) <= SHORT)
    if is_alone and is_apparatus(blocks[0].text, habit):
        return
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.role != "body":
            continue
        noted = closing_note(block.text) if index else None
        if noted is not None:
            draft.signals.append(noted)
            block.role = "signal"
            continue
        if index and _signs(draft.byline, block.text):
            block.role = "byline"
            continue
        if announces_embargo(block.text):
            _withhold(draft, "body", block.text, habit)
        elif not (is_apparatus(block.text, habit) or _is_credit(block.text, draft.dateline)):
            _read_tail(draft, index, habit)
            return
        block.role = "apparatus"


def _signs(byline: str | None, text: str) -> bool:
    """Whether a line below the text is the byline that a field gives: `By Ann Other` for `Ann Other`."""
    return byline is not None and len(text) <= len(byline) + _BY and is_byline(text) and squash(byline) in squash(text)


_BY = 20
"""How many characters `By `, `Texte: ` and the like add to a name, at the most."""


def _read_inner_notes(draft: Draft) -> None:
    """Marks the paragraphs between others that only note what the copy corrects."""
    for block in draft.blocks[1:]:
        if block.role == "body" and block.text[:1] in "-–—(" and (noted := inner_note(block.text)) is not None:
            draft.signals.append(noted)
            block.role = "signal"


def _is_credit(text: str, dateline: Dateline | None) -> bool:
    """Whether a line is the name of an agency of the dateline in brackets, whether anybody knows it or not."""
    return dateline is not None and text[:1] == "(" and text[-1] == ")" and text[1:-1].strip() in dateline.agencies


def _read_tail(draft: Draft, index: int, habit: Habit) -> None:
    """Takes the last lines and the closing words of the last paragraph off, where they are a sign-off or a note."""
    blocks = draft.blocks
    if blocks[index].tag not in _TEXT_TAGS:
        return
    for _ in range(LAST_LINES):
        text = blocks[index].text
        start = text.rfind("\n")
        last = text[start + 1 :]
        if start <= 0 or not last or not is_apparatus(last, habit):
            break
        _cut_tail(blocks, index, len(last))
    for _ in range(LAST_MARKS):
        taken = trailing(blocks[index].text, habit)
        if not taken:
            break
        _cut_tail(blocks, index, taken)
    noted, taken = trailing_note(blocks[index].text)
    if noted is not None:
        draft.signals.append(noted)
        _cut_tail(blocks, index, taken, role="signal")
    is_cut = 0 < index < len(blocks) - 1 and blocks[index + 1].role == "apparatus"
    if is_cut and is_apparatus(blocks[index].text, habit):
        blocks[index].role = "apparatus"


def _cut_tail(blocks: list[Block], index: int, chars: int, *, role: Role = "apparatus") -> None:
    front, back = split_back(blocks[index], chars)
    back.role = role
    blocks[index : index + 1] = [front, back]
