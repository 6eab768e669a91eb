"""Stand-ins for names: what readers get of an article in which somebody is no longer named.

Copy and the desk's versions stay as they are; the name is replaced in whatever is made of them for readers, so that it
is gone from later versions too, and can be given back. A name is found as whole words, in any case, also with the
genitive's `s`, across line breaks and across tags within a paragraph.
"""

import re
import unicodedata
from collections.abc import Sequence
from html import escape as quoted
from html import unescape
from typing import Any
from urllib.parse import unquote

import msgspec

from dateline.wire.item import NewsItem
from dateline.wire.text.blocks import escape

Pairs = Sequence[Sequence[str]]
"""Names and what stands for each, as `Article.stand_ins` has them."""

_GAP = r"(?:[^\S\n]|\n(?!\n))+"
_TOKEN = re.compile(r"<[^>]*>|&(?:#\w{1,8}|\w{1,32});|[^<&]|[<&]", re.DOTALL)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_ATTRIBUTE = re.compile(r'\s(href|src|alt|title)="([^"]*)"')
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u var".split()
)
_ADDRESSES = frozenset({"href", "guid"})
_AS_IT_IS = frozenset(
    "provider version status kind language format precision credit section rel role mime_type code scheme".split()
)
"""Fields that hold codes, and no words of the copy."""


def anonymous(item: NewsItem, pairs: Pairs) -> NewsItem:
    """The item with each name replaced. An address that has a name in it is left out."""
    for name, stand_in in pairs:
        item = _Replacing(name, stand_in).item(item)
    return item


def said(text: str, pairs: Pairs) -> str:
    """Plain text with each name replaced."""
    for name, stand_in in pairs:
        text = _Replacing(name, stand_in).text(text)
    return text


def names(item: NewsItem, name: str) -> bool:
    """Whether a name stands anywhere in an item."""
    return _Replacing(name, "\N{REPLACEMENT CHARACTER}").item(item) != item


class _Replacing:
    """One name and its stand-in."""

    def __init__(self, name: str, stand_in: str) -> None:
        words = {_GAP.join(map(re.escape, form.split())) for form in (_composed(name), _spread(name))}
        self._name = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words))})(s?)(?!\w)", re.IGNORECASE)
        self._slug = re.compile(r"(?<![a-z0-9])" + "[^a-z0-9]*".join(_plain(name).split()) + r"(?:s)?(?![a-z0-9])")
        self._stand_in = stand_in

    def item(self, item: NewsItem) -> NewsItem:
        made: dict[str, str | None] = {"body": self.markup(item.body), "text": self.text(item.text)}
        if item.guid and self._is_in(item.guid):
            made["guid"] = None
        return msgspec.structs.replace(self._part(item, left_out=("body", "text", "guid")), **made)

    def text(self, text: str) -> str:
        return self._name.sub(self._put, text)

    def markup(self, html: str) -> str:
        """Our own clean markup: each token with the characters that a reader sees of it."""
        tokens = [self._attributes(found[0]) if found[0][0] == "<" else found[0] for found in _TOKEN.finditer(html)]
        shown = [_shown(token) for token in tokens]
        owners = [place for place, text in enumerate(shown) for _char in text]
        for found in self._name.finditer("".join(shown)):
            words = [place for place in owners[found.start() : found.end()] if not tokens[place].startswith("<")]
            put = escape(self._put(found))
            for place in words:
                tokens[place], put = put, ""
        return "".join(tokens)

    def _put(self, found: re.Match[str]) -> str:
        if not found[1]:
            return self._stand_in
        return self._stand_in + ("s" if self._stand_in[-1:].isalpha() else "’s")

    def _part(self, part: Any, left_out: Sequence[str] = ()) -> Any:
        fields = [name for name in part.__struct_fields__ if name not in _AS_IT_IS and name not in left_out]
        return msgspec.structs.replace(part, **{name: self._value(name, getattr(part, name)) for name in fields})

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, str):
            if name in _ADDRESSES:
                return None if self._is_in(value) else value
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(self._value(name, one) for one in value)
        return self._part(value) if isinstance(value, msgspec.Struct) else value

    def _attributes(self, tag: str) -> str:
        return _ATTRIBUTE.sub(self._attribute, tag) if "=" in tag else tag

    def _attribute(self, found: re.Match[str]) -> str:
        value = unescape(found[2])
        if found[1] in ("href", "src"):
            return "" if self._is_in(value) else found[0]
        return f' {found[1]}="{quoted(self.text(value))}"'

    def _is_in(self, address: str) -> bool:
        return self._slug.search(_plain(unquote(address))) is not None


def _shown(token: str) -> str:
    """What a reader sees of a token; a block ends what can be one name."""
    if not token.startswith("<"):
        return unescape(token)
    tag = _TAG.match(token)
    name = tag[1] if tag else ""
    return "" if name in _INLINE else ("\n" if name == "br" else "\n\n")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _spread(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _plain(text: str) -> str:
    """Letters without their marks, as addresses have them."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(char for char in spread if not unicodedata.combining(char)).lower()
