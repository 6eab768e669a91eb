"""The demonstration: a full site at once, the rest one by one, and never among somebody's own news."""

import threading
from datetime import UTC, datetime

import pytest

from dateline.intake.demo import player, playlist
from dateline.newsroom.models import Article, Delivery, Provider, Section, Source

from .helpers import anp_source, work_all

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def live() -> int:
    """How many files come in live; one that is played again brings nothing new."""
    played = playlist.load()
    return len({entry.file for entry in played.live} - {entry.file for entry in played.initial})


class Hurried(threading.Event):
    """Waits for nothing, and counts how often it should have; set after so many times."""

    def __init__(self, waits: int = 1000) -> None:
        super().__init__()
        self.waits = waits

    def wait(self, timeout: float | None = None) -> bool:
        self.waits -= 1
        if self.waits < 0:
            self.set()
        return self.is_set()


def test_the_site_is_full_at_once_and_the_rest_follows():
    played = playlist.load()
    player.play(Hurried(0), START)
    assert Delivery.objects.count() == len(played.initial)
    work_all()
    full = Article.objects.filter(state="published").count()
    assert full >= 40
    assert Section.objects.filter(articles__state="published").distinct().count() == Section.objects.count()
    hurried = Hurried()
    player.play(hurried)
    assert hurried.waits == 1000 - live()
    assert Delivery.objects.count() == len(played.initial) + live()
    work_all()
    assert not Delivery.objects.exclude(state="done").exists()
    assert Article.objects.filter(state="killed").exists()


def test_a_restart_goes_on_and_plays_nothing_twice():
    played = playlist.load()
    player.play(Hurried(3), START)
    assert Delivery.objects.count() == len(played.initial) + 3
    hurried = Hurried()
    player.play(hurried)
    assert hurried.waits == 1000 - live() + 3
    count = Delivery.objects.count()
    hurried = Hurried()
    player.play(hurried)
    assert (hurried.waits, Delivery.objects.count()) == (1000, count)


def test_rights_are_set_in_the_demonstration():
    source = player.prepare()
    assert source is not None
    assert not source.names_make_rows
    assert set(source.providers.all()) == set(Provider.objects.all())
    assert all(provider.rights_set for provider in Provider.objects.all())


def test_nothing_is_played_in_a_newsroom_that_is_somebodys_own(caplog: pytest.LogCaptureFixture):
    anp_source()
    player.play(Hurried(), START)
    assert not Delivery.objects.exists()
    assert not Source.objects.filter(slug="demo").exists()
    assert "not played" in caplog.text
