"""Reuters: NewsML-G2 whose signals say in one letter what the copy is. See docs/profiles/reuters.md."""

import re
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dateline.wire.copy.datelines import parse_dateline_field
from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal, SignalKind
from dateline.wire.profiles.profile import Profile

EDITORIAL_STATUS: dict[str, SignalKind] = {"edStat:U": "update", "edStat:C": "correction"}
"""The codes of `edStat` that say more than `edStat:N`, which is new copy."""


# Below alerts and briefs, and in the notice of a story that is withdrawn.
_CLOSING = re.compile(
    r"Source text(?: in \w+)?(?: for Eikon| on Eikon)?:.{0,200}|Further company coverage:.{0,80}"
    r"|-{1,2}\s?[A-Z].{2,50}\b(?:[Nn]ewsroom|[Dd]esk)\b.{0,40}\d[\d\s\-]{5,20}"
    r"|STORY_(?:NUMBER|DATE|TIME):.{0,60}"
    r"|(?:Keywords|Reuters Terminal users|For the original story|Click on the following).{0,200}",
    re.DOTALL,
)
# Who wrote, edited and translated, as Reuters tells it in other languages than English.
_CREDITS = re.compile(
    r"\((?:(?:Bericht|Reportage|Reportagem|Reporte)\s(?:von|de|by)\b.{3,300}"
    r"|[^()]{3,200}\b(?:version française|édité par|in redazione a|edição de|editad[oa] por|redigiert von|traducido por"
    r"|traduit par|montaggio)\b[^()]{2,200})\)",
    re.DOTALL,
)
_SAID = "SAID TO BE "
"""What stands ahead of a place or date that Reuters has not seen for itself."""


def adjust(draft: Draft) -> None:
    """The signals that the editorial status stands for, read from `draft.facts["signal"]`; no place out of _SAID."""
    field = draft.dateline_field or ""
    if field.upper().startswith(_SAID):
        said = parse_dateline_field(field[len(_SAID) :])
        draft.dateline = replace(said, text=field) if said is not None else None
    for code in draft.facts.get("signal", "").split("|"):
        kind = EDITORIAL_STATUS.get(code)
        if kind is not None:
            draft.signals.append(Signal(kind=kind))


PROFILE = Profile(
    code="RTR",
    name="Reuters",
    habit=Habit(agency="RTR", apparatus=(_CLOSING, _CREDITS)),
    zone=ZoneInfo("UTC"),
    quirks=adjust,
)
"""The profile of Reuters. It has no language: Reuters sends some sixteen under one code."""
