"""The templates of the site: ours, and those in the publisher's own folder, which win by name.

A template is given words and never rows, so that whatever it does with them a part holds nothing but what its tags
stand for; and no tag is at hand that keeps what it has made (ADR 62). Where one of the publisher's fails, ours stands
in its place.
"""

import hashlib
import logging
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context, Engine, Template
from django.template.base import FilterExpression
from django.template.loader_tags import IncludeNode

OURS = Path(__file__).resolve().parents[2] / "templates"
FOLDER = "site"
SLOTS = f"{FOLDER}/slots/"
"""Where ours are empty: what is added there can never be behind what it was made from."""

THEIRS = f"{FOLDER}/own/"
"""Where a publisher has templates that no page of ours asks for: those that his others include."""

LIBRARIES = {"i18n": "django.templatetags.i18n"}
BUILTINS = ["dateline.site.own.tags"]

_MARK = re.compile(r"\{#\s*dateline\s+(\S+)\s+([0-9a-f]{12})\s*#\}")

log = logging.getLogger(__name__)

failed: dict[str, str] = {}
"""Templates of the publisher that failed in this process → why, at the last time."""


class Mark(NamedTuple):
    """What the first line of a template says that it was made from: which of ours, and as of which version."""

    name: str
    version: str


def render(name: str, context: dict[str, Any]) -> bytes:
    """A template (`site/head.html`) as UTF-8: the publisher's, or ours where there is none or it fails, with his slots
    if they do not fail as well.
    """
    for own in _read(settings.HOUSE).get(name, ()) if settings.HOUSE else ():
        try:
            return own.render(Context(context)).encode()
        except Exception as error:
            _tell(name, error)
    return _engine(None).get_template(name).render(Context(context)).encode()


def load() -> None:
    """Read all of the publisher's now. What changes in the folder afterwards counts from the next start on."""
    if settings.HOUSE:
        _read(settings.HOUSE)


@cache
def names() -> tuple[str, ...]:
    """The names of our templates of the site."""
    return tuple(sorted(_below(OURS)))


def own_names(house: Path) -> list[str]:
    """The names of the templates in a publisher's folder."""
    return sorted(_below(house))


def version(name: str) -> str:
    """The version of one of our templates: it changes with any byte of it."""
    return hashlib.sha256((OURS / name).read_bytes()).hexdigest()[:12]


def copied(name: str) -> str:
    """One of our templates with the mark that a copy of it begins with."""
    return f"{{# dateline {name} {version(name)} #}}{(OURS / name).read_text('utf-8')}"


def mark_of(source: str) -> Mark | None:
    """The mark in the first line of a template; None where it has none."""
    found = _MARK.search(source.partition("\n")[0])
    return Mark(*found.groups()) if found else None


def check(name: str, house: Path) -> None:
    """Compile a template of the publisher, and what it includes by a plain name; raises whatever is wrong with it."""
    engine = _engine(house)
    for node in engine.get_template(name).nodelist.get_nodes_by_type(IncludeNode):
        wanted = getattr(node, "template", None)
        if isinstance(wanted, FilterExpression) and isinstance(wanted.var, str):
            engine.get_template(wanted.var)


@cache
def _engine(house: Path | None) -> Engine:
    folders = [str(folder) for folder in (house, OURS) if folder]
    files = ("django.template.loaders.filesystem.Loader", folders)
    return Engine(loaders=[("django.template.loaders.cached.Loader", [files])], libraries=LIBRARIES, builtins=BUILTINS)


@cache
def _read(house: Path) -> dict[str, list[Template]]:
    """Every template that a page may ask for, as the publisher's folder has it, if it compiles; and behind one of his
    own ours with his slots: a mistake in his foot must not take the question for consent away.
    """
    found: dict[str, list[Template]] = {}
    ours, own = set(names()), set(own_names(house))
    for name in ours | own:
        found[name] = []
        try:
            found[name].append(_engine(house).get_template(name))
        except Exception as error:
            _tell(name, error)
        if name in ours & own and not name.startswith(SLOTS):
            found[name].append(_engine(house).from_string((OURS / name).read_text("utf-8")))
    return found


def _below(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in (folder / FOLDER).rglob("*.html") if path.is_file()]


def _tell(name: str, error: Exception) -> None:
    if name not in failed:
        log.error("%s of the publisher's own fails, and ours stands in its place", name, exc_info=error)
    failed[name] = f"{type(error).__name__}: {error}"
