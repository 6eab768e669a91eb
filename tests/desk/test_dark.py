"""The screen of a kill: every surface that had the item, each of them dark."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from dateline.newsroom.models import Outlet, Sending
from dateline.newsroom.verbs import kill
from dateline.search.index import fill_some
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, item, newsroom

from .people import signed_in

pytestmark = pytest.mark.django_db


def surfaces(page) -> dict[str, int]:
    """Path → the status that says that it is dark."""
    return {path: int(gone) for path, gone in re.findall(r'data-path="([^"]+)" data-gone="(\d+)"', page.text)}


def test_each_surface_that_had_an_item_is_asked_and_is_dark_after_a_kill():
    source = newsroom()
    arrive(source, copy("a"))
    arrive(source, copy("b"), arrived_at=NOW + HOUR)
    short_id, reader = article("a").short_id, Client()
    assert signed_in("viewer").get(f"/desk/item/{short_id}/dark/").status_code == 404, "it is not killed"
    kill(item("a"), reason="onjuist")
    page = signed_in("viewer").get(f"/desk/item/{short_id}/dark/")
    asked = surfaces(page)
    assert len(asked) == 15
    assert [gone for gone in asked.values() if gone != 200] == [410]
    for path, gone in asked.items():
        answer = reader.get(path)
        assert answer.status_code == gone, path
        assert gone == 410 or short_id not in b"".join(answer).decode(), path
    assert f"/desk/item/{short_id}/dark/" in signed_in("viewer").get(f"/desk/item/{short_id}/").text


def test_before_the_kill_they_had_it():
    source, now = newsroom(), timezone.now()
    arrive(source, copy("a", version_created=now), now=now)
    arrive(source, copy("b"), arrived_at=NOW + HOUR)
    from dateline.desk.dark import surfaces as of

    while fill_some():
        pass
    lists = [surface.path for surface in of(article("a")) if surface.gone == 200]
    assert all(article("a").short_id in b"".join(Client().get(path)).decode() for path in lists)


def test_whom_it_was_sent_to_is_shown_until_it_is_gone_there_too():
    arrive(newsroom(), copy("a"))
    partner = Outlet.objects.create(slug="partner", kind="webhook", url="https://partner.example/")
    call = Sending.objects.create(outlet=partner, article=article("a"), sent=1, next_at=NOW, since=NOW, state="done")
    page, browser = f"/desk/item/{article('a').short_id}/", signed_in("viewer")
    assert ">partner</a></dd>" in browser.get(page).text
    kill(item("a"), reason="onjuist")
    shown = browser.get(f"{page}dark/").text
    assert "not yet told" in shown
    assert 'hx-select="#takers"' in shown
    Sending.objects.filter(pk=call.pk).update(gone=True, took=800, sent=2)
    shown = browser.get(f"{page}dark/").text
    assert "gone after 0.8 s" in shown
    assert 'hx-select="#takers"' not in shown, "nothing more to ask"
