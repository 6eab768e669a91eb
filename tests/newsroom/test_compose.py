"""Articles from nothing: the house is a provider like any other."""

import pytest

from dateline.intake.reading import read_delivery
from dateline.newsroom.content import news_item
from dateline.newsroom.editing import Words
from dateline.newsroom.house import own_provider
from dateline.newsroom.models import Article, Delivery, Event, Provider, Rule, Section
from dateline.newsroom.states import NotAllowed, Overtaken
from dateline.newsroom.verbs import compose, edit, hold, kill, publish, purge
from dateline.newsroom.visible import Gone, Shown, article_for
from tests.desk.people import somebody

from .helpers import NOW, newsroom

KEY = "c" * 32
OURS = Words(headline="Eigen nieuws", body="De eerste alinea.\n\nDe tweede.", note="Met dank.")


@pytest.fixture
def house(db):
    newsroom()
    return Section.objects.get(slug="binnenland")


def wrote(section=None, key: str = KEY, **about) -> Article:
    made = compose(words=OURS, section=section, key=key, **about)
    return Article.objects.select_related("item", "section", "provider").get(pk=made.pk)


def test_it_waits_at_the_desk_in_its_section_whatever_the_rules_say(house):
    Rule.objects.create(place=0, section=Section.objects.get(slug="buitenland"))
    made = wrote(house, by=somebody("editor", "anna"))
    assert (made.state, made.section.slug, made.headline) == ("desk", "binnenland", "Eigen nieuws")
    assert made.provider.name == "Dateline"
    assert Event.objects.get(verb="compose").by_name == "anna"


def test_published_it_is_news_of_that_moment_and_later_edits_show(house):
    made = wrote(house)
    publish(made.item)
    now = Article.objects.get(pk=made.pk)
    act = Event.objects.get(verb="publish", act=True)
    assert (now.state, now.published_at) == ("published", act.at)
    edit(made.item, words=Words(headline="Beter", body="Nieuw."))
    assert Article.objects.get(pk=made.pk).headline == "Beter"
    assert isinstance(article_for(made.short_id, act.at), Shown)


def test_without_a_section_it_cannot_be_published(house):
    made = wrote()
    with pytest.raises(NotAllowed):
        publish(made.item)
    publish(made.item, section=house)
    assert Article.objects.get(pk=made.pk).section == house


def test_a_form_that_is_sent_twice_makes_one_article(house):
    wrote(house)
    with pytest.raises(Overtaken):
        wrote(house)
    assert Article.objects.count() == 1


def test_it_is_held_killed_and_purged_as_all_copy_is(house):
    made = wrote(house)
    publish(made.item)
    hold(made.item, reason="x")
    publish(made.item)
    kill(made.item, reason="x")
    assert article_for(made.short_id, NOW) == Gone()
    purge(made.item, reason="x")
    assert news_item(Article.objects.get(pk=made.pk)) is None
    assert Delivery.objects.get().raw is None


def test_its_delivery_reads_back_as_it_was_written(house):
    made = wrote(house)
    delivery = Delivery.objects.select_related("source").get()
    assert read_delivery(delivery).items == (news_item(made),)


def test_an_agency_of_the_name_of_the_house_stays_what_it_is(house):
    Provider.objects.create(code="Dateline", name="Een bureau")
    assert own_provider().code == "DATELINE-DESK"


def test_only_who_may_writes(house):
    with pytest.raises(NotAllowed):
        wrote(house, by=somebody("viewer"))
    with pytest.raises(NotAllowed):
        compose(words=Words(), key=KEY)
