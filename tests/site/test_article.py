"""The page of an article: what it shows, and what it never shows."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, Provider
from dateline.wire.item import Link
from tests.site import make

pytestmark = pytest.mark.django_db

KIM = "De Noord-Koreaanse leider Kim Jong-un heeft in Rusland geen overeenkomsten ondertekend."


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper()


def page(article: Article) -> html.HtmlElement:
    response = Client().get(article_path(article))
    assert response.status_code == 200
    return html.fromstring(response.content)


def text(element: html.HtmlElement, selector: str) -> str:
    return " ".join(element.cssselect(selector)[0].text_content().split())


def test_a_whole_article() -> None:
    row = make.article(
        "Geen deals gesloten", KIM, "Er komt een vervolg.", places=("Moskou",), agencies=("ANP", "AFP", "RTR")
    )
    found = page(row)
    assert text(found, "h1") == "Geen deals gesloten"
    assert found.cssselect(".body p")[0].text_content() == f"MOSKOU (ANP/AFP/RTR) - {KIM}"
    assert text(found, ".sources") == "Bronnen: Algemeen Nederlands Persbureau, Agence France-Presse, Reuters"
    assert text(found, ".times") == "Gepubliceerd: 28 november 2025, 12:00"
    assert found.cssselect(".times time")[0].get("datetime") == "2025-11-28T12:00:00+01:00"
    assert text(found, "title") == "Geen deals gesloten – De Avondster"
    canonical = found.cssselect("link[rel=canonical]")[0].get("href")
    assert canonical == f"http://localhost:8000{article_path(row)}"


def test_one_agency_is_a_source_by_the_name_that_the_house_gives_it() -> None:
    row = make.article("Kop", KIM, provider="NNB", agencies=("NNB",))
    assert text(page(row), ".sources") == "Bron: NNB"
    Provider.objects.update(name="Noordelijk Nieuwsbureau")
    assert text(page(row), ".sources") == "Bron: Noordelijk Nieuwsbureau"
    Provider.objects.update(credit_line="NNB")
    assert text(page(row), ".sources") == "Bron: NNB"
    Provider.objects.update(credit_line="© NNB, alle rechten voorbehouden")
    assert text(page(row), ".sources") == "Bron: © NNB, alle rechten voorbehouden"


def test_copy_without_a_headline_gets_none_and_still_has_a_heading() -> None:
    row = make.article(None, KIM + " Dat meldt het Kremlin.", places=("Moskou",))
    found = page(row)
    assert not found.cssselect("h1")
    heading = found.cssselect("[role=heading][aria-level='1']")[0]
    assert heading.text_content().startswith("MOSKOU (ANP) - De Noord-Koreaanse leider")
    title = text(found, "title").removesuffix(" – De Avondster")
    assert title.endswith("…")
    assert KIM.startswith(title[:-1])


def test_copy_without_a_time_shows_none() -> None:
    found = page(make.article("Kop", KIM, at=None))
    assert not found.cssselect("article time")
    assert "Gepubliceerd" not in found.text_content()


@pytest.mark.parametrize(
    ("precision", "shown", "machine"),
    [
        ("day", "28 november 2025", "2025-11-28"),
        ("hour", "28 november 2025, rond 12:00", "2025-11-28T12:00:00+01:00"),
        ("minute", "28 november 2025, 12:00", "2025-11-28T12:00:00+01:00"),
    ],
)
def test_a_time_is_never_more_precise_than_it_is_known(precision: str, shown: str, machine: str) -> None:
    found = page(make.article("Kop", KIM, precision=precision))
    assert text(found, ".times time") == shown
    assert found.cssselect(".times time")[0].get("datetime") == machine


def test_an_update_shows_when() -> None:
    found = page(make.article("Kop", KIM, updated=timedelta(minutes=25)))
    assert text(found, ".times") == ("Gepubliceerd: 28 november 2025, 12:00 · Bijgewerkt: 28 november 2025, 12:25")


def test_a_correction_says_so() -> None:
    found = page(make.article("Kop", KIM, signal="correction", note="Eerder stond hier mei.\nHet is maart."))
    assert [" ".join(line.text_content().split()) for line in found.cssselect(".note p")] == [
        "Correctie",
        "Eerder stond hier mei.",
        "Het is maart.",
    ]
    bare = page(make.article("Andere kop", KIM, signal="correction"))
    assert text(bare, ".note") == "Correctie Dit artikel is gecorrigeerd."


def test_lists_tables_and_quotes() -> None:
    body = (
        "<p>Lijst:</p><ul><li>een</li></ul><table><tr><th>a</th></tr><tr><td>b</td></tr></table>"
        "<blockquote>Citaat</blockquote>"
    )
    found = page(make.article("Kop", "Lijst:", body=body, places=("Den Haag",)))
    assert text(found, ".body p") == "DEN HAAG (ANP) - Lijst:"
    assert found.cssselect(".body > .scroll[tabindex='0'] > table")
    assert found.cssselect(".body > ul > li")
    assert found.cssselect(".body > blockquote")


def test_a_body_that_begins_with_no_paragraph_keeps_its_dateline() -> None:
    found = page(make.article("Kop", "een", body="<ul><li>een</li></ul>", places=("Den Haag",)))
    assert [child.tag for child in found.cssselect(".body > *")] == ["p", "ul"]
    assert text(found, ".body > p") == "DEN HAAG (ANP) -"


def test_another_language_is_marked() -> None:
    english = page(make.article("Headline", "Words.", language="en"))
    assert english.get("lang") == "nl"
    assert english.cssselect("h1")[0].get("lang") == "en"
    arabic = page(make.article("قمة الماء", "اتفقت.", language="ar"))
    assert (arabic.cssselect("h1")[0].get("lang"), arabic.cssselect("h1")[0].get("dir")) == ("ar", "rtl")
    dutch = page(make.article("Kop", KIM, language="nl-NL"))
    assert dutch.cssselect("h1")[0].get("lang") is None


def test_words_of_the_copy_are_never_markup() -> None:
    row = make.article(
        "<script>alert(1)</script>", KIM, places=('"><img src=x>',), note="<b>x</b>", fields={"byline": "<i>wie</i>"}
    )
    source = Client().get(article_path(row)).content.decode()
    assert "<script>alert" not in source
    assert "<IMG" not in source
    assert "<b>x" not in source
    assert "<i>wie" not in source


def test_canonical_of_the_provider() -> None:
    row = make.article("Kop", KIM, fields={"links": (Link(href="https://agency.example/1", rel="canonical"),)})
    Provider.objects.update(canonical=Provider.Canonical.PROVIDER)
    assert page(row).cssselect("link[rel=canonical]")[0].get("href") == "https://agency.example/1"


@pytest.mark.parametrize(
    "links", [(), (Link(href="ftp://agency.example/1", rel="canonical"),), (Link(rel="canonical"),)]
)
def test_where_the_copy_names_no_page_of_the_provider_this_one_is_canonical(links: tuple[Link, ...]) -> None:
    row = make.article("Kop", KIM, fields={"links": links})
    Provider.objects.update(canonical=Provider.Canonical.PROVIDER)
    assert page(row).cssselect("link[rel=canonical]")[0].get("href") == f"http://localhost:8000{article_path(row)}"


def test_the_page_of_the_provider_is_named_anew_when_the_setting_or_the_copy_changes() -> None:
    link = Link(href="https://agency.example/1?a=1&b=2", rel="alternate")
    row = make.article("Kop", KIM, fields={"links": (link,)})
    own = f"http://localhost:8000{article_path(row)}"
    assert page(row).cssselect("link[rel=canonical]")[0].get("href") == own
    Provider.objects.update(canonical=Provider.Canonical.PROVIDER)
    made = page(row)
    assert made.cssselect("link[rel=canonical]")[0].get("href") == link.href
    # What is shared is this page, whatever search engines are sent to.
    assert made.cssselect("meta[property='og:url']")[0].get("content") == own


def test_other_words_redirect_to_the_right_address() -> None:
    row = make.article("Geen deals", KIM)
    for path in (
        f"/buitenland/andere-woorden-{row.short_id}",
        f"/sport/geen-deals-{row.short_id}",
        f"/buitenland/{row.short_id}",
    ):
        response = Client().get(path)
        assert (response.status_code, response["Location"]) == (301, article_path(row))
        assert response["Cache-Control"] == "no-cache"


def test_words_with_accents_stand_at_their_address() -> None:
    row = make.article("Kop", KIM)
    Article.objects.update(words="één-café")
    row.refresh_from_db()
    assert article_path(row) == f"/buitenland/%C3%A9%C3%A9n-caf%C3%A9-{row.short_id}"
    assert Client().get(article_path(row)).status_code == 200


@pytest.mark.parametrize("state", [Article.State.KILLED, Article.State.EXPIRED, Article.State.PURGED])
def test_what_is_gone_answers_410_and_shows_nothing(state: str) -> None:
    row = make.article("Geheime kop", KIM, state=state)
    response = Client().get(f"/buitenland/wat-dan-ook-{row.short_id}")
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    assert "Geheime kop" not in response.content.decode()
    assert "Dit bericht is niet meer beschikbaar" in response.content.decode()


@pytest.mark.parametrize("state", [Article.State.DESK, Article.State.HELD])
def test_what_is_not_for_readers_answers_404(state: str) -> None:
    row = make.article("Geheime kop", KIM, state=state)
    response = Client().get(article_path(row))
    assert response.status_code == 404
    assert "Geheime kop" not in response.content.decode()


def test_an_embargo_is_kept_by_the_clock_alone() -> None:
    later = timezone.now() + timedelta(hours=1)
    row = make.article("Geheime kop", KIM, state=Article.State.EMBARGOED, embargoed_until=later)
    for path in (article_path(row), "/", "/buitenland/", "/feed.rss", "/buitenland/feed.rss", "/buitenland/rail"):
        assert "Geheime kop" not in Client().get(path).content.decode()
    assert Client().get(article_path(row)).status_code == 404
    Article.objects.update(embargoed_until=timezone.now() - timedelta(seconds=1))
    assert Client().get(article_path(row)).status_code == 200


def test_expiry_is_kept_by_the_clock_alone() -> None:
    row = make.article("Verlopen kop", KIM, expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(article_path(row)).status_code == 410
    assert "Verlopen kop" not in Client().get("/buitenland/").content.decode()


def test_a_replaced_article_leads_to_its_replacement_along_the_chain() -> None:
    last = make.article("De laatste", KIM)
    middle = make.article("De tweede", KIM, state=Article.State.REPLACED, replaced_by=last.item)
    first = make.article("De eerste", KIM, state=Article.State.REPLACED, replaced_by=middle.item)
    response = Client().get(article_path(first))
    assert (response.status_code, response["Location"]) == (302, article_path(last))
    Article.objects.filter(pk=last.pk).update(state=Article.State.KILLED, listed=False)
    assert Client().get(article_path(first)).status_code == 410


@pytest.mark.parametrize(
    "path", ["/nergens/", "/nergens", "/buitenland/kop-000000000000", "/a/b/c", "/buitenland/x.html", "/desk-x"]
)
def test_no_such_address(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 404
    assert "Pagina niet gevonden" in response.content.decode()


def test_nobody_is_asked_who_they_are() -> None:
    row = make.article("Kop", KIM)
    plain = Client().get(article_path(row))
    known = Client(headers={"accept-language": "en", "cookie": "sessionid=abc; django_language=en"}).get(
        article_path(row)
    )
    assert plain.content == known.content
    assert not plain.cookies
    assert "Cookie" not in plain.get("Vary", "")
    assert "Accept-Language" not in plain.get("Vary", "")


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    source = Client().get(article_path(make.article("Kop", KIM))).content.decode()
    scripts = r"<script(?! src=\"/static/| type=\"application/ld\+json\">)"
    assert not re.search(rf"<style|{scripts}|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"(?:src|href)=\"https?://(?!localhost:8000/)", source)


def test_english_as_a_setting() -> None:
    make.paper(language="en")
    found = page(make.article("Headline", "Words.", language="en"))
    assert found.get("lang") == "en"
    assert text(found, ".times") == "Published: 28 November 2025, 12:00"
    assert found.cssselect("h1")[0].get("lang") is None


def test_only_reading() -> None:
    assert Client().post(article_path(make.article("Kop", KIM))).status_code == 405
