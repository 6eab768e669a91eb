"""What an editor asks of the wire, as it stands in the address: every filter is a parameter, and they combine."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from django.db.models import Q
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from dateline.desk.words import keys_of
from dateline.newsroom.models import Article, Provider, Section, Source
from dateline.newsroom.rows import read_columns
from dateline.search.query import LONGEST
from dateline.wire.item import SIGNAL_STRENGTH

HOURS = (1, 6, 24, 72, 168)
URGENCIES = range(1, 10)
LANGUAGES = frozenset("ar da de en es fr fy it nb nl pt ru sv tr uk zh".split())
"""Those that the form offers; an address may ask for any other."""

NAMES = {
    "words": gettext_lazy("Words"),
    "state": gettext_lazy("State"),
    "provider": gettext_lazy("Provider"),
    "section": gettext_lazy("Section"),
    "urgency": gettext_lazy("Urgency"),
    "signal": gettext_lazy("Signal"),
    "source": gettext_lazy("Source"),
    "language": gettext_lazy("Language"),
    "hours": gettext_lazy("Time"),
}
"""Each filter, as its parameter is called, and its name for a person; in the order of the screen."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; None asks for everything. Each field is a parameter of the address (`NAMES`).

    `urgency` is the lowest that still counts (2 is 1 and 2); `hours` is how long ago the last version may have come;
    `words` is a query of search (docs/search.md), of whose hits the newest few thousand count.
    """

    state: str | None = None
    provider: str | None = None
    section: str | None = None
    urgency: int | None = None
    signal: str | None = None
    source: str | None = None
    language: str | None = None
    hours: int | None = None
    words: str | None = None

    def wanted(self, now: datetime) -> Q:
        """What an article must be to be asked for."""
        wanted: dict[str, Any] = {
            "state": self.state,
            "provider__code": self.provider,
            "section__slug": self.section,
            "urgency__in": None if self.urgency is None else [one for one in URGENCIES if one <= self.urgency],
            "signal": self.signal,
            "source__slug": self.source,
            "language__istartswith": self.language,
            "pk__in": None if self.words is None else keys_of(self.words),
        }
        if self.hours is not None:
            wanted["came_at__gte"] = since(self.hours, now)
        return Q(**{name: value for name, value in wanted.items() if value is not None})

    def query(self) -> str:
        """The parameters of the address, without those that ask for everything."""
        own = {name: getattr(self, name) for name in NAMES}
        return urlencode({name: value for name, value in own.items() if value is not None})

    def is_set(self) -> bool:
        """Whether it asks for anything less than everything."""
        return self != Filter()


def asked(query: QueryDict) -> Filter:
    """The filter of an address. A value that no filter can have asks for everything: an old address goes on working."""
    states, signals = set(Article.State.values), set[str](SIGNAL_STRENGTH)
    return Filter(
        state=_one_of(query, "state", states),
        provider=_word(query, "provider"),
        section=_word(query, "section"),
        urgency=_number(query, "urgency", URGENCIES),
        signal=_one_of(query, "signal", signals),
        source=_word(query, "source"),
        language=_word(query, "language"),
        hours=_number(query, "hours", range(1, 24 * 366)),
        words=_word(query, "words", LONGEST),
    )


_SELECTED = SafeString(" selected")


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter on the screen: its parameter, its name, and what can be chosen, with what is."""

    parameter: str
    name: str
    options: tuple[tuple[str, str, bool], ...]

    @property
    def html(self) -> SafeString:
        """The elements of what can be chosen, by Python and no template (docs/adr/0046-rows-by-python.md)."""
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((value, _SELECTED if chosen else "", label) for value, label, chosen in self.options),
        )


def choices(chosen: Filter) -> list[Choice]:
    """Every filter, for the form."""
    options: dict[str, list[tuple[str, str]]] = {
        "state": [(value, str(label)) for value, label in Article.State.choices],
        "provider": [(code, code) for (code,) in read_columns(Provider, ("code",), "ORDER BY code")],
        "section": read_columns(Section, ("slug", "name"), "ORDER BY place, name"),
        "urgency": [(str(one), _("%(urgency)s and higher") % {"urgency": one}) for one in (1, 2, 3, 4, 5)],
        "signal": [(value, signal_name(value)) for value in SIGNAL_STRENGTH],
        "source": [(slug, slug) for (slug,) in read_columns(Source, ("slug",), "ORDER BY slug")],
        "language": _languages(chosen.language, get_language() or "en"),
        "hours": [(str(hours), hours_name(hours)) for hours in HOURS],
    }
    found = []
    for name, those in options.items():
        now = getattr(chosen, name)
        known = tuple((value, label, str(now) == value) for value, label in those)
        found.append(Choice(name, str(NAMES[name]), known))
    return found


@lru_cache(maxsize=100)
def _languages(chosen: str | None, spoken: str) -> list[tuple[str, str]]:
    """The languages to choose from, by their names in the language that is spoken: those that copy commonly has, and
    the one that is asked for.
    """
    names = Locale.parse(spoken, sep="-").languages
    codes = {*LANGUAGES, chosen} if chosen else LANGUAGES
    return sorted(((code, names.get(code.lower(), code)) for code in codes), key=lambda one: one[1].casefold())


def described(chosen: Filter, offered: list[Choice]) -> list[tuple[str, str]]:
    """A filter in words: the name and the value of each thing that it asks for, as `choices` calls it."""
    known = {(choice.parameter, value): label for choice in offered for value, label, _on in choice.options}
    asks = {name: str(getattr(chosen, name)) for name in NAMES if getattr(chosen, name) is not None}
    return [(str(NAMES[name]), known.get((name, value), value)) for name, value in asks.items()]


def signal_name(signal: str) -> str:
    """A signal as editors call it; its own word where there is no other."""
    names = {
        "kill": pgettext("signal", "kill"),
        "correction": pgettext("signal", "correction"),
        "replacement": pgettext("signal", "replacement"),
        "update": pgettext("signal", "update"),
        "repeat": pgettext("signal", "repeat"),
        "addition": pgettext("signal", "addition"),
        "flash": pgettext("signal", "flash"),
        "advisory": pgettext("signal", "advisory"),
    }
    return names.get(signal, signal)


def since(hours: int, now: datetime) -> int:
    """The moment so many hours ago, as `came_at` has it."""
    return round((now - timedelta(hours=hours)).timestamp() * 1000)


def hours_name(hours: int) -> str:
    """How long ago, in words."""
    if hours == 1:
        return _("in the last hour")
    if hours <= 48:
        return _("in the last %(hours)d hours") % {"hours": hours}
    return _("in the last %(days)d days") % {"days": hours // 24}


def _word(query: QueryDict, name: str, longest: int = 100) -> str | None:
    value = query.get(name, "").strip()
    return value if value and len(value) <= longest and value.isprintable() else None


def _one_of(query: QueryDict, name: str, known: set[str]) -> str | None:
    value = query.get(name, "")
    return value if value in known else None


def _number(query: QueryDict, name: str, known: range) -> int | None:
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 and int(value) in known else None
