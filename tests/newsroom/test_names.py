"""Copy that makes providers and sections from names, and people who name an item."""

from argparse import Namespace

import pytest

from dateline.commands import kill as command
from dateline.newsroom.house import command_source
from dateline.newsroom.models import House, Provider, Rule, Section
from dateline.serve import start

from .helpers import arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db


def test_a_command_makes_what_it_needs_and_publishes():
    received = arrive(command_source(), copy(category=""), section_name="Buitenland")
    assert received.outcome == "published"
    assert (article().section.name, article().section.slug) == ("Buitenland", "buitenland")
    assert Provider.objects.get().rights_set is False


def test_a_name_that_is_there_is_not_made_again():
    newsroom("ANP")
    arrive(command_source(), copy(category="", provider="anp"), section_name="buitenland")
    assert (Provider.objects.count(), Section.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("fields", "given", "expected"),
    [
        ({"category": "BUI", "section": "Sport"}, "Nieuws uit de stad", "Nieuws uit de stad"),
        ({"category": "BUI", "section": "Sport"}, "", "Buitenland"),
        ({"category": "", "section": "Sport"}, "", "Sport"),
        ({"category": ""}, "", "Nieuws"),
    ],
)
def test_the_section_is_the_given_one_else_the_rule_s_else_the_copy_s(fields, given, expected):
    newsroom()
    arrive(command_source(), copy(**fields), section_name=given)
    assert article().section.name == expected


def test_the_default_section_speaks_the_language_of_the_house():
    House.objects.update(language="en")
    arrive(command_source(), copy(category=""))
    assert article().section.name == "News"


def test_a_rule_that_leaves_copy_to_the_desk_holds_for_commands_too():
    newsroom()
    Rule.objects.update(action="desk")
    assert arrive(command_source(), copy()).outcome == "desk"


@pytest.mark.parametrize(("name", "slug"), [("Desk", "desk-2"), ("Économie & Zo", "economie-zo"), ("日本", "section")])
def test_a_section_made_from_a_name_gets_a_free_address(name, slug):
    arrive(command_source(), copy(category=""), section_name=name)
    assert article().section.slug == slug


def test_rules_match_iptc_subjects_with_all_below_them():
    wire = newsroom()
    Rule.objects.all().delete()
    Rule.objects.create(subject="15000000", section=Section.objects.get(slug="binnenland"))
    arrive(wire, copy("a", category="15054001"))
    arrive(wire, copy("b", category="16054001"))
    assert (article("a").state, article("b").state) == ("published", "desk")


# dateline kill


@pytest.fixture
def paper(monkeypatch):
    monkeypatch.setattr(start, "require_schema", lambda: None)
    wire = newsroom("ANP", "AFP")
    arrive(wire, copy("urn:x:1"))
    arrive(wire, copy("urn:x:2"))
    arrive(wire, copy("urn:x:1", provider="AFP", text="Heel andere woorden"))


def killing(*words: str) -> int:
    return command.run(Namespace(item=list(words), reason="onjuist", data=None))


def killed() -> set[str]:
    from dateline.newsroom.models import Article

    rows = Article.objects.filter(state="killed").select_related("item", "provider")
    return {f"{row.provider.code} {row.item.guid}" for row in rows}


def test_an_item_is_named_by_provider_and_guid(paper):
    assert killing("ANP", "urn:x:1") == 0
    assert killed() == {"ANP urn:x:1"}


def test_an_item_is_named_by_its_address_or_short_id(paper, capsys):
    short = item("urn:x:2").short_id
    assert killing(f"https://news.example/buitenland/kop-van-x-{short}?x=1#y") == 0
    assert killed() == {"ANP urn:x:2"}
    assert killing(short.upper()) == 0
    assert short in capsys.readouterr().out


def test_a_guid_that_one_provider_has_is_enough_and_else_the_choice_is_shown(paper, capsys):
    assert killing("urn:x:2") == 0
    assert killing("urn:x:1") == 1
    said = capsys.readouterr().err
    assert "ANP urn:x:1" in said
    assert "AFP urn:x:1" in said
    assert killed() == {"ANP urn:x:2"}


def test_words_of_a_headline_are_never_enough_to_kill(paper, capsys):
    assert killing("Kop van urn:x:2") == 1
    assert "ANP urn:x:2" in capsys.readouterr().err
    assert killing("niets") == 1
    assert "no item is known" in capsys.readouterr().err
    assert killed() == set()


def test_who_killed_it_and_why_is_written_down(paper):
    killing("ANP", "urn:x:2")
    event = item("urn:x:2").events.get(verb="kill")
    assert (event.by_name, event.reason, event.act) == ("dateline kill", "onjuist", True)
