"""The one JSON parser: the same bounds and the same reasons for every format that is JSON.

It takes what RFC 8259 allows, and several documents one after another (NDJSON). Size, number and depth of values are
bounded. What parsers disagree about is said: a key that stands twice, characters that no text may have.
"""

import json
import re
from typing import Any

import msgspec

from dateline.wire.errors import Unreadable
from dateline.wire.problems import Problem, problem
from dateline.wire.text import charsets

MAX_BYTES = 16 * 1024 * 1024
"""The largest JSON document that is parsed, in bytes."""

MAX_VALUES = 500_000
"""The most commas and opening brackets of a document, those in its texts included."""

MAX_DEPTH = 64
"""How deep arrays and objects may be nested. Real copy stays under 12; readers may walk the values by recursion."""

MAX_DIGITS = 40
"""The longest whole number, in digits."""

MAX_TOLD = 20
"""The most repeated keys that are told one by one."""

Object = dict[str, Any]
"""An object: its values are None, bool, int, float, str, list and Object."""


class JsonDocument(msgspec.Struct, frozen=True):
    """What one file of JSON holds: its values (several where documents follow each other), and what was odd.

    `broken` says for documents among several that are not JSON where they stand and what is wrong with them.
    """

    values: list[Any]
    problems: tuple[Problem, ...] = ()
    broken: tuple[Problem, ...] = ()


_PADDING = b" \t\r\n\0\x1a\x1e"
"""White space, and what some transmissions fill up, begin (RFC 7464) or end a file with."""

