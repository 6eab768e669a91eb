"""Mail: headers in every encoding, the better of alternatives, signatures, footers, what is attached or forwarded."""

import base64
from collections.abc import Callable
from email.message import EmailMessage
from quopri import encodestring

import pytest

from dateline.wire import NewsItem, Reading, Unreadable, read
from dateline.wire.formats.mail_text import unflowed
from dateline.wire.formats.table import detect

HEADERS = (
    b"From: jan@example.org\nDate: Tue, 4 Mar 2025 08:15:00 +0100\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
)
NITF = (
    b"<nitf><body><body.head><hedline><hl1>Kop</hl1></hedline></body.head>"
    b"<body.content><p>Tekst</p></body.content></body></nitf>"
)


def mail(text: bytes, headers: bytes = b"Subject: x\nContent-Type: text/plain; charset=utf-8\n") -> NewsItem:
    """The item of a message with this text."""
    (found,) = read(HEADERS + headers + b"\n" + text).items
    return found


def html(markup: str) -> NewsItem:
    return mail(markup.encode(), b"Subject: x\nContent-Type: text/html; charset=utf-8\n")


def multipart(*parts: bytes, kind: str = "mixed") -> Reading:
    """What is read from a message of several parts, each with its headers."""
    body = b"".join(b"--=_x\n" + part + b"\n" for part in parts) + b"--=_x--\n"
    return read(HEADERS + b'Subject: x\nContent-Type: multipart/%s; boundary="=_x"\n\n' % kind.encode() + body)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (b"Gewoon", "Gewoon"),
        (b"=?utf-8?Q?Caf=C3=A9?=", "Café"),
        (b"=?ISO-8859-1?Q?Caf=E9?= dicht", "Café dicht"),
        (b"=?utf-8?B?Q2Fmw6k=?=", "Café"),
        (b"=?utf-8?B?Q2Fmw6k?=", "Café"),
        (b"=?utf-8?Q?Caf=C3?=\n =?utf-8?Q?=A9_dicht?=", "Café dicht"),
        (b"=?utf-8*nl?q?Caf=C3=A9?=", "Café"),
        ("Café".encode(), "Café"),
        ("Café".encode("latin-1"), "Café"),
        (b"=?koi8-r?B?0NLJ18XU?=", "привет"),
        (b"=?x-onbekend?Q?Caf=C3=A9?=", "Café"),
        (b"Kop =?utf-8?B?!!!?= dicht", "Kop =?utf-8?B?!!!?= dicht"),
        (b"Twee\n  regels", "Twee regels"),
    ],
)
def test_a_subject_is_read_in_every_encoding(written: bytes, words: str) -> None:
    assert mail(b"t", b"Subject: " + written + b"\n").headline == words


@pytest.mark.parametrize(
    ("subject", "headline", "marks"),
    [
        (b"Fwd: Kop", "Kop", ("Fwd:",)),
        (b"FW: RE: Kop", "Kop", ("FW: RE:",)),
        (b"WG: Kop", "Kop", ("WG:",)),
        (b"Re: [pers] Kop", "Kop", ("Re:", "[pers]")),
        (b"Refugees: Kop", "Refugees: Kop", ()),
    ],
)
def test_marks_ahead_of_a_subject_are_apparatus(subject: bytes, headline: str, marks: tuple[str, ...]) -> None:
    item = mail(b"tekst", b"List-Id: <pers.example.org>\nSubject: " + subject + b"\n")
    assert (item.headline, item.apparatus) == (headline, marks)


def test_brackets_in_a_subject_are_words_where_there_is_no_list() -> None:
    assert mail(b"tekst", b"Subject: [Video] Kop\n").headline == "[Video] Kop"


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        (b"Content-Type: text/plain; charset=iso-8859-1\n", "€ 5 café".encode("cp1252")),
        (b"Content-Type: text/plain; charset=us-ascii\n", "€ 5 café".encode()),
        (b"Content-Type: text/plain; charset=zip\n", "€ 5 café".encode()),
        (b"", "€ 5 café".encode()),
        (
            b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n",
            base64.b64encode("€ 5 café".encode()),
        ),
        (
            b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n",
            encodestring("€ 5 café".encode()),
        ),
        (
            b"Content-Type: text/html\n",
            '<html><head><meta charset="windows-1252"></head>€ 5 café</html>'.encode("cp1252"),
        ),
    ],
)
def test_the_text_is_read_in_every_charset_and_encoding(headers: bytes, text: bytes) -> None:
    assert mail(text, headers).text == "€ 5 café"


def came_of(attempt: Callable[[], str]) -> str:
    """What an attempt comes to: its result, or the code of the refusal."""
    try:
        return attempt()
    except Unreadable as error:
        return error.code


