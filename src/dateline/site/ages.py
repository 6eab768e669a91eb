"""Ages in words, for the script that puts them in the place of times: the forms of each unit in every language.

A browser has such words too (`Intl`), but to have them said for the first time costs a phone a fifth of a second while
a page is loading. So the script is served with them, out of the messages that all other words are from.
"""

import json
from itertools import groupby

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NUMBER = "#"
"""Stands in a form where the number comes."""

_PLACE = b"{ AGES: {} }"
"""What stands in the script where the words come: an object by language, so that it runs without them too."""


def put_into(script: bytes) -> bytes:
    """The script with the words in it."""
    assert script.count(_PLACE) == 1  # noqa: S101  # it comes with the code
    return script.replace(_PLACE, json.dumps(words(), ensure_ascii=False, separators=(",", ":")).encode())


def words() -> dict[str, dict[str, object]]:
    """What ages are called, by language."""
    found: dict[str, dict[str, object]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = {
                "now": _("now"),
                "minute": _runs([_minutes(number) for number in range(1, 60)]),
                "hour": _runs([_hours(number) for number in range(1, 24)]),
                "day": _runs([_days(number) for number in range(1, 7)]),
            }
    return found


def _runs(forms: list[str]) -> list[tuple[int, str]]:
    """The forms for 1, 2, 3 …, each once with the number from which on it is used: plurals differ by language."""
    runs = groupby(enumerate(forms, 1), key=lambda pair: pair[1])
    return [(next(pairs)[0], form) for form, pairs in runs]


def _minutes(number: int) -> str:
    return ngettext("%(number)s minute ago", "%(number)s minutes ago", number) % {"number": NUMBER}


def _hours(number: int) -> str:
    return ngettext("%(number)s hour ago", "%(number)s hours ago", number) % {"number": NUMBER}


def _days(number: int) -> str:
    return ngettext("%(number)s day ago", "%(number)s days ago", number) % {"number": NUMBER}
