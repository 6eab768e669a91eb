"""The page that started it, from its file to its place on the site."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from dateline.intake.now import work_off
from dateline.intake.store import Known, store
from dateline.newsroom.addresses import article_path
from dateline.newsroom.house import command_source
from dateline.newsroom.models import Article
from tests.conftest import needs_shared

pytestmark = [needs_shared, pytest.mark.django_db(transaction=True)]

HEADLINE = "Kremlin: geen deals gesloten tussen Rusland en Noord-Korea"
NOON = datetime.fromisoformat("2025-11-28T12:00:00+01:00")
RAIL = ["KYIV", "WASHINGTON", "PARIJS", "BERLIJN", "BISJKEK", "WASHINGTON", "MANCHESTER"]
AGES = ["11:00", "11:00", "10:00", "09:00", "08:00", "08:00", "08:00"]


def receive(shared: Path, fetched_at: datetime | None) -> None:
    known = Known(fetched_at=fetched_at, section="Buitenland")
    found = store(command_source(), "page.txt", (shared / "seed" / "page.txt").read_bytes(), known=known)
    work_off([found.delivery.pk])


def test_the_seed_is_a_page_with_its_rail(shared: Path) -> None:
    receive(shared, NOON)
    assert Article.objects.filter(listed=True).count() == 8
    article = Article.objects.get(headline=HEADLINE)
    found = html.fromstring(Client().get(article_path(article)).content)
    assert found.cssselect("h1")[0].text_content() == HEADLINE
    first, *others = (paragraph.text_content() for paragraph in found.cssselect(".body p"))
    assert first.startswith("MOSKOU (ANP/AFP/RTR) - De Noord-Koreaanse leider Kim Jong-un heeft in Rusland")
    assert len(others) == 3
    assert not found.cssselect("article time")
    assert found.cssselect(".rail h2")[0].text_content() == "Meer uit Buitenland"
    rail = found.cssselect(".rail li")
    assert [entry.cssselect(".dateline")[0].text_content().split(" (")[0] for entry in rail] == RAIL
    times = [entry.cssselect("time")[0] for entry in rail]
    assert [time.text_content() for time in times] == [f"28 november 2025, rond {age}" for age in AGES]
    assert [time.get("datetime") for time in times] == [f"2025-11-28T{age}:00+01:00" for age in AGES]
    assert {time.get("data-age") for time in times} == {"hour"}


def test_without_a_time_of_fetching_none_is_invented(shared: Path) -> None:
    receive(shared, None)
    article = Article.objects.get(headline=HEADLINE)
    found = html.fromstring(Client().get(article_path(article)).content)
    assert [e.cssselect(".dateline")[0].text_content().split(" (")[0] for e in found.cssselect(".rail li")] == RAIL
    assert not found.cssselect("main time")
