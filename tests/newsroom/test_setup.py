"""`dateline setup`: in, out and in again, and every mistake with its line."""

from argparse import Namespace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.commands import setup as command
from dateline.newsroom.models import House, Provider, Rule, Section, Source, Touch
from dateline.newsroom.setup.apply import apply
from dateline.newsroom.setup.export import export
from dateline.newsroom.setup.read import Mistakes, read
from dateline.newsroom.transaction import EDITION, number

from .helpers import arrive, article, copy, newsroom

pytestmark = pytest.mark.django_db

FILE = """\
[site]
title = "De Krant"
zone = "Europe/Brussels"

[[provider]]
code = "NNB"
name = "Noordelijk Nieuwsbureau"
retention_days = 30
known_terms = [
  "Alleen voor kranten",
  "Met \\"aanhaling\\"",
]

[[section]]
slug = "buitenland"
name = "Buitenland"

[[section]]
slug = "binnenland"
name = "Binnenland"
update_moves_up = true

[[source]]
slug = "sftp"
path = "/srv/in"
providers = ["NNB"]

[[rule]]
provider = "NNB"
category = "BIN"
section = "binnenland"

[[rule]]
subject = "15000000"
section = "Buitenland"
action = "desk"
"""


def put(text: str) -> bool:
    return apply(read(text, "setup.toml"))


def wrong(text: str) -> list[str]:
    with pytest.raises(Mistakes) as found:
        read(text, "setup.toml")
    return found.value.found


def clear() -> None:
    for model in (Rule, Source, Section, Provider):
        model.objects.all().delete()
    House.objects.update(title="Dateline", zone="Europe/Amsterdam")


def test_the_file_is_the_newsroom_and_twice_is_once():
    assert put(FILE) is True
    assert House.objects.get().title == "De Krant"
    assert Provider.objects.get().known_terms == 'Alleen voor kranten\nMet "aanhaling"'
    assert list(Section.objects.values_list("slug", "place")) == [("buitenland", 0), ("binnenland", 1)]
    assert list(Source.objects.get(slug="sftp").providers.values_list("code", flat=True)) == ["NNB"]
    assert [(rule.category, rule.section.slug, rule.action) for rule in Rule.objects.all()] == [
        ("BIN", "binnenland", "publish"),
        ("", "buitenland", "desk"),
    ]
    edition = number(EDITION)
    assert Touch.objects.filter(n=edition, tag="house").exists()
    assert put(FILE) is False
    assert number(EDITION) == edition


def test_what_is_exported_sets_up_the_same():
    put(FILE)
    first = export()
    assert put(first) is False
    clear()
    assert put(first) is True
    assert export() == first


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(names, names, st.lists(names, max_size=3))
@settings(max_examples=25)
def test_any_text_survives_the_round_trip(title, name, terms):
    with transaction.atomic():
        put(FILE)
        House.objects.update(title=title)
        Provider.objects.update(name=name, known_terms="\n".join("".join(term.splitlines()) for term in terms))
        first = export()
        clear()
        put(first)
        assert export() == first
        assert (House.objects.get().title, Provider.objects.get().name) == (title, name)
        transaction.set_rollback(True)


