"""TT: ninjs, and NewsML-G2. See docs/profiles/tt.md."""

import re
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dateline.wire.copy.agencies import code_of, codes_in
from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Dateline, Link, Signal, Subject
from dateline.wire.profiles.profile import Profile
from dateline.wire.text.blocks import squash

_VIGNETTE = re.compile(r"(?P<name>[A-ZÅÄÖ][\w\- ]{1,30}?) (?P<agencies>TT(?:[-–/][A-Z]{2,12}){0,4})")
_HEAD_BLOCKS = 3
_NUMBERED = re.compile(r"(?P<start>urn:newsml:tt\.se:)(?P<id>\d{8}:[A-Z]+:\d+):(?P<version>\d+)")
_LITERAL = re.compile(r"TT:(?P<code>\d{8}):(?P<name>[A-ZÅÄÖ]{2,8})")

SECTOR = "http://tt.se/spec/sector/1.0/"
"""The scheme of what TT sorts its copy by: Inrikes, Utrikes, Ekonomi, Sport …"""


def adjust(draft: Draft) -> None:
    """The version out of the guid, what a replacement replaces, the section, who wrote it; the line ahead of a text
    that is its dateline."""
    if draft.section is None:
        draft.section = next((one.name for one in draft.subjects if one.scheme == SECTOR), None)
    found = _NUMBERED.fullmatch(draft.guid or "")
    if found is not None:
        draft.guid, draft.version = found["start"] + found["id"], draft.version or found["version"]
        _name_replaced(draft, found["start"])
    _follow_chain(draft)
    if draft.facts.get("ttext:profile") == "INFO":
        draft.signals.append(Signal(kind="advisory"))
    if draft.kind == "composite" and draft.headline and (draft.guid or "").endswith(draft.headline):
        draft.headline = None  # a package is called by the last part of its guid, `…-pack`
    draft.subjects = [_coded(subject) for subject in draft.subjects]
    if draft.kind == "text" and draft.byline is None:
        draft.byline = _written_by(draft)
    if draft.kind == "text" and draft.dateline is None:
        _take_vignette(draft)


def _coded(subject: Subject) -> Subject:
    """A subject with the code that older G2 of TT puts into a literal: `TT:02000000:LAG`."""
    found = _LITERAL.fullmatch(subject.name or "") if subject.code is None else None
    return Subject("IptcSubjectCodes", found["code"], found["name"]) if found is not None else subject


def _name_replaced(draft: Draft, start: str) -> None:
    """A replacement names what it replaces in an `altId` of its own."""
    other = draft.facts.get("alt_id.refuno", "").partition("|")[0]
    if other:
        draft.signals = [
            replace(signal, target=start + other) if signal.kind == "replacement" and not signal.target else signal
            for signal in draft.signals
        ]


def _follow_chain(draft: Draft) -> None:
    """Each text of TT has a uri of its own; the links to former ones in G2 say which it replaces, as in ninjs."""
    former: list[str] = []
    for index, link in enumerate(draft.links):
        uri = link.guid or link.href
        if link.rel == "previousVersion" and uri and uri != draft.guid:
            draft.links[index] = Link(guid=uri, rel="replaces", title=link.title)
            former.append(uri)
    if former and not any(signal.kind == "replacement" for signal in draft.signals):
        draft.signals.append(Signal(kind="replacement", target=former[0]))


def _written_by(draft: Draft) -> str | None:
    """Who wrote a text: the credit line where it names a person, else those who made it."""
    credit = draft.credit[0] if draft.credit else ""
    if any(piece.strip() and code_of(piece.strip()) is None for piece in credit.split("/")):
        return credit
    makers = (name for name in draft.facts.get("maker", "").split("|") if name and code_of(name) is None)
    return ", ".join(makers) or None


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
    return Dateline(text=text, places=places, agencies=codes_in(found["agencies"]))


PROFILE = Profile(
    code="TT",
    name="TT Nyhetsbyrån",
    habit=Habit(agency="TT"),
    zone=ZoneInfo("Europe/Stockholm"),
    language="sv",
    quirks=adjust,
)
"""The profile of TT."""
