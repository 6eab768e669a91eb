"""Copy whose every field holds a word of its own: where such a word shows, that field of that copy shows."""

import hashlib
import json
import re
from typing import Any

import msgspec

from dateline.wire.item import Link, Media, NewsItem, Reading, Signal, Subject

PROVIDER = "ANP"
RESTRICTED = "Niet voor internet"
"""Usage terms that nobody has said are understood, until a setup does."""

_WORD = re.compile(r"zz[a-z]+\d+zz")
_FILLER = "De tram rijdt weer tussen het station en de haven, nu de brug na maanden is hersteld en het verkeer"


def word(field: str, number: int) -> str:
    """The word that tells of one field of one piece of copy. None is part of another."""
    return f"zz{field}{number}zz"


def words_in(text: str) -> set[str]:
    """The telltale words that a text holds."""
    return set(_WORD.findall(text.casefold()))


def guid_of(n: int) -> str:
    """The guid of the nth item: as the ANP writes it, ending in its number."""
    return f"urn:newsml:anp.nl:20260301:ANPX-010326-{n + 1:03d}"


def name_of(guid: str) -> str:
    """The name in addresses of an item of the ANP: 60 bits of a hash, in Crockford's base 32."""
    bits = int(hashlib.sha256(f"{len(PROVIDER)}:{PROVIDER}{guid}".encode()).hexdigest()[:15], 16)
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[bits >> 5 * place & 31] for place in reversed(range(12)))


def number_of(n: int) -> str:
    """The number by which other copy may name the nth item."""
    return f"{n + 1:03d}"


def slug_of(n: int) -> str:
    """The slug of the nth item, which is not shown."""
    return f"{word('slug', n)} brug"


def headline_of(h: int) -> str:
    """A headline. Several items may have the same."""
    return f"Brug dicht {word('kop', h)}"


def made(
    n: int, serial: int, *, headline: int | None, text: int | None, private: bool = False, **fields: Any
) -> NewsItem:
    """The nth item in its edition `serial`. Equal numbers `headline` and `text` are equal words, None is none.

    With `private` it has all that is meant for editors only.
    """
    body = (
        ""
        if text is None
        else f"{_FILLER} {word('lead', text)}.\n\nHet was {word('body', text)} druk, zegt de gemeente."
    )
    hidden: dict[str, Any] = {
        "ed_note": f"Bron {word('ednote', serial)} niet noemen",
        "apparatus": (word("sign", serial),),
        "keywords": (word("keyword", serial),),
        "copyright": word("rightsholder", serial),
        "media": (Media(kind="picture", headline=word("photo", serial), caption=word("caption", serial)),),
        "links": (Link(guid=word("linked", serial), title=word("link", serial)),),
    }
    plain: dict[str, Any] = {
        "provider": PROVIDER,
        "guid": guid_of(n),
        "format": "test",
        "headline": None if headline is None else headline_of(headline),
        "subheadline": word("sub", serial),
        "kicker": word("kicker", serial),
        "abstract": word("abstract", serial),
        "byline": word("byline", serial),
        "note": word("note", serial),
        "slugline": slug_of(n),
        "text": body,
        "body": "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n") if paragraph),
        "language": "nl",
        "precision": "second" if fields.get("version_created") else None,
    }
    return NewsItem(**plain | (hidden if private else {}) | fields)


def typed(serial: int, note: str) -> dict[str, str]:
    """The fields of what somebody writes at the desk."""
    text = f"De redactie meldt {word('typed', serial)}.\n\nEn nog {word('more', serial)} erbij."
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return {"headline": f"Redactie {word('typedkop', serial)}", "text": text, "body": body, "note": note}


def about(category: str) -> tuple[Subject, ...]:
    """The subjects of copy of a category."""
    return (Subject(scheme="anp", code=category),) if category else ()


def signal(kind: str, serial: int, target: str | None = None) -> Signal:
    """A signal in the agency's words."""
    return Signal(kind=kind, text=f"Voor redacties {word('signal', serial)} {kind}", target=target)  # type: ignore[arg-type]


def shown_words(item: NewsItem) -> set[str]:
    """The words of copy that is up which readers may see."""
    fields = (item.headline, item.subheadline, item.kicker, item.abstract, item.byline, item.note, item.text)
    return words_in(" ".join(filter(None, fields)))


def note_of(item: NewsItem) -> str:
    """What it tells readers about itself: its note, or else what a correction says that it corrects."""
    if item.note:
        return item.note
    corrects = item.signal is not None and item.signal.kind == "correction"
    return (item.signal.text or "") if corrects and item.signal else ""


def all_words(item: NewsItem) -> set[str]:
    """Every telltale word of copy, those for editors too."""
    return words_in(json.dumps(msgspec.to_builtins(item)))


def packed(items: list[NewsItem], padding: int = 0) -> bytes:
    """A delivery of items. These histories are about what becomes of copy, and not about formats."""
    return msgspec.json.encode(items) + b" " * padding


def unpacked(data: bytes) -> Reading:
    """What is read of a delivery."""
    return Reading(items=tuple(msgspec.json.decode(data, type=list[NewsItem])), format="test")
