"""Apparatus: sign-offs, contact lines, notebooks and trailers, which are never for readers."""

import re

from dateline.wire.copy.agencies import code_of, codes_in
from dateline.wire.copy.habit import COMMON, Habit

_INITIALS = r"[^\W\d_]{1,6}"
# Initials of those who wrote, edited and sent a piece, with slashes: `axm/ch/jm`, `VDH/FUL/`, `هو/ماب/ب ق`.
# `abc/ def/` is the PAP's.
_SIGN_OFF = re.compile(rf"{_INITIALS}(?:[/\\-]{_INITIALS}){{1,9}}/?|[a-z]{{2,5}}/(?:\s[a-z]{{2,5}}/){{1,5}}")
# Lusa's: `MA // EA`, `PAL (JCR) // EA`; and any house's end of copy: `Lusa/Fim`.
_DOUBLE_SLASH = re.compile(r"[A-ZÀ-Þ]{2,5}(?:\s\([A-ZÀ-Þ/ ]{2,20}\))?(?:\s?//\s?[A-ZÀ-Þ]{2,5}){1,3}\.?")
_NAMED_END = re.compile(r"[^\W\d_][\w.\-]{1,20}\s?/\s?(?:fim|fine?|ende?|einde|slut)\.?", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"[-–—\s]*\(?(?:©|(?:\(c\)|copyright)\s*(?:©|\(c\)|\d{4}\b)|\(c\)\s+copyright\b).{2,400}", re.IGNORECASE | re.DOTALL
)
# Without a sign or a year it must name an agency: `(c) ANP`, `Copyright ANP 2019`. `(c)` alone also numbers a point.
_COPYRIGHT_OF = re.compile(
    r"\(?(?:\(c\)|copyright)\s*(?:copyright\s*)?(?:by\s+|van\s+|the\s+)?(?:\d{4},?\s+)?(?P<agency>[A-Za-z\-]{2,12})"
    r"(?:\s+\d{4})?[\s.)]*",
    re.IGNORECASE,
)
_ARABIC = r"[\u0600-\u06ff]{1,4}(?:[ \-][\u0600-\u06ff]{1,4}){0,5}"
_ARABIC_SIGN_OFF = re.compile(rf"{_ARABIC}(?:/{_ARABIC})+")
_AGENCY_SIGN_OFF = re.compile(
    r"[=\-/(]{0,3}\s*(?P<agency>[^\W\d_][\w\- ]{1,20}?)"
    r"(?:\s*[/\\]{1,2}\s*[\w/\\ ]{1,30}|\s+[a-z]{2,4}(?:/[a-z]{2,4}){1,4})?\s*[)/.=\-]{0,3}"
)
_CLOSING_LINE = re.compile(
    r"(?P<agency>[A-Za-z]{2,6}(?:-AFX)?)(?:\s+[A-Z]{2,4})?(?:\s+[a-z0-9]{1,5}(?:/[a-z0-9]{1,5}){0,3}){1,12}"
    r"(?:\s+[A-Z]{2,4})?"
)
_END_MARK = re.compile(
    r"[(\[/*#\-\s.]*(?:ends?|endit|einde(?: bericht)?|ende|fine?|fim|slut|schluss|forts\.?|enditem"
    r"|more|nnnn|meer volgt)[)\]/*#\-\s.]*"
    r"|(?:\./\.?){1,3}\s*[A-Z]{0,4}\.?|-{1,3}\s*0\s*-{1,3}|-(?:\.-){2,5}|#{2,4}|#(?:\s#){1,4}|-{1,2}30-{1,2}|\*{3,}|-{2,}|[—–]{3,}|-(?:\s-){2,9}|_{3,}|={3,}|\.{1,3}/|\.{2,3}/\.{2,3}",
    re.IGNORECASE,
)
# The mark of the end with the initials behind it: `(Schluss) abc/def`.
_SIGNED_END = re.compile(
    r"\((?:schluss|forts\.(?:\s?m[öo]gl\.)?|ende?)\)\s+[a-z]{2,4}(?:/[a-z]{2,4}){0,4}", re.IGNORECASE
)
_TRAILER = re.compile(
    r"[A-Z]{2,4}-[A-Z]{2}-\d\d-\d\d-\d\d\s+\d{4}[A-Z]{3}|"
    r"(?:[A-Za-z]{2,6}[\s\-]+)?(?:#{1,4}\s*)?\d{6}\s*(?:Z|GMT|UTC|CET|CEST)?\s*[A-Za-zäéû]{3,4}\.?\s*(?:\d{2}|\d{4})?"
    r"|[A-Z]{2,4}\d{3,5}\s+\d{4}-\d\d-\d\d/\d\d:\d\d"
    r"|\d{1,2}-\d{2}-\d{2,4}\s+\d{4}(?:GMT|CET|CEST)?|\d{4}(?:GMT|CET|CEST)\s+\d{2}-\d{2}-\d{2,4}",
    re.IGNORECASE,
)
_CREDITS = (
    r"(?:(?:additional|writing|further|compiled)?\s*(?:reporting|writing|compiled|editing|edited|written|reported|graphics?|translated)\s*(?:and\s+\w+\s+)?by"
    r"|reportage|r[ée]dig[ée]|[ée]dit[ée]|bearbeitet\s+von|reporter:|berichtet\s+von|\(?redactie:|bewerkt\s+door|vertaald\s+door|reporte\s+de|editado\s+por"
    r"|redigiert\s+von|geschrieben\s+von|par\s+le\s+service)"
)
_REPORTING = re.compile(rf"\({{0,2}}\s*{_CREDITS}\b.{{2,400}}", re.IGNORECASE | re.DOTALL)
_REPORTING_TAIL = re.compile(
    rf"\s*(?P<mark>\({{1,2}}\s*{_CREDITS}\b[^()]{{2,300}}(?:\([^()]*\)[^()]*)*\){{1,2}}(?:\s*\({{1,2}}[^()]{{5,300}}@[^()]*\){{1,2}})*[\s.]*)$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|\(at\)|\+\d{2}[\s\d(]|\btel(?:efoon|\.|ephone)?\b", re.IGNORECASE)
