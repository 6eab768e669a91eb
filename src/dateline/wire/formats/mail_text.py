"""The text of mail: flowed lines, signatures, footers and disclaimers; HTML that is laid out with tables."""

import re

from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.draft import Block, Draft
from dateline.wire.formats.body import add_plain
from dateline.wire.formats.feed_parts import Written, add_content
from dateline.wire.text.blocks import fold, paragraph

_SIGNATURE = re.compile(r"(?:^|\n)-- ?\n")
_LINE_OF_LIST = re.compile(r"(?:^|\n)_{20,}[ \t]*\n")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_QUOTES = re.compile(r">+")
_TABLE = re.compile(r"<(/?)table\b[^<>]{0,2000}>", re.IGNORECASE)
_TABLE_PART = re.compile(r"<(/?)(?:table|thead|tbody|tfoot|tr|td|th)\b[^<>]{0,2000}>", re.IGNORECASE)
_LAYOUT = re.compile(
    r"<table\b[^<>]{0,1000}?\b(?:role\s*=\s*[\"']?presentation|cellpadding|cellspacing)", re.IGNORECASE
)
_HIDDEN = re.compile(
    r"<(div|span|p)\b[^<>]{0,400}?\bstyle\s*=\s*[\"'][^\"'<>]{0,400}?display\s*:\s*none[^<>]{0,800}>([^<]{0,1000})</\1>",
    re.IGNORECASE,
)
_OWN_PICTURE = re.compile(r"<img\b[^<>]{0,2000}?\bsrc\s*=\s*[\"']?cid:[^<>]{0,2000}>", re.IGNORECASE)
_HEAD_LINE = re.compile(
    r"(?:view|read)\s+(?:this\s+)?(?:e-?mail|message|newsletter|it)?\s*(?:in\s+(?:your|a|the)\s+browser|online)\W*"
    r"|(?:bekijk|lees|open)\s+(?:deze\s+|dit\s+)?(?:e-?mail|nieuwsbrief|bericht)?\s*(?:online|in\s+(?:(?:je|uw|de)\s+)?browser|webversie)\W*"
    r"|(?:ansicht\s+)?(?:im\s+browser|online)(?:\s+(?:ansehen|anzeigen|[öo]ffnen))?\W*"
    r"|(?:voir|lire)\s+(?:ce\s+(?:message|mail)\s+|la\s+version\s+)?(?:dans\s+(?:le|votre)\s+navigateur|en\s+ligne)\W*",
    re.IGNORECASE,
)
_FOOT_LINE = re.compile(
    r"(?:you\s+(?:are\s+receiving|received|have\s+received)\s+this\s+(?:e-?mail|message|mail)\s+because"
    r"|u\s+ontvangt\s+(?:deze|dit)\s+(?:e-?mail|bericht|nieuwsbrief|persbericht)|je\s+ontvangt\s+deze\s+(?:e-?mail|nieuwsbrief)"
    r"|sie\s+erhalten\s+diese\s+(?:e-?mail|nachricht)|vous\s+recevez\s+ce(?:t\s+e-?mail|\s+message|\s+courriel)"
    r"|(?:to\s+)?unsubscribe\b|(?:om\s+)?(?:u|je|mij)?\s*(?:af\s+te\s+melden|uit\s+te\s+schrijven)\b|afmelden\b|uitschrijven\b|abmelden\b|se\s+d[ée]sabonner|pour\s+vous\s+d[ée]sabonner"
    r"|manage\s+(?:your\s+)?(?:preferences|subscription)|update\s+(?:your\s+)?preferences"
    r"|disclaimer\b|confidentiality\s+(?:notice|note)"
    r"|(?:this|the\s+information\s+in\s+this)\s+(?:e-?mail|message|communication)\b.{0,200}\b(?:confidential|intended\s+(?:only|solely)|privileged)"
    r"|(?:dit\s+(?:e-?mail)?bericht|deze\s+e-?mail|de\s+informatie\s+(?:in|verzonden\s+met|verzonden\s+in)\s+(?:dit|deze))\b.{0,200}\b(?:vertrouwelijk|uitsluitend\s+bestemd|alleen\s+bestemd)"
    r"|diese\s+(?:e-?mail|nachricht)\b.{0,200}\bvertraulich|ce\s+(?:message|courriel|mail)\b.{0,200}\bconfidentiel"
    r"|(?:sent\s+from\s+my|verstuurd\s+vanaf\s+mijn|verzonden\s+vanaf\s+mijn|von\s+meinem|envoy[ée]\s+de\s+mon)\s+(?:iphone|ipad|samsung|mobile|mobiel|android)"
    r"|(?:get|download)\s+outlook\s+for|verzonden\s+vanuit\s+outlook)",
    re.IGNORECASE | re.DOTALL,
)
_GREETING = re.compile(
    r"(?:met\s+(?:vriendelijke|hartelijke)\s+groet(?:en)?|(?:hartelijke|vriendelijke)\s+groet(?:en)?|m\.?\s?v\.?\s?g\.?"
    r"|(?:kind|best|warm)\s+regards|regards|yours\s+sincerely|sincerely(?:\s+yours)?"
    r"|mit\s+(?:freundlichen|besten)\s+gr[üu](?:ß|ss)en|(?:cordialement|bien\s+[àa]\s+vous))\s*[,.!]?(?:\n.{0,400})?",
    re.IGNORECASE | re.DOTALL,
)
_SIGNED_BLOCKS, _SIGNED_CHARS = 10, 200
"""A signature below a greeting is no longer than this: so many blocks, so many characters each."""

