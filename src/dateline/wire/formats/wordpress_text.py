"""The text of a WordPress post: block comments, shortcodes, and paragraphs that only blank lines mark."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_BLOCK_NAMES = (
    "address|article|aside|blockquote|caption|center|col|colgroup|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|iframe|video|audio"
)
_PIECE = re.compile(r"(<[^<>]*>)")
_BLOCK = re.compile(rf"</?(?:{_BLOCK_NAMES}|br)\b[^<>]*>", re.IGNORECASE)
_ENDS_PARAGRAPH = re.compile(r"<(?:p|ul|ol|h[1-6]|blockquote|div|figure)\b[^<>]*>", re.IGNORECASE)
_ENDED = re.compile(r"</(?:p|ul|ol|h[1-6]|blockquote|div|figure)>", re.IGNORECASE)
"""Where a text has paragraphs of its own at its start and end, it needs no others around it."""

_PRE = re.compile(r"<(/?)(?:pre|script|style|textarea)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SHORTCODE = re.compile(r"\[(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9_-]{1,40})(?P<rest>(?:\s[^\[\]]{0,4000})?)\]")
_JOINED = re.compile(r"\[[a-z0-9]+(?:[_-][a-z0-9]+)+\]")
"""A name that is no word: `[contact_form]`, unlike `[red.]` or `[sic]`."""

_ESCAPED = re.compile(r"\[(\[[^\[\]]{1,4000}\])\]")
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))""")
_EMBED = re.compile(r"\[embed(?:\s[^\[\]]{0,400})?\]\s*(https?://[^\s\[\]<>]{1,2000})\s*\[/embed\]", re.IGNORECASE)
_REUSED = re.compile(r"<!--\s*wp:block\s+\{[^{}]{0,400}?\"ref\"\s*:\s*(\d{1,12})[^{}]{0,400}\}\s*/-->")
_KNOWN = frozenset(
    ("caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist", "contact-form-7", "contact-form")
)
_SOURCES = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav")

MARK = "<!-- wp:"
"""What the block editor's paragraphs and other blocks begin with."""


class Text(NamedTuple):
    """A post's text as HTML; the ids of the attachments that its galleries show, addresses of its videos and sounds
    and of what it embeds; the names of shortcodes that put in what nobody here knows."""

    markup: str
    gallery: list[str]
    media: list[str]
    embeds: list[str]
    unknown: list[str]


def text_of_post(content: str, reused: Mapping[str, str]) -> Text:
    """The text of a post. `reused` holds the blocks that posts share, by id."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    content = _REUSED.sub(lambda found: reused.get(found[1], found[0]), content)
    found = Text("", [], [], [], [])
    found.embeds.extend(_EMBED.findall(content))
    content = _EMBED.sub("", content)
    content = _without_shortcodes(content, found)
    return found._replace(markup=content if MARK in content else with_paragraphs(content))


def _without_shortcodes(content: str, found: Text) -> str:
    """A text without its shortcodes; what an opening and a closing one hold stays, and so do other brackets."""
    codes = list(_SHORTCODE.finditer(content))
    if not codes:
        return content
    closed = {code["name"].lower() for code in codes if code["close"]}

    def replaced(code: re.Match[str]) -> str:
        name, rest = code["name"].lower(), code["rest"]
        before, after = content[: code.start()][-1:], content[code.end() : code.end() + 1]
        is_code = name in _KNOWN or name in closed or _ATTRIBUTE.search(rest) or (not rest and _JOINED.match(code[0]))
        if (before, after) == ("[", "]") or not is_code:
            return code[0]
        if name in ("caption", "wp_caption"):
            return "</figure>" if code["close"] else "<figure>"
        if not code["close"]:
            _note(name, rest, name in closed, found)
        return ""

    return _ESCAPED.sub(r"\1", _SHORTCODE.sub(replaced, content))


def _note(name: str, rest: str, is_closed: bool, found: Text) -> None:
    """What a shortcode shows: attachments, a video or sound, or something unknown."""
    attributes = {key.lower(): one or two or three for key, one, two, three in _ATTRIBUTE.findall(rest)}
    if name in ("gallery", "playlist"):
        ids = attributes.get("ids") or attributes.get("include") or ""
        found.gallery.extend(word.strip() for word in ids.split(",") if word.strip())
    elif name in ("audio", "video"):
        found.media.extend(attributes[key] for key in _SOURCES if key in attributes)
    elif not is_closed and name not in found.unknown:
        found.unknown.append(name)


def with_paragraphs(text: str) -> str:
    """A text of the classic editor with the paragraphs and line breaks that WordPress makes when it shows it."""
    pieces = _PIECE.split(text)
    verbatim = 0
    for at, piece in enumerate(pieces):
        if at % 2:
            mark = _PRE.match(piece)
            if mark is not None:
                verbatim += -1 if mark[1] else 1
        elif "\n" in piece and verbatim <= 0:
            before = _BLOCK.fullmatch(pieces[at - 1]) is not None if at else False
            after = _BLOCK.fullmatch(pieces[at + 1]) is not None if at + 1 < len(pieces) else False
            pieces[at] = _lines(piece, before, after)
    start = "" if len(pieces) > 1 and not pieces[0].strip() and _ENDS_PARAGRAPH.fullmatch(pieces[1]) else "<p>"
    end = "" if start == "" and not pieces[-1].strip() and _ENDED.fullmatch(pieces[-2]) else "</p>"
    return start + "".join(pieces) + end


def _lines(text: str, before: bool, after: bool) -> str:
    """A text between two tags: blank lines part paragraphs, single line breaks stay but next to a block."""
    inner = text
    start = end = ""
    if before:
        inner = inner.lstrip("\n ")
        start = " " if after or not _BLANK_LINES.match(text.lstrip(" \t")) else "\n<p>"
    if after:
        inner = inner.rstrip("\n ")
        end = " "
    *parted, last = _BLANK_LINES.split(inner)
    paragraphs = "</p>\f<p>".join([*(piece.rstrip(" \t") for piece in parted), last])
    return start + paragraphs.replace("\n", "<br>").replace("\f", "\n") + end
