"""The table of formats, and which one a file is in.

FORMATS is the table of all of them, one row a format, in the order in which `detect` tries them: what is recognised for
certain first. Detection looks at the content and never at a file's name. The module of a format is imported when it is
first asked for: most files are recognised by one of the first (ADR 38).
"""

from functools import cache
from importlib import import_module
from typing import NamedTuple, cast

from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES, Format, Head, head_of


class Row(NamedTuple):
    """A format by its name: the module here that has it, under what name there, and whether it is read and written."""

    name: str
    module: str
    reads: bool = True
    writes: bool = False
    attribute: str = "FORMAT"

    @property
    def format(self) -> Format:
        """The format itself."""
        return _format(self.module, self.attribute)


@cache
def _format(module: str, attribute: str) -> Format:
    return cast(Format, getattr(import_module(f"{__package__}.{module}"), attribute))


FORMATS: tuple[Row, ...] = (
    Row("newsml-1", "newsml1"),
    Row("newsml-g2", "newsml_g2", writes=True),
    Row("nitf", "nitf", writes=True),
    Row("anp-api", "anp_api"),
    Row("wordpress", "wordpress"),
    Row("rss", "rss", writes=True),
    Row("atom", "atom", writes=True),
    Row("jsonfeed", "jsonfeed", writes=True),
    Row("mail", "mail"),
    Row("dpa-digitalwires", "dpa_digitalwires"),
    Row("ap-media-api", "ap_media_api"),
    Row("afp-api", "afp_api"),
    Row("pa-api", "pa_api"),
    Row("belga-archive", "belga_archive"),
    Row("ansa-photo", "ansa_photo"),
    Row("ritzau", "ritzau"),
    Row("iptc7901", "iptc7901"),
    Row("anpa1312", "anpa1312"),
    Row("zczc", "zczc"),
    Row("europa-press", "europa_press"),
    Row("rcv1", "rcv1"),
    Row("cp-publish", "cp_publish"),
    Row("ap-appl", "ap_appl"),
    Row("solita-release", "solita"),
    Row("page-html", "page_html"),
    Row("page-text", "page_text"),
    Row("plain", "wire_text"),
    Row("json", "json", reads=False, writes=True),
    Row("ninjs", "ninjs", writes=True),
    Row("ninjs@2.2", "ninjs_older", reads=False, writes=True, attribute="FORMAT_2"),
    Row("ninjs@1.6", "ninjs_older", reads=False, writes=True, attribute="FORMAT_1"),
    Row("html", "html", reads=False, writes=True),
    Row("text", "text", reads=False, writes=True),
)

_KNOWN_ROOTS = {
    "RDF": "RDF that is no feed",
    "article": "an article in XML",
}
"""Root elements of formats that are known and not read, with what to call them."""


def detect(data: bytes) -> Format:
    """The format that a file is in, by its content.

    Raises Unreadable: `empty`, `too-large` past MAX_BYTES, `unknown-format` with what the file looks like.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", f"It has {len(data):,} bytes; a file may have {MAX_BYTES:,}.")
    head = head_of(data)
    for row in FORMATS:
        looks_like = row.format.looks_like if row.reads else None
        if looks_like is not None and looks_like(head):
            return row.format
    if not head.text.strip("\0 \t\r\n"):
        raise Unreadable("empty", "There is nothing in it.")
    raise Unreadable("unknown-format", f"It looks like {_appearance(head)}, which is not read.")


def reader_named(name: str) -> Format:
    """The format of that name. Raises Unreadable("unknown-format") where there is none that is read."""
    for row in FORMATS:
        if row.name == name and row.reads:
            return row.format
    known = ", ".join(row.name for row in FORMATS if row.reads)
    raise Unreadable("unknown-format", f"There is no format {name!r} to read; there is {known}.")


_KNOWN_STARTS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or a document of an office program"),
    (b"\xd0\xcf\x11\xe0", "a document of an older office program"),
    (b"{\\rtf", "a document in RTF"),
    (b"\x1f\x8b", "a file packed by gzip"),
    (b"BZh", "a file packed by bzip2"),
    (b"\xfd7zXZ", "a file packed by xz"),
    (b"\x28\xb5\x2f\xfd", "a file packed by zstd"),
    *((start, "a picture") for start in (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*")),
)
"""How files that hold no wire copy begin, with what to call them."""


def _appearance(head: Head) -> str:
    """What a file in no known format looks like, for a person."""
    for begin, name in _KNOWN_STARTS:
        if head.data.startswith(begin):
            return name
    if head.root is not None:
        known = _KNOWN_ROOTS.get(head.root)
        return known or f"XML whose root element is <{head.root}>"
    start = head.text[:512]
    if start.startswith(("{", "[")):
        return "JSON of a kind that is not known"
    binary = sum(char < " " and char not in "\t\r\n\f\v\x1a\x02\x03\x01\x04" for char in start)
    return "something that is not text" if binary > len(start) // 20 else "plain text of a kind that is not known"
