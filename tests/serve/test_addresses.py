"""Which addresses there are, by which names and for which methods; and what is made of a query."""

import pytest

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, Section
from dateline.newsroom.redirects import take
from dateline.serve.application import known_query
from tests.serve.asking import touch
from tests.site import make


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


@pytest.mark.parametrize("host", ["evil.example", "", "localhost:8000@evil.example", "localhost:x", "a/b"])
def test_other_names_are_refused_also_for_kept_pages(reader, path, host):
    reader.get(path)
    assert reader.get(path, host=host).status == 400


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


def test_a_plain_link_of_an_old_wordpress_leads_on_though_the_front_is_kept(reader):
    front = reader.get("/").body
    take(["/?p=12,gone"], by="test")
    touch("house")
    assert [reader.get(path).status for path in ("/", "/?p=12", "/?p=12")] == [200, 410, 410]
    assert reader.get("/?p=13").body == reader.get("/").body == front
