"""Feeds that nobody ever published, of the size and in the forms that news sites have them."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from bench.invented import PLACES, SECTIONS, headline, sentence

_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
_SITE = "https://www.bnb.example"
_WORDPRESS = ' xmlns:wp="http://wordpress.org/export/1.2/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'


def feeds(name: str) -> list[bytes]:
    """Feeds in a format: headlines with a sentence or two (30 items), and whole texts (10 items); none for others."""
    make = {"rss": _rss, "atom": _atom, "wordpress": _wordpress}.get(name)
    return [] if make is None else [make(n, whole) for n in range(4) for whole in (False, True)]


def _rss(n: int, whole: bool) -> bytes:
    return _channel("".join(_rss_item(one, whole) for one in _numbers(n, whole)))


def _channel(items: str, about: str = "", namespaces: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:media="http://search.yahoo.com/mrss/"'
        f"{namespaces}>\n<channel>\n<title>BNB Nieuws</title>\n<link>{_SITE}/</link>\n"
        f"<description>Bedacht nieuws</description>\n<language>nl-NL</language>\n{about}{items}</channel>\n</rss>\n"
    ).encode()


def _rss_item(n: int, whole: bool) -> str:
    rng = random.Random(n)
    address = f"{_SITE}/artikel/{n}-{headline(n).lower().replace(' ', '-')}"
    text = (
        "<dc:creator><![CDATA[Noor de Wit]]></dc:creator>\n"
        f"<description><![CDATA[<p>{sentence(rng)}</p>]]></description>\n"
        f"<content:encoded><![CDATA[{_text(rng, address)}]]></content:encoded>\n"
        if whole
        else f"<description>{sentence(rng)} {sentence(rng)}</description>\n"
        f'<media:thumbnail width="240" height="135" url="{_SITE}/beeld/{n}.jpg"/>\n'
    )
    return (
        f"<item>\n<title>{headline(n)}</title>\n<link>{address}</link>\n{text}<category>{_section(n)}</category>\n"
        f'<guid isPermaLink="true">{address}</guid>\n'
        f"<pubDate>{format_datetime(_time(n), usegmt=True)}</pubDate>\n</item>\n"
    )


def _atom(n: int, whole: bool) -> bytes:
    entries = "".join(_entry(one, whole, is_xhtml=n % 2 == 1) for one in _numbers(n, whole))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">\n'
        f"<id>{_SITE}/feed</id>\n<title>BNB Nieuws</title>\n<updated>{_AT:%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f'<link rel="self" href="{_SITE}/feed.atom"/>\n{entries}</feed>\n'
    ).encode()


def _entry(n: int, whole: bool, is_xhtml: bool) -> str:
    rng = random.Random(n)
    address, at = f"{_SITE}/artikel/{n}", f"{_time(n):%Y-%m-%dT%H:%M:%SZ}"
    if not whole:
        text = f"<summary>{sentence(rng)} {sentence(rng)}</summary>\n"
    elif is_xhtml:
        inner = _text(rng, address)
        text = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{inner}</div></content>\n'
    else:
        text = f'<content type="html">{escape(_text(rng, address))}</content>\n'
    return (
        f"<entry>\n<id>tag:bnb.example,2026:{n}</id>\n<title>{headline(n)}</title>\n<updated>{at}</updated>\n"
        f'<published>{at}</published>\n<link rel="alternate" type="text/html" href="{address}"/>\n'
        f'<author><name>Noor de Wit</name></author>\n<category term="{_section(n)}"/>\n{text}</entry>\n'
    )


def _wordpress(n: int, whole: bool) -> bytes:
    author = (
        "<wp:author><wp:author_login>noor</wp:author_login><wp:author_display_name>Noor de Wit</wp:author_display_name>"
        "</wp:author>\n"
    )
    about = f"<wp:wxr_version>1.2</wp:wxr_version>\n<wp:base_blog_url>{_SITE}</wp:base_blog_url>\n{author}"
    return _channel("".join(_post(one, by_lines=not whole) for one in _numbers(n, True)), about, _WORDPRESS)


def _post(n: int, by_lines: bool) -> str:
    rng = random.Random(n)
    address, at = f"{_SITE}/artikel/{n}", f"{_time(n):%Y-%m-%d %H:%M:%S}"
    if by_lines:  # the classic editor: a blank line between paragraphs
        text = "\n\n".join(f"{sentence(rng)} {sentence(rng)} {sentence(rng)}" for _ in range(10))
    else:
        text = (
            _text(rng, address)
            .replace("<p>", "<!-- wp:paragraph -->\n<p>")
            .replace("</p>", "</p>\n<!-- /wp:paragraph -->")
        )
    return (
        f"<item>\n<title>{headline(n)}</title>\n<link>{address}</link>\n<dc:creator><![CDATA[noor]]></dc:creator>\n"
        f'<guid isPermaLink="false">{_SITE}/?p={n}</guid>\n<content:encoded><![CDATA[{text}]]></content:encoded>\n'
        f"<excerpt:encoded><![CDATA[]]></excerpt:encoded>\n<wp:post_id>{n}</wp:post_id>\n<wp:post_date>{at}</wp:post_date>\n"
        f"<wp:post_date_gmt>{at}</wp:post_date_gmt>\n<wp:post_name>{n}</wp:post_name>\n<wp:status>publish</wp:status>\n"
        f'<wp:post_type>post</wp:post_type>\n<category domain="category" nicename="{_section(n).lower()}">'
        f"<![CDATA[{_section(n)}]]></category>\n</item>\n"
    )


def _text(rng: random.Random, address: str) -> str:
    """Paragraphs, one of them with a link and one in part in bold, under a picture."""
    place = rng.choice(PLACES).upper()
    paragraphs = [f"<p>{place} (BNB) - {sentence(rng)} {sentence(rng)}</p>"]
    paragraphs += [f"<p>{sentence(rng)} {sentence(rng)} {sentence(rng)}</p>" for _ in range(7)]
    paragraphs.append(f'<p>{sentence(rng)} <a href="{address}?b=1&amp;c=2">{sentence(rng)}</a> {sentence(rng)}</p>')
    paragraphs.append(f"<p><strong>{sentence(rng)}</strong> {sentence(rng)}</p>")
    return (
        f'<figure><img src="{address}.jpg" alt="Beeld"/><figcaption>{sentence(rng)}</figcaption></figure>\n'
        + "\n".join(paragraphs)
    )


def _numbers(n: int, whole: bool) -> Iterator[int]:
    return iter(range(n * 100, n * 100 + (10 if whole else 30)))


def _section(n: int) -> str:
    return tuple(SECTIONS.values())[n % len(SECTIONS)]


def _time(n: int) -> datetime:
    return _AT - timedelta(minutes=7 * n)
