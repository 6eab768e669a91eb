"""Feeds: what titles, ids, links, dates, texts and media are however they are written, case by case."""

from datetime import UTC, datetime

import pytest

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.formats.table import detect

MODULES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
)


def rss(item: str, channel: str = "<link>https://www.example.org/</link>") -> NewsItem:
    """The item of an RSS feed that holds just this."""
    text = f'<rss version="2.0" {MODULES}><channel>{channel}<item>{item}</item></channel></rss>'
    (found,) = read(text.encode()).items
    return found


def atom(entry: str, feed: str = "") -> NewsItem:
    """The item of an Atom feed that holds just this."""
    text = f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}<entry>{entry}</entry></feed>'
    (found,) = read(text.encode()).items
    return found


def problems(item: NewsItem) -> set[str]:
    return {problem.code for problem in item.problems} - {"time-unknown", "no-zone", "no-headline"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Bakker &amp; zoon", "Bakker & zoon"),
        ("Bakker &amp;amp; zoon", "Bakker & zoon"),
        ("Bakker &amp;amp;amp; zoon", "Bakker & zoon"),
        ("<![CDATA[Bakker & zoon]]>", "Bakker & zoon"),
        ("<![CDATA[Bakker &amp; zoon]]>", "Bakker & zoon"),
        ("Bakker &#38; zoon", "Bakker & zoon"),
        ("&amp;#8216;Stop&amp;#8217;", "‘Stop’"),
        ("&lt;b&gt;Vet&lt;/b&gt; nieuws", "Vet nieuws"),
        ("&amp;lt;b&amp;gt;Vet&amp;lt;/b&amp;gt; nieuws", "Vet nieuws"),
        ("<![CDATA[ <i>Vet</i>\n nieuws ]]>", "Vet nieuws"),
        ("Winst &lt; 2%", "Winst < 2%"),
        ("a?b=1&amp;amp;copy=2", "a?b=1&copy=2"),
        ("Prijs 5 &amp;euro;", "Prijs 5 €"),
    ],
)
def test_a_title_is_its_words_however_often_it_was_escaped(written: str, words: str) -> None:
    assert rss(f"<title>{written}</title>").headline == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ('<title type="text">&lt;b&gt; is een teken</title>', "<b> is een teken"),
        ("<title>&lt;b&gt; is een teken</title>", "<b> is een teken"),
        ('<title type="html">&lt;b&gt;vet&lt;/b&gt; &amp;amp; meer</title>', "vet & meer"),
        ('<title type="html">a &amp;lt; b</title>', "a < b"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>vet</b> &amp; meer</div></title>',
            "vet & meer",
        ),
        ("<title>It&amp;#8217;s</title>", "It’s"),
    ],
)
def test_a_title_of_atom_is_what_its_type_says(title: str, words: str) -> None:
    assert atom(title).headline == words


@pytest.mark.parametrize(
    ("item", "guid", "links"),
    [
        ("<guid>https://a.example/1</guid>", "https://a.example/1", ["https://a.example/1"]),
        ('<guid isPermaLink="false">https://a.example/1</guid>', "https://a.example/1", []),
        ('<guid isPermaLink="false">7</guid><link>https://a.example/7</link>', "7", ["https://a.example/7"]),
        ("<guid>7</guid>", "7", []),
        ("<link>https://a.example/7</link>", "https://a.example/7", ["https://a.example/7"]),
        ("<link>/7?a=1&amp;b=2</link>", "https://www.example.org/7?a=1&b=2", ["https://www.example.org/7?a=1&b=2"]),
        ("<link/><atom:link href='https://a.example/7'/>", "https://a.example/7", ["https://a.example/7"]),
        ("<atom:link rel='self' href='https://a.example/7'/><guid>7</guid>", "7", []),
    ],
)
def test_guid_and_link(item: str, guid: str, links: list[str]) -> None:
    found = rss(f"<title>x</title>{item}")
    assert found.guid == guid
    assert [link.href for link in found.links if link.rel == "alternate"] == links


