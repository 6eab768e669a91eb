"""The WSGI application: what a browser or a CDN gets, from memory and from Django."""

import gzip
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signals
from django.db import close_old_connections
from django.utils import timezone

from dateline.newsroom.models import Article, House, Section
from dateline.newsroom.transaction import writing
from dateline.serve.answer import accepts_gzip, matches
from dateline.serve.application import Application, Handler, known_query
from dateline.serve.cache import Cache
from dateline.serve.edition import FRESH, GONE, EditionLog, Follower, steady
from dateline.site import page as site_page
from dateline.site.addresses import article_path
from dateline.site.fragments import render
from dateline.site.frame import Frame
from tests.serve.running import Reply
from tests.site import make

SECURITY = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
}


class Reader:
    """Asks the application as a server would, and counts what it had to render and to ask Django."""

    def __init__(self) -> None:
        self.rendered: list[site_page.Part] = []
        self.asked: list[str] = []
        edition = EditionLog()
        self.cache = Cache(self._render, edition.number)
        self.follower = Follower(self.cache, edition.read)
        reader = self

        class Counting(Handler):
            def respond(self, environ: Any) -> Any:
                reader.asked.append(environ["PATH_INFO"])
                return super().respond(environ)

        self.application = Application(self.cache, self.follower, Counting())
        self.poll()

    def _render(self, part: site_page.Part, frame: Frame) -> site_page.Rendered:
        self.rendered.append(part)
        return render(part, frame)

    def poll(self) -> None:
        """What the follower's thread does each 100 ms."""
        self.follower.poll()

    def get(self, address: str, method: str = "GET", **headers: str) -> Reply:
        path, _, query = address.partition("?")
        got: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "SCRIPT_NAME": "",
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = b"".join(self.application(environ, lambda status, given: got.extend((status, given))))  # type: ignore[arg-type]
        names = [name.lower() for name, _ in got[1]]
        assert len(names) == len(set(names)) or "set-cookie" in names, "a header twice"
        return Reply(int(got[0].split()[0]), {name.lower(): value for name, value in got[1]}, body)


@pytest.fixture
def reader(db, monkeypatch):
    # Each test is one transaction: what ends a request must not close its connection.
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield from _reader(monkeypatch)
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def _reader(monkeypatch):
    make.paper()
    made = Reader()
    monkeypatch.setattr(site_page, "store", made.cache)
    yield made


@pytest.fixture
def path(reader) -> str:
    return article_path(make.article("Kremlin wijst voorstel af", "Geen deals.", places=("Moskou",)))


def touch(*tags: str) -> None:
    with writing() as work:
        work.edition(*tags)


def test_the_second_request_asks_nobody(reader, path):
    first = reader.get(path)
    assert first.status == 200
    assert b"Kremlin" in first.body
    made = len(reader.rendered)
    assert reader.get(path) == first
    assert reader.asked == [path]
    assert len(reader.rendered) == made


def test_a_new_item_in_its_section_costs_an_old_page_a_part_and_no_view(reader, path):
    reader.get(path)
    made = len(reader.rendered)
    newer = make.article("Iets nieuws", "Net gebeurd.", at=make.NOON + timedelta(hours=1))
    touch("section:buitenland", f"item:{newer.short_id}")
    reader.poll()
    reply = reader.get(path)
    assert b"Iets nieuws" in reply.body
    assert reader.asked == [path]
    assert [part.kind for part in reader.rendered[made:]] == ["rail"]
    assert int(reply.headers["content-length"]) == len(reply.body)


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


def test_head_gives_the_headers_of_get(reader, path):
    got = reader.get(path)
    head = reader.get(path, "HEAD")
    assert head.body == b""
    assert head.headers == got.headers
    missing = reader.get("/nergens-te-vinden", "HEAD")
    assert (missing.status, missing.body) == (404, b"")


def test_unknown_parameters_change_nothing_and_pile_nothing_up(reader, path):
    first = reader.get(path)
    for n in range(30):
        assert reader.get(f"{path}?utm_source={n}&x[]={n}").body == first.body
        reader.get(f"/?{n}")
        reader.get(f"{path}?before={n}")
        reader.get(f"/buitenland/?before={n}.0.{n:012}")
        reader.get(f"/nergens-{n}")
    assert len(reader.cache.pages.entries) <= 3, list(reader.cache.pages.entries)
    assert len(reader.cache.recipes.entries) <= 3
    assert len(reader.cache.fragments.entries) < 60


def test_no_reader_is_told_apart(reader, path):
    first = reader.get("/buitenland/", cookie="sessionid=x", accept_language="en")
    assert reader.get("/buitenland/", cookie="sessionid=y", accept_language="de") == first
    assert "cookie" not in first.headers.get("vary", "").lower()
    assert "set-cookie" not in first.headers


