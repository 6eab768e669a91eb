"""Views: filters under a name, what is new in them, and several side by side."""

import re

import pytest

from dateline.desk.filters import Filter
from dateline.desk.views import counting, keep
from dateline.newsroom.models import Article, Event, View, Watch
from dateline.newsroom.transaction import CHANGE, number
from dateline.newsroom.verbs import hold
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, item, newsroom

from .people import signed_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    source = newsroom("ANP", "AFP")
    arrive(source, copy("a", urgency=2))
    return source


def save(browser, name: str, query: str = "urgency=2", **fields: str):
    return browser.post("/desk/views/new/", {"name": name, "query": query, **fields})


def count(page, view: View) -> str:
    """What stands beside a view in the sidebar."""
    return re.search(rf'id="new-{view.pk}"[^>]*>([^<]*)<', page.text)[1].strip()


def test_filters_are_saved_under_a_name_and_opened_by_it(wire):
    browser = signed_in("viewer")
    arrive(wire, copy("b", urgency=4))
    answer = save(browser, " Groot  nieuws ", "urgency=2&nonsense=1&state=gone")
    view = View.objects.get()
    assert (view.name, view.query, view.owner.username) == ("Groot nieuws", "urgency=2", "viewer")
    page = browser.get(answer["Location"])
    assert re.findall(r'class="title" dir="auto">([^<]*)<', page.text) == ["Kop van a"]
    assert f'href="/desk/?urgency=2&amp;view={view.pk}" aria-current="page"' in page.text
    assert not Event.objects.filter(verb="view").exists(), "a person's own views are nobody else's business"


def test_a_view_of_ones_own_is_nobody_elses(wire):
    save(signed_in("editor", "anna"), "Van Anna")
    view, other = View.objects.get(), signed_in("chief", "bram")
    assert "Van Anna" not in other.get("/desk/").text
    assert other.get(f"/desk/views/{view.pk}/").status_code == 404
    assert other.post(f"/desk/views/{view.pk}/delete/").status_code == 404
    assert View.objects.exists()


def test_what_is_shared_is_everybodys_and_the_record_says_who_changed_it(wire):
    save(signed_in("editor", "anna"), "Sport", "section=sport", shared="1")
    view = View.objects.get()
    other = signed_in("editor", "bram")
    assert "Sport" in other.get("/desk/").text
    other.post(f"/desk/views/{view.pk}/", {"name": "Sport en spel", "query": "section=sport", "shared": "1"})
    other.post(f"/desk/views/{view.pk}/delete/")
    assert not View.objects.exists()
    told = [(event.by_name, event.reason) for event in Event.objects.filter(verb="view").order_by("pk")]
    assert [name for name, _reason in told] == ["anna", "bram", "bram"]
    assert told[1] == ("bram", "Sport en spel")


def test_who_may_not_act_shares_nothing_and_changes_nothing_that_is_shared(wire):
    viewer = signed_in("viewer")
    save(viewer, "Van mij", shared="1")
    assert View.objects.get().owner is not None
    save(signed_in("editor"), "Van allen", shared="1")
    view = View.objects.get(owner=None)
    viewer.post(f"/desk/views/{view.pk}/", {"name": "Anders", "column": "1"})
    assert View.objects.get(pk=view.pk).name == "Van allen"
    assert Watch.objects.get(view=view, user=somebody("viewer")).column, "but puts it beside others for itself"
    assert viewer.post(f"/desk/views/{view.pk}/delete/").status_code == 403


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "give the view a name"), ("x" * 61, "longer than 60"), ("GROOT", "another view of this name")],
)
def test_a_view_that_cannot_be_kept_says_why(wire, name, why):
    browser = signed_in("editor")
    save(browser, "Groot")
    answer = save(browser, name)
    assert answer.status_code == 409
    assert why in answer.text
    assert View.objects.count() == 1


def test_there_is_an_end_to_views(wire, monkeypatch):
    monkeypatch.setattr(keep, "MOST_VIEWS", 1)
    browser = signed_in("editor")
    save(browser, "Een")
    assert "Throw one away" in save(browser, "Twee").text


def test_filters_that_were_changed_are_saved_to_the_view(wire):
    browser = signed_in("editor")
    save(browser, "Groot")
    view = View.objects.get()
    page = browser.get(f"/desk/?urgency=1&view={view.pk}")
    assert f'href="/desk/views/{view.pk}/?query=urgency%3D1"' in page.text
    form = browser.get(f"/desk/views/{view.pk}/?query=urgency%3D1")
    assert "1 and higher" in form.text
    browser.post(f"/desk/views/{view.pk}/", {"name": "Groot", "query": "urgency=1"})
    assert View.objects.get().query == "urgency=1"


def test_a_view_counts_what_came_since_it_was_seen(wire):
    browser = signed_in("viewer")
    save(browser, "Groot")
    save(browser, "Alles", "")
    groot, alles = View.objects.order_by("-name")
    assert (count(browser.get("/desk/"), groot), count(browser.get("/desk/"), alles)) == ("", ""), "made just now"
    arrive(wire, copy("b", urgency=1), arrived_at=NOW + HOUR)
    arrive(wire, copy("c", urgency=4), arrived_at=NOW + HOUR)
    arrive(wire, copy("a", urgency=2, version="2"), arrived_at=NOW + HOUR)
    page = browser.get("/desk/")
    assert (count(page, groot), count(page, alles)) == ("2", "3")
    page = browser.get(f"/desk/?urgency=2&view={groot.pk}")
    assert (count(page, groot), count(page, alles)) == ("", "3"), "what is open is seen"
    assert count(browser.get("/desk/"), groot) == ""


