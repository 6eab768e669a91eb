"""What houses of press releases have in common: what they say of a release, and what stands below it."""

import re

from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.draft import Draft
from dateline.wire.item import Signal, SignalKind
from dateline.wire.text.blocks import split_front, squash

# `Re-transmission - Acme …`, `Retransmission: …`.
_SENT_AGAIN = re.compile(r"(?P<mark>re-?transmission\s*(?:[-–—:]|\.-))\s*(?=\S)", re.IGNORECASE)
_CORRECTING = re.compile(
    r"(?P<mark>CORRECTING\s+(?:and|AND|&)\s+REPLACING(?:\s+(?:PHOTO|MULTIMEDIA|VIDEO))?:?)\s+(?=\S)"
)


def _take_ahead(draft: Draft, mark: re.Pattern[str], kind: SignalKind) -> None:
    """Takes what a house of press releases says of a release off the front of its headline."""
    found = mark.match(draft.headline or "")
    if found is not None and draft.headline is not None:
        draft.headline = draft.headline[found.end() :]
        draft.signals.append(Signal(kind=kind, text=found["mark"]))


_REISSUED = re.compile(
    r"\b(?:updated|corrected|revised|replacement)\s+(?:press\s+|news\s+)?(?:release|version)\s+(?:reads|follows)"
    r"(?:\s+(?:as\s+follows|in\s+full|in\s+its\s+entirety|below))?\s*[:.]?\s*$",
    re.IGNORECASE,
)
_REISSUE_BLOCKS, _REISSUE_LENGTH = 8, 2000
"""How many paragraphs may say ahead of a release what is corrected in it, and how long one of them is."""


def _read_reissue(draft: Draft) -> None:
    """What a house of press releases says ahead of a corrected release, up to `The updated release reads:`, is signal;
    a dateline ahead of that stays one where the release itself has none."""
    told = draft.blocks[:_REISSUE_BLOCKS]
    last = next(
        (at for at, one in enumerate(told) if len(one.text) <= _REISSUE_LENGTH and _REISSUED.search(one.text)), None
    )
    if last is None:
        return
    draft.signals.append(Signal(kind="correction"))
    found = parse_dateline(told[0].text)
    later = any(parse_dateline(one.text) is not None for one in draft.blocks[last + 1 : last + _REISSUE_BLOCKS])
    if found is not None and not later and found.end < len(told[0].text):
        draft.dateline = found.dateline
        front, back = split_front(told[0], found.end)
        front.role = "dateline"
        draft.blocks[:1] = [front, back]
        last += 1
    for one in draft.blocks[: last + 1]:
        if one.role == "body":
            one.role = "signal"


_SOURCE_VERSION = re.compile(r"View source version on businesswire\.com\b.{0,200}", re.IGNORECASE | re.DOTALL)


def business_wire(draft: Draft) -> None:
    """Business Wire says in capitals that a release corrects one; below its own address only contacts follow."""
    _take_ahead(draft, _CORRECTING, "correction")
    press_release(draft)
    texts = [one.text for one in draft.blocks]
    end = next((at for at, text in enumerate(texts) if at and _SOURCE_VERSION.fullmatch(text)), len(texts))
    for one in draft.blocks[end:]:
        one.role = "apparatus"


def globe_newswire(draft: Draft) -> None:
    """GlobeNewswire's NITF has its revision and keywords in `meta`; a release sent again says so in its headline; lines
    below the headline stand as headings ahead of the dateline."""
    _take_ahead(draft, _SENT_AGAIN, "repeat")
    press_release(draft)
    _take_lines_below(draft)
    draft.version = draft.version or draft.facts.get("meta.article-revision")
    draft.keywords.extend(filter(None, draft.facts.get("meta.article-keywords", "").split(",")))


def press_release(draft: Draft) -> None:
    """What a release says of its own correction is signal; at its foot, who issued it and contacts are apparatus."""
    _read_reissue(draft)
    _read_replacing(draft)
    _mark_foot(draft)


_REPLACING = re.compile(
    r"(?:le\s+communiqué\s+suivant|ce\s+communiqué)\s+(?:corrige|annule|remplace)\b.{0,80}?[\"“«]\s?(?P<target>[^\"“”«»]{5,300}?)\s?[\"”»].{0,300}",
    re.IGNORECASE | re.DOTALL,
)