_FORWARDED = re.compile(
    r"[\s>*_-]*(?:begin\s+)?(?:forwarded\s+message|original\s+message|doorgestuurd\s+bericht|oorspronkelijk\s+bericht|weitergeleitete\s+nachricht"
    r"|urspr[üu]ngliche\s+nachricht|message\s+(?:transf[ée]r[ée]|d['’]origine)|mensaje\s+reenviado)\b[\s:_*-]*",
    re.IGNORECASE,
)
_FORWARDED_HEADER = re.compile(
    r"[>*\s]*(?:from|van|von|de|date|datum|sent|verzonden|gesendet|envoy[ée]|to|aan|an|[àa]|cc|subject|onderwerp|betreff|objet)\s?\*?:\s",
    re.IGNORECASE,
)
# The headers that Outlook sets ahead of what it forwards, without saying so: `Van: … Verzonden: … Onderwerp: …`.
_BARE_HEADERS = re.compile(
    r"[>*\s]*\*?(?:from|van|von|de|fra|fr[åa]n)\s?\*?:\s(?=.{0,600}?\b(?:sent|verzonden|gesendet|envoy[ée]|date|datum|skickat|sendt)\s?\*?:\s)"
    r"(?=.{0,900}?\b(?:subject|onderwerp|betreff|objet|emne|[äa]mne)\s?\*?:).{3,}",
    re.IGNORECASE | re.DOTALL,
)
_SENDER = re.compile(
    r"(?:^|[>*\s])(?:from|van|von|de|fra|fr[åa]n)\s?\*?:\s*(?P<name>[^<>\n:]{0,80}?)\s*[<\[](?:mailto:)?(?P<address>[^<>\s\[\]]{3,100}@[^<>\s\[\]]{3,100})[>\]]",
    re.IGNORECASE,
)
_COVER_BLOCKS, _COVER_CHARS = 10, 600
"""A note above what is forwarded is no longer than this: so many blocks, so many characters each."""

_LONGEST_FOOT = 3000
_LONGEST_HEADERS = 1000


