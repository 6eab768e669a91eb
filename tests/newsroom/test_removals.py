"""The log of removals: every way in which an item is removed is in it, no word of the copy is, and from it a newsroom
that was put back to an earlier day forgets nothing.
"""

import json
import multiprocessing
import os
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings
from django.db import transaction as database

from dateline.newsroom import redo, removals
from dateline.newsroom.models import Article, Event, Item, Number, Provider
from dateline.newsroom.removals import Removal, lines, missing, recorded, write_down
from dateline.newsroom.transaction import writing
from dateline.newsroom.verbs import expire, kill, publish, purge, reinstate

from .helpers import HOUR, NOW, TEXT, arrive, article, copy, delivery, item, newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log_of_its_own(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def wire():
    return newsroom()


@contextmanager
def forgotten() -> Iterator[None]:
    """What is done within is written to the log and then forgotten by the database."""
    with database.atomic():
        yield
        write_down()
        database.set_rollback(True)


def written() -> list[Removal]:
    return [line for line in lines() if line.verb != removals.ERA]


def logged() -> list[tuple[str, str]]:
    write_down()
    return [(line.act, line.guid) for line in written()]


def state(guid: str = "a") -> str:
    return article(guid).state


# What is in it


def test_every_way_to_be_removed_is_in_the_log(wire):
    for guid in "abcde":
        arrive(wire, copy(guid))
    kill(item("a"), reason="onjuist", by="chef")
    reinstate(item("a"), reason="toch juist", by="chef")
    purge(item("b"), reason="op verzoek", by="chef")
    expire(item("c"), reason="contract", by="chef")
    arrive(wire, copy("d", version="2", signal="kill"))
    arrive(wire, copy("never-here", signal="kill", text="", body=""))
    assert set(logged()) == {
        ("kill", "a"),
        ("reinstate", "a"),
        ("purge", "b"),
        ("expire", "c"),
        ("kill", "d"),
        ("kill", "never-here"),
    }


@pytest.mark.parametrize("first", ["copy", "kill"])
def test_a_kill_by_headline_is_in_the_log_under_the_item_that_it_ends(wire, first):
    target = copy("a", headline="Brug dicht")
    killing = copy("k", signal="kill", target="Brug dicht", version_created=NOW)
    for each in [target, killing] if first == "copy" else [killing, target]:
        arrive(wire, each)
    assert state("a") == "killed"
    assert ("kill", "a") in logged()


def test_a_kill_that_may_mean_several_is_in_the_log_as_what_it_does_and_quotes_nothing(wire):
    arrive(wire, copy("a", headline="Brug dicht"))
    arrive(wire, copy("b", headline="Brug dicht"))
    arrive(wire, copy("c", headline="Weg open"))
    arrive(wire, copy("d", headline="Weg open"))
    arrive(wire, copy("k", signal="kill", target="Brug dicht", version_created=NOW))
    arrive(wire, copy("r", signal="replacement", target="Weg open", version_created=NOW))
    assert {(act, guid) for act, guid in logged() if act == "hold"} == {("hold", "a"), ("hold", "b")}
    assert "Brug" not in removals.path().read_text("utf-8")


def test_a_kill_that_names_other_copy_says_which_file_it_came_in(wire):
    arrive(wire, copy("k", signal="kill", target="Brug dicht"), name="kill-041.xml")
    write_down()
    assert [line.files for line in written()] == [("wire: kill-041.xml",)]


def test_a_line_says_who_what_when_and_why_and_holds_no_word_of_the_copy(wire):
    arrive(wire, copy(headline="Zeldzaamwoord in de kop"))
    act = kill(item(), reason="onjuist", by="chef")
    write_down()
    text = removals.path().read_text("utf-8")
    found = json.loads(text.splitlines()[1])
    when = Event.objects.get(verb="kill").at
    assert (found["verb"], found["provider"], found["guid"]) == ("kill", "ANP", "a")
    assert (found["short_id"], found["reason"], found["by"]) == (act.short_id, "onjuist", "chef")
    assert removals._moment(found["at"]) == when
    assert found["era"] == Number.objects.get(name="edition").era
    assert "Zeldzaamwoord" not in text
    assert not [word for word in TEXT.split() if len(word) > 4 and word in text]
    assert stat.S_IMODE(removals.path().stat().st_mode) == 0o600


def test_the_clock_writes_nothing(wire):
    arrive(wire, copy(expires=NOW - HOUR))
    assert state() == "expired"
    assert logged() == []


# How it is written


def test_what_is_written_is_not_written_again(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    assert write_down() == (2, False)
    assert write_down() == (0, False)
    assert removals.eras() == {Number.objects.get(name="edition").era}
    reinstate(item(), reason="toch juist")
    assert write_down() == (1, False)
    assert len(written()) == 3


@pytest.mark.parametrize("cut", [1, 20, 120])
def test_a_line_that_a_crash_cut_off_is_written_anew(wire, cut):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    write_down()
    whole = removals.path().read_bytes()
    os.truncate(removals.path(), len(whole) - cut)
    assert len(written()) == 1
    write_down()
    assert removals.path().read_bytes() == whole


def test_a_log_that_is_gone_is_written_anew_from_the_record(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    write_down()
    whole = removals.path().read_bytes()
    removals.path().unlink()
    write_down()
    assert removals.path().read_bytes().splitlines()[1:] == whole.splitlines()[1:]


def test_a_line_that_is_no_line_is_said_and_never_passed_over(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    write_down()
    whole = removals.path().read_bytes()
    removals.path().write_bytes(b"nonsense\n" + whole)
    with pytest.raises(removals.LogUnreadable, match="line 1 of"):
        missing()
    removals.path().write_bytes(whole + b"nonsense\n")
    with pytest.raises(removals.LogUnreadable, match="the last line of"):
        write_down()


def test_many_lines_are_written_whole(wire):
    items = Item.objects.bulk_create(
        Item(provider=Provider.objects.get(), guid=f"g{n}", short_id=f"s{n}") for n in range(1200)
    )
    with writing() as work:
        for each in items:
            work.event("kill", act=True, item=each, reason="r" * 300)
    assert write_down().lines == 1200
    assert write_down().lines == 0
    assert [line.guid for line in written()] == [f"g{n}" for n in range(1200)]


def _append_until_killed(folder: str, go: "multiprocessing.synchronize.Event") -> None:
    django_settings.DATA = folder
    go.wait()
    while True:
        write_down(_endless(1_000_000))


def _endless(count: int) -> removals.Rows:
    """A record of so many kills."""

    def rows(sql: str) -> list[tuple[object, ...]]:
        if "newsroom_number" in sql:
            return [("era",)]
        if "FROM newsroom_event" not in sql:
            return []
        key, _, number = sql.partition("event.id ")[2].partition(" ORDER")[0].rpartition("event.id ")[2].partition(" ")
        first = int(number)
        wanted = [first] if key == "=" else range(first + 1, min(first + 8, count))
        return [(n, NOW, "kill", "r" * (n % 700), "", 1, "ANP", f"g{n}", f"s{n}") for n in wanted]

    return rows


@pytest.mark.slow
def test_processes_that_are_killed_while_they_write_leave_every_line_once_and_in_order(tmp_path):
    context = multiprocessing.get_context("fork")
    for _round in range(12):
        go = context.Event()
        writers = [context.Process(target=_append_until_killed, args=(str(tmp_path), go)) for _ in range(3)]
        for writer in writers:
            writer.start()
        go.set()
        time.sleep(0.15)
        for writer in writers:
            os.kill(writer.pid, signal.SIGKILL)
            writer.join()
    with removals._alone() as file:
        removals._last(file)  # takes off what the last of them left
    found = [line.n for line in written()]
    assert len(found) > 100
    assert found == list(range(1, len(found) + 1))


# Doing it again


@pytest.mark.parametrize("way", ["act", "wire"])
def test_what_was_killed_since_is_killed_again_and_keeps_its_moment(wire, way):
    arrive(wire, copy(version="1"))
    with forgotten():
        if way == "act":
            kill(item(), reason="onjuist", by="chef")
        else:
            arrive(wire, copy(version="2", signal="kill"))
        killed_at = Event.objects.filter(verb="killed").get().at
    assert state() == "published"
    assert redo.catch_up() == 1
    again = Event.objects.get(verb="kill")
    assert (state(), again.at, again.by_name) == ("killed", killed_at, "restore")
    assert redo.catch_up() == 0
    assert Event.objects.filter(verb="kill").count() == 1


def test_a_reinstating_since_is_done_again_too(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    with forgotten():
        reinstate(item(), reason="toch juist", by="chef")
    assert state() == "killed"
    assert write_down().is_other
    redo.catch_up()
    assert state() == "published"
    assert not write_down().is_other
    with forgotten():
        kill(item(), reason="nee", by="chef")
        reinstate(item(), reason="ja", by="chef")
        kill(item(), reason="toch niet", by="chef")
    redo.catch_up()
    assert state() == "killed"


def test_a_purge_since_takes_the_words_again(wire):
    arrived = delivery(wire)
    arrive(wire, copy())
    with forgotten():
        purge(item(), reason="op verzoek")
    redo.catch_up()
    assert state() == "purged"
    assert article().headline == ""
    assert [rev.content for rev in item().revisions.all()] == [None]
    assert arrived.raw is not None, "other deliveries keep theirs"


def test_an_end_of_rights_by_hand_is_done_again_whatever_state_it_finds(wire):
    arrive(wire, copy("a"))
    arrive(wire, copy("b"))
    kill(item("b"), reason="onjuist")
    with forgotten():
        expire(item("a"), reason="contract")
        reinstate(item("b"), reason="toch juist")
        expire(item("b"), reason="contract")
        kill(item("b"), reason="toch niet")
    redo.catch_up()
    assert (state("a"), state("b")) == ("expired", "killed")
    assert [rev.content for rev in item("b").revisions.all()] == [None]


def test_what_had_not_come_yet_is_removed_as_soon_as_it_comes(wire):
    with forgotten():
        for guid in "abc":
            arrive(wire, copy(guid))
        kill(item("a"), reason="onjuist")
        purge(item("b"), reason="op verzoek")
        expire(item("c"), reason="contract")
    assert not Item.objects.exists()
    assert redo.catch_up() == 3
    assert {row.item.guid: row.state for row in Article.objects.select_related("item")} == {
        "a": "killed", "b": "purged", "c": "expired",
    }  # fmt: skip
    received = [arrive(wire, copy(guid)) for guid in "abc"]
    assert [each.outcome for each in received] == ["killed", "purged", "expired"]
    assert set(item("b").revisions.values_list("content", flat=True)) == {None}
    assert [each.over for each in received] == [False, True, True]
    reinstate(item("a"), reason="toch juist")
    assert state("a") == "published"


def test_a_removal_of_a_provider_that_is_not_known_any_more_is_kept_as_well(wire):
    with forgotten():
        Provider.objects.create(code="NEW", name="Nieuw")
        wire.providers.add(Provider.objects.get(code="NEW"))
        arrive(wire, copy(provider="NEW"))
        kill(item(), reason="onjuist")
    redo.catch_up()
    wire.providers.add(Provider.objects.get(code="NEW"))
    assert arrive(wire, copy(provider="NEW")).outcome == "killed"


@pytest.mark.parametrize("act", [kill, purge])
def test_word_identical_copy_stays_down_where_what_was_removed_is_not_known_any_more(wire, act):
    arrive(wire, copy("twin", text=copy("a").text))
    with forgotten():
        arrive(wire, copy("a"))
        act(item("a"), reason="onjuist")
        assert state("twin") == "held"
    assert state("twin") == "published"
    redo.catch_up()
    assert state("twin") == "held"
    arrive(wire, copy("third", text=copy("a").text))
    assert state("third") == "held"
    if act is kill:
        reinstate(item("a"), reason="toch juist")
        assert (state("twin"), state("third")) == ("published", "published")


def test_what_a_kill_may_have_meant_is_withheld_again_until_somebody_publishes_it(wire):
    arrive(wire, copy("a", headline="Brug dicht"))
    arrive(wire, copy("b", headline="Brug dicht"))
    with forgotten():
        arrive(wire, copy("k", signal="kill", target="Brug dicht", version_created=NOW))
        assert (state("a"), state("b")) == ("held", "held")
    redo.catch_up()
    assert (state("a"), state("b"), state("k")) == ("held", "held", "killed")
    publish(item("a"), by="chef")
    assert (state("a"), redo.catch_up(), state("a")) == ("published", 0, "published")


def test_a_kill_since_finds_the_item_of_a_provider_whose_code_is_spelled_otherwise_now(wire):
    arrive(wire, copy())
    Provider.objects.update(code="Anp")
    redo.redo([Removal(n=1, era="before", at=NOW, verb="kill", provider="ANP", guid="a", reason="onjuist")])
    assert article().state == "killed"
    assert Provider.objects.count() == 1


def test_a_newsroom_that_was_put_back_twice_does_nothing_twice(wire):
    arrive(wire, copy())
    with forgotten():
        kill(item(), reason="onjuist")
    with forgotten():
        redo.catch_up()
        reinstate(item(), reason="toch juist")
    assert redo.catch_up() == 2
    assert state() == "published"
    assert len(recorded()) == len({line.key for line in written()}) == 2


def test_a_removal_is_known_by_act_item_and_moment():
    one = Removal(n=1, era="x", at=NOW, verb="killed", provider="ANP", guid="a", short_id="s")
    two = Removal(n=9, era="y", at=NOW, verb="kill", provider="ANP", guid="a", short_id="s", by="restore")
    assert one.key == two.key
