"""How a house looks: what cannot be read is refused, a logo is a picture and no more, no page has inline style."""

import re
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from dateline.newsroom.looks.colours import DARK, ENOUGH, LIGHT, Scheme, contrast, faults, soft
from dateline.newsroom.looks.form import LooksForm
from dateline.newsroom.looks.pictures import LARGEST, NoPicture, picture
from dateline.newsroom.models import Event, House, Logo
from dateline.site.assets import find
from tests.desk.people import signed_in

PATH = "/desk/settings/looks/"
SHEET = re.compile(r'href="(/house/[0-9a-f]{12}\.css)"')


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 4, height: int = 2, pixels: bytes | None = None, extra: bytes = b"", end: bytes = b"") -> bytes:
    pixels = (b"\0" + b"\x80" * 3 * width) * height if pixels is None else pixels
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"") + end


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34"
JPEG = (
    b"\xff\xd8" + segment(0xE1, b"Exif\0\0 Jan, thuis") + segment(0xC0, struct.pack(">BHHB", 8, 3, 5, 1) + b"\1\x11\0")
    + SCAN + b"\xff\xd9<script>"
)  # fmt: skip
LOSSLESS = struct.pack("<4sI", b"VP8L", 5) + b"\x2f" + struct.pack("<I", 6 | 8 << 14) + b"\0"
WEBP = (
    b"RIFF" + struct.pack("<I", 4 + len(LOSSLESS) + 12) + b"WEBP" + LOSSLESS + struct.pack("<4sI", b"EXIF", 4) + b"huis"
)
SVG = """<?xml version="1.0"?><!DOCTYPE svg>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://i.example" width="30px" height="10" onload="x()" i:by="Jan">
<i:view x="1"/><metadata>Jan</metadata>
<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><a/>
<path d="M0 0h9" style="fill:url(#g);background:url(//x.example)" onclick="x()"/><use href="#g"/>
<use href="https://x.example/#g"/><rect fill="url(https://x.example)" width="3" height="2"/></svg>"""
SIZED = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


def test_pictures_are_written_anew_without_what_is_no_picture():
    found = picture(png(extra=chunk(b"tEXt", b"by\0Jan"), end=b"<script>"))
    assert (found.ending, found.width, found.height, b"Jan" in found.data, b"script" in found.data) == (
        "png", 4, 2, False, False)  # fmt: skip
    assert picture(found.data) == found
    found = picture(JPEG)
    assert (found.ending, found.width, found.height) == ("jpg", 5, 3)
    assert b"Jan" not in found.data
    assert found.data.endswith(b"\x12\xff\0\x34\xff\xd9")
    dressed = (
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1<script>")
        + segment(0xE0, b"<html>")
        + segment(0xEE, b"Adobe\0d\0\0\0\0\1<b>")
    )
    found = picture(JPEG[:2] + dressed + JPEG[2:])
    assert (b"<" in found.data[:-12], b"JFIF\0\1\1\0\0\1\0\1\0\0" in found.data) == (False, True)
    assert picture(found.data) == found
    for whole in (png(), JPEG[:-8], WEBP):
        for cut in range(len(whole)):
            with pytest.raises(NoPicture):
                picture(whole[:cut])
    found = picture(WEBP)
    assert (found.ending, found.width, found.height, b"huis" in found.data) == ("webp", 7, 9, False)
    assert picture(found.data) == found
    found = picture(SVG.replace("<a/>", "").encode())
    assert (found.ending, found.width, found.height) == ("svg", 30, 10)
    assert picture(found.data) == found
    text = found.data.decode()
    assert 'fill="url(#g)"' in text
    assert '<use href="#g">' in text
    assert not any(bad in text for bad in ("onload", "onclick", "example", "Jan", "style", "background"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<html><script>x()</script></html>",
        png()[:-8],
        png(pixels=b"\0" * 5),
        png(pixels=b"\x09" + b"\0" * 25),
        png(pixels=b"\0" * 10_000_000),
        png(extra=chunk(b"PLTE", b"<script>" * 97)),
        png(extra=chunk(b"tRNS", b"<" * 257)),
        png()[:33] + chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * 12) * 2) + b"<script>") + chunk(b"IEND", b""),
        png(5000, 1),
        png(4000, 4000, b""),
        png(extra=chunk(b"ABCD", b"")),
        png().replace(b"IDAT", b"IDAX"),
        JPEG[:-12],
        JPEG.replace(b"\xff\xc0", b"\xff\xc9"),
        JPEG.replace(b"\xff\xda", segment(0xC0, struct.pack(">BHHB", 8, 3000, 5000, 1)) + b"\xff\xda"),
        JPEG.replace(b"\x00\x03\x00\x05", b"\x0f\xa0\x0f\xa0"),
        JPEG.replace(SCAN, SCAN * 33),
        WEBP[:-9],
        WEBP.replace(b"EXIF", b"ANIM"),
        SVG.encode(),
        SIZED.format("<script>x()</script>").encode(),
        SIZED.format("<style>a{}</style>").encode(),
        SIZED.format("<foreignObject/>").encode(),
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        ('<!DOCTYPE s [<!ENTITY a "aa">]>' + SIZED.format("<title>&a;</title>")).encode(),
        b"<svg>" * 5000,
        b"\x89PNG\r\n\x1a\n" + b"\0" * LARGEST,
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(NoPicture) as refused:
        picture(data)
    assert str(refused.value).endswith(".")


