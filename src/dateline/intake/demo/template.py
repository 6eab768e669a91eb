"""The placeholders of the demonstration's copy: times that count from the moment at which it starts."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_PLACEHOLDER = re.compile(r"\{\{t:(?P<seconds>[+-]?[0-9]+):(?P<form>basic|iso|date|en|day-nl)\}\}")

_MONTHS_EN = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTHS_NL = "januari februari maart april mei juni juli augustus september oktober november december".split()

_FORMS: dict[str, Callable[[datetime], str]] = {
    "basic": lambda time: f"{time:%Y%m%dT%H%M%S}+0000",
    "iso": lambda time: f"{time:%Y-%m-%dT%H:%M:%S}Z",
    "date": lambda time: f"{time:%Y%m%d}",
    "en": lambda time: f"{_MONTHS_EN[time.month - 1]} {time.day}",
    "day-nl": lambda time: f"{time.day} {_MONTHS_NL[time.month - 1]} {time.year}",
}


def fill(template: str, start: datetime) -> str:
    """The template with the time `start` plus SECONDS, in UTC, for each `{{t:SECONDS:FORM}}`; nothing else is replaced.

    SECONDS is a whole number with or without a sign. FORM is `basic` (20250101T103000+0000), `iso`
    (2025-01-01T10:30:00Z), `date` (20250101), `en` (Jan 1) or `day-nl` (1 januari 2025). The same template and start
    always give the same text.

    Raises ValueError for a start without a zone.
    """
    if start.tzinfo is None:
        raise ValueError("the start of the demonstration needs a zone")
    moment = start.astimezone(UTC)

    def replaced(found: re.Match[str]) -> str:
        return _FORMS[found["form"]](moment + timedelta(seconds=int(found["seconds"])))

    return _PLACEHOLDER.sub(replaced, template)
