"""Usage terms: which are understood. Whatever is not holds the item for a person."""

import re

_CLAIM = re.compile(
    r"\(c\)|©|copyright|all rights reserved|alle rechten voorbehouden|alle rechte vorbehalten|tous droits réservés"
)


def folded(terms: str) -> str:
    """Usage terms as they are compared: case and white space folded."""
    return " ".join(terms.casefold().split())


def known_terms(text: str) -> frozenset[str]:
    """The terms that a provider's settings list, one a line."""
    return frozenset(line for line in map(folded, text.splitlines()) if line)


def understood(terms: str, known: frozenset[str]) -> bool:
    """Whether these usage terms restrict nothing, or only in ways that somebody has said are understood."""
    whole = folded(terms)
    if not whole or whole in known or _says_nothing(whole):
        return True
    lines = [line for line in map(folded, terms.splitlines()) if line]
    return all(line in known or _says_nothing(line) for line in lines)


def _says_nothing(terms: str) -> bool:
    """Whether there is a claim of copyright, and besides it no letter of any script."""
    rest, claims = _CLAIM.subn(" ", terms)
    return claims > 0 and not any(char.isalpha() for char in rest)
