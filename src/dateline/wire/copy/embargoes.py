"""Embargoes that are announced in words: a line ahead of the text, a note to editors, or a mark of the headline."""

import re
from functools import lru_cache

_OPENING = (
    r"[*(\[/#!\s]*(?:(?:let\s+op|attentie|attention|achtung|note\s+to)(?:\s+(?:redacties?|editors|redaktionen|rédactions))?"
    r"\s*[:,!\-–]?\s+)?"
)
_UNTIL = r"(?:tot|t/m|jusqu|bis|until|till?|hasta|fino|at[ée])\b"
_HOUR = r"(?=.*\d)"
# An embargo by its own name.
_NAMED = (
    rf"(?:onder\s+|strikt\s+)?embargo(?:\s+{_UNTIL}.*|\s*[:!–—\-].*|[\s.!]*)",
    rf"(?:strictly\s+)?embargoed(?:\s+(?:{_UNTIL}|to\b|for\b|advance\b).*|\s*[:!.–—\-].*|[\s.!]*)",
    r"(?:sous|bajo|sob|sotto)\s+embargo\b.*|embargad[oa]\s+(?:hasta|at[ée])\b.*",
    r"sp[eæ]rr?e?frist\b.*|klausuliert\s+bis\b.*|klausul(?:eret|ert|erat)\s+(?:til|till)\b.*",
    rf"(?:dieser\s+text\s+ist\s+)?{_HOUR}gesperrt\s+bis\b.*",
    r"эмбарго\s+до\b.*",
)
# What must not be done before an hour; the hour has to be there.
_FORBIDDEN = (
    r"niet\s+(?:publiceren|gebruiken|voor\s+publicatie)\s+(?:voor|v[óo][óo]r|tot)\b.*",
    r"niet\s+v[óo][óo]r\s+[^.]{0,30}\d{1,2}[.:]\d\d\s*(?:uur)?[\s.!)]*",
    r"not\s+for\s+(?:release|publication|use)\s+(?:before|until)\b.*",
    rf"{_HOUR}(?:[àa]\s+)?ne\s+pas\s+(?:publier|diffuser)\s+avant\b.*|{_HOUR}publication\s+interdite\s+avant\b.*",
    rf"{_HOUR}no\s+(?:publicar|difundir)\s+(?:antes\s+de|hasta)\b.*|{_HOUR}n[ãa]o\s+publicar\s+antes\b.*",
    rf"{_HOUR}(?:da\s+)?non\s+(?:pubblicare|diffondere)\s+prima\b.*",
    rf"{_HOUR}(?:ej|inte)\s+f[öo]r\s+publicering\s+f[öo]re\b.*|{_HOUR}ikke\s+for\s+publi[sc]ering\s+f[øo]r\b.*",
    rf"{_HOUR}nicht\s+(?:zur\s+ver[öo]ffentlichung\s+)?vor\b[^.]{{0,50}}\d{{1,2}}[.:]\d\d\s*uhr(?:\s+ver[öo]ffentlichen)?[\s.!)]*",
    rf"{_HOUR}не\s+публиковать\s+(?:до|ранее)\b.*|{_HOUR}محظور(?:ة)?\s+(?:من\s+)?النشر\s+(?:حتى|قبل)\b.*",
)
# From when on it is free.
_FREE = (
    r"(?:publicatie|publiceren)\s+(?:is\s+|pas\s+)?(?:niet\s+eerder\s+dan|(?:pas\s+)?(?:toegestaan\s+)?(?:vanaf|na))\s.{0,60}\d[.:]\d\d.{0,30}",
    r"(?:vrij(?:gegeven)?)\s+(?:voor\s+publicatie\s+)?(?:vanaf|om|na)\s.{0,60}\d[.:]\d\d.{0,30}",
    r"julkaisuvapaa\b.{0,40}\d.*|vapaa\s+julkaistavaksi\b.*",
    rf"publiceras\s+tidigast\b.*|{_HOUR}f[åa]r\s+publiceras\s+tidigast\b.*",
    rf"{_HOUR}m[åa]\s+(?:tidligst|f[øo]rst)\s+(?:offentligg[øj]\w{{2,8}}|publi[sc]eres|bringes)\b.*",
    rf"{_HOUR}frei(?:gegeben)?\s+(?:f[üu]r|ab)\s[^.]{{0,40}}\d{{1,2}}[.:]\d\d\s*uhr[\s.!)]*",
    r"(?:hold\s+)?for\s+release\s*:?\s+(?:(?:at|on|after|until|not\s+before|noon|midnight|sundays?|mondays?|tuesdays?|wednesdays?"
    r"|thursdays?|fridays?|saturdays?)\b|\d).{0,120}",
)
_LINE = re.compile(rf"{_OPENING}EMBARGO\b.*", re.DOTALL)
_SPACED = re.compile(r"\b(?:[Ee] [Mm] [Bb] [Aa] [Rr] [Gg] [Oo])\b")
_IGNORING_CASE = re.compile(
    f"{_OPENING}(?:{'|'.join((*_NAMED, *_FORBIDDEN, *_FREE))})",
    re.IGNORECASE | re.DOTALL,
)

