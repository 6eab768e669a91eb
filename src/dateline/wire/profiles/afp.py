"""AFP (Agence France-Presse): NewsML 1.2 in six languages. See docs/profiles/afp.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal, SignalKind
from dateline.wire.profiles.profile import Profile

_RESTRICTION = re.compile(
    r"(?:=\s*)?(?:NO ARCHIV(?:AL|E)\b.*|RESTRICTED TO EDITORIAL USE\b.*|EDITORIAL USE ONLY\b.*|MANDATORY CREDIT\b.*)",
    re.DOTALL,
)
# What goes with the copy, below its headline or at its foot: `=(PHOTO+VIDEO)=`.
_WITH = re.compile(
    r"=?\s?\((?:(?:PHOTO|PICTURE|VIDEO|GRAPHIC|INFOGRAPHIE|INFOGRAPHIC|FOTO|GRAFIK|GRÁFICO|INFOGRAFÍA|ARCHIVE|LIVE|VIDEOGRAPHIC|VIDEOGRAPHIE)S?"
    r"(?:\s?[+,/&]\s?|(?=\))))+\)\s?=?"
)
_CONTRIBUTED = re.compile(r"-{1,2}\s.{3,60}\scontributed to this (?:story|report)\s-{1,2}")
_TICKER = re.compile(r"<org\b.*", re.IGNORECASE | re.DOTALL)


_VERSIONS: dict[str, SignalKind] = {
    **dict.fromkeys(("update", "lead", "2ndlead", "2lead", "3rdlead"), "update"),
    **dict.fromkeys(("correction", "corrective", "rectification"), "correction"),
    **dict.fromkeys(("replace", "replacement"), "replacement"),
    **dict.fromkeys(("repeat", "repetition"), "repeat"),
    **dict.fromkeys(("kill", "cancellation", "withdrawal", "annulation"), "kill"),
}
"""What AFP's property `Version`, and a genre, say of the copy, in lower case."""


def adjust(draft: Draft) -> None:
    """An alert is a flash: one sentence under a heading of its own, without headline and dateline."""
    if draft.facts.get("item_type", "").lower() == "alert" and not any(
        signal.kind == "flash" for signal in draft.signals
    ):
        draft.signals.append(Signal(kind="flash"))
    for said in (*draft.facts.get("property.Version", "").split("|"), *draft.facts.get("genre", "").split("|")):
        kind = _VERSIONS.get(said.rpartition(":")[2].lower())
        if kind is not None:
            draft.signals.append(Signal(kind=kind))
    if draft.ed_note is not None and _RESTRICTION.fullmatch(draft.ed_note) and draft.usage_terms is None:
        draft.usage_terms = draft.ed_note


PROFILE = Profile(
    code="AFP",
    name="Agence France-Presse",
    habit=Habit(agency="AFP", apparatus=(_TICKER, _RESTRICTION, _WITH, _CONTRIBUTED), head_apparatus=(_WITH,)),
    zone=ZoneInfo("UTC"),
    quirks=adjust,
)
"""The profile of the AFP. It has no language: each wire states its own."""
