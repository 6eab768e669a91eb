"""Usage terms: which are understood. Whatever is not holds the item for a person."""

import re

_SAYS_NOTHING = re.compile(
    r"^(?:(?:\(c\)|©|copyright|all rights reserved|alle rechten voorbehouden|alle rechte vorbehalten"
    r"|tous droits réservés)[^a-z]*)+$"
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
    if not whole or whole in known or _SAYS_NOTHING.match(whole):
        return True
    lines = [line for line in map(folded, terms.splitlines()) if line]
    return all(line in known or _SAYS_NOTHING.match(line) for line in lines)
