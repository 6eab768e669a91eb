"""Addresses of an old site: taken whole or not at all, to nowhere but here, and to what an article has become."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dateline.commands import redirects as command
from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Event, House, Redirect
from dateline.newsroom.redirects import Wrong, lead, take
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import hold, kill, replace
from tests.desk.people import signed_in, somebody
from tests.newsroom.helpers import arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wire(db):
    House.objects.update(base_url="https://nieuws.example")
    source = newsroom()
    for guid in ("a", "b", "urn:c"):
        arrive(source, copy(guid))


def asked(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, answer.get("Location", "")


def test_old_addresses_lead_to_what_an_article_is_now():
    here = article_path(article("b"))
    rows = [
        "old,new",
        "/artikel/1.html,ANP a",
        f"https://www.oud.example/caf%C3%A9/,{article('b').short_id}",
        f"/artikel.php?id=3&x=y,https://nieuws.example{here}",
        '"/met, komma",urn:c',
        "/rubriek/,/buitenland/?a=b c",
        "/weg,gone",
        "https://www.oud.example/?p=12,ANP a",
    ]
    assert take(rows, by="test") == (7, [])
    assert asked("/?p=12") == (301, article_path(article("a")))
    assert [asked(path)[0] for path in ("/", "/?p=13", "/?p=x", "/?utm_source=x")] == [200] * 4
    assert asked("/artikel/1.html") == (301, article_path(article("a")))
    assert asked("/café") == asked("/caf%C3%A9/") == asked("/artikel.php?id=3&x=y") == (301, here)
    assert asked("/artikel.php?id=4")[0] == 404
    assert asked("/artikel/1.html?utm_source=x")[0] == 301
    assert asked("/met,%20komma") == (301, article_path(article("urn:c")))
    assert asked("/rubriek") == (301, "/buitenland/?a=b%20c")
    assert asked("/weg")[0] == 410
    assert Client().get("/artikel/1.html")["Cache-Control"] == "no-cache"

    replace(item("b"), with_item=item("a"))
    assert asked("/café") == (301, article_path(article("a")))
    hold(item("urn:c"), reason="x")
    assert asked("/met,%20komma")[0] == 404
    kill(item("a"), reason="x")
    assert asked("/artikel/1.html")[0] == asked("/café")[0] == 410

    take(["/nieuw;gone"], by="test")  # a list takes the place of the one before
    assert (asked("/weg")[0], asked("/nieuw")[0], Redirect.objects.count()) == (404, 410, 1)


WRONG = [
    ("/x,https://elders.example/", "another site"),
    ("/x,//elders.example/", "another site"),
    ("/x,https://nieuws.example.elders.example/", "another site"),
    ("/x,https://nieuws.example@elders.example/", "another site"),
    ("/x,/\\elders.example", "no address"),
    ("/x,javascript:alert(1)", "no article"),
    ('/x,"/y\r\nSet-Cookie: a=b"', "no address"),
    ('"/x\ny",/y', "characters"),
    ("/x\x00y,/y", "characters"),
    ("/%0d%0aSet-Cookie:x,/y", "characters"),
    ("/x,/x", "leads on itself (row 2)"),
    ("/x,/x/?a=b", "leads on itself"),
    ("/x,/fout", "leads on itself (row 1)"),
    ("/x,", "no address"),
    ("/x,/y,301", "two fields"),
    ("x,/y", "must begin"),
    ("//x/y,/y", "must begin"),
    ("/fout/,/y", "Row 1 has"),
    ("/,/y", "own"),
    ("/desk/settings/,/y", "own"),
    ("/x,/api/v1/", "own"),
    ("/x,/buitenland/kop-van-x-7r5f2ezfshqw", "no article"),
    ("/x,ANP nergens", "no article"),
    (f"/{'x' * 600},/y", "too long"),
    ('/x,"/y', ""),
]


@pytest.mark.parametrize(("row", "why"), WRONG)
def test_a_row_that_is_wrong_is_named_and_nothing_changes(row, why):
    take(["/stond,gone"], by="test")
    with translation.override("en"), pytest.raises(Wrong) as wrong:
        take(io.StringIO(f"/fout,/elders\n{row}\n/goed,gone\n", newline=""), by="test")
    assert wrong.value.rows[0][0] in (2, 3)
    assert why in str(wrong.value.rows)
    assert (asked("/stond")[0], asked("/goed")[0], Redirect.objects.count()) == (410, 404, 1)


def test_a_row_that_leads_to_no_page_yet_counts_and_is_told():
    House.objects.update(imprint="Wie wij zijn", privacy="")
    there = ["/", "/buitenland/?a=b", "/buitenland", "/search?q=a", "/imprint", "/corrections", "/feed.rss"]
    missing = ["/nergens/", "/buitenland/kop", "/privacy", "/nergens/feed.rss", "/a/b/c"]
    with translation.override("en"):
        taken = take([f"/oud/{n},{to}\n" for n, to in enumerate([*there, *missing], 1)], by="test")
    assert [(number, why.split()[4]) for number, why in taken.doubts] == list(enumerate(missing, len(there) + 1))
    for number, to in enumerate([*there, *missing], 1):
        assert asked(f"/oud/{number}") == (301, to)
        assert (asked(to)[0] == 404) == (to in missing), to


def test_a_page_that_is_there_takes_no_look_at_old_addresses():
    take([f"/oud/{n},gone" for n in range(2500)], by="test")
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(article_path(article("a"))).status_code == 200
    assert not [query for query in queries if "newsroom_redirect" in query["sql"]]
    with CaptureQueriesContext(connection) as queries:
        assert asked("/oud/2499")[0] == 410
    looks = [query["sql"] for query in queries if "newsroom_redirect" in query["sql"]]
    assert len(looks) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {looks[0]}")
            assert "newsroom_redirect USING INDEX" in str(cursor.fetchall())


def test_the_command_and_the_desk_take_a_file(tmp_path, capsys, monkeypatch):
    from dateline.serve import start

    monkeypatch.setattr(start, "set_up", lambda: None)
    file = tmp_path / "oud.csv"
    file.write_text("oud,nieuw\n/x,ANP a\n/y,https://elders.example/\n", encoding="utf-8-sig")
    args = type("Args", (), {"file": str(file)})
    assert command.run(args) == 1
    assert f"{file}:3: " in capsys.readouterr().err
    file.write_text("oud,nieuw\n/x,ANP a\n/y,/nergens/\n", encoding="utf-8-sig")
    assert command.run(args) == 0
    assert f"{file}:3: " in capsys.readouterr().err
    assert asked("/x")[0] == 301
    assert Event.objects.get(verb="setup").by_name == "command line"

    chief, path = signed_in("chief", "carl"), "/desk/settings/redirects/"
    bad = chief.post(path, {"file": SimpleUploadedFile("o.csv", b"/x,/x\n")})
    assert (bad.status_code, "1: " in bad.content.decode()) == (400, True)
    assert chief.post(path, {"file": SimpleUploadedFile("o.csv", b"\xff\xfe")}).status_code == 400
    assert chief.post(path, {"file": SimpleUploadedFile("o.csv", "/caf\u00e9;gone\n".encode())}).status_code == 302
    assert (asked("/x")[0], asked("/café")[0]) == (404, 410)
    told = chief.post(path, {"file": SimpleUploadedFile("o.csv", "/y,/nergens/\n/café,gone".encode())})
    assert (told.status_code, "1: " in told.content.decode(), asked("/y")[0]) == (200, True, 301)
    with pytest.raises(NotAllowed):
        take(["/x,gone"], by=somebody("editor", "els"))
    assert lead(House.objects.get().redirects, "/café") is not None