_OPENING = re.compile(r"[\[{,]")
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n\x1e]*")
_LITERAL = re.compile(r"-?\w*")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_MAY_BE_ODD = re.compile(r"\\u(?:00[01]|[dD][89a-fA-F]|[fF]{3}[eEfF])|\\[bf]|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse_json(data: bytes) -> JsonDocument:
    """The values of a file of JSON.

    Raises Unreadable: `empty`, `too-large`, `too-many`, `too-deep`, `charset`, `cut-off` (also where only the last of
    several documents ends in the middle) or `malformed` (where none of its documents can be read).
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", f"It has {len(data):,} bytes; JSON may have {MAX_BYTES:,}.")
    data = data if data[:4].count(0) else data.strip(_PADDING)
    decoded = charsets.decode(data)
    text = decoded.text.strip(" \t\r\n\0\x1a\x1e")
    if not text:
        raise Unreadable("empty", "There is nothing in it.")
    _check_bounds(text)
    parsed = _Parser(text).documents()
    problems = list(decoded.problems) + list(parsed.problems)
    values = parsed.values
    if _MAY_BE_ODD.search(text) is not None:
        values = _cleaned(values, problems)
    return JsonDocument(values, tuple(problems), parsed.broken)


def _check_bounds(text: str) -> None:
    if len(text) > MAX_VALUES and sum(map(text.count, "[{,")) > MAX_VALUES:
        raise Unreadable("too-many", f"It has more than {MAX_VALUES:,} values.")
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for found in _BRACKET.finditer(text):
        mark = found[0]
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable("too-deep", f"Its values are nested more than {MAX_DEPTH} deep.")
        elif mark in "]}":
            depth -= 1


class _Parser:
    """Reads the documents of a text, and notes keys that stand twice in an object."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._problems: list[Problem] = []
        self._decoder = self._made(strict=True)

    def _made(self, *, strict: bool) -> json.JSONDecoder:
        return json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=_constant, parse_int=_integer, strict=strict
        )

    def documents(self) -> JsonDocument:
        """The documents, one after another with white space between; among lines of one each, some may be broken.

        Line breaks and tabs that stand in texts as they are, where JSON wants them escaped, are told and read.
        """
        try:
            try:
                return JsonDocument(self._sequence(), tuple(self._problems))
            except json.JSONDecodeError as error:
                if not error.msg.startswith("Invalid control"):
                    return self._otherwise(error)
            self._decoder = self._made(strict=False)
            self._problems[:] = [problem("control-characters", "", "line breaks or tabs that are not escaped")]
            try:
                return JsonDocument(self._sequence(), tuple(self._problems))
            except json.JSONDecodeError as error:
                return self._otherwise(error)
        except (ValueError, RecursionError) as error:
            raise Unreadable("malformed", f"The JSON is broken: {error}.") from None

    def _otherwise(self, error: json.JSONDecodeError) -> JsonDocument:
        """The documents of a text that is not JSON as a whole, if its lines are. Raises Unreadable."""
        refused = self._refusal(error, self._text)
        if refused.code != "cut-off":
            self._problems.clear()
            found = self._lines()
            if found is not None:
                return found
        raise refused from None

    def _sequence(self) -> list[Any]:
        values = []
        at = 0
        while at < len(self._text):
            value, end = self._decoder.raw_decode(self._text, at)
            values.append(value)
            at = _after_space(self._text, end)
        return values

    def _lines(self) -> JsonDocument | None:
        """The documents of a text whose lines are one each; None for one whose first line is no whole document."""
        lines = [(number, line) for number, line in enumerate(self._text.split("\n"), 1) if line.strip()]
        values: list[Any] = []
        broken: list[Problem] = []
        for number, line in lines if len(lines) > 1 else []:
            try:
                values.append(self._decoder.decode(line.strip("\x1e")))
            except json.JSONDecodeError as error:
                if not values:
                    return None
                refused = self._refusal(error, line, number)
                if refused.code == "cut-off" and number == lines[-1][0]:
                    raise refused from None
                broken.append(problem("not-an-item", f"line {number}", str(refused)))
        return JsonDocument(values, tuple(self._problems), tuple(broken)) if values else None

    def _object(self, pairs: list[tuple[str, Any]]) -> Object:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            for key, value in reversed(pairs):
                if key in seen and len(self._problems) < MAX_TOLD:
                    self._problems.append(problem("repeated-key", key, str(value)[:400]))
                seen.add(key)
        return found

    def _refusal(self, error: json.JSONDecodeError, text: str, line: int = 1) -> Unreadable:
        if _is_cut_off(error, text):
            return Unreadable("cut-off", "The JSON ends in the middle.")
        told = error.msg[:1].lower() + error.msg[1:]
        where = f"line {line - 1 + error.lineno}, column {error.colno}"
        return Unreadable("malformed", f"The JSON is broken: {told} ({where}).")


def _is_cut_off(error: json.JSONDecodeError, text: str) -> bool:
    """Whether all of a text up to its end is the beginning of JSON: the parser complains only at the end."""
    if error.msg.startswith("Unterminated string") or error.pos >= len(text):
        return True
    if error.msg.startswith("Invalid \\"):
        return error.pos >= len(text) - 6
    rest = _LITERAL.match(text, error.pos)
    if rest is None or rest.end() < len(text):
        return False
    return any(word.startswith(rest[0]) for word in ("true", "false", "null", "-"))


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found is not None else at


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number has more than {MAX_DIGITS} digits")
    return int(digits)


def _cleaned(values: list[Any], problems: list[Problem]) -> list[Any]:
    """The values without characters that no text may have: half a surrogate pair is U+FFFD, controls go."""
    odd: list[str] = []
    root = list(values)
    waiting: list[Any] = [root]
    while waiting:
        inner = waiting.pop()
        for key, value in inner.items() if isinstance(inner, dict) else enumerate(inner):
            if isinstance(value, str):
                if _ODD.search(value) is not None:
                    odd.append(value)
                    inner[key] = _ODD.sub(_without, value)
            elif isinstance(value, dict | list):
                waiting.append(value)
    if odd:
        problems.append(problem("control-characters", "", ascii(odd[0][:200])))
    return root


def _without(found: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= found[0] <= "\udfff" else ""