def _read_replacing(draft: Draft) -> None:
    """A first paragraph, or one below the headline, that only says which release this one corrects and replaces."""
    title = squash(draft.headline or "").casefold()
    at = next((at for at, one in enumerate(draft.blocks[:2]) if squash(one.text).casefold() != title), 0)
    found = _REPLACING.fullmatch(draft.blocks[at].text) if draft.blocks else None
    if found is not None and len(draft.blocks) > at + 1:
        draft.blocks[at].role = "signal"
        draft.signals.append(Signal(kind="correction", target=found["target"]))


def _take_lines_below(draft: Draft) -> None:
    """Takes headings ahead of the dateline for the lines below the headline."""
    ahead = 0
    while ahead < min(len(draft.blocks), _MOST_LINES) and draft.blocks[ahead].tag in ("h2", "h3"):
        ahead += 1
    if not ahead or ahead == len(draft.blocks) or draft.subheadline or draft.headline is None:
        return
    if parse_dateline(draft.blocks[ahead].text) is None:
        return
    title = squash(draft.headline).casefold()
    below = [block for block in draft.blocks[:ahead] if squash(block.text).casefold() != title]
    draft.subheadline = "\n".join(block.text for block in below) or None
    draft.blocks[:ahead] = [block for block in draft.blocks[:ahead] if block not in below]


_MOST_LINES = 4
"""How many lines may stand below the headline of a release."""

_ADDRESSED = re.compile(
    r"(?:(?:Cision\s+)?View\s+original\s+content\b.{0,200}"
    r"|(?:Logo|Photo|Image|Video|Infographic|PDF|Foto|Vidéo|Grafik)\s*[-–—:]\s*https?://\S{1,300})",
    re.IGNORECASE | re.DOTALL,
)
_ISSUER = re.compile(r"(?:SOURCE|BRON|QUELLE|FUENTE|FONTE|Original-Content\s+von)\s*:?\s+\S.{0,150}", re.DOTALL)
_CONTACTS = re.compile(
    r"(?:(?:media|press|investors?|relations|company|corporate|public|ir|pr|for|further|more|additional|and|&|/|\s)+)?"
    r"(?:contacts?(?:\s+information)?|(?:in|en)quir(?:y|ies)|relations|information)\s*(?:,?\s+(?:please\s+)?(?:contact|visit))?\s*:?"
    r"|(?:pressekontakt|kontakt|ansprechpartner|perscontact|contacts?\s+(?:presse|médias?)|contacto\s+(?:de\s+)?prensa|contatti)\s*:?",
    re.IGNORECASE,
)
_CONTACT_LINE = re.compile(
    r"(?:(?:media|press|investor)\s+)?(?:contacts?(?:\s+information)?|pressekontakt|perscontact)\s*:\s*(?=.{0,250}(?:@|\d{3})).{5,300}"
    r"|for\s+(?:further|more|additional)\s+information,?\s*(?:please\s+)?(?:contact|:)(?=.{0,250}(?:@|\d{3})).{5,300}",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_HEADING = 60
_MOST_CONTACTS, _LONGEST_CONTACT = 16, 200
"""How many lines of contacts stand below a release, and how many characters such a line has."""


def _mark_foot(draft: Draft) -> None:
    """Marks who issued a release, contacts, and addresses of pictures, where nothing of the story stands below them."""
    blocks = draft.blocks
    for block in blocks[1:]:
        if block.role == "body" and _ADDRESSED.fullmatch(block.text):
            block.role = "apparatus"
    first = len(blocks)
    for at in range(len(blocks) - 1, max(0, len(blocks) - _MOST_CONTACTS - 1), -1):
        text = blocks[at].text
        heads = at + 1 < len(blocks) and len(text) <= _LONGEST_HEADING and _CONTACTS.fullmatch(text) is not None
        if heads or _ISSUER.fullmatch(text) or _CONTACT_LINE.fullmatch(text):
            first = at
        elif len(text) > _LONGEST_CONTACT:
            break
    for block in blocks[first:]:
        block.role = "apparatus" if block.role == "body" else block.role