PLAIN = b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = b"Content-Type: text/html; charset=utf-8\n\n"


def test_of_alternatives_one_is_read_and_no_word_twice() -> None:
    reading = multipart(PLAIN + b"Een zin.", HTML + b"<p>Een <b>zin</b>.</p>", kind="alternative")
    assert reading.items[0].body == "<p>Een <b>zin</b>.</p>"


def test_html_that_says_hardly_anything_gives_way_to_the_plain_text() -> None:
    reading = multipart(PLAIN + b"Een lange zin met alles erin.", HTML + b"<p>Zie de tekst.</p>", kind="alternative")
    assert reading.items[0].text == "Een lange zin met alles erin."


def test_the_same_text_sent_twice_is_read_once() -> None:
    reading = multipart(PLAIN + b"Een zin.\n", HTML + b"<p>Een <b>zin</b>.</p>")
    assert reading.items[0].body == "<p>Een <b>zin</b>.</p>"


def test_html_that_cannot_be_read_gives_way_to_the_plain_text() -> None:
    reading = multipart(PLAIN + b"Een zin.", HTML + b"<div>" * 1000 + b"x", kind="alternative")
    assert reading.items[0].text == "Een zin."


def test_texts_one_after_the_other_are_all_read() -> None:
    assert multipart(PLAIN + b"Een.", PLAIN + b"Twee.").items[0].text == "Een.\n\nTwee."


def test_copy_that_is_attached_follows_the_message() -> None:
    reading = multipart(PLAIN + b"Zie de bijlage.", b"Content-Type: application/octet-stream\n\n" + NITF)
    assert [(item.format, item.headline) for item in reading.items] == [("mail", "x"), ("nitf", "Kop")]


def test_a_message_that_only_carries_copy_is_no_item() -> None:
    reading = multipart(PLAIN, b"Content-Type: text/xml\nContent-Disposition: attachment\n\n" + NITF)
    assert [item.format for item in reading.items] == ["nitf"]


def test_a_text_that_is_wire_copy_is_read_as_that() -> None:
    item = mail(NITF)
    assert (item.format, item.headline) == ("nitf", "Kop")


def test_what_cannot_be_read_is_told_and_the_rest_is_read() -> None:
    reading = multipart(
        PLAIN + b"Tekst.", b"Content-Type: text/xml; name=a.xml\nContent-Disposition: attachment\n\n<nitf><body>"
    )
    assert reading.items[0].text == "Tekst."
    assert "a.xml" in reading.set_aside[0].where
    assert {problem.code for problem in reading.items[0].problems} == {"content-unknown"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Tekst.\n\n-- \nJan\nANP", "Tekst."),
        ("Tekst.\n-- \nJan", "Tekst."),
        ("Tekst - of zo -- niet.\n\nMeer.", "Tekst - of zo -- niet.\n\nMeer."),
        ("Tekst.\n\nDISCLAIMER: dit is geheim.", "Tekst."),
        ("Tekst.\n\nThis e-mail and any attachments are confidential.", "Tekst."),
        ("Tekst.\n\nDeze e-mail was niet bijzonder.", "Tekst.\n\nDeze e-mail was niet bijzonder."),
        ("Tekst.\n\nTo unsubscribe click https://example.org", "Tekst."),
        ("Tekst.\n\nVerstuurd vanaf mijn iPhone", "Tekst."),
        ("Tekst.\n\nMet vriendelijke groet,\n\nJan Smit\n\nGemeente", "Tekst."),
        ("Tekst.\n\nMet vriendelijke groet van de buren.", "Tekst.\n\nMet vriendelijke groet van de buren."),
        ("Kind regards,\n\n" + "Tekst en meer. " * 20, "Kind regards,\n\n" + ("Tekst en meer. " * 20).strip()),
        ("De informatie verzonden met dit e-mailbericht is uitsluitend bestemd voor u.\n\nTekst.", "Tekst."),
        ("---------- Forwarded message ---------\nVan: Jan\nDate: nu\nSubject: Kop\n\nTekst.", "Tekst."),
        ("Bekijk deze e-mail in uw browser\n\nTekst.", "Tekst."),
    ],
)
def test_signatures_footers_and_disclaimers_are_apparatus(text: str, body: str) -> None:
    item = mail(text.encode())
    assert item.text == body
    told = "".join("".join((item.text, *item.apparatus)).split())
    assert sorted(told) == sorted("".join(text.split()))


