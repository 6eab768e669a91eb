"""What chiefs set: providers, sources, sections, rules, the house and the accounts."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from dateline.newsroom import apikeys, keys
from dateline.newsroom.house import command_source
from dateline.newsroom.models import Event, House, Provider, Resettling, Rule, Section, Source
from dateline.newsroom.resettle import resettle_some
from tests.newsroom.helpers import HOUR, arrive, article, copy, newsroom

from .people import signed_in, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SETTINGS = "/desk/settings/"
PROVIDER = {"name": "ANP", "credit_line": "© ANP", "retention_days": "0", "canonical": "own"}


@pytest.fixture
def wire():
    return newsroom()


@pytest.fixture
def chief(wire) -> Client:
    return signed_in("chief", "carla")


def send(browser: Client, where: str, **fields: str):
    return browser.post(SETTINGS + where, fields)


def work_off() -> None:
    """What the worker does."""
    while resettle_some():
        pass


def last_event() -> tuple[str, str, str]:
    return Event.objects.order_by("-id").values_list("verb", "by_name", "reason").first()


def test_a_provider_is_changed_and_the_record_says_what_and_by_whom(chief):
    key = Provider.objects.get().pk
    assert send(chief, f"providers/{key}/", **PROVIDER | {"credit_line": "Bron: ANP"}).status_code == 302
    found = Provider.objects.get()
    assert (found.credit_line, found.code, found.machine_reading) == ("Bron: ANP", "ANP", False)
    assert last_event() == ("setup", "carla", "persbureau ANP: Bronvermelding – → “Bron: ANP”")


def test_the_code_of_a_provider_and_the_address_of_a_section_stay(chief):
    send(chief, f"providers/{Provider.objects.get().pk}/", **PROVIDER | {"code": "XYZ"})
    section = Section.objects.get(slug="binnenland")
    send(chief, f"sections/{section.pk}/", name="Binnen", slug="binnen")
    assert Provider.objects.get().code == "ANP"
    section.refresh_from_db()
    assert (section.slug, section.name) == ("binnenland", "Binnen")


def test_other_rights_hold_once_the_worker_comes_to_it_and_not_in_the_request(chief, wire):
    for number in range(25):
        arrive(wire, copy(f"a{number}"), now=timezone.now())
    send(chief, f"providers/{Provider.objects.get().pk}/", **PROVIDER | {"retention_days": "1"})
    assert article("a0").state == "published"
    assert Resettling.objects.filter(provider__code="ANP").count() == 1
    assert "being applied" in chief.get(SETTINGS).text
    work_off()
    assert {article(f"a{number}").state for number in range(25)} == {"expired"}
    assert not Resettling.objects.exists()
    assert "being applied" not in chief.get(SETTINGS).text


def test_a_change_while_the_worker_is_at_it_begins_again(chief, wire):
    for number in range(25):
        arrive(wire, copy(f"a{number}"), now=timezone.now())
    key = Provider.objects.get().pk
    send(chief, f"providers/{key}/", **PROVIDER | {"retention_days": "1"})
    while Resettling.objects.get(provider=key).came_at is None:
        resettle_some()
    before = {article(f"a{number}").state for number in range(25)}
    send(chief, f"providers/{key}/", **PROVIDER | {"retention_days": "36500"})
    work_off()
    assert before == {"published", "expired"}
    assert Resettling.objects.count() == 0
    # What expired has lost its words; what had not stays up.
    assert "published" in {article(f"a{number}").state for number in range(25)}


def test_a_new_rule_takes_what_waits_at_the_desk(chief, wire):
    arrive(wire, copy("s", category="SPO"), now=timezone.now())
    assert article("s").state == "desk"
    section = Section.objects.get(slug="binnenland")
    fields = {"category": "SPO", "section": str(section.pk), "action": "publish"}
    assert send(chief, "rules/new/", **fields).status_code == 302
    work_off()
    assert (article("s").state, article("s").section) == ("published", section)
    assert Rule.objects.order_by("place").last().category == "SPO"


def test_a_rule_is_tried_on_the_copy_of_the_last_week_and_changes_nothing(chief, wire):
    now = timezone.now()
    for guid in ("s1", "s2"):
        arrive(wire, copy(guid, category="SPO"), now=now - HOUR)
    arrive(wire, copy("b"), now=now - HOUR)
    arrive(wire, copy("old", category="SPO"), now=now - 8 * 24 * HOUR)
    rules, events = Rule.objects.count(), Event.objects.count()
    section = Section.objects.get(slug="binnenland")
    fields = {"category": "SPO", "section": str(section.pk), "action": "publish", "try": "1"}
    page = send(chief, "rules/new/", **fields).text
    assert "3 articles were looked at" in page
    assert "decided on 2, and on 2 of them otherwise" in page
    assert {"Kop van s1", "Kop van s2"} <= set(re.findall(r"Kop van \w+", page))
    assert "Kop van b" not in page
    assert "Kop van old" not in page
    assert (Rule.objects.count(), Event.objects.count()) == (rules, events)


def test_a_rule_that_is_tried_counts_in_its_place(chief, wire):
    """The first that fits decides: one after it would have nothing to decide."""
    arrive(wire, copy("b"), now=timezone.now())
    section = Section.objects.get(slug="binnenland")
    fields = {"category": "BUI", "section": str(section.pk), "action": "desk", "try": "1"}
    assert "decided on 0" in send(chief, "rules/new/", **fields).text
    first = Rule.objects.get(category="BUI").pk
    page = send(chief, f"rules/{first}/", **fields).text
    assert "decided on 1, and on 1 of them otherwise" in page
    assert "Binnenland, by the desk" in page


def test_trying_a_rule_is_bounded(chief, wire, monkeypatch, django_assert_max_num_queries):
    from dateline.newsroom import trying

    monkeypatch.setattr(trying, "MOST", 5)
    for number in range(8):
        arrive(wire, copy(f"b{number}"), now=timezone.now())
    fields = {"section": str(Section.objects.get(slug="binnenland").pk), "action": "publish", "try": "1"}
    chief.get("/desk/")
    with django_assert_max_num_queries(30):
        page = send(chief, f"rules/{Rule.objects.get(category='BUI').pk}/", **fields).text
    assert "5 articles were looked at" in page
    assert "There are more" in page


def test_rules_change_places(chief):
    last = Rule.objects.order_by("place").last()
    assert send(chief, f"rules/{last.pk}/move/", up="1").status_code == 302
    assert Rule.objects.order_by("place").first() == last
    send(chief, f"rules/{last.pk}/move/", up="1")  # it is the first
    assert Rule.objects.order_by("place").first() == last
    assert send(chief, f"providers/{Provider.objects.get().pk}/move/", up="1").status_code == 404


def test_what_copy_is_of_is_not_deleted(chief, wire):
    arrive(wire, copy("a"))
    for path in (f"providers/{Provider.objects.get().pk}", f"sections/{article('a').section_id}"):
        answer = chief.post(f"{SETTINGS}{path}/delete/", follow=True)
        assert "deleted: copy or articles are of it" in answer.text.replace("&#x27;", "'")
    rule = Rule.objects.get(category="BIN")
    assert send(chief, f"rules/{rule.pk}/delete/").status_code == 302
    assert not Rule.objects.filter(pk=rule.pk).exists()
    assert last_event()[1:] == ("carla", "regel * BIN → Binnenland: verwijderd")


def test_a_provider_whose_copy_a_key_opens_is_not_deleted_or_the_key_would_open_all(chief):
    named = Provider.objects.create(code="ZZZ", name="Zetbureau")
    apikeys.make("klein", rate=0, providers=[named], by="test")
    answer = chief.post(f"{SETTINGS}providers/{named.pk}/delete/", follow=True)
    assert "the key “klein” to the API opens its copy" in answer.text
    User.objects.update(is_staff=True, is_superuser=True)
    path = f"/desk/admin/newsroom/provider/{named.pk}/delete/"
    assert "klein" in chief.get(path).text
    chief.post(path, {"post": "yes"})
    assert Provider.objects.filter(pk=named.pk).exists()
    apikeys.end("klein", by="test")
    chief.post(f"{SETTINGS}providers/{named.pk}/delete/")
    assert not Provider.objects.filter(pk=named.pk).exists()


PUSH = {"slug": "duw", "active": "on", "quiet_after": "0", "rate": "1200"}


def test_the_secret_of_a_new_push_is_shown_once(chief):
    made = send(chief, "sources/new/?kind=push", **PUSH)
    source = Source.objects.get(slug="duw")
    assert made.status_code == 200
    assert keys.secret(source) in made.text
    assert "/intake/duw" in made.text
    assert "no-store" in made["Cache-Control"]
    for page in (f"sources/{source.pk}/", "sources/"):
        assert keys.secret(source) not in chief.get(SETTINGS + page).text
    assert keys.secret(source) not in "".join(Event.objects.values_list("reason", flat=True))


def test_a_new_secret_is_given_and_the_old_one_counts_for_a_day(chief):
    source = Source.objects.create(slug="duw", kind="push")
    old = keys.secret(source)
    page = send(chief, f"sources/{source.pk}/renew/").text
    source.refresh_from_db()
    assert keys.secret(source) in page
    assert old in keys.accepted(source, timezone.now())
    assert last_event()[1] == "carla"
    source.secret_from = "env:X"
    source.save()
    assert send(chief, f"sources/{source.pk}/renew/").status_code == 302


def test_a_source_asks_for_what_its_kind_needs(chief, tmp_path):
    assert send(chief, "sources/new/?kind=folder", slug="sftp", active="on", quiet_after="0").status_code == 400
    fields = {"slug": "sftp", "active": "on", "quiet_after": "30", "path": str(tmp_path), "done": "move"}
    fields |= {"providers": str(Provider.objects.get().pk)}
    assert send(chief, "sources/new/?kind=folder", **fields | {"format": "morse"}).status_code == 400
    assert send(chief, "sources/new/?kind=folder", **fields).status_code == 302
    source = Source.objects.get(slug="sftp")
    assert [one.code for one in source.providers.all()] == ["ANP"]
    assert chief.get(f"{SETTINGS}sources/new/?kind=command").status_code == 404
    own = command_source()
    assert chief.get(f"{SETTINGS}sources/{own.pk}/").status_code == 404


def test_the_title_of_the_site_is_changed(chief):
    fields = {"title": "De Oostkust", "language": "nl", "zone": "Europe/Amsterdam", "rail_size": "7", "page_size": "30"}
    fields |= {"feed_text": "lead"}
    assert send(chief, "site/", **fields | {"zone": "Mars"}).status_code == 400
    assert send(chief, "site/", **fields).status_code == 302
    assert House.objects.get().title == "De Oostkust"
    assert "De Oostkust" in chief.get("/").text


# Accounts


def test_a_new_account_chooses_its_own_password(chief):
    page = send(chief, "people/new/", username="daan", role="editor").text
    link = re.search(r"/desk/welcome/[^<]+", page)[0]
    assert User.objects.get(username="daan").groups.get().name == "editor"
    assert last_event()[1:] == ("carla", "account daan: nieuw, editor")
    guest = Client()
    form = guest.get(link, follow=True)
    chosen = {"new_password1": "een lang wachtwoord", "new_password2": "een lang wachtwoord"}
    assert guest.post(form.redirect_chain[-1][0], chosen).status_code == 302
    assert guest.login(username="daan", password="een lang wachtwoord")
    assert "has been used" in Client(headers={"accept-language": "en"}).get(link, follow=True).text


def test_all_of_a_setup_file_can_be_set_here(wire):
    from dateline.desk.settings.kinds import HOUSE, kind_of
    from dateline.newsroom.setup.shape import TABLES

    assert list(HOUSE().fields) == [key.name for key in TABLES["site"]]
    for kind in ("folder", "push", "anp-api"):
        asked = set(kind_of("sources").form_of(Source(kind=kind))().fields)
        assert asked == {key.name for key in TABLES["source"] if key.is_of(kind)} - {"kind"}


@pytest.mark.parametrize("name", ["carla", "CARLA", "", "met spatie"])
def test_a_name_that_is_taken_or_none_makes_no_account(chief, name):
    count = User.objects.count()
    assert send(chief, "people/new/", username=name, role="editor").status_code == 400
    assert User.objects.count() == count


def test_a_role_counts_at_once(chief):
    browser, user = signed_in("editor", "bram"), User.objects.get(username="bram")
    assert browser.get("/desk/").status_code == 200
    assert send(chief, f"people/{user.pk}/", role="", active="on").status_code == 302
    assert browser.get("/desk/").status_code == 403
    assert last_event()[1:] == ("carla", "account bram: editor → –")
    send(chief, f"people/{user.pk}/", role="chief")
    assert browser.get("/desk/").status_code == 302, "who is shut out is signed out"


def test_the_last_chief_stays(chief):
    carla = User.objects.get(username="carla")
    answer = send(chief, f"people/{carla.pk}/", role="editor", active="on")
    assert answer.status_code == 409
    assert "another chief first" in answer.text
    somebody("chief", "dirk")
    assert send(chief, f"people/{carla.pk}/", role="editor", active="on").status_code == 302


def test_a_chief_takes_no_account_that_may_do_more(chief):
    root = User.objects.create_superuser("root")
    assert send(chief, f"people/{root.pk}/", role="", active="").status_code == 409
    answer = send(chief, f"people/{root.pk}/link/")
    assert answer.status_code == 302
    assert "welcome" not in answer["Location"]
    root.refresh_from_db()
    assert root.is_active


def test_no_form_makes_an_account_of_more_than_a_role(chief):
    fields = {"username": "eva", "role": "chief", "is_superuser": "on", "is_staff": "on", "groups": "1"}
    send(chief, "people/new/", **fields)
    eva = User.objects.get(username="eva")
    assert (eva.is_superuser, eva.is_staff) == (False, False)
    assert send(chief, "people/new/", username="fer", role="root").status_code == 400


def test_a_role_that_is_new_is_given_to_chiefs_who_were_there_before(wire):
    from django.apps import apps
    from django.contrib.auth.models import Group, Permission

    from dateline.newsroom.apps import _make_roles

    group = Group.objects.get(name="chief")
    Permission.objects.filter(codename="set_up").delete()
    group.permissions.remove(Permission.objects.get(codename="purge_article"))  # somebody wants it so
    _make_roles(apps.get_app_config("newsroom"), "default")
    held = set(group.permissions.values_list("codename", flat=True))
    assert "set_up" in held
    assert "purge_article" not in held
    assert not Group.objects.get(name="editor").permissions.filter(codename="set_up").exists()
