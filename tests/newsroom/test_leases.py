"""Leases: who has an article open in the editor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dateline.newsroom.leases import LASTS, hear, lease_of, let_go, take_over
from dateline.newsroom.models import Event
from tests.desk.people import somebody

from .helpers import NOW, arrive, copy, item, newsroom

A, B = "a" * 32, "b" * 32


@pytest.fixture
def people(db):
    arrive(newsroom(), copy())
    return somebody("editor", "anna"), somebody("editor", "bram")


def test_who_came_first_has_it_as_long_as_he_is_heard_of(people):
    anna, bram = people
    assert hear(item(), anna, A, NOW).token == A
    assert hear(item(), bram, B, NOW + LASTS / 2).token == A
    assert hear(item(), anna, A, NOW + LASTS / 2).seen_at == NOW + LASTS / 2
    assert lease_of(item(), NOW + LASTS).user == anna
    assert lease_of(item(), NOW + 2 * LASTS) is None
    taken = hear(item(), bram, B, NOW + 2 * LASTS)
    assert (taken.token, taken.since) == (B, NOW + 2 * LASTS)


def test_taking_over_is_in_the_record(people):
    anna, bram = people
    now = timezone.now()
    hear(item(), anna, A, now)
    take_over(item(), bram, B)
    assert lease_of(item(), now + timedelta(seconds=1)).user == bram
    assert hear(item(), anna, A, now + timedelta(seconds=1)).token == B
    event = Event.objects.get(verb="take_over")
    assert (event.by_name, event.reason, event.act) == ("bram", "anna", False)


def test_what_is_let_go_is_free(people):
    anna, bram = people
    hear(item(), anna, A, NOW)
    let_go(item(), B)
    assert lease_of(item(), NOW).token == A
    let_go(item(), A)
    assert hear(item(), bram, B, NOW).token == B


def test_a_page_that_is_heard_of_after_it_let_go_has_it_no_more_until_it_asks_again(people):
    anna, bram = people
    hear(item(), anna, A, NOW)
    let_go(item(), A)
    assert hear(item(), anna, A, NOW, had=True) is None
    assert lease_of(item(), NOW) is None
    assert hear(item(), anna, A, NOW).token == A
    take_over(item(), bram, B)
    assert hear(item(), anna, A, NOW, had=True).token == B
