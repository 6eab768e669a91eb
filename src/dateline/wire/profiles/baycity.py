"""Bay City News: raw captures of its line in ANPA 1312. See docs/profiles/baycity.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.copy.signals import read_line
from dateline.wire.draft import Block, Draft
from dateline.wire.formats.telex_times import read_sign_off
from dateline.wire.item import Signal
from dateline.wire.profiles.profile import Profile
from dateline.wire.text.blocks import split_front

_KIND = re.compile(r"BCN\d{1,4}\s+-\s?(?P<kind>.{2,60})")
_LINED = re.compile(rf"{_KIND.pattern}\n")
_UPDATE = re.compile(r"UPDATE ON .{2,60}")
_ADD = re.compile(r"(?:FIRST|SECOND|THIRD|FOURTH|FIFTH) ADD\b.*")


def adjust(draft: Draft) -> None:
    """The line of number and kind ahead of the story, and everything from the sign-off on, which is for newsrooms."""
    blocks = draft.blocks
    lined = next((at for at, block in enumerate(blocks[:4]) if block.tag == "pre" and _LINED.match(block.text)), None)
    if lined is not None:  # in columns with what stands right below it
        blocks[lined : lined + 1] = split_front(blocks[lined], blocks[lined].text.index("\n"))
    for block in blocks[:4]:
        found = _KIND.fullmatch(block.text)
        if found is not None:
            _mark(draft, block, found["kind"])
    if draft.headline is not None and _ADD.fullmatch(draft.headline):
        draft.signals.append(Signal(kind="addition", text=draft.headline))
    closed = next((at for at, block in enumerate(blocks) if read_sign_off(block.text) is not None), None)
    for block in blocks[closed:] if closed is not None else ():
        block.role = "apparatus"


def _mark(draft: Draft, block: Block, kind: str) -> None:
    signal = Signal(kind="update", text=kind) if _UPDATE.fullmatch(kind) else read_line(kind)
    block.role = "apparatus" if signal is None else "signal"
    if signal is not None:
        draft.signals.append(Signal(kind=signal.kind, text=block.text))


PROFILE = Profile(
    code="BCN",
    name="Bay City News",
    habit=Habit(agency="BCN"),
    zone=ZoneInfo("America/Los_Angeles"),
    language="en",
    quirks=adjust,
)
"""The profile of Bay City News."""