def test_a_provider_without_retention_is_named_with_its_line():
    text = FILE.replace("retention_days = 30\n", "")
    assert wrong(text) == [
        'setup.toml:5: provider "NNB" has no retention_days: say how many days its copy may be kept, or 0 for no limit'
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('title = "De Krant"', 'titel = "De Krant"', 2, 'unknown key "titel"'),
        ('zone = "Europe/Brussels"', 'zone = "Brussel"', 3, "no time zone"),
        ("retention_days = 30", 'retention_days = "30"', 8, "must be a whole number"),
        ("retention_days = 30", "retention_days = true", 8, "must be a whole number"),
        ("retention_days = 30", "retention_days = -1", 8, "must be from 0"),
        ('"Alleen voor kranten",', "3,", 9, "a list of texts"),
        ('slug = "binnenland"', 'slug = "Binnen land"', 19, "lower-case letters"),
        ('slug = "binnenland"', 'slug = "desk"', 19, "another address"),
        ('name = "Binnenland"', 'name = "Buitenland"', 20, "a second time"),
        ('providers = ["NNB"]', 'providers = ["XYZ"]', 26, 'no provider "XYZ"'),
        ('section = "binnenland"', 'section = "Sport"', 31, 'no section "Sport"'),
        ('action = "desk"', 'action = "weg"', 36, 'must be "publish" or "desk"'),
        ("[[rule]]\nsubject", "[[regel]]\nsubject", 33, '"regel" is unknown'),
        ("[[provider]]", "[provider]", 5, "write this as [[provider]]"),
        ("retention_days = 30", "retention_days 30", 8, "not TOML"),
        ('path = "/srv/in"\n', "", 23, "has no path"),
        ('name = "Noordelijk Nieuwsbureau"', 'name = ""', 7, "is empty"),
    ],
)
def test_each_mistake_is_named_with_its_line(old, new, line, says):
    assert old in FILE
    found = wrong(FILE.replace(old, new, 1))
    assert any(mistake.startswith(f"setup.toml:{line}: ") and says in mistake for mistake in found), found


def test_all_mistakes_are_named_at_once_and_nothing_is_applied(tmp_path, capsys):
    file = tmp_path / "setup.toml"
    file.write_text(FILE.replace("retention_days = 30\n", "").replace('"Europe/Brussels"', '"Brussel"'))
    assert command._apply(str(file)) == 1
    said = capsys.readouterr()
    assert [line.split(":")[1] for line in said.err.splitlines()] == ["3", "5"]
    assert not Provider.objects.exists()
    assert House.objects.get().title == "Dateline"


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path, capsys):
    assert command._apply(str(tmp_path / "none.toml")) == 1
    (tmp_path / "latin.toml").write_bytes(b"\xe9")
    assert command._apply(str(tmp_path / "latin.toml")) == 1
    said = capsys.readouterr().err
    assert "No such file" in said
    assert "not UTF-8" in said
    assert command.run(Namespace(file=None, export=False)) == 2


def test_rows_that_the_file_does_not_name_stay():
    newsroom("ANP")
    put(FILE)
    assert set(Provider.objects.values_list("code", flat=True)) == {"ANP", "NNB"}
    assert list(Section.objects.values_list("name", flat=True)) == ["Buitenland", "Binnenland"]


def test_other_rights_hold_for_copy_that_is_already_here():
    wire = newsroom("NNB", known_terms="Alleen voor kranten")
    arrive(wire, copy(provider="NNB", usage_terms="Alleen voor kranten"))
    assert article().state == "published"
    put(FILE.replace('"Alleen voor kranten"', '"Iets anders"'))
    assert article().state == "expired", "made long before the machine's clock, and now kept for 30 days"


def test_new_rules_send_what_waits_at_the_desk():
    wire = newsroom("NNB")
    arrive(wire, copy(provider="NNB", category="XXX"))
    assert article().state == "desk"
    put(FILE.replace("retention_days = 30", "retention_days = 0").replace('"BIN"', '"XXX"'))
    assert article().state == "published"


def test_names_that_others_have_are_named_and_not_run_into():
    Provider.objects.create(code="Reuters", name="Reuters")
    Section.objects.create(slug="wereld", name="Wereld")
    text = """\
[[provider]]
code = "REUTERS"
name = "Reuters"
retention_days = 1
[[section]]
slug = "buitenland"
name = "Wereld"
[[source]]
slug = "command"
path = "/in"
format = "none"
"""
    with pytest.raises(Mistakes) as mistakes:
        read(text, "x.toml")
    assert [line.split(":")[1] for line in mistakes.value.found] == ["2", "7", "9", "11"]


def test_sections_can_swap_their_names():
    section = '[[section]]\nslug = "{}"\nname = "{}"\n'
    apply(read(section.format("a", "A") + section.format("b", "B"), "x.toml"))
    apply(read(section.format("a", "B") + section.format("b", "A"), "x.toml"))
    assert list(Section.objects.values_list("slug", "name")) == [("a", "B"), ("b", "A")]
