"""NTB: NITF with what it is about in `tobject` and much else in `meta`. See docs/profiles/ntb.md."""

from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.profiles.profile import Profile

SECTIONS = frozenset(("Innenriks", "Utenriks", "Økonomi", "Sport", "Kultur", "Kultur og underholdning", "Kuriosa"))
"""What `tobject.type` names that is a section of a news site."""


def adjust(draft: Draft) -> None:
    """The section from `tobject.type`; the slug from `NTBStikkord`, for `du-key` is the identity of the story."""
    if draft.section is None:
        told = [one.name for one in draft.subjects if one.scheme in ("category", "subj")]
        named = [*draft.facts.get("category", "").split("|"), *told]
        draft.section = next((name for name in named if name in SECTIONS), None)
    draft.slugline = draft.slugline or draft.facts.get("meta.NTBStikkord")


PROFILE = Profile(
    code="NTB",
    name="NTB",
    habit=Habit(agency="NTB"),
    zone=ZoneInfo("Europe/Oslo"),
    quirks=adjust,
)
"""The profile of NTB. It has no language: NTB sends Bokmål, Nynorsk and English under one code."""