def test_layout_tables_are_taken_apart_and_tables_of_figures_stay() -> None:
    layout = html("<table role=presentation><tr><td><p>Een.</p><p>Twee.</p></td></tr></table>")
    assert layout.text == "Een.\n\nTwee."
    figures = html("<p>Uitslagen</p><table><tr><th>Club</th><td>1</td></tr></table>")
    assert "<table>" in figures.body


def test_a_hidden_first_line_is_the_abstract() -> None:
    item = html('<div style="color:red; display: none;">Lees dit</div><p>Tekst.</p>')
    assert (item.abstract, item.text) == ("Lees dit", "Tekst.")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("een \ntwee\ndrie", "een twee\ndrie"),
        ("een \n\ntwee", "een \n\ntwee"),
        ("  ingesprongen", " ingesprongen"),
        ("> een \n> twee\ndrie", "> een twee\ndrie"),
        ("een\n-- \nJan \nSmit", "een\n-- \nJan Smit"),
    ],
)
def test_flowed_lines_are_joined(text: str, joined: str) -> None:
    assert [line.rstrip() for line in unflowed(text, False).split("\n")] == [
        line.rstrip() for line in joined.split("\n")
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"From: Jan\nTo: Piet\nSubject: brief\n\nBeste Piet,",
        b"From: Jan\nDate: 4 maart 2025\nSubject: brief\n\nBeste Piet,",
        b"Kop\n\nUTRECHT (ANP) - From: Jan\nDate: x",
        b"From here on: a story\n\nMessage-ID: 3",
        b"Date: Tue, 4 Mar 2025 08:15:00 +0100\n\nTekst",
        b"",
    ],
)
def test_text_is_not_taken_for_mail(text: bytes) -> None:
    assert came_of(lambda: detect(text).name) in ("unknown-format", "empty", "plain")


def test_long_headers_of_servers_may_come_first() -> None:
    servers = b"".join(b"ARC-Seal: i=%d; a=rsa-sha256;\n\tb=%s\n" % (n, b"x" * 900) for n in range(20))
    assert detect(servers + HEADERS + b"Subject: x\n\nTekst").name == "mail"


def test_what_python_itself_writes_is_read_back() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "anp@anp.nl",
        "Café “dicht”",
        "Tue, 04 Mar 2025 08:15:00 -0000",
    )
    message.set_content(
        "UTRECHT (ANP) - Tekst met € en een lange regel die door het programma zelf wordt afgebroken, ja.\n"
    )
    message.add_alternative("<p>UTRECHT (ANP) - Tekst met € en meer.</p>", subtype="html")
    item = read(message.as_bytes()).items[0]
    assert (item.provider, item.headline, item.dateline and item.dateline.places) == (
        "ANP",
        "Café “dicht”",
        ("Utrecht",),
    )


def test_a_report_about_a_delivery_is_set_aside() -> None:
    reading = multipart(PLAIN + b"niet bezorgd", kind="report")
    assert (reading.items, [found.code for found in reading.set_aside]) == ((), ["not-an-item"])


def test_messages_in_messages_end_somewhere() -> None:
    data = b"Tekst."
    for _ in range(40):
        data = HEADERS + b"Content-Type: message/rfc822\n\n" + data
    assert read(data).set_aside


@pytest.mark.parametrize(
    "data",
    [
        HEADERS + b"Content-Type: message/rfc822\n\n" * 20_000,
        b"".join(HEADERS + b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2000)),
        HEADERS + b'Content-Type: multipart/mixed; boundary="x"\n\n' + b"--x\n\n\n" * 100_000,
        HEADERS + b"Subject: " + b"=?utf-8?B?" * 100_000 + b"\n\nx",
        HEADERS + b"Content-Type: text/plain; charset=" + b"'" * 10_000 + b"\n\nx",
        HEADERS + b"Content-Type: " + b";a=" * 20_000 + b"\n\nx",
        HEADERS + b"Subject: x\n\n" + b"\n" * 700_000,
        HEADERS + b"Subject: x\n\n" + b"-- \n" * 100_000,
        HEADERS + b"Content-Type: text/html\n\n" + b"<table role=presentation><tr><td>" * 5_000,
        HEADERS + b"Content-Type: text/html\n\n" + b'<div style="display:none' * 20_000,
        b"From a b c 2025\n" * 20_000,
        HEADERS.replace(b"jan@example.org", b"(" * 50_000) + b"\nx",
    ],
)
def test_messages_that_mean_harm_do_none(data: bytes) -> None:
    assert came_of(lambda: read(data).format) in ("mail", "too-many", "too-deep", "unknown-format")


