"""Exports of WordPress (WXR 1.0 to 1.2): every published post is a news item, attachments are its media."""

import re
from collections import Counter
from functools import partial

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.feed_dates import Moment, read_date
from dateline.wire.formats.feed_parts import (
    Feed,
    Written,
    add_category,
    add_content,
    add_enclosure,
    add_entry,
    add_link,
    add_media,
    finish,
    kind_of,
    new_draft,
    provider_of,
    set_authors,
)
from dateline.wire.formats.feed_xml import Parts, parse_feed, plain, web_address, words_in
from dateline.wire.formats.values import language_of
from dateline.wire.formats.wordpress_text import text_of_post
from dateline.wire.item import Media, Subject
from dateline.wire.problems import Problem, problem
from dateline.wire.text.tree import Element, child_of

NAME = "wordpress"

_MARK = "wordpress.org/export/"
_NEWS = frozenset("post news nieuws article artikel artikelen story press-release press_release pressrelease".split())
_UNSORTED = frozenset(
    "uncategorized uncategorised geen-categorie ongecategoriseerd allgemein non-classe sin-categoria".split()
)
_HELD = {"private": "private", "pending": "waiting for review", "future": "scheduled"}
_RESIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.[A-Za-z]{3,5}$)")


def looks_like(head: Head) -> bool:
    """Whether a file is an RSS document in which WordPress declares the namespace of its exports."""
    return (head.root or "").lower() == "rss" and _MARK in head.text


def read(source: Source) -> Drafts:
    """The posts of an export, in its order. Raises Unreadable."""
    document = parse_feed(source.data, "rss")
    channel = document.root.find("channel")
    if channel is None:
        raise Unreadable("malformed", "The export of WordPress has no channel.")
    site = _Site(source, channel)
    found = Drafts()
    for post in site.posts:
        kind, status, name = post.text("wp.post_type") or "post", _status(post), _name(post)
        if kind not in _NEWS:
            continue
        if status not in ("publish", *_HELD):
            found.set_aside.append(problem("not-an-item", name, f"A post that is not published ({status})."))
            continue
        add_entry(found, name, partial(site.draft, post, status), document.problems)
    found.set_aside.extend(site.left_out())
    if not found.drafts and not found.set_aside:
        found.set_aside.append(problem("not-an-item", "channel", "The export has no posts."))
    return found


def _status(post: Parts) -> str:
    """The status of a post; one that inherits it from nothing is published."""
    status = post.text("wp.status") or "publish"
    return "publish" if status == "inherit" and (post.text("wp.post_parent") or "0") == "0" else status


def _name(post: Parts) -> str:
    return f"post {post.text('wp.post_id') or '?'}"


class _Attachment(msgspec.Struct):
    """A file of the library: where it is and what is said of it; whether a post has shown it."""

    parts: Parts
    address: str
    shown: bool = False


class _Site:
    """What an export says of the site, and what its posts refer to: attachments, authors, blocks that they share."""

    def __init__(self, source: Source, channel: Element) -> None:
        about = Parts(channel)
        address = about.text("wp.base_blog_url", "wp.base_site_url", "link")
        self.feed = Feed(
            format=NAME,
            provider=provider_of(source, (about.text("title"),), address),
            address=address,
            language=language_of(about.text("language")),
        )
        self.posts = [Parts(item) for item in channel.findall("item")]
        self.authors = _authors(channel)
        self.attachments: dict[str, _Attachment] = {}
        self.addresses: set[str] = set()
        self.of_post: dict[str, list[str]] = {}
        self.reused: dict[str, str] = {}
        for post in self.posts:
            number = post.text("wp.post_id") or ""
            kind = post.text("wp.post_type")
            if kind == "attachment":
                self._attach(post, number)
            elif kind == "wp_block":
                self.reused[number] = post.text("content.encoded") or ""

    def _attach(self, post: Parts, number: str) -> None:
        address = web_address(post.text("wp.attachment_url") or post.text("guid"))
        if address is not None:
            self.attachments[number] = _Attachment(post, address)
            self.addresses.add(address)
            self.of_post.setdefault(post.text("wp.post_parent") or "0", []).append(number)

    def draft(self, post: Parts, status: str) -> Draft:
        """The draft of one post."""
        draft = new_draft(self.feed)
        draft.guid = post.text("guid")
        address = post.text("link")
        add_link(draft, address, "alternate", self.feed.address)
        draft.headline = plain(post.text("title"))
        login = post.text("dc.creator")
        set_authors(draft, [self.authors.get(login, login)] if login else [])
        _set_times(draft, post)
        self._set_text(draft, post, web_address(address) or self.feed.address)
        draft.abstract = plain(post.text("excerpt.encoded", "description"))
        _set_categories(draft, post)
        password = post.text("wp.post_password")
        if status in _HELD or password:
            draft.status = "withheld"
            reason = _HELD.get(status, "behind a password")
            draft.problems.append(
                problem("not-published", "wp:status" if status in _HELD else "wp:post_password", reason)
            )
        if status == "future":
            draft.embargoed = draft.version_created
        finish(draft)
        return draft

    def _set_text(self, draft: Draft, post: Parts, base: str | None) -> None:
        text = text_of_post(post.text("content.encoded") or "", self.reused)
        add_content(draft, Written(text.markup), base)
        in_text, draft.media = draft.media, []
        self._show(draft, [_meta(post).get("_thumbnail_id", "")])
        for media in in_text:
            add_media(draft, self._whole(media))
        self._show(draft, [*text.gallery, *self.of_post.get(post.text("wp.post_id") or "", ())])
        for address in (*text.media, *filter(None, [post.text("wp.attachment_url")])):
            add_enclosure(draft, web_address(address), None, None, None)
        for address in text.embeds:
            add_link(draft, address, "embed", base)
        draft.problems.extend(problem("content-unknown", "content:encoded", f"[{name}]") for name in text.unknown)

    def _show(self, draft: Draft, numbers: list[str]) -> None:
        """Adds attachments as media, or as links where they are documents."""
        for number in numbers:
            attachment = self.attachments.get(number)
            if attachment is None:
                continue
            attachment.shown = True
            media = _media(attachment)
            if media is None:
                add_link(draft, attachment.address, "enclosure", None, plain(attachment.parts.text("title")))
                continue
            add_media(draft, media)

    def _whole(self, media: Media) -> Media:
        """A picture of a text as the attachment that it was made smaller from (`x-300x200.jpg`), if there is one."""
        original = _RESIZED.sub("", media.href or "")
        if original == media.href or original not in self.addresses:
            return media
        return msgspec.structs.replace(media, href=original, width=None, height=None)

    def left_out(self) -> list[Problem]:
        """What of the export is no news: each page by its title, all else counted by kind."""
        found: list[Problem] = []
        counted: Counter[str] = Counter()
        for post in self.posts:
            kind = post.text("wp.post_type") or "post"
            attachment = self.attachments.get(post.text("wp.post_id") or "") if kind == "attachment" else None
            if kind == "page":
                found.append(
                    problem("not-an-item", _name(post), f"A page, not news: {plain(post.text('title')) or ''}")
                )
            elif kind not in _NEWS and not (attachment is not None and attachment.shown):
                counted[kind] += 1
        found += [
            problem("not-an-item", f"wp:post_type {kind}", f"{number} of the kind {kind}, which is no news.")
            for kind, number in counted.items()
        ]
        return found


