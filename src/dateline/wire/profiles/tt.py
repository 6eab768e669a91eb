"""TT: ninjs, and NewsML-G2. See docs/profiles/tt.md."""

import re
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Dateline
from dateline.wire.profiles.profile import Profile
from dateline.wire.text.blocks import squash

_VIGNETTE = re.compile(r"(?P<name>[A-ZÅÄÖ][\w\- ]{1,30}) TT")
_HEAD_BLOCKS = 3
_NUMBERED = re.compile(r"(?P<start>urn:newsml:tt\.se:)(?P<id>\d{8}:[A-Z]+:\d+):(?P<version>\d+)")

SECTOR = "http://tt.se/spec/sector/1.0/"
"""The scheme of what TT sorts its copy by: Inrikes, Utrikes, Ekonomi, Sport …"""


def adjust(draft: Draft) -> None:
    """The version out of the guid, what a replacement replaces, the section; the line ahead of a text that is its
    dateline."""
    if draft.section is None:
        draft.section = next((one.name for one in draft.subjects if one.scheme == SECTOR), None)
    found = _NUMBERED.fullmatch(draft.guid or "")
    if found is not None:
        draft.guid, draft.version = found["start"] + found["id"], draft.version or found["version"]
        _name_replaced(draft, found["start"])
    if draft.kind == "text" and draft.dateline is None:
        _take_vignette(draft)


def _name_replaced(draft: Draft, start: str) -> None:
    """A replacement names what it replaces in an `altId` of its own."""
    other = draft.facts.get("alt_id.refuno", "").partition("|")[0]
    if other:
        draft.signals = [
            replace(signal, target=start + other) if signal.kind == "replacement" and not signal.target else signal
            for signal in draft.signals
        ]


def _take_vignette(draft: Draft) -> None:
    """The line `Försvar TT` ahead of a text is its dateline: a place, or the subject where TT names none."""
    draft.dateline = _dateline(draft, draft.dateline_field or "")
    for block in draft.blocks[:_HEAD_BLOCKS]:
        found = _dateline(draft, block.text)
        if found is not None and block.role == "body":
            draft.dateline = found
            block.role = "dateline"
            return
        if squash(block.text) != squash(draft.headline or ""):
            return


def _dateline(draft: Draft, text: str) -> Dateline | None:
    found = _VIGNETTE.fullmatch(text)
    if found is None:
        return None
    places = (found["name"],) if found["name"] in draft.places else ()
    return Dateline(text=text, places=places, agencies=("TT",))


PROFILE = Profile(
    code="TT",
    name="TT Nyhetsbyrån",
    habit=Habit(agency="TT"),
    zone=ZoneInfo("Europe/Stockholm"),
    language="sv",
    quirks=adjust,
)
"""The profile of TT."""
