"""Places: a reader's capitals for the place names of datelines."""

import re
from functools import lru_cache

SMALL_WORDS = frozenset(
    """
    aan aux au am a an auf bij da das de del dei della den der des di do dos du e el al es en et het i im in la
    las le les lez lès los ob of op over près sous sur 's 't te ten ter the tot und unter upon van von vor y ya
    zu zum zur à å and og och
    """.split()
)
"""Words inside the names of places that keep a small letter, in any of the languages of the agencies."""

QUOTES = "'’‘`´"
"""What is written ahead of the `s` of `'s-Hertogenbosch`, also by programs that take it for an opening quote."""

_FIRST_SMALL = frozenset(f"{quote}{letter}" for quote in QUOTES for letter in "st")
_EXACT: dict[str, str] = {
    "WASHINGTON DC": "Washington DC",
    "WASHINGTON D.C.": "Washington D.C.",
    "WASHINGTON D.C": "Washington D.C",
    "LA HAYE": "La Haye",
    "LE MANS": "Le Mans",
    "SANAA": "Sanaa",
}
_SHORT = frozenset(
    # Countries, states of the USA, provinces of Canada, cantons.
    """
    USA US UK VS VK EU VN UN VAE UAE DC AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS
    MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY ON QC BC AB MB SK NS NB NL GR
    BE ZH AG SG TI VD GE JU FR LU SO BL BS SH TG UR SZ OW NW GL ZG AI
    """.split()
)
_WHOLE = frozenset(("VS", "VK", "EU", "VN", "UN", "VAE", "UAE", "USA", "US", "UK"))
_WORD = re.compile(r"[^\s\-/‐‑,.()]+|[\s\-/‐‑,.()]+")
_APOSTROPHE = re.compile(r"^(d|l|dell|dall|nell|sant|o|n|m|k|q|al|an)(['’])(.+)$", re.IGNORECASE)
_ON_THE_RIVER = re.compile(r"\b[Aa]/[DdHh]\b")
_SCOTTISH = re.compile(r"MC[B-DF-HJ-NP-TV-Z][A-Z]{2}|MCA[A-Z]{3}")
_DUTCH_IJ = re.compile(r"^ij(?:[bdfghklmnprstvwz]|$)", re.IGNORECASE)
_QUALIFIED = re.compile(r"(?P<name>[^,(]+?)(?P<rest>\s*[,(].*)", re.DOTALL)
# The one small letter of a name in capitals: `McALLEN`, `DeKALB`.
_SMALL_INSIDE = re.compile(r"(Mc|Mac|De|La|Le|Du|Van|Fitz)([A-ZÀ-Þ]{2,})")


LONGEST_PLACE = 100
"""A name of more characters than this is no place, and stays as it is."""


def reader_case(place: str) -> str:
    """A place name with a reader's capitals: `DEN HAAG` is `Den Haag`. What is in mixed case stays as it is."""
    return _reader_case(place) if len(place) <= LONGEST_PLACE else place


@lru_cache(maxsize=4096)
def _reader_case(place: str) -> str:
    if not place.isupper():
        if place[:2].lower() in _FIRST_SMALL and place[2:].isupper():
            return place[:2] + _reader_case(place[2:])
        parted = _QUALIFIED.fullmatch(place)
        if parted is not None:
            return _reader_case(parted["name"]) + parted["rest"]
        return _with_small_letters(place)
    exact = _EXACT.get(place)
    if exact is not None:
        return exact
    if place.isalpha() and not place.startswith(("IJ", "MC")):
        return place if place in _WHOLE else place.capitalize()
    tokens = _WORD.findall(place)
    words = [index for index, token in enumerate(tokens) if token[0].isalnum() or token[0] in QUOTES]
    for order, index in enumerate(words):
        after = tokens[index - 1] if index else ""
        ends = index + 1 == len(tokens) or tokens[index + 1][0] in ",)/"
        # `N.Y.`: the Y is no Spanish word, as it is in `PALMA Y ALCUDIA`.
        begins = order == 0 or (after == "." and tokens[index] == "Y") or any(mark in after for mark in "/(,")
        qualified = order > 0 and ("," in after or ends)
        tokens[index] = _word(tokens[index], first=begins, last=ends, qualifier=qualified, bracketed="(" in after)
    return _ON_THE_RIVER.sub(lambda found: found[0].lower(), "".join(tokens))


def _with_small_letters(place: str) -> str:
    """A name in capitals but for one small letter in a word (`FORT McCOY`); what is in mixed case stays."""
    words = place.split(" ")
    found = [_SMALL_INSIDE.fullmatch(word) for word in words]
    if not all(inside or word.isupper() for word, inside in zip(words, found, strict=True)):
        return place
    return " ".join(
        f"{inside[1]}{inside[2].capitalize()}" if inside else _reader_case(word)
        for word, inside in zip(words, found, strict=True)
    )


def is_short(code: str) -> bool:
    """Whether a short word in capitals is a state, canton or country rather than an agency (`GR`, `VS`)."""
    return code in _SHORT


def _word(word: str, *, first: bool, last: bool, qualifier: bool, bracketed: bool) -> str:
    lower = word.lower()
    if lower in _FIRST_SMALL:
        return lower
    if qualifier and word in _SHORT:
        return word
    if lower in SMALL_WORDS and not first and not last:
        return lower
    if len(word) == 1 or (bracketed and len(word) < 4):
        return word
    elided = _APOSTROPHE.match(lower)
    if elided is not None:
        head, mark, rest = elided.groups()
        begin = head if head in ("d", "l") and not first else head.capitalize()
        return begin + mark + rest.capitalize()
    if _SCOTTISH.match(word):
        return "Mc" + lower[2:].capitalize()
    if _DUTCH_IJ.match(word):
        return "IJ" + lower[2:]
    return lower[0].upper() + lower[1:]
