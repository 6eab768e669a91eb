"""What an answer looks like: headers, entity tags, encodings; the same whoever made it."""

import gzip
from collections.abc import Callable

import pytest

from dateline.serve.answer import accepts_gzip, matches
from dateline.serve.edition import GONE, steady
from tests.serve.running import Reply

SECURITY = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
}


def test_hits_misses_and_every_other_answer_carry_the_same_security_headers(reader, path):
    def security(reply: Reply) -> dict[str, str]:
        return {name: value for name, value in reply.headers.items() if name in SECURITY}

    miss = security(reader.get(path))
    assert set(miss) == SECURITY
    tag = reader.get(path).headers["etag"]
    others: dict[str, Callable[[], Reply]] = {
        "hit": lambda: reader.get(path),
        "compressed": lambda: reader.get(path, accept_encoding="gzip"),
        "unchanged": lambda: reader.get(path, if_none_match=tag),
        "missing": lambda: reader.get("/nergens-te-vinden"),
        "desk": lambda: reader.get("/desk/admin/login/"),
        "style": lambda: reader.get("/static/site/site.css"),
        "admin's style": lambda: reader.get("/static/admin/css/base.css"),
        "health": lambda: reader.get("/healthz"),
        "other name": lambda: reader.get("/", host="evil.example"),
        "too long": lambda: reader.get("/" + "x" * 3000),
        "written to": lambda: reader.get(path, "POST"),
    }
    for name, ask in others.items():
        assert security(ask()) == miss, name
    reader.follower.read_at = reader.follower._born = steady() - GONE - 1
    reader.follower.trouble = "away"
    reader.follower._read = lambda last: 1 / 0
    gone = reader.get(path)
    assert gone.status == 503
    assert security(gone) == miss


def test_a_browser_must_ask_and_is_told_when_nothing_changed(reader, path):
    reply = reader.get(path)
    assert reply.headers["cache-control"] == "no-cache"
    tag = reply.headers["etag"]
    assert tag.startswith('"')
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        unchanged = reader.get(path, if_none_match=asked)
        assert unchanged.status == 304
        assert unchanged.body == b""
        assert unchanged.headers["etag"] == tag
        assert unchanged.headers["cache-control"] == "no-cache"
        assert "content-length" not in unchanged.headers
    assert reader.get(path, if_none_match='"other"').status == 200


def test_compressed_pages_have_a_tag_of_their_own(reader, path):
    plain = reader.get(path)
    packed = reader.get(path, accept_encoding="gzip, deflate, br")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) == len(packed.body)
    again = reader.get(path, accept_encoding="gzip, deflate, br", if_none_match=packed.headers["etag"])
    assert again.status == 304
    assert reader.get(path, accept_encoding="gzip;q=0").headers.get("content-encoding") is None


def test_a_page_that_is_made_for_one_request_is_packed_and_has_a_tag_as_well(reader, path):
    plain = reader.get("/search?q=kremlin")
    packed = reader.get("/search?q=kremlin", accept_encoding="gzip")
    assert (plain.status, packed.status, packed.headers["content-encoding"]) == (200, 200, "gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    known = reader.get("/search?q=kremlin", accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert (known.status, known.body) == (304, b"")


def test_head_gives_the_headers_of_get(reader, path):
    got = reader.get(path)
    head = reader.get(path, "HEAD")
    assert head.body == b""
    assert head.headers == got.headers
    missing = reader.get("/nergens-te-vinden", "HEAD")
    assert (missing.status, missing.body) == (404, b"")


def test_a_part_of_a_page_is_never_asked_for(reader, path):
    whole = reader.get(path)
    assert reader.get(path, range="bytes=0-9") == whole


def test_a_missing_page_may_not_be_kept(reader):
    reply = reader.get("/nergens-te-vinden")
    assert reply.status == 404
    assert reply.headers["cache-control"] == "no-store"


def test_an_error_says_nothing_about_itself(reader, monkeypatch):
    monkeypatch.setattr(reader.application, "_slowly", lambda *_: 1 / 0)
    reply = reader.get("/x")
    assert reply.status == 500
    assert b"division" not in reply.body
    assert reply.headers["cache-control"] == "no-store"


def test_static_files_are_for_good_only_under_the_address_that_names_them(reader):
    plain = reader.get("/static/site/site.css")
    assert plain.headers["cache-control"] == "no-cache"
    assert plain.headers["content-type"] == "text/css; charset=utf-8"
    from dateline.site.assets import asset

    named = reader.get(asset("site/site.css"))
    assert named.body == plain.body
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reader.get("/static/site/site.css?v=0123").headers["cache-control"] == "no-cache"
    assert reader.get("/static/site/site.css", if_none_match=plain.headers["etag"]).status == 304
    for address in ("/static/", "/static/../settings.py", "/static//etc/passwd", "/static/site", "/static/\x00"):
        assert reader.get(address).status == 404, address


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("*", True),
        ("*;q=0", False),
        ("GZIP", True),
    ],
)
def test_gzip_is_for_who_takes_it(accept, wanted):
    assert accepts_gzip(accept) is wanted


def test_entity_tags_are_compared_weakly():
    assert matches('W/"a"', '"a"')
    assert matches('"b" , "a"', '"a"')
    assert not matches('"ab"', '"a"')
    assert not matches("", '"a"')
