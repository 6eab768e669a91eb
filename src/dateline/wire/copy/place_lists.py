"""Lists of places, as datelines and fields have them: `MOSKOU/KIEV`, `New York, London and Beijing`."""

import re

from dateline.wire.copy.bare_places import is_known_city
from dateline.wire.copy.places import QUOTES, SMALL_WORDS

LONGEST_LIST = 200
"""A field of more characters than this is kept as it is, and not read for places."""

_SEPARATOR = re.compile(
    r"\s*(?:(?<!\s[Aa])/|;|\s(?:en|EN|and|AND|und|UND|et|ET|y|og|och)\s"
    r"(?!(?i:tobago|herzegovina|waal|barbuda|nevis|pr[ií]ncipe|labrador|wear|hove|caicos)\b))\s*"
)
_CAPITALS = r"[A-ZÀ-Þ]{4,20}"
_NAMES_IN_CAPITALS = re.compile(
    rf"(?:[A-ZÀ-Þ]{{2,20}}[ \-])*{_CAPITALS}(?:, (?:[A-ZÀ-Þ]{{2,20}}[ \-])*{_CAPITALS})+,? (?i:and|en|und|et|y|og|och)"
    rf" (?:[A-ZÀ-Þ]{{2,20}}[ \-])*{_CAPITALS}"
)
_RIVERS = frozenset(
    """
    MAIN ODER SAALE HAVEL ELBE DONAU NECKAR RHEIN RUHR WESER SPREE LAHN NEISSE ISAR INN FULDA MULDE M. O. S.
    BREISGAU
    """.split()
)
_ALSO_STATES = frozenset(("NEW YORK", "WASHINGTON", "QUEBEC", "QUÉBEC", "LUXEMBURG", "LUXEMBOURG", "SINGAPORE", "GAZA"))
"""Cities whose names behind a comma may tell where the place ahead of it is: `BUFFALO, NEW YORK`."""

_FIRST_SMALL = re.compile(rf"[{QUOTES}][st](?:-|$)", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:[^\W\d_]{2,20}-)?(?:[^\W\d_]{1,5}\.)+|[^\W\d_]\.[^\W\d_]\.?")
_NAME = re.compile(r"[^\W\d_](?:[^\W_]|['’‐‑.\-`])*")
_COUNTRY = re.compile(r"\s*(?:\([^()]{1,30}\)|\[[^\[\]]{1,30}\])")


def split_places(text: str) -> tuple[str, ...]:
    """The places of a list, () where one of them does not look like a place."""
    found: list[str] = []
    pieces = _SEPARATOR.split(text)
    if len(pieces) > 1 and "," in text and _NAMES_IN_CAPITALS.fullmatch(text):
        pieces = [name for piece in pieces for name in piece.split(",")]  # `NEW YORK, LONDON and BEIJING`
    for piece in pieces:
        name = piece.strip(" ,")
        if found and name.upper() in _RIVERS:
            found[-1] = f"{found[-1]}/{name}"
        elif "," in name and (cities := _cities(name)):
            found.extend(cities)
        elif is_place(name):
            found.append(name)
        else:
            return ()
    return tuple(found) if len(found) <= 6 else ()


def _cities(text: str) -> list[str]:
    """The names between commas where each is that of a city: `DEN HAAG, UTRECHT` are two, `AUSTIN, TEXAS` is one."""
    names = [name.strip() for name in text.split(",")]
    known = all(is_known_city(name.upper()) for name in names)
    return names if known and not any(name.upper() in _ALSO_STATES for name in names[1:]) else []


def places_of(text: str) -> tuple[str, ...]:
    """The places of a field for one, as written: `DEN HAAG/BRUSSEL` names two, `Frankfurt/Main` one."""
    return ("/" in text and len(text) <= LONGEST_LIST and split_places(text)) or (text,)


def is_name(word: str) -> bool:
    """Whether a word is written as a name is."""
    return _NAME.fullmatch(word) is not None


def is_place(name: str) -> bool:
    """Whether a name, with what qualifies it, looks like that of a place."""
    plain = _COUNTRY.sub("", name)
    words = plain.replace(",", " ").replace("،", " ").split()
    if not words or name[0] == "(" or len(words) > 7 or len(plain) > 60:
        return False
    if all(word.lower() in SMALL_WORDS for word in words):
        return False  # `Am 4. März (dpa)` names no place
    if words[0][0].islower() and _FIRST_SMALL.match(words[0]) is None:
        return False
    return all(_is_place_word(word) for word in words)


def _is_place_word(word: str) -> bool:
    if word in SMALL_WORDS or _FIRST_SMALL.match(word):
        return True
    if word[0].islower():
        return word.startswith(("d'", "d’", "l'", "l’"))
    if word[-1] == ".":
        return _ABBREVIATED.fullmatch(word) is not None
    return is_name(word) or word.lower() in ("-", "–", "&", "a/d", "a/h")