def test_what_a_person_does_is_not_new_but_where_it_is_asked_for(wire):
    browser = signed_in("editor")
    save(browser, "Groot")
    save(browser, "Vast", "state=held")
    groot, held = View.objects.order_by("name")
    hold(item("a"), reason="x")
    page = browser.get("/desk/")
    assert (count(page, groot), count(page, held)) == ("", "1")


def test_counts_are_bounded_and_say_so(wire, monkeypatch):
    browser = signed_in("viewer")
    save(browser, "Groot")
    view = View.objects.get()
    for guid in "bcde":
        arrive(wire, copy(guid, urgency=1 if guid in "bd" else 5))
    monkeypatch.setattr(counting, "LOOKED_AT", 3)
    assert count(browser.get("/desk/"), view) == "1+"
    monkeypatch.setattr(counting, "LOOKED_AT", 1000)
    monkeypatch.setattr(counting, "MOST", 1)
    assert count(browser.get("/desk/"), view) == "1+"


def test_what_is_counted_is_what_the_filter_asks_for_whenever_it_is_asked(wire):
    for place, guid in enumerate("bcdef"):
        arrived_at = NOW - place * HOUR
        arrive(wire, copy(guid, urgency=place, language="nl-BE" if place % 2 else "de"), arrived_at=arrived_at)
    filters = [
        Filter(),
        Filter(state="published"),
        Filter(provider="ANP", urgency=2),
        Filter(section="buitenland", language="nl"),
        Filter(source="wire", hours=1),
        Filter(hours=6),
        Filter(signal="kill"),
        Filter(words="brug"),
    ]
    numbers = sorted(Article.objects.values_list("came", flat=True))
    for now in (NOW, NOW + 3 * HOUR, NOW + 24 * HOUR):
        for seen in (0, numbers[1], numbers[-1]):
            asked = [(chosen, seen + place % 2) for place, chosen in enumerate(filters)]
            found = [
                Article.objects.filter(
                    chosen.wanted(now), **{"came__gt" if chosen.state is None else "change__gt": since}
                ).count()
                for chosen, since in asked
            ]
            assert counting.news_in(asked, now) == [str(count or "") for count in found]


def test_a_screen_is_told_what_is_new_in_the_views_that_are_not_open(wire):
    browser = signed_in("viewer")
    save(browser, "Groot")
    save(browser, "Alles", "")
    groot, alles = View.objects.order_by("-name")
    after = number(CHANGE)
    arrive(wire, copy("b", urgency=1), arrived_at=NOW + HOUR)
    has = re.search(r'name="has" value="([^"]*)"', browser.get("/desk/").text)[1].strip()
    asks = f"/desk/changes/?view={groot.pk}&urgency=2&after={after}&top=0.0&has={has.replace(' ', '+')}"
    answer = browser.get(asks)
    assert (count(answer, groot), count(answer, alles)) == ("", "1")
    save(browser, "Van later", "")
    later = View.objects.get(name="Van later")
    assert f"new-{later.pk}" not in browser.get(asks).text, "a screen that has no room for a count"


def test_a_screen_says_how_far_a_view_was_seen_and_that_only_rises(wire):
    browser = signed_in("viewer")
    save(browser, "Groot")
    view = View.objects.get()
    arrive(wire, copy("b", urgency=1), arrived_at=NOW + HOUR)
    now = number(CHANGE)
    assert browser.post("/desk/views/seen/", {"view": view.pk, "after": now + 50}).status_code == 204
    assert Watch.objects.get().seen == now, "nobody has seen what is to come"
    browser.post("/desk/views/seen/", {"view": view.pk, "after": 1})
    assert Watch.objects.get().seen == now
    assert browser.post("/desk/views/seen/", {"view": view.pk, "after": "x"}).status_code == 404


def test_columns_stand_side_by_side_and_one_question_asks_for_all_of_them(wire):
    browser = signed_in("viewer")
    save(browser, "Buiten", "section=buitenland", column="1")
    save(browser, "Groot", "urgency=2", column="1")
    save(browser, "Klein", "urgency=5")
    buiten, groot, _klein = View.objects.order_by("name")
    page = browser.get("/desk/columns/")
    assert re.findall(r'<h2 id="column-(\d+)">', page.text) == [str(buiten.pk), str(groot.pk)]
    a = article("a").short_id
    assert all(page.text.count(f'id="row-{view.pk}-{a}"') == 1 for view in (buiten, groot))
    query = re.search(r'hx-get="/desk/columns/changes/\?([^"]*)"', page.text)[1].replace("&amp;", "&")
    assert browser.get(f"/desk/columns/changes/?{query}&after={number(CHANGE)}").status_code == 204
    after = number(CHANGE)
    hold(item("a"), reason="x")
    arrive(wire, copy("b", urgency=2, category="BIN"), arrived_at=NOW + HOUR)
    answer = browser.get(f"/desk/columns/changes/?{query}&after={after}&top-{buiten.pk}=9999999999999.1").text
    assert re.findall(r'hx-swap-oob="(\w+:#\w+-\d+)"', answer) == [
        f"beforeend:#other-{buiten.pk}",
        f"afterbegin:#fresh-{groot.pk}",
    ]
    assert f'class="gone" data-row="row-{buiten.pk}-{article("b").short_id}"' in answer


def test_what_got_into_a_view_without_coming_anew_is_told(wire):
    browser, after = signed_in("viewer"), number(CHANGE)
    hold(item("a"), reason="x")
    answer = browser.get(f"/desk/changes/?state=held&after={after}&top=9999999999999.1").text
    assert f'id="row-{article("a").short_id}"' in answer.partition("beforeend:#other")[2]
