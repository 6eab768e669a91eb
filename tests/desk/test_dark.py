"""The screen of a kill: every surface that had the item, each of them dark."""

import re

import pytest
from django.test import Client

from dateline.newsroom.verbs import kill
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
    assert len(asked) == 10
    assert [gone for gone in asked.values() if gone != 200] == [410]
    for path, gone in asked.items():
        answer = reader.get(path)
        assert answer.status_code == gone, path
        assert gone == 410 or short_id not in b"".join(answer).decode(), path
    assert f"/desk/item/{short_id}/dark/" in signed_in("viewer").get(f"/desk/item/{short_id}/").text


def test_before_the_kill_they_had_it():
    source = newsroom()
    arrive(source, copy("a"))
    arrive(source, copy("b"), arrived_at=NOW + HOUR)
    from dateline.desk.dark import surfaces as of

    lists = [surface.path for surface in of(article("a")) if surface.gone == 200]
    assert all(article("a").short_id in b"".join(Client().get(path)).decode() for path in lists)