def test_what_is_killed_is_gone_and_kept_by_nobody(reader, path):
    assert reader.get(path).status == 200
    Article.objects.update(state=Article.State.KILLED, listed=False)
    touch(f"item:{Article.objects.get().short_id}", "section:buitenland", "front")
    reader.poll()
    reply = reader.get(path)
    assert reply.status == 410
    assert reply.headers["cache-control"] == "no-store"
    assert b"Kremlin" not in reply.body
    assert path not in reader.cache.pages.entries


def test_what_is_killed_while_its_page_is_made_is_gone_at_once(reader, path, caplog):
    def killed_meanwhile(part: site_page.Part, frame: Frame) -> site_page.Rendered:
        made = render(part, frame)
        if part.kind == "foot":  # the last one: what came before is out of date, and known to be
            Article.objects.update(state=Article.State.KILLED, listed=False)
            touch(f"item:{Article.objects.get().short_id}", "section:buitenland", "front")
            reader.cache._render = render
            reader.poll()
        return made

    reader.cache._render = killed_meanwhile
    reply = reader.get(path)
    assert reply.status == 410
    assert reply.headers["cache-control"] == "no-store"
    assert b"Kremlin" not in reply.body
    assert path not in reader.cache.pages.entries
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "PUT", "DELETE", "TRACE", "PROPFIND"])
def test_readers_pages_are_only_read(reader, path, method):
    for address in (path, "/", "/nergens-te-vinden", "/static/site/site.css"):
        reply = reader.get(address, method)
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD"), address
        assert reply.headers["cache-control"] == "no-store"
    assert reader.asked == []


def test_the_desk_without_its_slash(reader):
    reply = reader.get("/desk")
    assert (reply.status, reply.headers["location"]) == (302, "/desk/")


ODD = (
    *("//", "//evil.example/", "/buitenland//", "/\x00", "/\xff\xfe", "/ ", "/;/", "/./"),
    *("/%2e%2e/etc/passwd", "/../etc/passwd", "/buitenland/\xff-123456789012", "/buitenland/x-123456789012\n"),
    *("/latest/", "/rail/", "/feed.rss/", "/sitemap"),
)


@pytest.mark.parametrize("odd", ODD)
def test_odd_addresses_are_missing_and_lead_nowhere_else(reader, odd):
    reply = reader.get(odd)
    assert reply.status == 404
    assert "location" not in reply.headers
    assert not reader.cache.recipes.entries


@pytest.mark.parametrize("host", ["LOCALHOST:8000", "localhost", "localhost.", "127.0.0.1:1", "[::1]", "[::1]:8000"])
def test_the_site_goes_by_its_names_however_they_are_written(reader, path, host):
    assert reader.get(path, host=host).status == 200


def test_a_part_of_a_page_is_never_asked_for(reader, path):
    whole = reader.get(path)
    assert reader.get(path, range="bytes=0-9") == whole


def test_what_is_written_in_a_headline_is_no_markup(reader):
    text = "</title><script>alert(1)</script>" + "x" * 460
    row = make.article(text, "Tekst & <b>meer</b>", guid="markup")
    for address in (article_path(row), "/", "/buitenland/", "/feed.rss"):
        reply = reader.get(address)
        assert reply.status == 200
        assert b"<script>alert" not in reply.body
        assert b"&lt;script&gt;alert(1)" in reply.body


def test_the_house_learns_another_language(reader, path):
    assert b'<html lang="nl">' in reader.get(path).body
    House.objects.update(language="en")
    touch("house")
    reader.poll()
    body = reader.get(path).body
    assert b'<html lang="en">' in body
    assert b"Source" in body
    assert b"Bron" not in body


def test_an_article_that_moves_leaves_its_old_address_for_the_new_one(reader, path):
    neighbour = article_path(make.article("Buur", "Tekst."))
    assert b"Kremlin" in reader.get(neighbour).body
    assert reader.get(path).status == 200
    row = Article.objects.get(headline__startswith="Kremlin")
    row.section = Section.objects.get(slug="economie")
    row.save()
    touch(f"item:{row.short_id}", "section:buitenland", "section:economie", "front")
    reader.poll()
    moved = reader.get(path)
    assert (moved.status, moved.headers["location"]) == (301, article_path(row))
    assert reader.get(article_path(row)).status == 200
    assert b"Kremlin" not in reader.get(neighbour).body


def test_a_section_that_is_renamed_or_deleted_is_no_more_at_its_old_address(reader, path):
    assert reader.get("/buitenland/").status == reader.get("/sport/").status == 200
    assert reader.get("/sport/feed.rss").status == 200
    Section.objects.filter(slug="buitenland").update(slug="wereld")
    Section.objects.get(slug="sport").delete()
    touch("house")
    reader.poll()
    for address in ("/buitenland/", "/buitenland", "/sport/", "/sport/feed.rss", "/sport/latest"):
        assert reader.get(address).status == 404, address
    assert reader.get("/wereld/").status == 200
    assert reader.get(path).headers["location"] == path.replace("buitenland", "wereld")


