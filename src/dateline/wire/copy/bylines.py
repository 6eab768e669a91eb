"""Bylines that stand in the text: `By Joseph Ax`, `Door onze verslaggever`, `Von Annett Gehler, dpa  =`."""

import re

from dateline.wire.copy.agencies import code_of

_BY = (
    r"(?:(?:[Bb]y|BY|[Dd]oor|DOOR|(?:-\s)?[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|Af|Av"
    r"|Tekst(?:\s+en\s+foto['’]?s)?:|Da|di):?)"
)
_NAME = r"(?:(?:[^\W\d_a-zà-ÿ]|['’][st]\s|d['’]|O['’])[\w'’.\-]*)"
_BETWEEN = r"(?:van(?: der| den| de| ['’]t)?|de|den|der|von|zu|da|di|du|del|la|le|el|al|bin|ten|ter|te|op|in 't)"
_PERSON = rf"(?:{_NAME}|{_BETWEEN})(?:\s+(?:{_NAME}|{_BETWEEN})){{0,5}}"
_BYLINE = re.compile(
    rf"{_BY}\s+(?=\S*[^\W\d_a-zà-ÿ]|onze|unserem|notre){_PERSON}(?:\s*(?:,?\s*\b(?:en|and|und|et|y|e|in|avec|with|mit|met|à)\b|,|/|&)\s*{_PERSON}){{0,6}}"
    r"(?:,?\s*[(/]?[A-Za-z\-]{2,12}[)/]?)?[\s=/*]*"
)
# ANSA's in brackets, Lusa's between stars.
_MARKED = re.compile(
    rf"\((?:di|dell['’]inviat[oa]|del\s+nostro\s+inviato|dalla\s+nostra\s+inviata)\s+{_PERSON}\)"
    rf"|\*{{3}}\s*(?:[Pp]or\s+)?{_PERSON},?\s+d[ao]\s+ag[êe]ncia\s+Lusa\s*\*{{3}}"
    rf"|Por\s+{_PERSON},?\s+d[ao]\s+ag[êe]ncia\s+Lusa"
)
_OURS = re.compile(rf"(?:{_BY}|Van)\s+(?:onze|een\s+onzer|unserem|unserer|notre|nos|our)\s+[\w\s]{{3,60}}[\s=]*")
_OPENINGS = (
    "By ",
    "by ",
    "BY ",
    "Door ",
    "Door: ",
    "door ",
    "Van ",
    "DOOR ",
    "Von ",
    "VON ",
    "von ",
    "- von ",
    "par ",
    "por ",
    "Par ",
    "PAR ",
    "Por ",
    "POR ",
    "Af ",
    "Av ",
    "Tekst",
    "Da ",
    "di ",
    "(di ",
    "(de",
    "(da",
    "***",
)


def is_byline(text: str) -> bool:
    """Whether a whole paragraph is a byline: a word for `by` and names, no sentence."""
    if len(text) > 140 or not text.startswith(_OPENINGS):
        return False
    return any(pattern.fullmatch(text) for pattern in (_BYLINE, _OURS, _MARKED))


_EMPLOYER = re.compile(
    r"(?P<agency>(?:The\s)?(?:Associated Press|Press Association|[A-Z][\w\-]{1,12}))(?:\s[A-Z]\w+){0,5}"
)


def is_employer(text: str) -> bool:
    """Whether a line below a byline says whose writer that is: `Associated Press`, `AP Sports Writer`."""
    found = _EMPLOYER.fullmatch(text) if len(text) <= 60 else None
    return found is not None and (code_of(found["agency"]) or code_of(text)) is not None
