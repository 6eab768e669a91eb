"""The WSGI application: what comes from memory, what from Django, and that it is never out of date."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from dateline.newsroom import redirects
from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, House, Provider
from dateline.newsroom.transaction import writing
from dateline.serve.cache import Cache
from dateline.serve.edition import FRESH, GONE, EditionLog, Follower, steady
from dateline.site import page as site_page
from dateline.site.fragments import render
from dateline.site.frame import Frame
from dateline.wire.item import Link
from tests.serve.asking import touch
from tests.site import make


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


def test_what_is_gone_is_answered_from_memory_until_it_is_back(reader, path):
    tags = (f"item:{Article.objects.get().short_id}", "section:buitenland", "front", "any")
    before = reader.get(path)
    Article.objects.update(state=Article.State.KILLED, listed=False)
    touch(*tags)
    reader.poll()
    asked = len(reader.asked)
    replies = [reader.get(path, if_none_match=tag) for tag in (before.headers["etag"], "*", '""', "")]
    assert [reply.status for reply in replies] == [410] * 4
    assert len(reader.asked) == asked + 1
    for reply in replies:
        assert reply.headers["cache-control"] == "no-store"
        assert "etag" not in reply.headers
        assert b"Kremlin" not in reply.body
    assert reader.get(path, accept_encoding="gzip").headers["content-encoding"] == "gzip"
    assert len(reader.cache.pages.entries) == 0  # anybody can make up addresses that end in its id
    Article.objects.update(state=Article.State.PUBLISHED, listed=True)
    touch(*tags)
    reader.poll()
    assert reader.get(path).status == 200


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


def test_a_page_from_memory_says_the_day_that_it_is_and_changes_by_nothing_else(reader, path, monkeypatch):
    midnight = datetime(2025, 11, 28, 23, 0, tzinfo=UTC)

    def at(seconds: float) -> tuple[str, bytes]:
        moment = midnight + timedelta(seconds=seconds)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        monkeypatch.setattr("time.time", moment.timestamp)
        reader.cache._clock = moment.timestamp
        reader.poll()
        answer = reader.get(path)
        return answer.headers["etag"], answer.body

    first, late, over, next_day = at(-40_000), at(-1), at(0), at(86_399)
    assert first == late != over == next_day
    assert b">vrijdag 28 november 2025</time>" in late[1]
    assert b">zaterdag 29 november 2025</time>" in over[1]


@pytest.mark.parametrize(
    "address", ["/", "/sitemap.xml", "/sitemap-0.xml", "/sitemap-news.xml", "/feed.rss", "/search?q=x"]
)
def test_who_asks_for_the_headers_alone_gets_those_of_the_answer(reader, path, address):
    whole, headers = reader.get(address), reader.get(address, "HEAD")
    assert (whole.status, headers.status) == (200, 200)
    assert headers.body == b"" != whole.body
    assert headers.headers == whole.headers


def test_who_is_canonical_changes_on_a_page_from_memory_when_the_setting_does(reader):
    page_of = Link(href="https://agency.example/1", rel="canonical")
    path = article_path(make.article("Kop", "Tekst.", fields={"links": (page_of,)}))
    own, theirs = f'<link rel="canonical" href="http://localhost:8000{path}">', page_of.href
    before = reader.get(path)
    assert own in before.body.decode()
    assert b"sitemap-0" in reader.get("/sitemap.xml").body
    with writing() as work:  # as the form of the desk does it
        Provider.objects.update(canonical=Provider.Canonical.PROVIDER)
        work.whole_site()
    reader.poll()
    after = reader.get(path)
    assert own not in after.body.decode()
    assert f'<link rel="canonical" href="{theirs}">' in after.body.decode()
    assert after.headers["etag"] != before.headers["etag"]
    assert b"sitemap-0" not in reader.get("/sitemap.xml").body


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
    health = reader.get("/healthz", peer="127.0.0.1")
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


def test_the_first_reading_is_not_a_gap(db, caplog):
    cache = Cache(render, lambda: 0)
    Follower(cache, EditionLog().read).poll()
    assert not caplog.records
    assert cache.edition == 0


def test_the_query_that_no_page_knows_reaches_the_addresses_of_an_old_site(reader, path):
    redirects.take([f"/artikel.php?id=3,{path}"], by="test")
    reader.poll()
    found = reader.get("/artikel.php?id=3")
    assert (found.status, found.headers["location"]) == (301, path)
    assert reader.get("/artikel.php?id=4").status == 404