_CONTACT_LINE = re.compile(
    r"\(*\s*(?:(?P<agency>[A-Za-z\-]{2,12})\b[\s:,/\-]*.{0,40}?\b(?:\w{0,12}redactie|newsroom|newsdesk|redaktion|desk|news\s?room|r[ée]daction|redacci[óo]n|bureau)\b"
    r"|(?:redactie|newsroom|newsdesk|redaktion|r[ée]daction|desk|eindredactie|contact\s+(?:redactie|desk|anp|belga|newsroom)"
    r"|voor\s+vragen\s+over\s+dit\s+bericht|vragen\s+over\s+dit\s+bericht)\b).{0,260}",
    re.IGNORECASE | re.DOTALL,
)
# Any agency's desk signs like this, in brackets: `(NNB Dienstleiding, email dienst(at)nnb.example)`.
_DESK_IN_BRACKETS = re.compile(
    r"\(\s*[A-Z]{2,12}\b[^()]{2,80}?[,:;]\s*(?:e-?mail|mail|tel|telefoon|\+\d|0\d{1,3}[\s\-/]\d).{2,200}\)", re.DOTALL
)
_DESK_NAME = r"\(\s*[A-Z]{2,10}[\s\-]+(?:\w{0,12}redactie|desk|newsroom|newsdesk|redaktion|r[ée]daction)\b[^()]{0,60}\)"
_DESK_ALONE = re.compile(_DESK_NAME, re.IGNORECASE)
_DESK_TAIL = re.compile(rf"\s*(?P<mark>{_DESK_NAME})$", re.IGNORECASE)
# An address alone, or in brackets that begin with it: `((jo.bloggs@agency.example; +44 20 …))`.
_ADDRESS = re.compile(r"\(*\s*[\w.+\-]{1,60}@[\w\-]{1,60}(?:\.[\w\-]{1,30}){1,4}(?:[\s;,:][^()]{0,200}\){1,2}|\)*)")
# `(Red/Adnkronos)`, `(إعداد فلان - تحرير فلان)`: the desk with its agency, and Reuters' writers in Arabic.
_DESK_OF = re.compile(r"\([A-Z][a-z]{1,3}(?:-[A-Z][a-z]{1,3})?/(?P<agency>[A-Za-z]{2,12})\)")
_ARABIC_CREDITS = re.compile(r"\((?:[اإ]عداد|تحرير|تغطية صحفية|كتابة)\s[^()]{3,200}\)")
# `Anna Svensson/TT` below the text.
_WRITER = re.compile(r"[^\W\d_][\w.\-]{1,20}(?:\s[\w.\-]{1,20}){1,3}/(?P<agency>[A-Za-z\-]{2,12})")
# The initials of one person alone, on a line of their own: `iwi`, `(iwi)`, `/sj`.
_LONE_INITIALS = re.compile(r"/?[a-z]{2,3}|\([a-z]{2,4}\)")
_NOTEBOOK = re.compile(
    r"(?:dpa-)?notizblock\W*$|r(?:ü|ue)ckfrage(?:hinweise?|n)(?:\s*&\s*kontakt)?\s*:|#{1,3}\s*(?:dpa[\s\-])?(?:notizblock|notebook|notepad|redaktionelle(?:r|\s)?\s*hinweise?|note\s+to\s+editors|editorial\s+contacts|ansprechpartner|kontakte|internet"
    r"|orte|service|bloc-?notes|aktualisierung|berichtigung)\b"
    r"|\*(?:\s*\*){2,4}\s*(?:die\s+folgenden\s+informationen|the\s+following\s+information)"
    r"|die\s+folgenden\s+informationen\s+sind\s+nicht\s+zur\s+ver[öo]ffentlichung|the\s+following\s+information\s+is\s+not\s+(?:intended\s+)?for\s+publication",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[(\[*/\-\s]*(?:noo?t(?:en|a)?\s+(?:voor|aan)\s+(?:de\s+)?(?:redactie|redacties|pers|media)|niet\s+voor\s+publicatie|note?s?\s+(?:to|for)\s+(?:the\s+)?editors?"
    r"|editors?['’]?s?\s+notes?|eds['’]?\s+note|note\s+(?:aux?|[àa]\s+la|[àa]\s+l['’]attention\s+(?:de\s+la|des))\s+r[ée]dactions?|not\s+for\s+publication"
    r"|note\s+[àa]\s+l['’][ée]diteur|(?:hinweise?|notiz(?:en)?|mitteilung)\s+(?:an|f[üu]r)\s+(?:die\s+)?redaktion(?:en)?|redaktionelle[rs]?\s+hinweise?|nota\s+(?:a\s+los\s+editores|(?:per\s+le|alle)\s+redazioni|ai\s+redattori)"
    r"|(?:alleen\s+)?voor\s+(?:de\s+)?redacties?(?=\s*[:(])|(?:nadere\s+|pers)?informatie\s+voor\s+(?:de\s+)?(?:redacties?|pers|media)(?=\s*[:(])"
    r"|perscontact(?:en)?(?=\s*:)"
    r"|diese\s+informationen\s+sind\s+nicht\s+zur\s+ver[öo]ffentlichung(?:\s+bestimmt)?"
    r"|n\.?b\.?\s+(?:voor|aan)\s+(?:de\s+)?redactie)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# Where editors may cut: `(BEGIN OPTIONAL TRIM)`, `(STORY CAN END HERE. OPTIONAL MATERIAL FOLLOWS)`.
_CUE = re.compile(
    r"\(?(?:(?:begin|end|start)\s+(?:of\s+)?optional\s+(?:trim|add|material)|optional\s+(?:add|trim)\s+(?:begins?|ends?)"
    r"|(?:editors:\s+)?story\s+(?:can|may)\s+end\s+here\b[^()]{0,60})[\s.)]*",
    re.IGNORECASE,
)
# Reuters' own: keywords of the desk, and its rules of conduct.
_TRAILING_LINES = re.compile(
    r"Keywords:\s[A-Z][^.]{2,100}/|\(?Our Standards: The Thomson Reuters Trust Principles\.?\)?"
    r"|\(by\s[^()]{2,80};\s*editing\s+by\b.{2,200}\)",
    re.IGNORECASE,
)
_TICKER = re.compile(r"<org\b[^>]*>.*|<(?:/?org|pn|ticker)\b.*", re.IGNORECASE | re.DOTALL)
_SENTENCE_END = r"(?<=[.!?\"”'’»)…])"
_AGENCY_TAIL = re.compile(
    rf"{_SENTENCE_END}\s+(?P<mark>[(/]?(?P<agency>[A-Z][A-Za-z\-]{{1,11}})(?:(?:\\?/|\s)[a-z/]{{1,20}}|(?:\s[A-Z]{{2,4}}){{1,4}})?[)/]?\.?)$"
)
_BRACKET_TAIL = re.compile(
    r"\s*(?P<mark>\(©?\s?(?P<agency>[A-Za-z\-]{2,12})(?:\s*\\?[/\\]\s*[\w/\\ \-]{1,24})?\)\.?(?:\s[A-Z]{2,4})?)$"
)
_CONTACT_TAIL = re.compile(r"(?<=\s)(?P<mark>\((?:[^()]|\(at\)){8,300}\))$")
_SIGN_OFF_TAIL = re.compile(
    rf"{_SENTENCE_END}\s*(?P<mark>/[a-z]{{2,4}}(?:/[a-z]{{2,4}}|/[A-Z]{{2,3}}){{1,6}}|(?<=\s)[a-z]{{2,4}}(?:/[a-z]{{2,4}}){{1,6}})$"
)
# `… i Hvidovre. /ritzau/`
_SLASHED_TAIL = re.compile(rf"{_SENTENCE_END}\s*(?P<mark>/(?P<agency>[A-Za-z\-]{{2,12}})/)$")
_END_TAIL = re.compile(
    r"\s*(?P<mark>(?:\./\.?){1,2}\s?[A-Z]{0,4}\.?|\((?:END|ENDS|FIN|EINDE|ENDE|MORE|SEGUE|SIGUE|Schluss|Forts\.(?:\smögl\.)?)\)\.?"
    r"|(?<=[.!?\"”’])\sEnditem\.?)$"
)
_TAILS = (_END_TAIL, _BRACKET_TAIL, _AGENCY_TAIL, _SIGN_OFF_TAIL, _SLASHED_TAIL)
"""All of them but _AGENCY_TAIL have a slash, a closing bracket or `Enditem` in what they find."""

_LONGEST = 420
_SIGN_OFFS = (_LONE_INITIALS, _END_MARK, _TRAILER)
_SLASHED_SIGN_OFFS = (_ARABIC_SIGN_OFF, _DOUBLE_SLASH, _NAMED_END)
_SLASHED = frozenset("en/of and/or und/oder et/ou he/she hij/zij km/u km/h m/v man/vrouw ja/nee tcp/ip on/off".split())


def is_apparatus(text: str, habit: Habit = COMMON) -> bool:
    """Whether a whole paragraph at the foot of the copy is apparatus."""
    if not 0 < len(text) <= _LONGEST:
        return False
    if habit.apparatus and any(pattern.fullmatch(text) for pattern in habit.apparatus):
        return True
    if len(text) <= 60 and _is_sign_off(text, habit):
        return True
    if text.startswith("(") and _DESK_ALONE.fullmatch(text) is not None:
        return True
    if text.startswith("(") and _ARABIC_CREDITS.fullmatch(text) is not None:
        return True
    first = text[0]
    if first in "©(Cc-–—" and _is_copyright(text):
        return True
    if first in "(KO" and _TRAILING_LINES.fullmatch(text) is not None:
        return True
    if first in "(RrWwAaEeCcGgBbVvTt" and _REPORTING.fullmatch(text) and _closed(text):
        return True
    may_be = "@" in text or "(at)" in text or "+" in text or "tel" in text.lower() or (first == "(" and "0" in text)
    if may_be and _is_contact(text):
        return True
    return first == "<" and _TICKER.fullmatch(text) is not None


def _is_copyright(text: str) -> bool:
    if _COPYRIGHT.fullmatch(text) is not None:
        return True
    found = _COPYRIGHT_OF.fullmatch(text)
    return found is not None and code_of(found["agency"]) is not None


def is_initials(text: str) -> bool:
    """Whether a text is the initials of a sign-off and nothing else (`gr/bp`), which some send for a byline."""
    return "/" in text and text.islower() and len(text) <= 30 and _SIGN_OFF.fullmatch(text) is not None


def _closed(text: str) -> bool:
    """Reporters' credits stand in brackets, or are short: a sentence that begins with `Reporting by` may go on."""
    return text.startswith("(") or (len(text) <= 200 and not text.rstrip().endswith("."))


def _is_sign_off(text: str, habit: Habit) -> bool:
    if any(pattern.fullmatch(text) for pattern in _SIGN_OFFS):
        return True
    if "/" in text and any(pattern.fullmatch(text.strip("()")) for pattern in _SLASHED_SIGN_OFFS):
        return True
    if text.startswith("(") and _SIGNED_END.fullmatch(text):
        return True
    plain = text.strip("() ").removeprefix("/")
    if _SIGN_OFF.fullmatch(plain) and ("/" in plain or "\\" in plain) and plain.lower() not in _SLASHED:
        return _small_or_capital(plain)
    writer = (_WRITER.fullmatch(text) or _DESK_OF.fullmatch(text)) if "/" in text else None
    if writer is not None and code_of(writer["agency"]) is not None:
        return True
    closing = _CLOSING_LINE.fullmatch(text)
    if closing is not None and code_of(closing["agency"]) is not None and text.count(" ") <= 12:
        return len(max(text.replace("/", " ").split()[1:], key=len)) <= 4
    agency = _AGENCY_SIGN_OFF.fullmatch(text)
    if agency is None or not text.strip("=-/(). "):
        return False
    return bool(codes_in(agency["agency"], unknown=False)) or (
        habit.agency is not None and text.strip("=-/(). ").upper() == habit.agency
    )


def _small_or_capital(text: str) -> bool:
    """Initials are all small or all capitals piece by piece (`axm`, `VDH`); `Ajax/Feyenoord` is not."""
    pieces = re.split(r"[/\\\-]", text.strip("/\\"))
    return all(piece.islower() or piece.isupper() or len(piece) <= 3 or not piece[0].isascii() for piece in pieces)


def _is_contact(text: str) -> bool:
    if text.startswith("(") and _DESK_IN_BRACKETS.fullmatch(text) is not None:
        return True
    if "@" in text and _ADDRESS.fullmatch(text) is not None:
        return True
    found = _CONTACT_LINE.fullmatch(text) if _CONTACT.search(text) is not None else None
    if found is None:
        return False
    agency = found["agency"]
    return agency is None or text.startswith("(") or code_of(agency) is not None


def opens_notebook(text: str) -> bool:
    """Whether a paragraph opens a notebook: apparatus from here to the end of the copy (dpa's `# Notizblock`)."""
    return _NOTEBOOK.match(text) is not None


def is_editors_note(text: str) -> bool:
    """Whether a paragraph is a note to editors, wherever it stands."""
    return _NOTE.match(text) is not None


def is_cue(text: str) -> bool:
    """Whether a paragraph only says where editors may cut the copy: `(BEGIN OPTIONAL TRIM)`."""
    return len(text) <= 100 and _CUE.fullmatch(text) is not None


def is_note_heading(text: str) -> bool:
    """Whether a paragraph is only the heading of notes to editors, which go on to the end of the copy."""
    found = _NOTE.match(text)
    return found is not None and not found["rest"].strip(" :.*/-)]")


# Behind a full stop without a space: `… con intervalos de fuerte.EFE`.
_GLUED = re.compile(r"(?<=[.!?»”])(?P<mark>(?P<agency>[A-Z]{2,8}))$")


def trailing(text: str, habit: Habit = COMMON) -> int:
    """The number of characters at the end of the last paragraph that are a sign-off (0 for none)."""
    last = text[-1:]
    if last == ")":
        contact = _CONTACT_TAIL.search(text, max(0, len(text) - _LONGEST))
        if contact is not None and contact.start("mark") and _is_contact(contact["mark"]):
            return len(text) - contact.start("mark")
        for pattern in (_REPORTING_TAIL, _BRACKET_TAIL, _END_TAIL, _DESK_TAIL):
            found = pattern.search(text, max(0, len(text) - _LONGEST))
            if (
                found is not None
                and found.start("mark")
                and (pattern is not _BRACKET_TAIL or _is_own(found["agency"], found["mark"], habit))
            ):
                return len(text) - found.start("mark")
        return 0
    start = max(0, len(text) - 60)
    glued = _GLUED.search(text, start) if habit.agency is not None and text.endswith(habit.agency) else None
    if glued is not None and glued["agency"] == habit.agency:
        return len(habit.agency)
    tail = text[start:]
    is_marked = "/" in tail or ")" in tail or "Enditem" in tail
    for pattern in _TAILS if is_marked else (_AGENCY_TAIL,):
        found = pattern.search(text, start)
        if found is not None and found.start("mark"):
            agency = found.groupdict().get("agency")
            if agency is None or _is_own(agency, found["mark"], habit):
                return len(text) - found.start("mark")
    return 0


def _is_own(agency: str, mark: str, habit: Habit) -> bool:
    """The name closes the copy as its agency's: the deliverer's own, or with initials, or a known one in brackets."""
    code = code_of(agency)
    if code is None:
        return False
    return habit.agency in (None, code) or "/" in mark or mark.startswith("(")
