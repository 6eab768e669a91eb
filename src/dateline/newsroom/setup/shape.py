"""What may stand in a setup file: one table of tables and their keys."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.conf import settings

from dateline import wire
from dateline.newsroom import keys
from dateline.newsroom.catalogue import RESERVED
from dateline.newsroom.house import OWN_SOURCES
from dateline.newsroom.models import House, Outlet, Provider, Rule, Source
from dateline.newsroom.setup import folders

Check = Callable[[Any], str | None]
"""Gives what is wrong with a value, as the end of a sentence, or None."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table: its type, what it is when it is left out, and what its value must be.

    `needed` is what to say of a table without it; None where it may be left out. `only` are the kinds of source that
    have it; None for every kind, and for what is no source. A key that is needed by some kinds stands here twice.
    """

    name: str
    kind: type
    default: Any = ""
    needed: str | None = None
    check: Check | None = None
    only: tuple[str, ...] | None = None

    def is_of(self, kind: Any) -> bool:
        """Whether a table of this kind has it."""
        return self.only is None or kind in self.only


def _one_of(values: Iterable[str]) -> Check:
    known = list(values)
    wanted = " or ".join(f'"{value}"' for value in known)
    return lambda value: None if value in known else f"must be {wanted}"


def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    return name in available_timezones()


def _zone(value: str) -> str | None:
    return None if not value or is_zone(value) else 'is no time zone: write one like "Europe/Amsterdam"'


def _slug(value: str) -> str | None:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        return "must be lower-case letters, digits and hyphens"
    return "must be 60 characters at the most" if len(value) > 60 else None


def _section_slug(value: str) -> str | None:
    return _slug(value) or ("is the beginning of another address of the site" if value in RESERVED else None)


def _source_slug(value: str) -> str | None:
    return _slug(value) or ("is the name of a source of Dateline's own" if value in OWN_SOURCES else None)


def read_formats() -> list[str]:
    """The formats that a source may be said to have."""
    return [format.name for format in wire.formats() if format.read is not None]


def _format(value: str) -> str | None:
    known = read_formats()
    return None if not value or value in known else f"is no format that is read: there are {', '.join(known)}"


def _at_most(length: int) -> Check:
    return lambda value: None if len(value) <= length else f"must be {length} characters at the most"


def _between(low: int, high: int) -> Check:
    return lambda value: None if low <= value <= high else f"must be from {low} to {high}"


def _address(value: str) -> str | None:
    return None if not value or re.fullmatch(r"https?://[^/\s?#]+/?", value) else 'must be like "https://news.example"'


def _path(value: str) -> str | None:
    return _at_most(1000)(value) or folders.trouble(value)


def api_address(value: str) -> str | None:
    """What is wrong with the address of an API, as the end of a sentence; None for nothing."""
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment or not value.isprintable():
        return 'must be like "https://newsapi.example"'
    if parts.username is not None or parts.password is not None:
        return "must not have a user or password in it: they are user and secret_from"
    if parts.scheme == "http" and not _is_loopback(host):
        return "must begin with https://, or others could read the password"
    return _at_most(1000)(value)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def called_address(value: str) -> str | None:
    """What is wrong with an address that is called from here."""
    return (
        None
        if not value or re.fullmatch(r"https?://[^\s#@]+|sftp://[^\s#@:/]+@[^\s#@]+", value)
        else 'must be like "https://partner.example/news"'
    )


def _below_address(value: str) -> str | None:
    if not value.strip("/") or "://" in value or not value.isprintable():
        return 'must be a path like "services/login"'
    return _at_most(200)(value)


def _secret_from(value: str) -> str | None:
    return (keys.trouble(value) or _at_most(300)(value)) if value else None


def _language(value: str) -> str | None:
    tag = re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value)
    return None if not value or tag else 'is no language tag: write one like "nl"'


FILES = ("ninjs", "newsml-g2", "nitf")
"""The formats in which files are written into a folder."""

MOST_DAYS = 36_500
"""The longest retention: more is written as 0, without limit."""

FOLDER, PUSH, ANP_API = (Source.Kind.FOLDER.value,), (Source.Kind.PUSH.value,), (Source.Kind.ANP_API.value,)

KINDS = FOLDER + PUSH + ANP_API
"""The kinds of source that somebody sets up."""

SAY_SECRET = "say where the password is, env:NAME or file:/PATH"  # noqa: S105 (where it is, and not what)

SAY_RETENTION = "say how many days its copy may be kept, or 0 for no limit"

TABLES: dict[str, tuple[Key, ...]] = {
    "site": (
        Key("title", str, "Dateline", check=_at_most(200)),
        Key("motto", str, check=_at_most(200)),
        Key("language", str, "nl", check=_one_of([code for code, _name in settings.LANGUAGES])),
        Key("zone", str, "Europe/Amsterdam", check=_zone),
        Key("base_url", str, check=_address),
        Key("rail_size", int, 7, check=_between(1, 100)),
        Key("page_size", int, 30, check=_between(1, 500)),
        Key("feed_text", str, "lead", check=_one_of(House.FeedText.values)),
    ),
    "provider": (
        Key("code", str, needed="say by which code its copy names it", check=_at_most(40)),
        Key("name", str, needed="say what readers call it", check=_at_most(200)),
        Key("credit_line", str, check=_at_most(200)),
        Key("retention_days", int, needed=SAY_RETENTION, check=_between(0, MOST_DAYS)),
        Key("canonical", str, "own", check=_one_of(Provider.Canonical.values)),
        Key("language", str, check=_language),
        Key("zone", str, check=_zone),
        Key("machine_reading", bool, False),
        Key("noindex", bool, False),
        Key("known_terms", list, []),
    ),
    "section": (
        Key("slug", str, needed="say what its address is", check=_section_slug),
        Key("name", str, needed="say what readers call it", check=_at_most(100)),
        Key("update_moves_up", bool, False),
    ),
    "source": (
        Key("slug", str, needed="give it a name of lower-case letters, digits and hyphens", check=_source_slug),
        Key("kind", str, "folder", check=_one_of(KINDS)),
        Key("path", str, needed="say which folder", check=_path, only=FOLDER),
        Key("done", str, "move", check=_one_of(Source.Done.values), only=FOLDER),
        Key("rate", int, 1200, check=_between(0, 1_000_000), only=PUSH),
        Key("url", str, needed="say where the API is", check=api_address, only=ANP_API),
        Key("user", str, needed="say who asks", check=_at_most(200), only=ANP_API),
        Key("secret_from", str, needed=SAY_SECRET, check=_secret_from, only=ANP_API),
        Key("secret_from", str, check=_secret_from, only=PUSH),
        Key("auth", str, "basic", check=_one_of(Source.Auth.values), only=ANP_API),
        Key("login", str, "services/login", check=_below_address, only=ANP_API),
        Key("services", list, [], only=ANP_API),
        Key("every", int, 20, check=_between(1, 86_400), only=ANP_API),
        Key("quiet_after", int, 0, check=_between(0, 100_000)),
        Key("zone", str, check=_zone),
        Key("format", str, check=_format),
        Key("providers", list, []),
        Key("active", bool, True),
    ),
    "outlet": (
        Key("slug", str, needed="give it a name of lower-case letters, digits and hyphens", check=_slug),
        Key("kind", str, "webhook", check=_one_of(Outlet.Kind.values)),
        Key("url", str, check=called_address),
        Key("path", str, check=_at_most(1000)),
        Key("format", str, "ninjs", check=_one_of(FILES)),
        Key("query", str, check=_at_most(300)),
        Key("sections", list, []),
        Key("providers", list, []),
        Key("secret_from", str, check=_secret_from),
        Key("known_hosts", str, check=_at_most(1000)),
        Key("private", bool, False),
        Key("active", bool, True),
    ),
    "rule": (
        Key("provider", str),
        Key("source", str),
        Key("category", str, check=_at_most(60)),
        Key("subject", str, check=_at_most(60)),
        Key("section", str, needed="say where copy goes that it fits"),
        Key("action", str, "publish", check=_one_of(Rule.Action.values)),
    ),
}
"""The tables of a setup file in their order. `site` stands once, the others as often as needed."""

NAMED_BY = {"outlet": "slug", "provider": "code", "section": "name", "source": "slug"}
"""The key by which a table is called in messages and by rules and sources."""
