"""Files that are refused, of every kind that issue 2 names: a name, and what makes the bytes."""

from collections.abc import Callable

from tests.whole.helpers import anp
from tests.wire.hostile import REFUSED

GOOD = "EDE (ANP) - Alles is weer gewoon."


HEAVY: dict[str, Callable[[], bytes]] = {
    f"{name}.xml": REFUSED[name][0]
    for name in (
        "100 MB",
        "a million elements",
        "a million attributes",
        "depth 100,000",
        "depth 100,000, closed",
        "html in cdata, nested",
        "entities in entities",
        "a long entity often",
        "an entity from outside",
        "a long text",
        "binary",
    )
}
"""What is to cost time or memory."""

BAD: dict[str, Callable[[], bytes]] = {
    "empty.xml": lambda: b"",
    "blank.xml": lambda: b" \n\t" * 1000,
    "truncated.xml": lambda: anp(400, "Afgebroken", GOOD)[:-200],
    "truncated.json": lambda: b'{"hasError": false, "data": {"id": "1", "kind": "TEXTARTICLE", "title": "Afge',
    "picture.jpg": lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 400,
    "unknown.txt": lambda: b"Beste redactie, hierbij de cijfers. Groet, Jan\n",
    "unknown.json": lambda: b'{"a": [1, 2, 3]}',
    "unknown.xml": lambda: b"<invoice><total>12</total></invoice>",
    "zeros.xml": lambda: b"\x00" * 100_000,
    "$(touch oeps) '\"\n\x1b[2J\u202e.xml": lambda: b"<NewsML",
    "-rf.xml": lambda: b"<NewsML>&",
    **HEAVY,
}
"""What is refused as a whole."""
