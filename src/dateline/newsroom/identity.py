"""Who is who: short ids, the order of revisions, and the keys by which copy refers to other copy.

Everything here is a function of the copy alone, so that the order of arrival can change none of it.
"""

import hashlib
import re
import unicodedata
from datetime import UTC, datetime

from dateline.wire.item import NewsItem

SHORT_ID_LENGTH = 12
KEY_LENGTH = 32
GUID_LENGTH = 500
CODE_LENGTH = 40
NAME_LENGTH = 100
VERSION_LENGTH = 60
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_NO_TIME = "0" * 8 + "t" + "0" * 12
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def short_id(provider: str, guid: str) -> str:
    """The id of an item in addresses: 12 characters of Crockford's base 32, from (provider, guid) alone.

    The case of the provider's code says nothing: where copy brings a provider about, the first to come decides it.
    """
    provider = provider.upper()
    # The length keeps ("ab", "c") and ("a", "bc") apart.
    joined = f"{len(provider.encode())}:{provider}{guid}".encode()
    bits = int.from_bytes(hashlib.sha256(joined).digest()[:8], "big") >> 4
    return "".join(_CROCKFORD[bits >> shift & 31] for shift in range(55, -1, -5))


def storable(text: str, length: int | None = None) -> str:
    """A text as every database takes it: U+FFFD for what is no character (NUL, half a pair), `length` characters at the
    most.
    """
    return _UNSTORABLE.sub("\ufffd", text)[:length]


def kept_guid(guid: str) -> str:
    """The guid as it is stored: one that is too long, or that no database takes, ends in a hash of the whole."""
    clean = storable(guid)
    if clean != guid:
        # Else two that differ in nothing but these would be one item.
        clean += "#" + hashlib.sha256(guid.encode("utf-8", "surrogatepass")).hexdigest()
    return _shortened(clean, GUID_LENGTH, 64)


def provider_code(name: str) -> str:
    """The code of a provider that is known by this name alone: a long name ends in a hash of the whole."""
    return _shortened(name, CODE_LENGTH, 8)


def plain_name(name: str) -> str:
    """A name from outside on one line, without what cannot be shown (control characters, turners of direction)."""
    return " ".join("".join(char for char in name if char.isprintable() or char.isspace()).split())


def _shortened(text: str, length: int, digits: int) -> str:
    if len(text) <= length:
        return text
    return f"{text[: length - digits - 1]}#{hashlib.sha256(text.encode()).hexdigest()[:digits]}"


def by_age(item: NewsItem) -> bool:
    """Whether the item's time is known only by its age in words, on a saved page: such a time makes no revision."""
    return item.format.startswith("page") and item.precision in ("minute", "hour", "day")


def order_key(item: NewsItem) -> str:
    """Sorts the revisions of an item: by the provider's own version, then by the time the version was made.

    Revisions without a version come before all that have one, ordered by time: total, whatever is mixed.
    """
    made = None if by_age(item) else item.version_created
    time = _time_key(made)
    if not item.version:
        return "0" + time
    return f"1{_natural(storable(item.version))[:56]} {time}"


def _time_key(time: datetime | None) -> str:
    if time is None:
        return _NO_TIME
    utc = time.astimezone(UTC)
    # Not by %Y, which writes the year 999 in three digits.
    return f"{utc.year:04d}{utc:%m%dt%H%M%S%f}"


def _natural(version: str) -> str:
    """A version so that 9 sorts before 10: each run of digits is led by its length."""
    folded = unicodedata.normalize("NFKC", version).casefold().strip().replace(" ", "_")
    return re.sub(r"[0-9]+", lambda run: f"{min(len(run[0].lstrip('0')), 99):02d}{run[0].lstrip('0')}", folded)


def reference_key(text: str | None) -> str:
    """A headline, slug, number or guid as references are compared: NFC, case, punctuation and space folded.

    A number is itself without its leading zeros. Of words it is a hash: it outlives the copy, when its words are taken.
    """
    if not text:
        return ""
    folded = unicodedata.normalize("NFC", text).casefold()
    words = re.sub(r"[\W_]+", " ", folded).strip()
    if words.isascii() and words.isdigit():
        return words[-KEY_LENGTH:].lstrip("0") or "0"
    return hashlib.sha256(words.encode()).hexdigest()[:KEY_LENGTH] if words else ""


