"""A publisher's own words for what the site and the desk say: `messages/nl.po` in his folder, over our translations.

Only a message that can be put where ours stood is taken: with the same places to fill in, and no markup of its own.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.utils.translation import trans_real

FOLDER = "messages"
CONTEXT = "\x04"
"""Stands between the context of a message and its words, in gettext's catalogues."""

_PLACE = re.compile(r"%\((\w+)\)|(%[sd])|\{(\w*)\}")

_OURS = Path(__file__).resolve().parents[2] / "locale/nl/LC_MESSAGES/django.po"

log = logging.getLogger(__name__)


class Wrong(NamedTuple):
    """A message that is not taken, or a file that cannot be read: where, and why."""

    where: str
    why: str


def load() -> None:
    """Put the publisher's messages over ours, in this process, for as long as it lives."""
    for language, path in paths(settings.HOUSE):
        words, _wrong = read(path)
        catalogue, own = trans_real.translation(language), NullTranslations()
        own._catalog, own.plural = words, catalogue.plural  # type: ignore[attr-defined]
        catalogue.merge(own)


def tell() -> None:
    """Say in the log which messages were not taken: once a server, not with every command."""
    for _language, path in paths(settings.HOUSE):
        for one in read(path)[1]:
            log.error("%s: %s", *one)


def paths(house: Path | None) -> list[tuple[str, Path]]:
    """The files of messages in a publisher's folder, by language: of those that the site can speak."""
    known = [(code, house / FOLDER / f"{code}.po") for code, _name in settings.LANGUAGES] if house else []
    return [(code, path) for code, path in known if path.is_file()]


def read(path: Path) -> tuple[dict[Any, str], list[Wrong]]:
    """What of a file can be taken, as gettext keeps it, and what cannot."""
    try:
        with path.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        return {}, [Wrong(str(path), f"cannot be read: {error}")]
    words: dict[Any, str] = {}
    wrong: list[Wrong] = []
    for message in written(catalog):
        why = next(filter(None, (_amiss(message, text) for text in _forms(message.string))), "")
        if why:
            wrong.append(Wrong(f"{path}:{message.lineno or 0}", why))
        else:
            words |= dict(_kept(message))
    return words, wrong


def unknown(words: dict[Any, str], templates: Iterable[str]) -> list[str]:
    """Which of these is said neither by Dateline nor in any of these templates."""
    with _OURS.open("rb") as file:
        ours = {key for message in read_po(file) for key, _text in _kept(message)}
    texts = "\n".join(templates)
    said = {key[0] if isinstance(key, tuple) else key for key in words.keys() - ours}
    return sorted(key for key in said if key.rpartition(CONTEXT)[2] not in texts)


def written(catalog: Catalog) -> Iterator[Message]:
    """The messages that somebody has written: not the header, none that is empty, none that is marked as unsure."""
    return (one for one in catalog if one.id and not one.fuzzy and all(_forms(one.string)))


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def _kept(message: Message) -> Iterator[tuple[Any, str]]:
    before = f"{message.context}{CONTEXT}" if message.context else ""
    key = before + _forms(message.id)[0]
    if not message.pluralizable:
        yield key, _forms(message.string)[0]
        return
    for number, text in enumerate(_forms(message.string)):
        yield (key, number), text


def _amiss(message: Message, text: str) -> str:
    """Why a text cannot stand where the message does; empty if it can."""
    ours = _forms(message.id)
    places = {place for one in ours for place in _places(one)}
    if extra := sorted(set(_places(text)) - places):
        return f"{extra[0]} is not to be filled in here"
    unnamed = [place for place in _places(ours[-1]) if place in ("%s", "%d", "{}")]
    if [place for place in _places(text) if place in ("%s", "%d", "{}")] != unnamed:
        return f"it must have {' '.join(unnamed)}, as ours has"
    if "<" in text and not any("<" in one for one in ours):
        return "it has markup, and ours has none"
    if any(place.startswith("%") for place in places):
        try:
            text % (defaultdict(int) if not unnamed else (0,) * len(unnamed))
        except (TypeError, ValueError):
            return "a % that is no place to fill in must be written %%"
    return ""


def _places(text: str) -> list[str]:
    return [found.group(0) for found in _PLACE.finditer(text)]
