"""Agencies whose copy the common grammar reads as it is: their zone, their language, and how they sign."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.agencies import name_of
from dateline.wire.copy.habit import Habit
from dateline.wire.profiles.profile import Profile

_AAP_CLOSING = re.compile(r"AAP(?:\s+[A-Z]{2,4})?(?:\s+[a-z]{2,4}(?:/[a-z]{2,4})*){1,3}")
_KYODO_CLOSING = re.compile(r"==\s*Kyodo")
_AP_CLOSING = re.compile(r"(?:APTV|AP)[\s\-]\d{2}-\d{2}-\d{2}\s\d{4}(?:GMT|EST|EDT)?")


def _row(
    code: str,
    zone: str,
    language: str | None = None,
    codes: tuple[str, ...] = (),
    apparatus: tuple[re.Pattern[str], ...] = (),
) -> Profile:
    habit = Habit(agency=code, language=language, apparatus=apparatus)
    return Profile(code=code, name=name_of(code), codes=codes, habit=habit, zone=ZoneInfo(zone), language=language)


PROFILES: tuple[Profile, ...] = (
    _row("AAP", "Australia/Sydney", "en", apparatus=(_AAP_CLOSING,)),
    _row("ANA-MPE", "Europe/Athens"),
    _row("ANSA", "Europe/Rome"),
    _row("AP", "UTC", apparatus=(_AP_CLOSING,)),
    _row("APA", "Europe/Vienna", "de"),
    _row("ATS", "Europe/Zurich", codes=("SDA", "KEYSTONE-ATS", "KEYSTONE-SDA")),
    _row("BLOOMBERG", "UTC"),
    _row("CP", "America/Toronto"),
    _row("DJ", "UTC"),
    _row("DPA", "Europe/Berlin", codes=("DPA-AFX",)),
    _row("EFE", "Europe/Madrid"),
    # Europa Press states no zone in its times; its labels beside them say GMT.
    _row("EUROPA PRESS", "UTC", "es"),
    _row("KYODO", "Asia/Tokyo", apparatus=(_KYODO_CLOSING,)),
    _row("NTB", "Europe/Oslo"),
    _row("PA", "Europe/London", "en"),
    _row("RITZAU", "Europe/Copenhagen", "da"),
    _row("RTR", "UTC"),
    _row("STT", "Europe/Helsinki"),
    _row("TASS", "Europe/Moscow"),
    _row("TT", "Europe/Stockholm", "sv"),
    _row("XINHUA", "Asia/Shanghai"),
)
"""One row an agency. A language stands only where the agency has one."""
