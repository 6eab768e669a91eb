"""Embargoes that are announced in words: a line ahead of the text, or a prefix of the headline."""

import re

_LINE = re.compile(
    r"[*(\[/#!\s]*(?:(?:let\s+op|attentie|attention|achtung|note\s+to)(?:\s+(?:redacties?|editors|redaktionen|rédactions))?"
    r"\s*[:,!\-–]?\s+)?"
    r"(?:EMBARGO\b.*|(?:onder\s+|strikt\s+)?embargo(?:\s+(?:tot|t/m|jusqu|bis|until|till?|hasta|at[ée])\b.*|\s*[:!–—\-].*|[\s.!]*)"
    r"|(?:strictly\s+)?embargoed(?:\s+(?:until|till|to|for|advance)\b.*|\s*[:!.–—\-].*|[\s.!]*)|sp[eæ]rr?e?frist\b.*|julkaisuvapaa\b.{0,40}\d.*|vapaa\s+julkaistavaksi\b.*|publiceras\s+tidigast\b.*|klausuliert\s+bis\b.*|(?:sous|bajo|sob|sotto)\s+embargo\b.*"
    r"|niet\s+(?:publiceren|gebruiken|voor\s+publicatie)\s+(?:voor|v[óo][óo]r|tot)\b.*"
    r"|niet\s+v[óo][óo]r\s+[^.]{0,30}\d{1,2}[.:]\d\d\s*(?:uur)?[\s.!)]*"
    r"|(?:publicatie|publiceren)\s+(?:is\s+|pas\s+)?(?:niet\s+eerder\s+dan|(?:pas\s+)?(?:toegestaan\s+)?(?:vanaf|na))\s.{0,60}\d[.:]\d\d.{0,30}"
    r"|(?:vrij(?:gegeven)?)\s+(?:voor\s+publicatie\s+)?(?:vanaf|om|na)\s.{0,60}\d[.:]\d\d.{0,30}|embargad[oa]\s+hasta\b.*|not\s+for\s+(?:release|publication|use)\s+(?:before|until)\b.*)",
    re.DOTALL,
)
_SPACED = re.compile(r"\b(?:[Ee] [Mm] [Bb] [Aa] [Rr] [Gg] [Oo])\b")
_IGNORING_CASE = re.compile(_LINE.pattern.replace("EMBARGO\\b.*|", ""), re.IGNORECASE | re.DOTALL)


_WORDS = ("embarg", "frist", "niet ", "not for ", "publicatie ", "vrij", "julkais", "publiceras ", "klausul")


def announces_embargo(text: str) -> bool:
    """Whether a whole line announces an embargo (`EMBARGO tot 12.00 uur`), and is no sentence about one."""
    if len(text) > 240:
        return False
    lower = text.lower()
    if "e m b a r g o" in lower:
        text = _SPACED.sub("EMBARGO", text)
        lower = text.lower()
    if not any(word in lower for word in _WORDS):
        return False
    return _LINE.fullmatch(text) is not None or _IGNORING_CASE.fullmatch(text) is not None


_PREFIX = re.compile(
    r"(?:embargo(?:ed)?|sperrfrist)\b(?=[^:]{0,60}\d)(?:[^:–—]|:(?=\d)){0,80}?(?::(?!\d)|\s[-–—])\s+(?=\S)",
    re.IGNORECASE,
)


def embargo_ahead(headline: str) -> int:
    """How many characters ahead of a headline announce an embargo with its hour (`EMBARGO tot 12.00 uur: `)."""
    found = _PREFIX.match(headline) if headline[:1] in "EeSs" else None
    return found.end() if found is not None else 0
