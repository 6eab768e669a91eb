"""When an article counts as modified: when its words become others, whatever else is done to it."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from dateline.newsroom.content import news_item
from dateline.newsroom.editing import words_of
from dateline.newsroom.models import Edit, Event, Section
from dateline.newsroom.verbs import correct, edit, follow, noindex, pin

from .helpers import HOUR, arrive, article, copy, item, newsroom
from .test_editing import FIRST, MINE, SECOND, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire() -> Any:
    source = newsroom()
    arrive(source, copy("a", version="1", **told(FIRST)))
    return source


def section(slug: str) -> Section:
    return Section.objects.get(slug=slug)


def version(wire: Any, number: int, body: str) -> datetime:
    """A later version, by some hours."""
    made = timezone.now().replace(microsecond=0) + number * HOUR
    arrive(wire, copy("a", version=str(number), version_created=made, **told(body)), now=made)
    return made


def test_an_edit_that_only_moves_an_article_modifies_nothing(wire: Any) -> None:
    shown = news_item(article())
    assert shown is not None
    edit(item(), words=words_of(shown, ""), section=section("binnenland"))
    assert (article().section, article().modified_at) == (section("binnenland"), None)
    edit(item(), words=MINE)
    changed = Edit.objects.latest("n").at
    edit(item(), words=MINE, section=section("buitenland"))
    noindex(item())
    pin(item(), where="front", until=timezone.now() + HOUR)
    version(wire, 2, SECOND)
    assert article().modified_at == changed


def test_the_note_of_a_correction_stays_when_an_article_was_modified(wire: Any) -> None:
    correct(item(), note="Eerder stond hier een andere naam.")
    changed = Event.objects.get(verb="correct").at
    version(wire, 2, FIRST)
    assert article().modified_at == changed
    made = version(wire, 3, SECOND)
    assert article().modified_at == made


def test_to_follow_the_agency_again_is_to_have_other_words(wire: Any) -> None:
    edit(item(), words=MINE)
    follow(item())
    assert article().modified_at == Event.objects.get(verb="follow").at
