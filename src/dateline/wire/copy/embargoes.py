"""Embargoes that are announced in words: a line ahead of the text, or a prefix of the headline."""

import re

_LINE = re.compile(
    r"[*(\[/#!\s]*(?:let\s+op[:,!]?\s+|attentie[:,!]?\s+|attention[:,!]?\s+|achtung[:,!]?\s+|note\s+to\s+editors[:,]?\s+)?"
    r"(?:EMBARGO\b.*|(?:onder\s+|strikt\s+)?embargo(?:\s+(?:tot|t/m|jusqu|bis|until)\b.*|\s*[:!–—\-].*|[\s.!]*)"
    r"|(?:strictly\s+)?embargoed(?:\s+(?:until|till|to|for|advance)\b.*|\s*[:!.–—\-].*|[\s.!]*)|sperrfrist\b.*|(?:sous\s+)embargo\b.*"
    r"|niet\s+(?:publiceren|gebruiken|voor\s+publicatie)\s+(?:voor|v[óo][óo]r|tot)\b.*|not\s+for\s+(?:release|publication|use)\s+(?:before|until)\b.*)",
    re.DOTALL,
)
_IGNORING_CASE = re.compile(_LINE.pattern.replace("EMBARGO\\b.*|", ""), re.IGNORECASE | re.DOTALL)


def announces_embargo(text: str) -> bool:
    """Whether a whole line announces an embargo (`EMBARGO tot 12.00 uur`), and is no sentence about one."""
    if len(text) > 240:
        return False
    lower = text.lower()
    if not ("embargo" in lower or "sperrfrist" in lower or "niet " in lower or "not for " in lower):
        return False
    return _LINE.fullmatch(text) is not None or _IGNORING_CASE.fullmatch(text) is not None
