"""The fields of an object of JSON, taken as what they should be; what is something else becomes a problem."""

import math
import reprlib
from typing import Any

from dateline.wire.draft import Draft
from dateline.wire.problems import problem
from dateline.wire.text.json import Object

MAX_ENTRIES = 2000
"""The most entries of a list that are read."""


class Fields:
    """Takes facts out of an object and notes in the draft which of them it could not understand.

    `where` is the path of the object in its document, for problems.
    """

    def __init__(self, values: Object, draft: Draft, where: str = "") -> None:
        self.values = values
        self.draft = draft
        self.where = where

    def __contains__(self, key: str) -> bool:
        """Whether there is anything under a key, null and emptiness left aside."""
        return self.values.get(key) not in (None, "", [], {})

    def text(self, *keys: str) -> str | None:
        """The first of these fields that holds a text or a number, without the white space around it."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str):
                words = value.strip()
                if words:
                    return words
            elif isinstance(value, int | float) and not isinstance(value, bool):
                if math.isfinite(value):
                    return str(value)
                self.unknown(key)
            elif value is not None and value is not False and value != [] and value != {}:
                self.unknown(key)
        return None

    def stated(self, key: str) -> str | None:
        """The text of a field as `text` gives it, and an empty one too; None only where nothing is stated."""
        value = self.values.get(key)
        return value if value == "" else self.text(key)

    def texts(self, key: str) -> list[str]:
        """The texts of a list, without repetitions; a single text counts as a list of one."""
        values = self.values.get(key)
        entries = (values if isinstance(values, list) else [values])[:MAX_ENTRIES]
        self._note_others(key, entries, str)
        texts = (value.strip() for value in entries if isinstance(value, str))
        return list(dict.fromkeys(text for text in texts if text))

    def object(self, key: str) -> "Fields | None":
        """The object under a key."""
        value = self.values.get(key)
        if isinstance(value, dict):
            return Fields(value, self.draft, self._path(key))
        if value not in (None, "", []):
            self.unknown(key)
        return None

    def objects(self, key: str) -> "list[Fields]":
        """The objects of a list under a key; a single object counts as a list of one."""
        values = self.values.get(key)
        if isinstance(values, dict):
            return [Fields(values, self.draft, self._path(key))] if values else []
        if values is None or values == "":
            return []
        if not isinstance(values, list):
            self.unknown(key)
            return []
        self._note_others(key, values[:MAX_ENTRIES], dict)
        return [
            Fields(value, self.draft, f"{self._path(key)}[{order}]")
            for order, value in enumerate(values[:MAX_ENTRIES])
            if isinstance(value, dict)
        ]

    def entries(self, key: str) -> "list[tuple[str, Fields]]":
        """The objects of an object under a key, by their names; those of a list are named by their place."""
        values = self.values.get(key)
        if not isinstance(values, dict):
            return [(str(order), one) for order, one in enumerate(self.objects(key))]
        self._note_others(key, list(values.values()), dict)
        return [
            (name, Fields(value, self.draft, f"{self._path(key)}.{name}"))
            for name, value in list(values.items())[:MAX_ENTRIES]
            if isinstance(value, dict)
        ]

    def number(self, key: str) -> int | None:
        """A size or the like as a whole number, also where it is written as a text."""
        value = self.decimal(key)
        return int(value) if value is not None and 0 < value < 2**53 else None

    def decimal(self, key: str) -> float | None:
        """A number, also where it is written as a text."""
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return None
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            if value != "":
                self.unknown(key)
            return None
        return number if math.isfinite(number) else None

    def flag(self, key: str) -> bool:
        """Whether a field says yes: `true`, `"true"`, 1."""
        value = self.values.get(key)
        return value is True or value == 1 or (isinstance(value, str) and value.strip().lower() in ("true", "1", "yes"))

    def unknown(self, key: str) -> None:
        """Notes a field that is something else than it should be."""
        self.draft.problems.append(problem("unknown-value", self._path(key), shown(self.values.get(key))))

    def _note_others(self, key: str, entries: list[Any], kind: type) -> None:
        """Notes the first entry of a list that is not of its kind."""
        other = next((entry for entry in entries if entry is not None and not isinstance(entry, kind)), None)
        if other is not None:
            self.draft.problems.append(problem("unknown-value", self._path(key), shown(other)))

    def _path(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key


_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 200


def shown(value: Any) -> str:
    """A value for a person, in bounded time and length."""
    return value[:400] if isinstance(value, str) else _SHORT.repr(value)
