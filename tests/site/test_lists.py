"""The lists: rail, section, its pages back in time, the front, and what asks for anything newer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, House, Section, Touch
from dateline.newsroom.visible import newest
from dateline.site import lists
from dateline.site.fragments import render
from dateline.site.page import Part
from dateline.site.wording import FLASH_LASTS
from tests.site import invented, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(rail_size=3, page_size=4)


def fill(count: int, section: str = "buitenland") -> list[Article]:
    """Articles, newest first."""
    return [
        make.article(f"{section} {n}", f"Tekst {n}.", section=section, at=make.NOON - timedelta(hours=n))
        for n in range(count)
    ]


def shown(path: str, selector: str) -> list[str]:
    found = html.fromstring(Client().get(path).content)
    return [" ".join(entry.text_content().split()) for entry in found.cssselect(f"{selector} .headline")]


def test_the_rail_of_an_old_article_is_that_of_this_minute() -> None:
    old = make.article("Oud", "Uit 2023.", at=make.NOON - timedelta(days=800))
    fill(5)
    assert shown(article_path(old), ".rail") == ["buitenland 0", "buitenland 1", "buitenland 2"]
    fresh = make.article("Nieuw", "Nu.", at=make.NOON + timedelta(hours=1))
    assert shown(article_path(old), ".rail") == ["Nieuw", "buitenland 0", "buitenland 1"]
    assert shown(article_path(fresh), ".rail") == ["buitenland 0", "buitenland 1", "buitenland 2"]


def test_the_rail_has_a_headline_or_dateline_and_lead_and_a_time() -> None:
    row = make.article("Kop", "Tekst.")
    make.article(None, "Het Louvre verhoogt de prijs.", places=("Parijs",), agencies=("ANP", "AFP"), precision="hour")
    make.article(None, "Zonder tijd.", places=("Gent",), at=None)
    found = html.fromstring(Client().get(article_path(row)).content)
    first, second = found.cssselect(".rail li")
    assert found.cssselect(".rail h2")[0].text_content() == "Meer uit Buitenland"
    assert first.cssselect("a")[0].text_content() == "PARIJS (ANP/AFP) - Het Louvre verhoogt de prijs."
    time = first.cssselect("time")[0]
    assert (time.get("datetime"), time.get("data-age")) == ("2025-11-28T12:00:00+01:00", "hour")
    assert time.text_content() == "28 november 2025, rond 12:00"
    assert second.cssselect("a")[0].text_content() == "GENT (ANP) - Zonder tijd."
    assert not second.cssselect("time")


def test_no_age_in_words_is_in_what_is_kept() -> None:
    now = timezone.now()
    row = make.article("Kop", "Tekst.", at=now)
    make.article("Andere kop", "Tekst.", at=now)
    for path in ("/", "/buitenland/", article_path(row)):
        assert "geleden" not in Client().get(path).content.decode()


def test_an_article_alone_in_its_section_has_no_rail() -> None:
    assert "Meer uit" not in Client().get(article_path(make.article("Kop", "Tekst."))).content.decode()


def test_a_section_page_by_page() -> None:
    rows = fill(10)
    pages, path = [], "/buitenland/"
    while path:
        pages.append(shown(path, ".list"))
        found = html.fromstring(Client().get(path).content)
        path = next((link.get("href") for link in found.cssselect(".pager a[rel=next]")), "")
    assert pages == [[row.headline for row in rows[start : start + 4]] for start in (0, 4, 8)]


def test_a_page_back_in_time_stays_what_it_is() -> None:
    rows = fill(10)
    older = html.fromstring(Client().get("/buitenland/").content).cssselect(".pager a[rel=next]")[0].get("href")
    before = shown(older, ".list")
    make.article("Nieuw", "Nu.", at=make.NOON + timedelta(hours=1))
    assert shown(older, ".list") == before
    Article.objects.filter(pk=rows[3].pk).update(state=Article.State.KILLED, listed=False)
    assert shown(older, ".list") == before


def test_pages_made_up_are_not_kept_and_empty_ones_are_none() -> None:
    rows = fill(3)
    last = rows[-1]
    assert Client().get("/buitenland/?before=x").status_code == 404
    assert Client().get(f"/buitenland/?before={last.sort_at}.0.{last.short_id}").status_code == 404
    first = rows[0]
    real = Client().get(f"/buitenland/?before={first.sort_at}.0.{first.short_id}")
    made_up = Client().get(f"/buitenland/?before={first.sort_at + 5}.0.{first.short_id}")
    assert (real.status_code, real.page.cacheable) == (200, True)
    assert (made_up.status_code, made_up.page.cacheable) == (200, False)
    written_otherwise = Client().get(f"/buitenland/?before={first.sort_at}.00.{first.short_id}")
    assert (written_otherwise.status_code, written_otherwise.page.cacheable) == (200, False)
    assert not Client().get("/buitenland/?x=1").page.cacheable
    assert Client().get("/buitenland/").page.cacheable


def test_an_empty_section_is_a_page() -> None:
    response = Client().get("/sport/")
    assert response.status_code == 200
    assert "Hier staat nog niets." in response.content.decode()


def test_a_section_without_its_slash() -> None:
    response = Client().get("/buitenland")
    assert (response.status_code, response["Location"]) == (301, "/buitenland/")


def test_the_front_opens_with_what_is_most_urgent_and_says_nothing_twice() -> None:
    invented.fill(timezone.now())
    found = html.fromstring(Client().get("/").content)
    top = [entry.get("data-item") for entry in found.cssselect(".top li")]
    assert len(top) == 5
    assert found.cssselect(".top li")[0].get("data-flag") == "Flits"
    in_blocks = [entry.get("data-item") for entry in found.cssselect(".block li")]
    assert not set(top) & set(in_blocks)
    assert len(in_blocks) == len(set(in_blocks))
    titles = [title.text_content() for title in found.cssselect(".block h2")]
    assert titles == list(Section.objects.values_list("name", flat=True))


def test_an_empty_front_is_a_page() -> None:
    response = Client().get("/")
    assert response.status_code == 200
    assert "Hier staat nog niets." in response.content.decode()


def test_anything_newer() -> None:
    rows = fill(5)
    Touch.objects.create(n=7, tag="section:buitenland")
    client = Client()
    path = f"/buitenland/rail/{rows[0].short_id}"
    found = html.fromstring(client.get(article_path(rows[0])).content).cssselect(".rail")[0]
    assert (found.get("data-live"), found.get("data-after")) == ("/buitenland/rail", "7")
    none = client.get(path, {"after": "7"})
    assert (none.status_code, none.content) == (204, b"")
    Touch.objects.create(n=9, tag="section:buitenland")
    newer = client.get(path, {"after": "7"})
    assert newer.status_code == 200
    assert newer.content in client.get(article_path(rows[0])).content
    assert not newer.page.cacheable
    assert client.get("/buitenland/latest", {"after": "9"}).status_code == 204
    assert client.get("/latest", {"after": "0"}).status_code == 204
    assert client.get("/nergens/rail", {"after": "0"}).status_code == 404


def test_a_flash_is_set_apart_for_some_hours() -> None:
    now = timezone.now()
    row = make.article("Net binnen", "Tekst.", at=now - timedelta(minutes=5), signal="flash")
    make.article("Van vorige week", "Tekst.", at=now - timedelta(days=7), signal="flash", urgency=1)
    make.article("Ooit", "Tekst.", at=None, signal="flash")
    rail = render(Part("rail", "buitenland"))
    assert [b"data-flag" in entry.body for entry in rail.entries] == [True, False, False]
    assert rail.until == render(Part("article", row.short_id)).until == row.published_at + FLASH_LASTS


def test_news_that_comes_while_a_list_is_made_is_newer_than_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def and_news_comes(*asked: object) -> list[Article]:
        found = newest(*asked)  # type: ignore[arg-type]
        Touch.objects.create(n=9, tag="section:buitenland")
        return found

    fill(2)
    Touch.objects.create(n=7, tag="section:buitenland")
    monkeypatch.setattr("dateline.site.frame.newest", and_news_comes)
    assert render(Part("rail", "buitenland")).number == 7


def test_parts_of_one_page_read_each_row_once(django_assert_max_num_queries: object) -> None:
    rows = fill(9)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        Client().get(article_path(rows[0]))
    with django_assert_max_num_queries(17):  # type: ignore[operator]
        Client().get("/")
    House.objects.update(page_size=12)  # no fewer than its structured data names
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        Client().get("/buitenland/")


def test_what_is_pinned_is_on_top_until_its_time() -> None:
    until = timezone.now() + timedelta(hours=2)
    make.article("Vast", "Boven.", at=make.NOON - timedelta(days=9), front_until=until, section_until=until)
    make.article("Voorbij", "Niet meer.", at=make.NOON - timedelta(days=9), front_until=timezone.now())
    fill(6)
    assert shown("/", ".top")[0] == "Vast"
    assert "Voorbij" not in shown("/", ".top")
    assert shown("/buitenland/", ".list") == ["Vast", *(f"buitenland {n}" for n in range(4))]
    assert shown("/", ".latest")[0] == "buitenland 0"
    assert render(Part("top")).until == until
    assert render(Part("list", "buitenland")).until == until


def test_tags_and_until() -> None:
    rows = fill(2)
    soon = timezone.now() + timedelta(hours=2)
    make.article("Straks", "Onder embargo.", state=Article.State.EMBARGOED, embargoed_until=soon)
    rail = render(Part("rail", "buitenland"))
    assert rail.tags == {"house", "section:buitenland"} | {f"item:{row.short_id}" for row in rows}
    assert rail.until == soon
    article = render(Part("article", rows[0].short_id))
    assert article.tags == {"house", f"item:{rows[0].short_id}"}


def test_a_list_costs_the_same_however_much_is_in_the_archive(django_assert_max_num_queries: object) -> None:
    fill(12)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        render(Part("rail", "buitenland"))
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        render(Part("list", "buitenland"))


def test_a_list_that_changes_makes_anew_only_what_it_did_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    true_template = lists.template
    monkeypatch.setattr(lists, "template", lambda name, about: made.append(name) or true_template(name, about))
    fill(3)
    before = shown("/buitenland/", "main")
    made.clear()
    make.article("Nieuw", "Nu.", at=make.NOON + timedelta(hours=1))
    assert shown("/buitenland/", "main") == ["Nieuw", *before]
    assert made.count("entry.html") == 1


def test_an_entry_follows_every_change_of_its_article_and_of_the_house() -> None:
    (row,) = fill(1)
    for name, words in ("headline", "Andere kop"), ("lead", "Een andere eerste alinea."):
        Article.objects.filter(pk=row.pk).update(**{name: words})
        assert words in Client().get("/buitenland/").content.decode()
    House.objects.update(zone="America/New_York")
    assert "06:00" in Client().get("/buitenland/").content.decode()
