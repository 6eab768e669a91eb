"""AP: the AP Media API, its ninjs, NITF and ANPA 1312. See docs/profiles/ap.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.profiles.profile import Profile

_CLOSING = re.compile(r"(?:APTV|AP)[\s\-]\d{2}-\d{2}-\d{2}\s\d{4}(?:GMT|EST|EDT)?")
# Who else wrote it, behind a line of dashes.
_CONTRIBUTED = re.compile(
    r".{5,320}\b(?:contributed to|helped with) this (?:report|story)(?: from .{2,80})?\."
    r"|.{5,320}\b(?:contribuy(?:ó|eron) a|colabor(?:ó|aron) (?:en|con)) est[ea] (?:nota|despacho|informe|reporte)"
    r"(?: desde .{2,80})?\."
    r"|(?:The )?(?:Associated Press|AP)\b.{5,240}\bcontributed(?: from .{2,80})?\."
    r"|[A-ZÀ-Þ][\w'’\-]{1,30}(?: and [A-ZÀ-Þ][\w'’\-]{1,30})? reported from [A-ZÀ-Þ].{2,80}\."
)
_CONTENT = re.compile(r"https?://api\.ap\.org/media/v/content/(?P<id>[0-9a-f]{32})(?:\.\d+)?(?:[/?].*)?")


def adjust(draft: Draft) -> None:
    """The id of an item out of its address in the API, whose tokens are those of one request."""
    found = _CONTENT.fullmatch(draft.guid or "")
    if found is not None:
        draft.guid = found["id"]


PROFILE = Profile(
    code="AP",
    name="The Associated Press",
    habit=Habit(agency="AP", apparatus=(_CLOSING, _CONTRIBUTED)),
    zone=ZoneInfo("UTC"),
    quirks=adjust,
)
"""The profile of the AP. It has no language: the AP sends English and Spanish."""
