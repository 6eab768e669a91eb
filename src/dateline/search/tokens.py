"""Words of text as they are searched: split, stemmed and folded. Pure, and the same for copy and for what is asked.

A word is letters and digits; what joins words (a hyphen, an apostrophe, a full stop) parts them here. `foto's` and
`Trump's` lose their ending, `l'homme` and `d'été` what is before the apostrophe. Chinese and Japanese are written
without spaces: there each character is a word.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import Stemmer

LANGUAGES: dict[str, str] = {"nl": "dutch", "en": "english", "de": "german", "fr": "french"}
"""The languages whose words are stemmed, by their code, and what the stemmers (Snowball) call them."""

LONGEST = 40
"""Characters that count of a word."""

MOST_DIGITS = 12
"""Of a number that may be written by thousands."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"(?:(?<!\w)(?:[cdjlmnst]|qu)['\u2019](?=[^\W\d_]))?"  # l'homme, d'été
    rf"([{_CJK}]|(?:(?![{_CJK}])[^\W_][\u0300-\u036f]*)+)"
    rf"(?:['\u2019]s(?!\w))?",  # foto's
    re.IGNORECASE,
)
_RARE = re.compile(rf"['\u2019{_CJK}\u0300-\u036f]")
_WORD_WITHOUT_RARE = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})
_own = threading.local()


class Word(NamedTuple):
    """A word of a text: as it is written, and where it begins and ends there."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    for found in _WORD.finditer(text):
        yield Word(found[1], *found.span(1))


def split(text: str) -> list[str]:
    """The words of a text, as they are written."""
    found: list[str] = []
    for line in text.split("\n"):
        # In a line without any of the rare characters both find the same, this in a quarter of the time.
        found += (_WORD if _RARE.search(line) else _WORD_WITHOUT_RARE).findall(line)
    return found


def tokens(written: Sequence[str], language: str) -> list[str]:
    """Words as copy in a language (BCP 47, or nothing) has them in the index."""
    code = language_of(language)
    made = {word: _token(word, code) for word in set(written)}
    return [made[word] for word in written]


def token(word: str, language: str) -> str:
    """A word as copy in a language has it in the index."""
    return _token(word, language_of(language))


def variants(written: Iterable[str]) -> list[tuple[str, ...]]:
    """A word, or several that stand together, as copy in any language may have them in the index; each once."""
    ways = dict.fromkeys(_ways(list(written)))
    found = (tuple(_token(word, code) for word in way) for way in ways for code in ("", *LANGUAGES))
    return list(dict.fromkeys(found))


def _ways(texts: list[str]) -> Iterator[tuple[str, ...]]:
    """Words as they are, and with large numbers in one piece or by thousands: 5400 is `5.400`, `5,400` or `5 400`.

    What parts thousands parts words, too. So there is nothing of this in the index.
    """
    numbers = [list(some) for _number, some in groupby(texts, _is_number)]
    yield tuple(texts)
    yield tuple(word for some in numbers for word in _in_one(some))
    yield tuple(word for some in numbers for word in _by_thousands(_in_one(some)))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal()


def _in_one(words: list[str]) -> list[str]:
    """Numbers side by side as one, if they are the thousands of one: no decimals, date or time."""
    whole = "".join(words)
    return [whole] if len(words) > 1 and _thousands(whole) == words else words


def _by_thousands(words: list[str]) -> list[str]:
    """A number as it is parted by thousands; several side by side as they are, which may be a date."""
    return _thousands(words[0]) if len(words) == 1 and _is_number(words[0]) else words


def _thousands(number: str) -> list[str]:
    """The digits of a number by threes from the right; what is too short or long, or begins with 0, as it is."""
    if not 4 <= len(number) <= MOST_DIGITS or number[0] == "0" or not _is_number(number):
        return [number]
    first = len(number) % 3 or 3
    return [number[:first], *(number[at : at + 3] for at in range(first, len(number), 3))]


def language_of(language: str) -> str:
    """The code of the language whose stems count, of those in LANGUAGES; else nothing."""
    code = language[:3].split("-")[0].lower()
    return code if code in LANGUAGES else ""


@lru_cache(maxsize=100_000)
def _token(word: str, code: str) -> str:
    lower = unicodedata.normalize("NFC", word.lower())[:LONGEST]
    if code:
        lower = _stemmer(code).stemWord(lower)
    return fold(lower)


def fold(text: str) -> str:
    """A word without what writers do differently: capitals, accents, ligatures, the width of letters."""
    lower = text.casefold()
    if lower.isascii():
        return lower[:LONGEST]
    apart = unicodedata.normalize("NFKD", lower).translate(_LETTERS).casefold()
    plain = "".join(char for char in apart if char.isalnum())
    return (plain or "".join(apart.split()) or "=")[:LONGEST]


def _stemmer(code: str) -> Stemmer.Stemmer:
    """One for each thread: none may be used by two at once."""
    found: Stemmer.Stemmer | None = getattr(_own, code, None)
    if found is None:
        found = Stemmer.Stemmer(LANGUAGES[code], maxCacheSize=0)
        setattr(_own, code, found)
    return found
