"""EFE: NITF, alone and in NewsML 1.2, whose lines below the headline are its slug. See docs/profiles/efe.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal, SignalKind
from dateline.wire.profiles.profile import Profile

MARKS: dict[str, SignalKind] = {
    "urgente": "flash",
    **dict.fromkeys(("ampliación", "ampliacion", "actualización", "actualizacion", "resumen"), "update"),
    **dict.fromkeys(("corrección", "correccion", "corrige", "rectificación", "rectificacion"), "correction"),
    **dict.fromkeys(("repetición", "repeticion"), "repeat"),
    **dict.fromkeys(("anulación", "anulacion", "anulada"), "kill"),
    **dict.fromkeys(("previsión", "prevision", "previsiones"), "advisory"),
}
"""What the mark in brackets ahead of a slug says of the copy, in lower case. `Avance` has no signal of its own."""

# What goes with the copy: `(foto) (vídeo)`.
_WITH = re.compile(
    r"\(?(?:fotos?|v[íi]deos?|audios?|infograf[íi]as?|recursos)\)?(?:\s?\((?:fotos?|v[íi]deos?|audios?|infograf[íi]as?|recursos)\)){0,4}",
    re.IGNORECASE,
)
# The codes of its subjects, as a line of its own below the text.
_CODES = re.compile(r"\d{6,8}(?:[\s,]+\d{6,8}){0,6}")
_SLUG = re.compile(r"(?:\((?P<mark>[^()]{3,30})\)\s*)?(?P<slug>[^a-zà-ÿ]{2,100})")


def adjust(draft: Draft) -> None:
    """The slug out of the line below the headline, a signal out of the mark ahead of it."""
    found = _SLUG.fullmatch(draft.subheadline or "")
    if found is None:
        return
    draft.subheadline = None
    draft.slugline = draft.slugline or found["slug"].strip()
    mark = found["mark"]
    kind = MARKS.get(mark.strip().lower()) if mark else None
    if kind is not None:
        draft.signals.append(Signal(kind=kind, text=f"({mark})"))


PROFILE = Profile(
    code="EFE",
    name="Agencia EFE",
    habit=Habit(agency="EFE", apparatus=(_WITH, _CODES), head_apparatus=(_WITH,)),
    zone=ZoneInfo("Europe/Madrid"),
    quirks=adjust,
)
"""The profile of EFE. It has no language: EFE sends Spanish, English, Portuguese and Arabic under one code."""