@pytest.mark.parametrize(
    ("written", "moment", "precision"),
    [
        ("Tue, 04 Mar 2025 08:15:30 GMT", (8, 15, 30), "second"),
        ("Tue, 4 Mar 25 08:15:30 UT", (8, 15, 30), "second"),
        ("4 Mar 2025 09:15 +0100", (8, 15, 0), "minute"),
        ("Tue,04 Mar 2025 09:15:30 +01:00", (8, 15, 30), "second"),
        ("Tue, 04 Mar 2025 03:15:30 EST", (8, 15, 30), "second"),
        ("Tue, 04 Mar 2025 09:15:30 CET", (8, 15, 30), "second"),
        ("di, 04 mrt 2025 09:15:30 +0100", (8, 15, 30), "second"),
        ("Dienstag, 4. März 2025 09:15 MEZ", (8, 15, 0), "minute"),
        ("Tuesday, March 4, 2025 8:15 AM GMT", (8, 15, 0), "minute"),
        ("Tue Mar  4 08:15:30 UTC 2025", (8, 15, 30), "second"),
        ("2025-03-04T08:15:30Z", (8, 15, 30), "second"),
        ("2025-03-04t09:15:30+01:00", (8, 15, 30), "second"),
        ("2025-03-04T09:15+0100", (8, 15, 0), "minute"),
        ("2025-03-04 09:15:30 +01:00", (8, 15, 30), "second"),
        ("20250304T081530Z", (8, 15, 30), "second"),
        ("2025-03-04T08:15:30", (8, 15, 30), "second"),
        ("04 Mar 25 0815 GMT", (8, 15, 0), "minute"),
        ("ter, 04 mar 2025 05:15:30 -0300", (8, 15, 30), "second"),
        ("2025-03-04", (0, 0, 0), "day"),
        ("Tue, 04 Mar 2025", (0, 0, 0), "day"),
    ],
)
def test_dates_in_the_spellings_that_are_met(written: str, moment: tuple[int, int, int], precision: str) -> None:
    item = rss(f"<title>x</title><pubDate> {written}\n</pubDate>")
    assert item.version_created == datetime(2025, 3, 4, *moment, tzinfo=UTC)
    assert item.precision == precision
    assert problems(item) == set()


@pytest.mark.parametrize(
    "written",
    [
        "2025",
        "2025-03",
        "31 Jun 2025",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "0001-01-01T00:00:00",
        "2025-03-04T25:14:55Z",
        "gisteren",
        "03/04/2025 8:15",
        "Tue, 04 Mar 2025 08:15:30 +9999" + "9" * 500,
    ],
)
def test_what_is_no_date_or_only_a_placeholder_is_a_problem(written: str) -> None:
    item = rss(f"<title>x</title><pubDate>{written}</pubDate>")
    assert (item.version_created, item.precision) == (None, None)
    assert "time-unreadable" in problems(item)


def test_a_zone_of_several_meanings_is_none_and_a_problem() -> None:
    item = rss("<title>x</title><pubDate>Tue, 04 Mar 2025 08:15:30 IST</pubDate>")
    assert {"unknown-value", "no-zone"} <= {problem.code for problem in item.problems}


def test_the_update_makes_the_version_and_the_publication_the_item() -> None:
    item = rss(
        "<title>x</title><dcterms:modified>2025-03-05T08:00:00Z</dcterms:modified>"
        "<dc:date>2025-03-04T08:00:00Z</dc:date><pubDate>Mon, 03 Mar 2025 08:00:00 GMT</pubDate>"
    )
    assert item.first_created == datetime(2025, 3, 3, 8, tzinfo=UTC)
    assert item.version_created == datetime(2025, 3, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("Eén zin.", "Eén zin."),
        ("&lt;p&gt;Eén zin.&lt;/p&gt;&lt;p&gt;Nog een.&lt;/p&gt;", "Eén zin.\n\nNog een."),
        ("<![CDATA[Eén zin.<br/><br/>Nog een.]]>", "Eén zin.\n\nNog een."),
        ("&amp;lt;p&amp;gt;Eén zin.&amp;lt;/p&amp;gt;", "Eén zin."),
        ("<p>Eén zin.</p><p>Nog een.</p>", "Eén zin.\n\nNog een."),
        ("Bakker &amp;amp; zoon", "Bakker & zoon"),
        ("<![CDATA[Eén zin. <script>x()</script>]]>", "Eén zin."),
    ],
)
def test_a_description_alone_is_the_body(description: str, text: str) -> None:
    item = rss(f"<title>x</title><description>{description}</description>")
    assert (item.text, item.abstract) == (text, None)


def test_a_teaser_that_the_full_text_repeats_is_no_abstract() -> None:
    full = "<content:encoded>&lt;p&gt;Eén zin. Nog een.&lt;/p&gt;</content:encoded>"
    assert rss(f"<description>Eén zin.</description>{full}").abstract is None
    assert rss(f"<description>Iets anders.</description>{full}").abstract == "Iets anders."


def test_an_empty_full_text_leaves_the_description_the_body() -> None:
    item = rss("<description>Eén zin.</description><content:encoded>&lt;p&gt;&lt;/p&gt;</content:encoded>")
    assert item.text == "Eén zin."