def _authors(channel: Element) -> dict[str, str]:
    """The names of authors for readers, by the names that they log in with."""
    authors = (Parts(author) for author in channel.findall("wp.author"))
    named = ((one.text("wp.author_login"), one.text("wp.author_display_name")) for one in authors)
    return {login: name for login, name in named if login and name}


def _meta(post: Parts) -> dict[str, str]:
    """The first value of each custom field."""
    found: dict[str, str] = {}
    for field in post.all("wp.postmeta"):
        key, value = child_of(field, "wp.meta_key"), child_of(field, "wp.meta_value")
        found.setdefault(words_in(key).strip(), words_in(value).strip())
    return found


def _media(attachment: _Attachment) -> Media | None:
    """An attachment as media; None for a document. Its excerpt is the caption, else what stands in for the picture."""
    parts = attachment.parts
    kind = kind_of(None, attachment.address)
    if kind is None:
        return None
    caption = plain(parts.text("excerpt.encoded")) or plain(_meta(parts).get("_wp_attachment_image_alt"))
    return Media(kind=kind, href=attachment.address, headline=plain(parts.text("title")), caption=caption)


def _set_times(draft: Draft, post: Parts) -> None:
    """Times in UTC where the export has them; `0000-00-00` (a draft's) and the like are none."""
    first = _time(draft, post, "wp.post_date_gmt", "wp.post_date", post.text("pubDate"))
    last = _time(draft, post, "wp.post_modified_gmt", "wp.post_modified", None)
    draft.first_created = first.time if first else None
    made = last or first
    if made is not None:
        draft.version_created, draft.precision = made.time, made.precision


def _time(draft: Draft, post: Parts, utc: str, local: str, instead: str | None) -> Moment | None:
    written = {name: text for name in (utc, local) if (text := post.text(name)) and not text.startswith("0000")}
    if utc in written:
        return read_date(draft, f"{written[utc]} UTC", utc)
    if instead and "-0001" not in instead:
        return read_date(draft, instead, "pubDate")
    return read_date(draft, written.get(local), local)


def _set_categories(draft: Draft, post: Parts) -> None:
    """Categories, tags and terms of other vocabularies; a post's only category is its section."""
    sections: list[str] = []
    for category in post.all("category"):
        domain, code, name = category.get("domain", "category"), category.get("nicename"), plain(words_in(category))
        if domain in ("post_tag", "tag"):
            add_category(draft, name)
        elif domain == "category" and name:
            draft.subjects.append(Subject(scheme=domain, code=code, name=name))
            if (code or name.lower()) not in _UNSORTED:
                sections.append(name)
        elif domain not in ("post_format", "language", "post_translations"):
            add_category(draft, name, domain, code)
    if len(set(sections)) == 1:
        draft.section = sections[0]


FORMAT = Format(name=NAME, title="exports of WordPress (WXR 1.0 to 1.2)", looks_like=looks_like, read=read)
