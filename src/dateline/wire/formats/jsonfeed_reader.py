"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/): the reader. Every item is a news item."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Head, Source
from dateline.wire.formats.feed_parts import (
    MAX_ENTRIES,
    Feed,
    Written,
    add_category,
    add_enclosure,
    add_entry,
    add_link,
    add_media,
    finish,
    new_draft,
    provider_of,
    set_authors,
    set_language,
    set_texts,
    set_times,
)
from dateline.wire.formats.feed_xml import plain, resolved, web_address
from dateline.wire.formats.values import UNKNOWN_TYPE, language_of
from dateline.wire.item import Media
from dateline.wire.problems import problem
from dateline.wire.text.charsets import decode

NAME = "jsonfeed"

MAX_BYTES = 16 * 1024 * 1024
"""The longest feed, in bytes."""

MAX_ITEMS = 20_000
"""The most items of a feed that are read."""

Json = dict[str, Any]


def looks_like(head: Head) -> bool:
    """Whether a file is a JSON object that names a version of JSON Feed and has items."""
    return (
        head.text.startswith("{")
        and b'"items"' in head.data
        and any(mark in head.data for mark in (b"jsonfeed.org/version/", rb"jsonfeed.org\/version\/"))
    )


def read(source: Source) -> Drafts:
    """The items of a feed, in its order. Raises Unreadable."""
    if len(source.data) > MAX_BYTES:
        raise Unreadable("too-large", f"It is a feed of more than {MAX_BYTES // 1024**2} MiB.")
    decoded = decode(source.data)
    told = _object(decoded.text.encode("utf-8", "surrogatepass"))
    items = told.get("items")
    if not isinstance(items, list):
        raise Unreadable("malformed", "The JSON Feed has no list of items.")
    if len(items) > MAX_ITEMS:
        raise Unreadable("too-many", f"It is a feed of {len(items):,} items; {MAX_ITEMS:,} are read.")
    feed = _feed(source, told)
    found = Drafts()
    for order, item in enumerate(items):
        where = f"items[{order}]"
        make = partial(_draft, feed, item if isinstance(item, dict) else {}, where)
        add_entry(found, where, make, decoded.problems)
    if not items:
        found.set_aside.append(problem("not-an-item", "items", "The feed has no items."))
    return found


def _object(data: bytes) -> Json:
    try:
        told = msgspec.json.decode(data)
    except RecursionError:
        raise Unreadable("too-deep", "The JSON is nested too deeply.") from None
    except msgspec.DecodeError as error:
        said = str(error)
        if "truncated" in said:
            raise Unreadable("cut-off", "The JSON ends in the middle.") from None
        raise Unreadable("malformed", f"The JSON is broken: {said.removeprefix('JSON is malformed: ')}.") from None
    if not isinstance(told, dict):
        raise Unreadable("malformed", "The JSON is no object, as a JSON Feed is.")
    return told


def _feed(source: Source, told: Json) -> Feed:
    address = _text(told, "home_page_url") or _text(told, "feed_url")
    return Feed(
        format=NAME,
        provider=provider_of(source, (_text(told, "title"), *_authors(told)), address),
        address=resolved(_text(told, "home_page_url"), _text(told, "feed_url")),
        language=language_of(_text(told, "language")),
        authors=tuple(filter(None, _authors(told))),
    )


def _text(told: Json, key: str) -> str | None:
    """A string or number as text; None for anything else. (Some write ids as numbers, which 1.1 forbids.)"""
    value = told.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _objects(told: Json, key: str) -> Iterator[Json]:
    values = told.get(key)
    for value in values[:MAX_ENTRIES] if isinstance(values, list) else ():
        if isinstance(value, dict):
            yield value


def _authors(told: Json) -> Iterator[str | None]:
    one = told.get("author")
    for author in (*_objects(told, "authors"), *([one] if isinstance(one, dict) else [])):
        yield _text(author, "name")


def _draft(feed: Feed, item: Json, where: str) -> Draft:
    draft = new_draft(feed)
    draft.guid = _text(item, "id")
    address = _text(item, "url")
    add_link(draft, address, "alternate", feed.address)
    add_link(draft, _text(item, "external_url"), "related", feed.address)
    base = resolved(address, feed.address) or feed.address
    draft.headline = plain(_text(item, "title"))
    _set_texts(draft, item, base)
    published, updated = _text(item, "date_published"), _text(item, "date_modified")
    set_times(draft, (f"{where}.date_published", published), (f"{where}.date_modified", updated))
    set_authors(draft, list(filter(None, _authors(item))) or feed.authors)
    set_language(draft, _text(item, "language"), f"{where}.language")
    tags = item.get("tags")
    for tag in tags[:MAX_ENTRIES] if isinstance(tags, list) else ():
        add_category(draft, tag if isinstance(tag, str) else None)
    _set_media(draft, item, base)
    finish(draft)
    return draft


def _set_texts(draft: Draft, item: Json, base: str | None) -> None:
    """HTML before plain text (both say the same), a summary alone for want of either. Plain text keeps its signs."""
    html, text, summary = (_text(item, key) for key in ("content_html", "content_text", "summary"))
    full = Written(html) if html else Written(text, is_plain=True) if text else None
    set_texts(draft, full, Written(summary, is_plain=True) if summary else None, base)


def _set_media(draft: Draft, item: Json, base: str | None) -> None:
    for key in ("image", "banner_image"):
        address = web_address(resolved(_text(item, key), base))
        if address is not None and not (key == "banner_image" and draft.media):
            add_media(draft, Media(kind="picture", href=address))
    for attachment in _objects(item, "attachments"):
        before = len(draft.media)
        address = resolved(_text(attachment, "url"), base)
        size, title = _text(attachment, "size_in_bytes"), plain(_text(attachment, "title"))
        mime_type = _text(attachment, "mime_type")
        add_enclosure(draft, address, None if mime_type == UNKNOWN_TYPE else mime_type, size, title)
        seconds = attachment.get("duration_in_seconds")
        if len(draft.media) > before and isinstance(seconds, int | float) and 0 < seconds < 1e7:
            draft.media[-1] = msgspec.structs.replace(draft.media[-1], duration=float(seconds))
