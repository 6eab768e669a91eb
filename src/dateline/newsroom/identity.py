"""Who is who: short ids, the order of revisions, and the keys by which copy refers to other copy.

Everything here is a function of the copy alone, so that the order of arrival can change none of it.
"""

import hashlib
import re
import unicodedata
from datetime import UTC, datetime

from dateline.wire.item import NewsItem

SHORT_ID_LENGTH = 12
KEY_LENGTH = 200
GUID_LENGTH = 500
CODE_LENGTH = 40
NAME_LENGTH = 100
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_NO_TIME = "0" * 8 + "t" + "0" * 12


def short_id(provider: str, guid: str) -> str:
    """The id of an item in addresses: 12 characters of Crockford's base 32, from (provider, guid) alone."""
    # The length keeps ("ab", "c") and ("a", "bc") apart.
    joined = f"{len(provider.encode())}:{provider}{guid}".encode()
    bits = int.from_bytes(hashlib.sha256(joined).digest()[:8], "big") >> 4
    return "".join(_CROCKFORD[bits >> shift & 31] for shift in range(55, -1, -5))


def kept_guid(guid: str) -> str:
    """The guid as it is stored: one that is too long ends in a hash of the whole."""
    return _shortened(guid, GUID_LENGTH, 64)


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
    return f"1{_natural(item.version)[:56]} {time}"


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
    """A headline, slug or number as references are compared: NFC, case, punctuation and space folded.

    A number has its leading zeros taken off.
    """
    if not text:
        return ""
    folded = unicodedata.normalize("NFC", text).casefold()
    words = re.sub(r"[\W_]+", " ", folded).strip()
    if words.isascii() and words.isdigit():
        return words.lstrip("0") or "0"
    return words[:KEY_LENGTH].rstrip()


def number_key(guid: str) -> str:
    """The message number that a guid ends in (`ANPX-101218-041` is 41), or nothing."""
    found = re.search(r"(?:^|[^0-9A-Za-z])([0-9]{1,8})$", guid)
    return reference_key(found[1]) if found else ""


def words_hash(item: NewsItem) -> str:
    """A hash of the item's words, to find word-identical copies; nothing where they are too few to tell."""
    words = re.sub(r"\W+", " ", unicodedata.normalize("NFC", item.text).casefold()).strip()
    return hashlib.sha256(words.encode()).hexdigest() if len(words) >= 80 else ""


def slug_of(text: str) -> str:
    """Words for an address: lower case, ASCII letters and digits, hyphens between."""
    words = re.sub(r"[^\w'’]+", "-", text.casefold().replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