def test_the_colours_of_the_sheet_are_those_that_are_checked_and_pass():
    sheet = find("/static/site/site.css").body.decode()
    light, dark = sheet.split("prefers-color-scheme: dark", 1)
    for scheme, part in ((LIGHT, light), (DARK, dark.split("}", 1)[0])):
        assert all(f": {colour};" in part for colour in (scheme.paper, scheme.ink, scheme.accent, *scheme.others))
        assert list(faults(scheme)) == []
        assert contrast(soft(scheme), scheme.paper) >= ENOUGH
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert [name for name, _why in faults(Scheme("#808080", "#777777", "#000000", LIGHT.others))] == ["ink", "paper"]


@pytest.mark.django_db
def test_a_chief_chooses_looks_and_every_page_has_them_without_inline_style():
    chief = signed_in("chief", "carl")
    plain = Client().get("/").content.decode()
    assert "/static/site/site.css?v=" in plain
    bad = chief.post(PATH, {"ink": "#999", "paper_dark": "#ffffff"})
    assert bad.status_code == 400
    assert bad.context["form"].errors.keys() == {"ink", "ink_dark", "accent_dark", "paper_dark"}
    assert "20 kB at the most" in bad.content.decode()
    with translation.override("nl"):
        assert "hoogstens 20 kB" in str(LooksForm().fields["file"].help_text)
    better = re.search(r"#[0-9a-f]{6}", bad.context["form"].errors["ink"][0])[0]
    fields = {"ink": better, "accent": "#7A1F2B", "type": "slab", "file": SimpleUploadedFile("logo.png", png(40, 20))}
    assert chief.post(PATH, fields).status_code == 302
    assert Event.objects.get(verb="setup").by_name == "carl"

    answer = Client().get("/")
    page = answer.content.decode()
    logo = House.objects.get().logo
    assert f'<img class="logo" src="/house/{logo}" width="40" height="20" alt="Dateline">' in page
    assert "<style" not in page
    assert " style=" not in page
    assert answer["Content-Security-Policy"] == Client().get("/robots.txt")["Content-Security-Policy"]
    path = SHEET.search(page)[1]
    sheet = Client().get(path)
    assert (sheet["Content-Type"], sheet["Cache-Control"]) == (
        "text/css; charset=utf-8", "public, max-age=31536000, immutable")  # fmt: skip
    assert all(part in sheet.content.decode() for part in ("--strong-line:#7a1f2b", "Rockwell", f"--ink:{better}"))
    assert "width:min(40px,10.000rem)" in sheet.content.decode(), "the room of the logo is there before it is"
    picture_of = Client().get(f"/house/{logo}")
    assert (picture_of["Content-Type"], picture_of.content) == ("image/png", bytes(Logo.objects.get().data))
    assert picture_of["X-Content-Type-Options"] == "nosniff"
    assert Client().get("/house/0123456789ab.css").status_code == 404

    assert chief.post(PATH, {"without": "on", "type": ""}).status_code == 302
    assert "/static/site/site.css?v=" in Client().get("/").content.decode()
    assert (Client().get(path).status_code, Client().get(f"/house/{logo}").status_code, Logo.objects.count()) == (
        404,
        404,
        0,
    )
    assert chief.post(PATH, {"file": SimpleUploadedFile("x.png", b"x" * 30_000)}).status_code == 400