@pytest.mark.parametrize(
    ("authors", "byline", "credit"),
    [
        ("<author>noor@example.org (Noor de Wit)</author>", "Noor de Wit", ("example.org",)),
        ("<dc:creator>Noor de Wit &lt;noor@example.org&gt;</dc:creator>", "Noor de Wit", ("example.org",)),
        ("<dc:creator>ANP/AFP</dc:creator>", None, ("ANP", "AFP")),
        ("<dc:creator>Noor</dc:creator><dc:creator>Reuters</dc:creator>", "Noor", ("RTR",)),
        ("<dc:creator>ANP/Example.org</dc:creator>", None, ("ANP",)),
        ("<dc:creator>Noor/Reuters</dc:creator>", "Noor/Reuters", ("example.org",)),
        ("<author>redactie@example.org</author>", None, ("example.org",)),
        ("<atom:author><atom:name>Noor</atom:name></atom:author>", "Noor", ("example.org",)),
    ],
)
def test_authors(authors: str, byline: str | None, credit: tuple[str, ...]) -> None:
    item = rss(f"<title>x</title>{authors}")
    assert (item.byline, item.credit) == (byline, credit)


def test_a_feed_that_is_its_own_author_wrote_nothing_by_itself() -> None:
    own = "<title>Dorpsnieuws</title><link>https://www.example.org/</link>"
    item = rss("<title>x</title><dc:creator>Dorpsnieuws</dc:creator><dc:creator>Noor</dc:creator>", own)
    assert (item.byline, item.credit) == ("Noor", ("Dorpsnieuws",))
    entry = "<title>x</title><author><name>Dorpsnieuws</name></author>"
    assert atom(entry, "<title>Dorpsnieuws</title>").byline is None


def test_one_picture_stands_once_with_all_that_is_known_of_it() -> None:
    item = rss(
        "<title>x</title><description>&lt;img src='/a.jpg' alt='Een brug' width=640 height=480&gt;Tekst</description>"
        "<enclosure url='https://www.example.org/a.jpg' type='image/jpeg' length='9'/>"
        "<media:content url='https://www.example.org/a.jpg' medium='image'>"
        "<media:credit>ANP</media:credit></media:content>"
        "<media:thumbnail url='https://www.example.org/a-small.jpg'/>"
    )
    (picture,) = item.media
    assert (picture.href, picture.caption, picture.credit) == ("https://www.example.org/a.jpg", "Een brug", "ANP")
    assert (picture.width, picture.size, picture.mime_type) == (640, 9, "image/jpeg")


def test_what_a_text_embeds_is_a_link_and_a_video_in_it_media() -> None:
    item = rss(
        "<title>x</title><description><![CDATA[<p>Tekst</p><iframe src='https://a.example/embed/1?a=1&amp;b=2'></iframe>"
        "<video controls><source src='https://a.example/1.mp4'></video>]]></description>"
    )
    assert [(link.rel, link.href) for link in item.links] == [("embed", "https://a.example/embed/1?a=1&b=2")]
    assert [(media.kind, media.href) for media in item.media] == [("video", "https://a.example/1.mp4")]


def test_an_entry_that_is_only_a_picture_has_its_caption_for_text() -> None:
    item = rss(
        "<title>x</title><media:content url='https://a.example/1.jpg' medium='image'>"
        "<media:description>De brug.</media:description></media:content>"
    )
    assert (item.kind, item.text, item.media[0].caption) == ("picture", "De brug.", "De brug.")


def test_a_release_has_its_keywords_its_update_and_its_service() -> None:
    item = rss(
        "<title>x</title><dc:keyword>brug, water</dc:keyword><pubDate>Sat, 02 Dec 2023 09:00 GMT</pubDate>"
        "<dc:modified>Sat, 02 Dec 2023 09:05 GMT</dc:modified>"
        "<description>Hamburg (ots) - Die Brücke ist offen. &lt;p&gt;Lesen Sie hier weiter...&lt;/p&gt;</description>"
    )
    assert (item.keywords, item.text, item.apparatus) == (
        ("brug", "water"),
        "Die Brücke ist offen.",
        ("Lesen Sie hier weiter...",),
    )
    assert item.dateline is not None
    assert (item.dateline.places, item.dateline.agencies) == (("Hamburg",), ("OTS",))
    assert item.version_created is not None
    assert item.version_created.minute == 5


def test_admin_is_nobodys_name() -> None:
    item = rss("<title>x</title><dc:creator>admin</dc:creator>")
    assert (item.byline, item.apparatus) == (None, ("admin",))


def test_on_a_platform_it_is_the_channel_that_provides() -> None:
    channel = "<title>Omroep Voorbeeld</title><link>https://www.youtube.com/channel/x</link>"
    assert rss("<title>x</title>", channel).provider == "Omroep Voorbeeld"