_WORDS = (
    *("embarg", "frist", "niet ", "not for ", "publicatie ", "vrij", "julkais", "publicer", "klausul", "release"),
    *(
        "publier",
        "diffuser",
        "diffond",
        "difundir",
        "publi",
        "pubblic",
        "offentligg",
        "nicht",
        "gesperrt",
        "frei",
        "эмбарго",
        "публиковать",
        "النشر",
    ),
)


def announces_embargo(text: str) -> bool:
    """Whether a whole line announces an embargo (`EMBARGO tot 12.00 uur`), and is no sentence about one."""
    return len(text) <= 240 and _announces_embargo(text)


@lru_cache(maxsize=64)  # a short text is both the head and the foot of its copy
def _announces_embargo(text: str) -> bool:
    lower = text.lower()
    if "e m b a r g o" in lower:
        text = _SPACED.sub("EMBARGO", text)
        lower = text.lower()
    for word in _WORDS:
        if word in lower:
            break
    else:
        return False
    return _LINE.fullmatch(text) is not None or _IGNORING_CASE.fullmatch(text) is not None


# Ahead of a headline: with its hour, in brackets, or in capitals ahead of what is in small letters.
_PREFIX = re.compile(
    r"(?:(?:persbericht|press\s+release|pressemitteilung|communiqué)\W+)?(?:(?:onder|under|unter|sous|strictly)\s+)?(?:embargo(?:ed)?|sperrfrist)\b(?=[^:]{0,60}\d)(?:[^:–—]|:(?=\d)){0,80}?(?::(?!\d)|\s[-–—])\s+(?=\S)"
    r"|\((?:achtung[,:!]?\s+|onder\s+|sous\s+)?(?:embargo|embargad[oa]|sperrfrist|sp[eæ]rrefrist)\b[^()]{0,100}\)[\s:–—\-]*(?=\S)"
    r"|(?-i:(?:EMBARGO(?:ED)?|SPERRFRIST|SP[EÆ]RREFRIST)\s*[:–—\-]+\s+(?=\S*[^\W\d_a-zà-ÿ]?[a-zà-ÿ]))",
    re.IGNORECASE,
)
# Behind a headline: in brackets, or in capitals behind a dash.
_SUFFIX = re.compile(
    r"\s\((?:achtung[,:!]?\s+|onder\s+|sous\s+)?(?:embargo|embargad[oa]|sperrfrist|sp[eæ]rrefrist)\b[^()]{0,80}\)$"
    r"|(?-i:\s[-–—]+\s(?:SOUS\s|ONDER\s)?(?:EMBARGO|SPERRFRIST)\b(?P<until>[^()]{0,50})$)",
    re.IGNORECASE,
)


def embargo_ahead(headline: str) -> int:
    """How many characters ahead of a headline announce an embargo: `EMBARGO tot 12.00 uur: `, `(Sperrfrist 18.00) `."""
    found = _PREFIX.match(headline) if headline[:1] in "EeSs(OoUuPpCc" else None
    return found.end() if found is not None else 0


def embargo_behind(headline: str) -> int:
    """How many characters behind a headline announce one (`… (embargo)`, `… - EMBARGO TOT 18 UUR`).

    In a headline that is in capitals as a whole an embargo without an hour may be what it is about.
    """
    lower = headline[-120:].lower()
    found = _SUFFIX.search(headline) if "embarg" in lower or "frist" in lower else None
    if found is None or not found.start():
        return 0
    until = found["until"]
    if until is not None and headline.isupper() and not any(letter.isdigit() for letter in until):
        return 0
    return len(headline) - found.start()


_BARE = re.compile(
    r"\W*(?:(?:achtung|attention|let\s+op|onder|sous)\W+)?(?:embargo(?:ed)?|sp[eæ]rr?e?frist)\W*", re.IGNORECASE
)


def is_bare_mark(words: str) -> bool:
    """Whether words only mark an embargo (`(embargo)`) whose end other words may give."""
    return _BARE.fullmatch(words) is not None
