"""Changed copy: the tokens of XML and HTML, the values of JSON and the lines of telex copy, moved, doubled and spoilt.

Every change is decided by the Random that is given, so that the same seed gives the same file.
"""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

MAX_BYTES = 200_000
"""The longest file that a change may give."""

_MARKUP = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
_VALUE = re.compile(rb"=\s*(?:\"[^\"]*\"|'[^']*')")
_CONTROLS = tuple(bytes([code]) for code in (*range(0x20), 0x7F, 0x80, 0x85, 0x92, 0xA0, 0xFF))

_TEXTS = """
0|-1|1|1e999|NaN|true|null|0001-01-01T00:00:00+14:00|9999-12-31T23:59:59-14:00|20231332T256161+9999|2023-02-30
00000000|20230901T101500Z|2023-09-01T10:15:00|1 uur geleden|999999999999 dagen geleden|EMBARGO 24:99
Fri, 31 Nov 2023 25:00 CET|LEIDEN (ANP) - |MOSKOU (ANP/AFP/RTR) -|PARIS (AFP) - |(ANP)|/ / / / /|((((((((
N i e u w bericht, vervangt: |UPDATE 2-|(2)| =|+++|KILL|axm/ch/jm|# Notizblock|(SDA\\/sj)
canceled|usable|Stat:Canceled|withheld
urn:newsml:x:2023:y:2|:::|a/b\\c|<script>alert(1)</script>|&lt;script&gt;alert(1)&lt;/script&gt;
<img src=x onerror=alert(1)>|<svg/onload=x>|<p>|</p>|<br/>|<a href="javascript:alert(1)">x</a>
<a href=" java\tscript:x">y</a>|<table><tr><td>x|<pre>|<![CDATA[|]]>|<!--|-->|<?xml?>
<math><mi><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>|<noscript><p title='</noscript>
&|&a;|&#0;|&#x110000;|&eacute;|&nbsp;|\u202e|\u200b|\ufffd|\ufeff|\u2028|\u0085|é|ß|ﬁ|أ ف ب|🗞|e\u0301|İ|\U000e0001
\ud7ff|\uffff|\x1b[2J|\x00|\x01|\x02|\x03|\x1a|NNNN|ZCZC|\x01\x02\x03\x04|zc\r\r\n|\x1f|\x16\x16\x01a0123reutr-bc
"""

WORDS: tuple[bytes, ...] = (
    *(word.encode("utf-8") for line in _TEXTS.strip("\n").split("\n") for word in line.split("|")),
    *(b"", b" ", b"9" * 400, b"x" * 5000, b"a " * 3000, b"\n" * 500, b"<b>" * 600, b" - " * 400, b"\x80" * 40),
    *(b"\xed\xa0\x80", b"\xc0\xaf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"),
)
"""What makes trouble: in numbers, times, wire copy, markup and character sets."""

_JSON_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**30, 1e308, "", " ", [], {}, [[]], [None], {"": None}, [{}], "\ud800"),
    *[word.decode("utf-8", "replace") for word in WORDS],
)

Change = Callable[[bytes, Sequence[bytes], Random], bytes]


