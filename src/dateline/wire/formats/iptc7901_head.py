"""The header of an IPTC 7901 message: one line of fields, and the line of keywords below it."""

import re

import msgspec

from dateline.wire.copy.agencies import code_of, house_of

SERVICES = dict.fromkeys(("bsf", "bsd", "bsi"), "ATS")
"""Services that have a name of their own and whose header does not name the house (`bsf037 4 su 174 gef 1388`)."""

LONGEST = 160
"""A line of more characters than this is no header."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a header line (IPTC 7901, chapter 4), as written; None for what it does not give.

    `service` and `number` name the message (`eca`, `062`), `priority` is 1 to 6, `words` the length that it gives
    itself. `agency` and `agency_number` are the house that it comes from and that house's own number.
    """

    service: str
    number: str
    priority: int | None = None
    category: str | None = None
    words: int | None = None
    options: str | None = None
    agency: str | None = None
    agency_number: str | None = None
    language: str | None = None


_STRICT = re.compile(
    r"(?P<service>[^\W\d_]{2,8}) ?(?P<number>\d{3,6}) {1,4}(?P<priority>[1-9]) (?P<category>[^\W\d_]{1,4}) +"
    r"(?P<words>\d{1,5})(?P<rest>(?: .{0,80})?)"
)
_LOOSE = re.compile(
    r"(?P<service>[^\W\d_][\w\-]{0,9}?)[ \-]?(?P<number>\d{1,6})(?:\s+(?P<priority>\d))?"
    r"(?:\s+(?P<category>[^\W\d_]{1,8}))?(?:\s+(?P<words>\d{1,5}))?(?P<rest>(?:\s.{0,80})?)"
)
# Belga: `F BELGA-0031 COR 703`, where COR is for correspondent; the number is four dots where none is assigned.
_BELGA = re.compile(r"(?P<language>[FNBTE])\s+(?P<agency>BELGA)-(?P<number>\d{1,6}|\.{2,6})(?P<options>.*)")
# The same where it has no number, as its press releases and bulletins: `VLR146 3 EMC 0240 N`.
_BELGA_BARE = re.compile(r"(?P<language>[FNBTE])(?P<options>\s.*)?")
_BELGA_SERVICES = frozenset(
    "BIN BTL SPN BRN INT EXT SPF BRF TTG TTF TTB TTE VLR VLM DVO SDA FPB NPB CMN CMF CMQ IBIN BINT SPC BFR".split()
)
_SOURCE = re.compile(r"(?P<options>.*?)\s*(?P<agency>[^\W\d_][\w\-]{1,23})(?:[\s\-]+(?P<number>\d{1,6}))?\s*")
_SLUG = re.compile(r"/?[^\W_][^/\n]{0,60}(?:/[^/\n]{0,60}){0,14}/?\s*")


def read_header(line: str, *, strict: bool = False) -> Header | None:
    """The header that a line is, or None. `strict` is for lines that no control character marks as a header."""
    text = line.strip()
    found = (_STRICT if strict else _LOOSE).fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    rest = (found["rest"] or "").strip()
    belga = _BELGA.fullmatch(rest)
    bare = None
    if belga is None and (found["service"] in _BELGA_SERVICES or re.fullmatch("VK[A-I]", found["service"])):
        bare = _BELGA_BARE.fullmatch(rest)
    source = belga or (_SOURCE.fullmatch(rest) if rest and bare is None else None)
    language = belga or bare
    options = source or bare
    priority = int(found["priority"]) if found["priority"] else None
    return Header(
        service=found["service"],
        number=found["number"],
        priority=priority if priority and 1 <= priority <= 9 else None,
        category=found["category"],
        words=int(found["words"]) if found["words"] else None,
        options=((options["options"] or "").strip() or None) if options is not None else rest or None,
        agency=source["agency"] if source is not None else "BELGA" if bare is not None else None,
        agency_number=source["number"] if source is not None else None,
        language={"F": "fr", "N": "nl", "E": "en"}.get(language["language"]) if language is not None else None,
    )


def agency_of(header: Header | None) -> str | None:
    """The code of the house that a header names: `dpa`, `dpa-tns` and `lni` (dpa's wire for Lower Saxony) are DPA."""
    if header is None:
        return None
    for name in (header.agency, header.service):
        if name is not None:
            known = house_of(name) or code_of(name) or code_of(name.partition("-")[0]) or SERVICES.get(name.lower())
            if known is not None:
                return known
    return None


def is_slug(line: str) -> bool:
    """Whether a line is one of keywords: `Germany-politics/`, `/politics/Britain/`, `RUSSIE/GB/`, `EU/ MILIEU/`."""
    text = line.strip()
    if len(text) > 120 or "/" not in text or _SLUG.fullmatch(text) is None:
        return False
    return text.endswith("/") or text.startswith("/") or (text.isupper() and not text.endswith("."))


def keywords_of(slug: str | None) -> list[str]:
    """The words of a line of keywords, between its strokes."""
    return [word.strip() for word in (slug or "").split("/") if word.strip()]
