"""`dateline setup`: in, out and in again, and every mistake with its line."""

import re
from argparse import Namespace
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.commands import setup as command
from dateline.newsroom.keys import renew, secret
from dateline.newsroom.models import House, Provider, Rule, Section, Source, Touch
from dateline.newsroom.setup.apply import apply
from dateline.newsroom.setup.export import export
from dateline.newsroom.setup.read import Mistakes, read
from dateline.newsroom.transaction import EDITION, number

from .helpers import arrive, article, copy, newsroom

pytestmark = [pytest.mark.django_db, pytest.mark.once]

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
    assert command.run(Namespace(file=None, export=False, secret=None, renew_secret=None)) == 2


WAYS = """\
[[provider]]
code = "NNB"
name = "NNB"
retention_days = 30

[[source]]
slug = "sftp"
path = "/srv/in"
quiet_after = 90

[[source]]
slug = "push"
kind = "push"
rate = 600
secret_from = "env:NNB_SECRET"
providers = ["NNB"]

[[source]]
slug = "api"
kind = "anp-api"
url = "https://newsapi.example/v1"
user = "krant"
secret_from = "file:/etc/dateline/anp"
auth = "login"
login = "services/signin"
services = ["101", "AFN Web"]
every = 15
"""


def test_every_kind_of_source_is_set_up_exported_and_set_up_the_same():
    assert put(WAYS) is True
    push, api = Source.objects.get(slug="push"), Source.objects.get(slug="api")
    assert (push.kind, push.rate, push.secret_from) == ("push", 600, "env:NNB_SECRET")
    assert (api.kind, api.url, api.user, api.auth, api.services, api.every) == (
        "anp-api",
        "https://newsapi.example/v1",
        "krant",
        "login",
        ["101", "AFN Web"],
        15,
    )
    assert put(WAYS) is False
    first = export()
    assert put(first) is False
    clear()
    assert put(first) is True
    assert export() == first
    assert 'path = ""' not in first, "each kind has its own keys"


def test_setting_up_again_leaves_a_renewed_secret_alone():
    put(WAYS.replace('secret_from = "env:NNB_SECRET"\n', ""))
    renew(Source.objects.get(slug="push"), by="test")
    put(WAYS.replace('secret_from = "env:NNB_SECRET"\n', "").replace("rate = 600", "rate = 60"))
    assert Source.objects.get(slug="push").secret_turn == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('kind = "push"', 'kind = "pull"', 13, 'must be "folder" or "push" or "anp-api"'),
        ("rate = 600", 'path = "/srv"', 14, 'path is for sources of kind "folder", and this one is "push"'),
        ("rate = 600", "rate = -1", 14, "must be from 0"),
        ("rate = 600", 'rate = "600"', 14, "must be a whole number"),
        ('"env:NNB_SECRET"', '"sesam open u"', 15, "never the secret itself"),
        ('"env:NNB_SECRET"', '"file:secret"', 15, "a path from the root"),
        ("quiet_after = 90", "quiet_after = true", 9, "must be a whole number"),
        ("quiet_after = 90", "rate = 5", 9, 'rate is for sources of kind "push", and this one is "folder"'),
        ('path = "/srv/in"', 'path = "in"', 8, "a path from the root"),
        ('path = "/srv/in"', 'path = "/"', 8, "holds Dateline's own data"),
        ('url = "https://newsapi.example/v1"\n', "", 18, "has no url: say where the API is"),
        ("https://newsapi.example/v1", "newsapi.example", 21, 'must be like "https://newsapi.example"'),
        ("https://newsapi.example/v1", "http://newsapi.example", 21, "must begin with https://"),
        ("https://newsapi.example/v1", "https://a:b@newsapi.example", 21, "user and secret_from"),
        ('user = "krant"\n', "", 18, "has no user"),
        ('secret_from = "file:/etc/dateline/anp"\n', "", 18, "has no secret_from: say where the password is"),
        ('auth = "login"', 'auth = "token"', 24, 'must be "basic" or "login"'),
        ("services/signin", "https://elsewhere.example/", 25, "must be a path"),
        ('"AFN Web"]', "7]", 26, "a list of texts"),
        ('"AFN Web"]', '"a\\u0000"]', 26, "number 0"),
        ("every = 15", "every = 0", 27, "must be from 1"),
        ("every = 15", 'done = "stay"', 27, 'done is for sources of kind "folder"'),
    ],
)
def test_each_mistake_in_a_way_in_is_named_with_its_line(old: str, new: str, line: int, says: str):
    assert old in WAYS
    found = wrong(WAYS.replace(old, new, 1))
    assert [mistake for mistake in found if mistake.startswith(f"setup.toml:{line}: ") and says in mistake], found
    assert len(found) == 1


def test_the_example_of_the_manual_is_right():
    manual = Path(__file__).resolve().parents[2] / "docs" / "setup.md"
    (example,) = re.findall(r"```toml\n(.*?)```", manual.read_text("utf-8"), re.DOTALL)
    assert read(example, "docs/setup.md")["source"]
    assert put(example) is True


def test_a_kind_that_there_is_not_is_the_only_mistake_of_its_source():
    assert len(wrong(WAYS.replace('kind = "anp-api"', 'kind = "rss"'))) == 1


SOURCE = '[[source]]\nslug = "{}"\npath = "{}"\n'


@pytest.mark.parametrize("other", ["/srv/in", "/srv/in/", "/srv/in/deep", "/srv", "/srv/./x/../in"])
def test_two_sources_cannot_have_the_same_folder_or_one_in_the_other(other: str):
    found = wrong(SOURCE.format("a", "/srv/in") + SOURCE.format("b", other))
    assert len(found) == 1
    assert found[0].startswith('setup.toml:6: source "b": path and that of source "a" are the same folder')
    put(SOURCE.format("a", "/srv/in"))
    assert 'source "a"' in wrong(SOURCE.format("b", other))[0]
    put(SOURCE.format("a", "/srv/in"))
    put(SOURCE.format("a", "/elsewhere") + SOURCE.format("b", other))


def test_folders_by_links_are_the_same_and_neighbours_are_not(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "in")
    assert wrong(SOURCE.format("a", tmp_path / "in") + SOURCE.format("b", tmp_path / "link"))
    put(SOURCE.format("a", tmp_path / "in") + SOURCE.format("b", tmp_path / "in2"))
    put(SOURCE.format("c", tmp_path / "in2" / "c") + SOURCE.format("b", tmp_path / "in2") + "active = false\n")


def test_the_secret_of_a_push_is_printed_and_renewed(capsys):
    put(WAYS.replace('secret_from = "env:NNB_SECRET"\n', ""))
    source = Source.objects.get(slug="push")
    assert command._secret("push", renew=False) == 0
    assert capsys.readouterr().out == f"{secret(source)}\n"
    assert command._secret("push", renew=True) == 0
    printed = capsys.readouterr().out
    source.refresh_from_db()
    assert printed == f"{secret(source)}\n"
    assert source.secret_turn == 2
    for slug in ("sftp", "api", "none"):
        assert command._secret(slug, renew=False) == 1
        said = capsys.readouterr()
        assert "there are: push" in said.err
        assert said.out == ""
    put(WAYS)
    assert command._secret("push", renew=True) == 1
    assert "env:NNB_SECRET" in capsys.readouterr().err


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