_VERSIONED = re.compile(r"(?P<guid>urn:newsml:[^:]+:[0-9T+Z-]+:.+):[0-9]+[UAN]?", re.IGNORECASE)
_TITLED = re.compile(
    r"(?:[\w'’-]+\s+){0,6}(?:kop|title|titel|titre|intitul[ée]e?|titled|entitled|headlined?|betitelt|überschrift)\s*:?\s*"
    r"(?P<quote>[\"“„«'‘])(?P<title>.{3,})",
    re.IGNORECASE,
)
_DOUBLE, _SINGLE = '"“”„«»', "'‘’"
_OPENING = frozenset("\"“„«'‘")
_APOSTROPHE = re.compile(r"[’'](?=[stnkm]\b)", re.IGNORECASE)
"""That of `'s nachts` and `'t`: it opens no quotation."""

_AFTER_TITLE = 60
_NUMBERED = (
    r"(?:(?:bericht|nummer|number|message|meldung|d[ée]p[êe]che|nr|no)[\s.:#-]*){{0,3}}"
    r"(?:{provider}[\s-]*)?(?P<number>[0-9]{{1,8}})"
)


def target_key(target: str, provider: str) -> str:
    """The key of what copy of this provider names when it replaces or kills: a guid, headline, slug or number.

    `met de kop “Brug dicht”` names the headline, `bericht ANP041` the number 41 where ANP is the provider.
    """
    plain = " ".join(target.split()).rstrip(".")
    if (found := _TITLED.fullmatch(plain)) and (title := _quoted(found["title"], found["quote"])):
        return reference_key(title)
    if found := re.fullmatch(_NUMBERED.format(provider=re.escape(provider)), plain, re.IGNORECASE):
        return reference_key(found["number"])
    return reference_key(guid_named(target))


def _quoted(text: str, quote: str) -> str:
    """What stands in a quotation that `quote` has opened, quotations within it included; all, where it never ends.

    Nothing, where so much follows that the quotation can't be all that is named.
    """
    marks = _DOUBLE if quote in _DOUBLE else _SINGLE
    depth = 1
    for at, char in enumerate(text):
        if char not in marks:
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        begins = not before or before.isspace() or before in _OPENING or before in "(["
        if begins and (after.isalnum() or after in _OPENING):
            depth += not _APOSTROPHE.match(text, at)
        elif not after.isalnum():
            depth -= 1
        if not depth:
            return text[:at] if len(text) - at <= _AFTER_TITLE + 1 else ""
    return text


def guid_named(target: str) -> str:
    """The guid that copy names, if it names one: without the version that NewsML writes behind it."""
    found = _VERSIONED.fullmatch(target.strip())
    return found["guid"] if found else target.strip()


def whole_of(guid: str) -> str:
    """The guid of the message of whose several texts this is the guid of one (`…-041#t2`); empty where it is none."""
    whole, mark, part = guid.rpartition("#")
    return whole if mark and part and "/" not in part else ""


def number_key(guid: str) -> str:
    """The message number that a guid ends in (`ANPX-101218-041` is 41), or nothing.

    That of one text of several is the number of its message, or else the key of that message's guid.
    """
    whole = whole_of(guid)
    found = re.search(r"(?:^|[^0-9A-Za-z])([0-9]{1,8})$", whole or guid)
    return reference_key(found[1] if found else whole)


def words_hash(item: NewsItem) -> str:
    """A hash of the item's words, to find word-identical copies; nothing where they are too few to tell."""
    words = re.sub(r"\W+", " ", unicodedata.normalize("NFC", item.text).casefold()).strip()
    return hashlib.sha256(words.encode()).hexdigest() if len(words) >= 80 else ""


def slug_of(text: str) -> str:
    """Words for an address: lower case, ASCII letters and digits, hyphens between."""
    words = re.sub(r"[^\w'’]+", "-", text.casefold().replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