def mutate(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A file with one to five changes; pieces of `others` come into it."""
    for _ in range(random.choice((1, 1, 2, 2, 3, 5))):
        data = random.choice(_changes_for(data))(data, others, random)[:MAX_BYTES]
    return data


def _changes_for(data: bytes) -> tuple[Change, ...]:
    start = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        return (_markup, _markup, _markup, _value, _value, _lines, _bytes, _cut)
    if start.startswith((b"{", b"[")):
        return (_json, _json, _json, _json, _bytes, _cut)
    return (_lines, _lines, _lines, _controls, _controls, _bytes, _cut)


def _markup(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return b"".join(_moved(_MARKUP.findall(data), lambda: _MARKUP.findall(random.choice(others)), random))


def _lines(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return b"".join(_moved(data.splitlines(True), lambda: random.choice(others).splitlines(True), random))


def _moved(tokens: list[bytes], others: Callable[[], list[bytes]], random: Random) -> list[bytes]:
    """Tokens of which some were left out, doubled, swapped, spoilt, put around others or taken from another file."""
    if not tokens:
        return [random.choice(WORDS)]
    at, to = sorted((random.randrange(len(tokens)), random.randrange(len(tokens))))
    to = min(to, at + random.choice((1, 1, 2, 8, 60)))
    match random.randrange(8):
        case 0:
            return tokens[:at] + tokens[to + 1 :]
        case 1:
            return tokens[: to + 1] + tokens[at : to + 1] * random.choice((1, 1, 2, 40)) + tokens[to + 1 :]
        case 2:
            tokens[at], tokens[to] = tokens[to], tokens[at]
        case 3:
            tokens[at] = random.choice(WORDS)
        case 4:
            tokens.insert(at, random.choice(WORDS))
        case 5:
            found = others()
            start = random.randrange(len(found) or 1)
            return tokens[:at] + found[start : start + random.choice((1, 3, 20, 200))] + tokens[to:]
        case 6:
            tokens[at] = tokens[at] + random.choice(_CONTROLS) * random.choice((1, 1, 3))
        case _:
            tokens[at : to + 1] = reversed(tokens[at : to + 1])
    return tokens


def _value(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Another value for an attribute: a word, or that of another attribute."""
    found = list(_VALUE.finditer(data))
    if not found:
        return _markup(data, others, random)
    one, other = random.choice(found), random.choice(found)
    value = (
        other[0]
        if random.random() < 0.4
        else b'="' + random.choice(WORDS).replace(b'"', b"'").replace(b"<", b"&lt;") + b'"'
    )
    return data[: one.start()] + value + data[one.end() :]


def _controls(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return (
        data[:at] + random.choice(_CONTROLS) * random.choice((1, 1, 1, 2, 60)) + data[at + random.choice((0, 0, 1)) :]
    )


def _bytes(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at, to = sorted((random.randrange(len(data) + 1), random.randrange(len(data) + 1)))
    match random.randrange(4):
        case 0:
            return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + random.choice(WORDS) + data[at:]
        case 2:
            return data[:at] + data[to:]
        case _:
            other = random.choice(others)
            return data[:at] + other[random.randrange(len(other) + 1) :][:400] + data[at:]


def _cut(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)] if random.random() < 0.3 else data


def _json(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """JSON with other values, keys and lengths, each line of it where it is NDJSON."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(data, others, random)
    holders = list(_holders(tree))
    if not holders:
        return _bytes(data, others, random)
    holder = random.choice(holders)
    keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = random.choice(keys)
    match random.randrange(7):
        case 0:
            del holder[key]
        case 1:
            other = random.choice(holders)
            holder[key] = json.loads(
                json.dumps(random.choice(list(other.values() if isinstance(other, dict) else other)))
            )
        case 2:
            holder[key] = [holder[key]] * random.choice((1, 2, 300))
        case 3:
            holder[key] = {random.choice([str(one) for one in keys]): holder[key]}
        case 4 if isinstance(holder[key], str):
            at = random.randrange(len(holder[key]) + 1)
            holder[key] = holder[key][:at] + random.choice(WORDS).decode("utf-8", "replace") + holder[key][at:]
        case 5 if isinstance(holder, dict):
            holder[random.choice([str(one) for one in keys]) + random.choice(("", "x", "s"))] = holder.pop(key)
        case _:
            holder[key] = random.choice(_JSON_VALUES)
    return json.dumps(tree, ensure_ascii=random.random() < 0.3).encode("utf-8", "surrogatepass")


def _holders(tree: Any) -> list[Any]:
    """All objects and lists of a tree that hold something."""
    found, ahead = [], [tree]
    while ahead and len(found) < 20_000:
        one = ahead.pop()
        if isinstance(one, dict | list) and one:
            found.append(one)
            ahead.extend(one.values() if isinstance(one, dict) else one)
    return found