def test_the_answers_of_a_form_are_the_fields_of_an_item() -> None:
    data = (
        b"From: invented@aap.com.au\nTo: x@example.invalid\nMessage-ID: <form@example.invalid>\nMIME-Version: 1.0\n"
        b"Date: Thu, 05 May 2016 04:11:45 +0000\nSubject: Formatted Editorial Story\nContent-Type: text/plain\n\n"
        b'{"Dateline":["AUCKLAND, May 5"],"Category":["INVENTED"],"Priority":[""],"Abstract":["About it."],\n'
        b'"Timestamp":["5/5/2016\n14:11:44"],"Headline":["Bridge is invented"],"Slugline":["NZINVENTED"],'
        b'"News Value":["4"],"Body":["Nobody built it.\\n\\nNobody\ncame. \\nIt stays."]}\n'
    )
    (item,) = read(data).items
    assert (item.provider, item.guid, item.urgency) == ("AAP", "form@example.invalid", 4)
    assert (item.headline, item.slugline, item.abstract) == ("Bridge is invented", "NZINVENTED", "About it.")
    assert item.dateline is not None
    assert (item.dateline.places, item.dateline.date) == (("Auckland",), "May 5")
    assert item.text == "Nobody built it.\n\nNobody came.\n\nIt stays."
    (other,) = read(data.replace(b'"Headline"', b'"Title"')).items
    assert (other.headline, other.text[:13]) == ("Formatted Editorial Story", '{"Dateline":[')


def test_the_headers_of_a_forwarded_text_may_be_one_paragraph_with_its_mark() -> None:
    data = (
        b"From: jan@example.invalid\nTo: x@example.invalid\nMessage-ID: <fw@example.invalid>\nMIME-Version: 1.0\n"
        b"Date: Mon, 4 Mar 2024 10:00:00 +0100\nSubject: FW: Brug dicht\nContent-Type: text/plain\n\n"
        b"-----Oorspronkelijk bericht-----\nVan: ANP <x@anp.nl>\nVerzonden: maandag\nOnderwerp: Brug dicht\n\n"
        b"ZUTPHEN (ANP) - De brug is dicht.\n"
    )
    (item,) = read(data).items
    assert (item.headline, item.text) == ("Brug dicht", "De brug is dicht.")
    assert item.apparatus[0] == "FW:"
    assert item.apparatus[1].startswith("-----Oorspronkelijk bericht-----")


OUTLOOK = (
    "Van: ANP Nieuwsdienst <nieuws@anp.nl>\nVerzonden: maandag 4 maart 2024 08:12\nAan: x\nOnderwerp: Brug dicht\n"
)


def test_what_is_forwarded_in_the_text_is_its_agency_s_and_the_note_above_it_is_no_copy() -> None:
    text = (
        f"Hoi,\n\nKun je dit plaatsen?\n\nGroet,\nPiet\n\n{OUTLOOK}\nZUTPHEN (ANP) - De brug is dicht.\n\nHij is oud.\n"
    )
    item = mail(text.encode())
    assert (item.provider, item.text) == ("ANP", "De brug is dicht.\n\nHij is oud.")
    assert item.apparatus[:2] == ("Hoi,", "Kun je dit plaatsen?")
    assert item.apparatus[-1].startswith("Van: ANP Nieuwsdienst")


def test_a_text_that_quotes_headers_or_has_a_story_above_them_stays() -> None:
    story = "ZUTPHEN (ANP) - De brug is dicht.\n\n"
    item = mail(f"{story}{OUTLOOK}\nWij zijn om acht uur gebeld.\n".encode())
    assert item.text == "De brug is dicht.\n\nWij zijn om acht uur gebeld."
    letter = "Van: de burgemeester.\n\nHij schreef aan de raad dat de brug dicht moet."
    assert mail(letter.encode()).text == letter


def test_a_table_with_one_cell_in_each_row_only_lays_out_the_text() -> None:
    rows = ("<img src='cid:logo@x'>", "<h1>Brug dicht</h1><p>ZUTPHEN (ANP) - De brug is dicht.</p><p>Hij is oud.</p>")
    offered = "U ontvangt deze e-mail omdat u bent aangemeld. <a href='https://x.example/u'>Uitschrijven</a>"
    cells = "".join(
        f"<tr><td>{cell}</td></tr>" for cell in (rows[0], "<a href='#'>Bekijk in browser</a>", rows[1], offered)
    )
    item = html(f"<table width='600'>{cells}</table>")
    assert item.text == "Brug dicht\n\nDe brug is dicht.\n\nHij is oud."
    assert item.apparatus == ("Bekijk in browser", "U ontvangt deze e-mail omdat u bent aangemeld. Uitschrijven")
    assert "<table>" in html("<table><tr><td>Ajax</td><td>3</td></tr><tr><td>PSV</td><td>1</td></tr></table>").body
