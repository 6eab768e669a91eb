"""The table of formats, and which one a file is in.

FORMATS is the table of all of them, one row a format, in the order in which `detect` tries them: what is recognised for
certain first. Detection looks at the content and never at a file's name.
"""

from dateline.wire.errors import Unreadable
from dateline.wire.formats import (
    anp_api,
    anpa1312,
    ansa_photo,
    ap_media_api,
    atom,
    belga_archive,
    cp_publish,
    dpa_digitalwires,
    europa_press,
    html,
    iptc7901,
    json,
    jsonfeed,
    mail,
    newsml1,
    newsml_g2,
    ninjs,
    ninjs_older,
    nitf,
    pa_api,
    page_html,
    page_text,
    ritzau,
    rss,
    solita,
    text,
    wire_text,
    wordpress,
    zczc,
)
from dateline.wire.formats.base import MAX_BYTES, Format, Head, head_of

FORMATS: tuple[Format, ...] = (
    newsml1.FORMAT,
    newsml_g2.FORMAT,
    nitf.FORMAT,
    anp_api.FORMAT,
    wordpress.FORMAT,
    rss.FORMAT,
    atom.FORMAT,
    jsonfeed.FORMAT,
    mail.FORMAT,
    dpa_digitalwires.FORMAT,
    ap_media_api.FORMAT,
    pa_api.FORMAT,
    belga_archive.FORMAT,
    ansa_photo.FORMAT,
    ritzau.FORMAT,
    iptc7901.FORMAT,
    anpa1312.FORMAT,
    zczc.FORMAT,
    europa_press.FORMAT,
    cp_publish.FORMAT,
    solita.FORMAT,
    page_html.FORMAT,
    page_text.FORMAT,
    wire_text.FORMAT,
    json.FORMAT,
    ninjs.FORMAT,
    ninjs_older.FORMAT_2,
    ninjs_older.FORMAT_1,
    html.FORMAT,
    text.FORMAT,
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
    for format in FORMATS:
        if format.looks_like is not None and format.looks_like(head):
            return format
    if not head.text.strip("\0 \t\r\n"):
        raise Unreadable("empty", "There is nothing in it.")
    raise Unreadable("unknown-format", f"It looks like {_appearance(head)}, which is not read.")


def reader_named(name: str) -> Format:
    """The format of that name. Raises Unreadable("unknown-format") where there is none that is read."""
    for format in FORMATS:
        if format.name == name and format.read is not None:
            return format
    known = ", ".join(format.name for format in FORMATS if format.read is not None)
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