def test_a_section_made_from_a_name_in_copy_stands_on_every_page(reader, path):
    assert b"Wetenschap" not in reader.get(path).body
    with writing() as work:
        work.catalogue.section("Wetenschap")
    reader.poll()
    assert b'href="/wetenschap/"' in reader.get(path).body
    number = reader.cache.edition
    with writing() as work:
        work.catalogue.section("Wetenschap")
    reader.poll()
    assert reader.cache.edition == number, "nothing was made"


def test_a_missing_page_may_not_be_kept(reader):
    reply = reader.get("/nergens-te-vinden")
    assert reply.status == 404
    assert reply.headers["cache-control"] == "no-store"


def test_an_embargo_ends_and_rights_expire_by_the_clock_of_the_request(reader, path, monkeypatch):
    now = timezone.now()
    make.article(
        "Onder embargo",
        "Pas straks.",
        at=now - timedelta(hours=1),
        embargoed_until=now + timedelta(seconds=60),
    )
    make.article("Loopt af", "Niet lang meer.", at=now - timedelta(hours=1), expires_at=now + timedelta(seconds=120))
    touch("section:buitenland", "front")
    reader.poll()

    def at(seconds: float) -> bytes:
        moment = now + timedelta(seconds=seconds)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        monkeypatch.setattr("time.time", moment.timestamp)
        reader.cache._clock = moment.timestamp
        reader.poll()
        return reader.get("/").body + reader.get("/buitenland/").body + reader.get(path).body

    assert at(0).count(b"Onder embargo") == 0
    assert at(0).count(b"Loopt af") >= 3
    assert at(59).count(b"Onder embargo") == 0
    assert at(61).count(b"Onder embargo") >= 3
    assert at(119).count(b"Loopt af") >= 3
    assert at(121).count(b"Loopt af") == 0


def test_a_page_is_not_answered_from_memory_without_a_fresh_reading(reader, path):
    reader.get(path)
    House.objects.update(title="De Morgenster")
    touch("house")
    assert b"De Avondster" in reader.get(path).body, "the reading is fresh"
    reader.follower.read_at -= FRESH
    assert b"De Morgenster" in reader.get(path).body


def test_without_a_database_it_waits_and_then_says_so(reader, path, monkeypatch):
    reader.get(path)
    clock = [steady()]
    reader.follower._clock = lambda: clock[0]
    reader.follower._pause = lambda seconds: clock.__setitem__(0, clock[0] + seconds)
    monkeypatch.setattr("dateline.serve.application.steady", lambda: clock[0])

    def fail(last: int | None) -> None:
        raise OSError("no disk")

    reader.follower._read = fail
    clock[0] = reader.follower.read_at + FRESH + 0.1
    began = clock[0]
    assert reader.get(path).status == 503
    assert clock[0] - began == pytest.approx(GONE - FRESH - 0.1, abs=0.2)
    assert reader.get("/desk/").status == 503
    health = reader.get("/healthz")
    assert health.status == 503
    assert b"no disk" in health.body


def test_a_part_that_vanished_under_a_kept_recipe_leaves_it_to_django(reader, path, monkeypatch):
    reader.get(path)
    reader.cache.pages.clear()
    reader.cache.fragments.clear()

    def vanish(part: site_page.Part, frame: Frame) -> site_page.Rendered:
        if part.kind == "article":
            raise site_page.Vanished
        return render(part, frame)

    reader.cache._render = vanish
    assert reader.get(path).status == 410
    assert reader.cache.recipe(path) is None


def test_an_error_says_nothing_about_itself(reader, monkeypatch):
    monkeypatch.setattr(reader.application, "_slowly", lambda *_: 1 / 0)
    reply = reader.get("/x")
    assert reply.status == 500
    assert b"division" not in reply.body
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "", "localhost:8000@evil.example", "localhost:x", "a/b"])
def test_other_names_are_refused_also_for_kept_pages(reader, path, host):
    reader.get(path)
    assert reader.get(path, host=host).status == 400


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
    ("query", "known"),
    [
        ("", ""),
        ("utm_source=x", ""),
        ("before=3&utm=1", "before=3"),
        ("q=b&before=a&q=c", "before=a&q=c"),
        ("before=", ""),
        ("&".join(f"a{n}=1" for n in range(100)), ""),
        ("q=%E2%82%AC+x", "q=%E2%82%AC+x"),
    ],
)
def test_queries_are_brought_into_one_form(query, known):
    assert known_query(query) == known


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


def test_the_first_reading_is_not_a_gap(db, caplog):
    cache = Cache(render, lambda: 0)
    Follower(cache, EditionLog().read).poll()
    assert not caplog.records
    assert cache.edition == 0