def add_plain_text(draft: Draft, text: str) -> None:
    """Adds a plain text; its signature, and the footer of a list, are apparatus."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    marks = [found.start() for pattern in (_SIGNATURE, _LINE_OF_LIST) if (found := pattern.search(text)) is not None]
    cut = min(marks, default=len(text))
    add_plain(draft, text[:cut])
    for piece in _BLANK_LINE.split(text[cut:]):
        lines = "\n".join(filter(None, map(fold, piece.split("\n"))))
        if lines and not lines.isspace():
            block = paragraph(lines)
            block.role = "apparatus"
            draft.blocks.append(block)


def add_html_text(draft: Draft, markup: str) -> None:
    """Adds an HTML text: tables that only lay it out are taken apart, a hidden first line is the abstract."""
    hidden = _HIDDEN.search(markup)
    if hidden is not None:
        draft.abstract = draft.abstract or fold(hidden[2].replace("&nbsp;", " ").replace("&zwnj;", "")) or None
    markup = _OWN_PICTURE.sub("", _HIDDEN.sub("", markup))
    if _is_layout(markup):
        markup = _TABLE_PART.sub(r"<\1div>", markup)
    first = len(draft.blocks)
    add_content(draft, Written(markup), None)
    for at in range(first, len(draft.blocks)):
        text = draft.blocks[at].text
        if text == "--" or text.startswith(("--\n", "_" * 20)):
            for block in draft.blocks[at:]:
                block.role = "apparatus"
            return


def _is_layout(markup: str) -> bool:
    """Whether the tables of a text lay it out: they say so, stand in each other, or have one cell in each row."""
    depth = 0
    for tag in _TABLE.finditer(markup):
        depth += -1 if tag[1] else 1
        if depth > 1:
            return True
    lower = markup.lower()
    if "<th" in lower:
        return False
    rows, cells = lower.count("<tr"), lower.count("<td")
    return _LAYOUT.search(markup) is not None or 0 < cells <= rows


def mark_set_phrases(draft: Draft) -> tuple[str, str] | None:
    """Marks what mail programs and lists put around a text: ways to read it elsewhere or no more, disclaimers, the
    headers of a text that was forwarded in the text, and what whoever forwarded it says above it.

    Returns the name and address of who sent what was forwarded, where the headers have them.
    """
    _mark_greeting(draft)
    forwarded = False
    headers: list[str] = []
    for at, block in enumerate(draft.blocks):
        if block.role != "body" or block.tag == "table":
            continue
        if _is_forwarding(block.text) or (forwarded and _FORWARDED_HEADER.match(block.text)):
            if not headers:
                _mark_cover(draft.blocks, at)
            block.role, forwarded = "apparatus", True
            headers.append(block.text)
        elif _is_set_phrase(block):
            block.role = "apparatus"
        else:
            forwarded = False
    sender = _SENDER.search("\n".join(headers)[: 4 * _LONGEST_HEADERS])
    return (sender["name"].strip(" \"'*"), sender["address"]) if sender is not None else None


def _mark_cover(blocks: list[Block], at: int) -> None:
    """Marks the note that stands above what is forwarded: it is to editors, and no copy."""
    cover = [block for block in blocks[:at] if block.role == "body"]
    below = any(block.role == "body" for block in blocks[at + 1 :])
    if not below or len(cover) > _COVER_BLOCKS or any(len(block.text) > _COVER_CHARS for block in cover):
        return
    if any(parse_dateline(block.text) is not None for block in cover):
        return
    for block in cover:
        block.role = "apparatus"


def _is_forwarding(text: str) -> bool:
    """Whether a paragraph says that a message follows, with its headers or without."""
    if len(text) <= _LONGEST_HEADERS and _BARE_HEADERS.fullmatch(text) is not None:
        return True
    found = _FORWARDED.match(text) if len(text) <= _LONGEST_HEADERS else None
    return found is not None and (found.end() == len(text) or _FORWARDED_HEADER.match(text, found.end()) is not None)


def _mark_greeting(draft: Draft) -> None:
    """Marks a greeting and the few short lines below it, to the end: whoever signs is no part of the copy."""
    blocks = [block for block in draft.blocks if block.role == "body"]
    for at in range(len(blocks) - 1, max(0, len(blocks) - _SIGNED_BLOCKS - 1), -1):
        if _GREETING.fullmatch(blocks[at].text) is not None:
            for block in blocks[at:]:
                block.role = "apparatus"
            return
        if len(blocks[at].text) > _SIGNED_CHARS and not _is_set_phrase(blocks[at]):
            return


def _is_set_phrase(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST_FOOT:
        return False
    return _HEAD_LINE.fullmatch(text) is not None or _FOOT_LINE.match(text) is not None


def unflowed(text: str, delete_space: bool) -> str:
    """A text in `format=flowed` (RFC 3676) with its paragraphs on one line each. `delete_space` is its `DelSp=yes`."""
    lines: list[str] = []
    open_depth = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        quotes = _QUOTES.match(line)
        depth = len(quotes[0]) if quotes else 0
        rest = line[depth:].removeprefix(" ")
        flows = rest.endswith(" ") and rest != "-- "
        words = rest[:-1] if flows and delete_space else rest
        if open_depth == depth and rest not in ("", "-- ") and lines:
            lines[-1] += words
        else:
            lines.append(line[:depth] + (" " if depth else "") + words)
        open_depth = depth if flows else -1
    return "\n".join(lines)
