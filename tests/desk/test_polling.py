"""What is answered most: that nothing is new costs one look, and tells nothing to whom it does not concern."""

import pytest
from django.test import Client

from dateline.desk.polling import POLLED
from dateline.newsroom.transaction import CHANGE, number
from tests.newsroom.helpers import arrive, copy, newsroom

from .people import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", sorted(POLLED))
def test_nothing_new_costs_one_look(path, django_assert_num_queries):
    arrive(newsroom(), copy("a"))
    browser, change = signed_in("viewer"), number(CHANGE)
    with django_assert_num_queries(1):
        answer = browser.get(path, {"after": change})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer["Cache-Control"]
    assert browser.get(path, {"after": 0}).status_code == 200


@pytest.mark.parametrize("path", sorted(POLLED))
def test_an_outsider_is_led_to_the_sign_in(path):
    assert Client().get(path, {"after": number(CHANGE)}).status_code == 302
    assert signed_in("nobody").get(path, {"after": "7"}).status_code == 403
