"""The body of an article as it stands in its page."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dateline.newsroom.editing import typed
from dateline.wire.text.blocks import body_html

_FIRST_PARAGRAPH = re.compile(r"\s*<p(?P<attributes>(?:\s[^>]*)?)>")
_HEADING = re.compile(r"<(?P<end>/?)h(?P<level>[1-6])\b(?P<attributes>[^>]*)>")
_TABLE = re.compile(r"<(?P<end>/?)table\b[^>]*>")


def article_body(body: str, dateline: str, *, heads: bool) -> SafeString:
    """The body with its dateline at its head, as one text: `MOSKOU (ANP/AFP/RTR) - De …`.

    With `heads` the first paragraph is marked as the page's heading, because the copy has none and none is invented.
    """
    opening = ' role="heading" aria-level="1"' if heads else ""
    front = f'<span class="dateline">{escape(dateline)}</span>' if dateline else ""
    first = _FIRST_PARAGRAPH.match(body)
    if first:
        body = f"<p{first['attributes']}{opening}>{front}{body[first.end() :]}"
    elif front:
        body = f"<p{opening}>{front}</p>{body}"
    # The one place where markup of copy is trusted: dateline.wire has built it anew from what it allows.
    return mark_safe(_wide_tables(_headings(body)))  # noqa: S308


def prose(source: str) -> SafeString:
    """What somebody wrote at the desk, as it stands in a page: through the same rules as any copy."""
    return article_body(body_html(typed(source)), "", heads=False)


def with_dateline(body: str, dateline: str) -> str:
    """The body with its dateline at its head, as plain markup for where no style of ours is."""
    if not dateline:
        return body
    first = _FIRST_PARAGRAPH.match(body)
    if first is None:
        return f"<p>{escape(dateline)}</p>{body}"
    return f"<p{first['attributes']}>{escape(dateline)}{body[first.end() :]}"


def _headings(body: str) -> str:
    """The headings of the copy, from the level below the headline and without leaving one out."""
    used = sorted({found["level"] for found in _HEADING.finditer(body)})
    levels = {level: place for place, level in enumerate(used, 2)}
    return _HEADING.sub(lambda tag: f"<{tag['end']}h{levels[tag['level']]}{tag['attributes']}>", body)


def _wide_tables(body: str) -> str:
    """Each table in a box that scrolls by itself, so that a wide one never widens the page of a phone."""
    depth = 0

    def boxed(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag["end"]:
            depth -= 1
            return f"{tag[0]}</div>" if depth == 0 else tag[0]
        depth += 1
        label = escape(_("Table"))
        return f'<div class="scroll" role="group" tabindex="0" aria-label="{label}">{tag[0]}' if depth == 1 else tag[0]

    return _TABLE.sub(boxed, body)