def test_an_embargo_is_kept_and_an_empty_one_withholds() -> None:
    item = rss("<title>x</title><prism:embargoDate>2025-03-05T08:00:00Z</prism:embargoDate>")
    assert (item.embargoed, item.status) == (datetime(2025, 3, 5, 8, tzinfo=UTC), "usable")
    item = rss("<title>x</title><prism:embargoDate/>")
    assert (item.embargoed, item.status, problems(item)) == (None, "withheld", {"embargo-unclear"})


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//[bad", 'https://a.example/" onx="1', "\x7f"]
)
def test_addresses_that_mean_harm_do_not_get_into_the_body(address: str) -> None:
    escaped = address.replace("&", "&amp;").replace("<", "&lt;")
    item = rss(f'<link>{escaped}</link><description><![CDATA[<a href="{address}">hier</a>]]></description>')
    assert item.text.startswith("hier")
    assert "javascript:" not in item.body
    assert "onx" not in item.body
    assert not any((link.href or "").startswith(("javascript:", "data:")) for link in item.links)


def test_xml_base_makes_addresses_absolute_step_by_step() -> None:
    item = atom(
        '<title>x</title><link href="a"/><content type="html" xml:base="c/">&lt;a href="d"&gt;e&lt;/a&gt;</content>',
        '<link href="https://www.example.org/"/>',
    )
    assert item.links[0].href == "https://www.example.org/a"
    assert 'href="https://www.example.org/c/d"' in item.body


def test_a_draft_of_atom_is_withheld() -> None:
    item = atom("<title>x</title><control xmlns='http://www.w3.org/2007/app'><draft>yes</draft></control>")
    assert (item.status, problems(item)) == ("withheld", {"not-published"})


def test_the_agency_is_known_by_title_or_address() -> None:
    assert rss("<title>x</title>", "<title>ANP - Binnenland</title>").provider == "ANP"
    assert rss("<title>x</title>", "<title>x</title><link>https://www.afp.com/nl</link>").provider == "AFP"
    assert rss("<title>x</title>").provider == "example.org"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xef\xbb\xbf\n <?xml version='1.0'?><rss/>", "rss"),
        (b"<rdf:RDF xmlns:rdf='urn:x' xmlns='http://purl.org/rss/1.0/'/>", "rss"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "atom"),
        (b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>", "atom"),
        (b"<entry xmlns='http://www.w3.org/2005/Atom'/>", "atom"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "jsonfeed"),
    ],
)
def test_feeds_are_known_by_their_content(data: bytes, name: str) -> None:
    assert detect(data).name == name


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<rss><channel><item><title>x</title></item>", "cut-off"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "cut-off"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "cut-off"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "malformed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000, "too-deep"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item><title>&a;</title></item></channel></rss>", "entity"),
    ],
)
def test_what_is_cut_off_or_broken_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.code == code


def test_one_entry_that_cannot_be_read_holds_up_no_other() -> None:
    deep = "&lt;div&gt;" * 1000
    text = f"<rss><channel><item><description>{deep}</description></item><item><title>x</title></item></channel></rss>"
    reading = read(text.encode())
    assert [item.headline for item in reading.items] == ["x"]
    assert "500" in reading.set_aside[0].excerpt


def test_a_category_that_cannot_be_read_holds_up_no_entry() -> None:
    assert rss(f"<title>x</title><category>{'&lt;b&gt;' * 500}</category>").headline == "x"


def test_a_feed_without_items_is_set_aside() -> None:
    assert [found.code for found in read(b"<rss><channel/></rss>").set_aside] == ["not-an-item"]


@pytest.mark.parametrize("space", ["http://www.w3.org/1999/xhtml", "http://www.w3.org/TR/xhtml1", ""])
@pytest.mark.parametrize("start", ["", "\n"])
def test_xhtml_in_atom_is_read_in_whatever_namespace_it_stands(space, start):
    inner = '<p>Een <b>twee</b><br/>drie</p><p><a href="/x">vier</a></p><img src="/a.jpg" alt=""/>'
    item = atom(
        f'<id>a</id><link href="https://a.example/1"/><title>Kop</title>'
        f'<content type="xhtml">{start}<div xmlns="{space}">{inner}</div></content>'
    )
    assert item.text == "Een twee\ndrie\n\nvier"
    assert item.body == '<p>Een <b>twee</b><br>drie</p>\n<p><a href="https://a.example/x">vier</a></p>'
    assert [media.href for media in item.media] == ["https://a.example/a.jpg"]


def test_elements_of_a_namespace_that_nobody_knows_are_words():
    item = atom('<id>a</id><content type="xhtml"><div xmlns="urn:x:xhtml"><b>Een</b> twee</div></content>')
    assert item.text == "Een twee"
