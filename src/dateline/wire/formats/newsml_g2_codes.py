"""NewsML-G2: what its coded values stand for. An agency may give any scheme any alias, so that the code decides."""

from functools import lru_cache
from typing import NamedTuple

from dateline.wire.formats.nitf_head import IPTC_SUBJECTS
from dateline.wire.item import SignalKind
from dateline.wire.text.tree import Element

_SIGNAL_WORDS: tuple[tuple[SignalKind, str], ...] = (
    ("kill", "kill killed cancel canceled cancelled cancellation withdraw withdrawn withdrawal retract retraction"),
    ("kill", "retracted revoke revoked takedown mandatorykill"),
    ("correction", "correction correct corrected refile berichtigung korrektur corrective"),
    ("replacement", "replacement replace replaced replaceprev substitution substitute"),
    ("update", "update updated writethru writethrough lead newlead supplement"),
    ("repeat", "repeat repeated repetition resend retransmission"),
    ("addition", "addition add additional"),
    ("flash", "flash alert bulletin breaking breakingnews newsalert urgent eil eilmeldung blitz"),
    ("advisory", "advisory advisories"),
)
SIGNALS: dict[str, SignalKind] = {word: kind for kind, words in _SIGNAL_WORDS for word in words.split()}
"""Codes of signals, in lower case and without hyphens: the IPTC's `sig:` and what agencies have beside it."""


class Code(NamedTuple):
    """A coded value: the alias of its scheme or, of a URI, all but the last part; and the code. Empty for none.

    `word` is the code in lower case and without hyphens, for tables.
    """

    scheme: str = ""
    code: str = ""
    word: str = ""

    @property
    def qcode(self) -> str:
        """Scheme and code in one, as an element states them."""
        return f"{self.scheme}:{self.code}" if self.scheme else self.code


NONE = Code()
"""No value at all."""


def code_of(element: Element | None, attribute: str = "qcode") -> Code:
    """The value that an element states: its qcode, else its URI, else its literal."""
    if element is None:
        return NONE
    qcode = element.get(attribute)
    if qcode:
        return qcode_of(qcode)
    uri = element.get("uri" if attribute == "qcode" else f"{attribute}uri")
    if uri:
        return qcode_of(uri)
    literal = element.get("literal") if attribute == "qcode" else None
    return _code("", literal.strip()) if literal else NONE


_LONGEST = 120


def qcode_of(text: str) -> Code:
    """A QCode (`sig:update`) or URI as scheme and code; a code without a scheme stands alone."""
    return _known(text) if len(text) <= _LONGEST else _read(text)


def _read(text: str) -> Code:
    text = text.strip()
    if "://" in text:
        at = max(text.rstrip("/").rfind("/"), text.rfind("#"))
        return _code(text[: at + 1], text[at + 1 :].rstrip("/"))
    scheme, colon, code = text.partition(":")
    return _code(scheme, code) if colon else _code("", text)


_known = lru_cache(maxsize=4096)(_read)
"""The codes of a wire are few, and each of them comes in every item."""


def _code(scheme: str, code: str) -> Code:
    return Code(scheme, code, code.lower().replace("-", "").replace("_", ""))


def word_of(text: str | None) -> str:
    """The code of a QCode or URI, as tables have it; empty for none."""
    return qcode_of(text).word if text else ""


class Catalogs:
    """The schemes whose URIs a document states itself; a catalog that it only points to is never fetched."""

    def __init__(self) -> None:
        self._schemes: dict[str, str] = {}

    def add(self, catalog: Element) -> None:
        """Learns the schemes of a `<catalog>`."""
        for scheme in catalog:
            alias, uri = scheme.get("alias"), scheme.get("uri")
            if scheme.tag == "scheme" and alias and uri:
                self._schemes[alias] = uri

    def scheme_of(self, code: Code) -> str | None:
        """The scheme of a code: its URI where the document states it, else its alias."""
        if code.scheme == "subj" and len(code.code) == 8 and code.code.isdigit():
            return IPTC_SUBJECTS
        return self._schemes.get(code.scheme, code.scheme) or None
