"""/metrics: who may read it, what it says, and that the figures of several processes add up."""

import os
import re
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from dateline.locks import lock
from dateline.newsroom.models import Article, Delivery, PollMark, Source
from dateline.serve import presence
from dateline.serve.edition import EditionLog, Follower, Reading, steady
from dateline.serve.metrics import newsroom
from dateline.serve.metrics.board import Board
from dateline.serve.metrics.figures import DESK, ITSELF, MEMORY, Figures, State
from dateline.serve.metrics.latency import Latency
from dateline.serve.metrics.service import ANSWERS, Metrics
from dateline.serve.metrics.tally import Histogram, Tally
from tests.site import make

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-enough-length"


@pytest.fixture
def measured(reader, tmp_path):
    """A reader whose application answers /metrics."""
    metrics = Metrics(tmp_path, reader.application.figures, reader.cache, reader.follower)
    reader.application._metrics = metrics
    yield reader
    metrics.board.leave()


def scrape(reader) -> dict[tuple[str, ...], float]:
    """Every sample: its name and the values of its labels."""
    reply = reader.get("/metrics", peer="127.0.0.1")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(reply.body.decode())
        for sample in family.samples
    }


# Who may read it


LOCAL = [
    ("127.0.0.1", "localhost:8000"),
    ("127.9.9.9", "127.0.0.1"),
    ("::1", "[::1]:8000"),
    ("::ffff:127.0.0.1", "localhost"),
]
FOREIGN = [
    ("198.51.100.9", "localhost:8000", {}),
    ("10.0.0.2", "localhost:8000", {}),
    ("", "localhost:8000", {}),
    ("127.0.0.1", "news.example", {}),
    ("127.0.0.1", "", {}),
    ("127.0.0.1", "localhost.evil.example", {}),
    *(
        ("127.0.0.1", "localhost:8000", {name: value})
        for name, value in {
            "x_forwarded_for": "127.0.0.1",
            "x_forwarded_proto": "http",
            "x_forwarded_host": "localhost",
            "x_real_ip": "127.0.0.1",
            "forwarded": "for=127.0.0.1",
            "via": "1.1 proxy",
        }.items()
    ),
]


@pytest.mark.parametrize(("peer", "host"), LOCAL)
def test_this_machine_may_ask(measured, peer, host):
    assert measured.get("/metrics", peer=peer, host=host).status == 200


@pytest.mark.parametrize(("peer", "host", "said"), FOREIGN)
def test_nobody_else_may(measured, peer, host, said):
    reply = measured.get("/metrics", peer=peer, host=host, **said)
    assert reply.status == 403
    assert b"dateline_" not in reply.body
    assert measured.get("/metrics", peer=peer, host=host, authorization="Bearer ", **said).status == 403


def test_with_a_token_it_is_always_needed_and_enough(measured, settings):
    settings.METRICS_TOKEN = TOKEN
    for peer, host, said in [*((*local, {}) for local in LOCAL), *FOREIGN]:
        for wrong in (
            {},
            {"authorization": f"Bearer {TOKEN}x"},
            {"authorization": f"Basic {TOKEN}"},
            {"authorization": "Bearer é"},
        ):
            assert measured.get("/metrics", peer=peer, host=host, **said, **wrong).status == 403
        right = {"authorization": f"bearer  {TOKEN}"}
        assert measured.get("/metrics", peer=peer, host=host, **said, **right).status == 200


def test_it_is_only_read(measured):
    reply = measured.get("/metrics", "POST", peer="127.0.0.1")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert measured.get("/metrics", "HEAD", peer="127.0.0.1").status == 200


def test_health_is_open_and_tells_nothing(measured):
    reply = measured.get("/healthz", peer="198.51.100.9", host="whoever.example")
    assert reply.status == 200
    assert set(re.findall(rb'"(\w+)":', reply.body)) == {b"status", b"edition"}


def test_where_a_database_is_that_is_away_is_not_told_to_everybody(measured):
    measured.follower.trouble = "connection to server at db.internal failed for user dateline"
    measured.follower.read_at = measured.follower._born = -1e9
    ours = measured.get("/healthz", peer="127.0.0.1")
    theirs = measured.get("/healthz", peer="198.51.100.9", host="whoever.example")
    through_a_proxy = measured.get("/healthz", peer="127.0.0.1", x_forwarded_for="198.51.100.9")
    assert ours.status == theirs.status == through_a_proxy.status == 503
    assert b"db.internal" in ours.body
    for reply in (theirs, through_a_proxy):
        assert b"has not answered for" in reply.body
        assert b"db.internal" not in reply.body


# What it says


def test_requests_are_counted_by_who_answered_and_with_what(measured, path):
    before = scrape(measured)
    measured.get(path)
    tag = measured.get(path).headers["etag"]
    measured.get(path)
    measured.get(path, if_none_match=tag)
    measured.cache.pages.clear()
    measured.get(path)
    measured.get("/nergens-te-vinden")
    measured.get("/static/site/site.css")
    measured.get("/desk/")
    measured.get("/x", "POST")
    measured.get("/", host="evil.example")
    after = scrape(measured)
    gained = {key[1:]: after[key] - before[key] for key in after if key[0] == "dateline_requests_total"}
    assert {key: count for key, count in gained.items() if count} == {
        ("view", "2xx"): 1,
        ("memory", "2xx"): 2,
        ("memory", "3xx"): 1,
        ("parts", "2xx"): 1,
        ("view", "4xx"): 1,
        ("static", "2xx"): 1,
        ("desk", "3xx"): 1,
        ("itself", "4xx"): 2,
        ("itself", "2xx"): 1,  # the first scrape
    }


def test_deliveries_that_wait_and_those_in_quarantine(measured):
    source = Source.objects.create(slug="nnb", path="/srv/nnb", quiet_after=15)
    Source.objects.create(slug="silent", kind=Source.Kind.PUSH)
    Source.objects.create(slug="asleep", active=False)
    polled = Source.objects.create(slug="anp", kind=Source.Kind.ANP_API)
    for service, failures in (("a", 0), ("b", 3)):
        PollMark.objects.create(source=polled, service=service, due_at=timezone.now(), failures=failures)
    now = timezone.now()
    rows = [("pending", False, 300), ("pending", False, 30), ("pending", True, 9000), ("quarantined", False, 60)]
    for n, (state, backlog, age) in enumerate(rows):
        Delivery.objects.create(
            source=source,
            name=str(n),
            sha256=str(n),
            size=1,
            state=state,
            backlog=backlog,
            arrived_at=now - timedelta(seconds=age),
        )
    found = scrape(measured)
    assert found["dateline_unread_oldest_seconds", "new"] == pytest.approx(300, abs=5)
    assert found["dateline_unread_oldest_seconds", "backlog"] == pytest.approx(9000, abs=5)
    assert found["dateline_unread_deliveries", "new"] == 2
    assert found["dateline_unread_deliveries", "backlog"] == 1
    assert found[("dateline_quarantined_deliveries",)] == 1
    assert found["dateline_source_silence_seconds", "nnb"] == pytest.approx(30, abs=5)
    assert found["dateline_source_silence_seconds", "silent"] == float("inf")
    assert {key[1] for key in found if key[0] == "dateline_source_silence_seconds"} == {"nnb", "silent", "anp"}
    assert {key[1:]: value for key, value in found.items() if key[0] == "dateline_source_quiet_after_seconds"} == {
        ("nnb",): 900
    }
    assert {key[1:]: value for key, value in found.items() if key[0] == "dateline_source_poll_failures"} == {
        ("anp",): 3
    }


def test_an_embargo_that_nobody_noted_the_end_of(measured):
    make.article("Straks", "Nog niet.", embargoed_until=timezone.now() + timedelta(hours=1))
    assert scrape(measured)[("dateline_overdue_seconds",)] == 0
    make.article("Toen", "Al lang.", embargoed_until=timezone.now() - timedelta(minutes=5))
    measured.application._metrics._asked._at = -100.0
    assert scrape(measured)[("dateline_overdue_seconds",)] == pytest.approx(300, abs=5)


def test_the_rest_of_the_page(measured, path):
    measured.get(path)
    found = scrape(measured)
    assert found[("dateline_database_up",)] == 1
    assert found[("dateline_disk_free_bytes",)] > 1_000_000
    assert found["dateline_processes", "web"] == 1
    assert found["dateline_processes", "work"] == 0
    assert found[("dateline_cache_entries",)] == 1
    assert found[("dateline_cache_bytes",)] > 1000
    assert found[("dateline_edition",)] == found[("dateline_edition_followed",)] == measured.cache.edition
    assert 0 <= found[("dateline_reading_age_seconds",)] < 60
    (info,) = [key for key in found if key[0] == "dateline_build_info"]
    assert connection.vendor in info


def test_a_database_that_is_away_is_said_and_not_waited_for(measured, monkeypatch):
    assert scrape(measured)[("dateline_database_up",)] == 1
    asked = measured.application._metrics._asked
    asked._at = -100.0
    asked._ask = lambda: (_ for _ in ()).throw(DatabaseError("no route"))
    monkeypatch.setattr(connection, "close", lambda: None)
    found = scrape(measured)
    assert found[("dateline_database_up",)] == 0
    assert ("dateline_edition",) not in found
    assert found["dateline_processes", "web"] == 1, "what this machine knows by itself is still told"
    asked._ask = lambda: pytest.fail("asked although the follower has had no answer for seconds")
    asked._at = -100.0
    measured.follower.read_at = measured.follower._born = steady() - ANSWERS - 1
    assert scrape(measured)[("dateline_database_up",)] == 0


def test_the_database_is_asked_once_a_second_whoever_asks(db):
    clock = [0.0]
    times: list[float] = []
    asked = newsroom.Asked(lambda: times.append(clock[0]) or newsroom.read(), lambda: clock[0])
    for now in (0.0, 0.2, 0.9, 1.0, 1.5, 2.1):
        clock[0] = now
        assert asked.now() is not None
    assert times == [0.0, 1.0, 2.1]


@pytest.mark.sqlite
def test_every_question_is_answered_by_an_index(db):
    asked: list[tuple[str, Any]] = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        newsroom.read()
    assert len(asked) <= 12
    for sql, params in asked:
        if "newsroom_delivery" not in sql and "newsroom_article" not in sql:
            continue  # small tables: numbers, sources, marks
        with connection.cursor() as cursor:
            # With the parameters as they are sent: a partial index is used for some values only.
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = [row[3] for row in cursor.fetchall()]
        large = [step for step in plan if re.search(r"newsroom_(delivery|article)|U0", step)]
        assert large, plan
        assert all(re.search("USING .*(INDEX|PRIMARY KEY)", step) for step in large), (sql, plan)
        assert not [step for step in plan if "TEMP B-TREE" in step and "newsroom_source" not in sql], (sql, plan)


def test_counting_stops_where_it_would_take_long(db, monkeypatch):
    source = Source.objects.create(slug="s")
    for n in range(5):
        Delivery.objects.create(
            source=source, name="x", sha256=str(n), size=1, arrived_at=timezone.now(), state="quarantined"
        )
    assert newsroom.counted(newsroom.quarantined()) == 5
    monkeypatch.setattr(newsroom, "MOST", 3)
    assert newsroom.counted(newsroom.quarantined()) == 3


def test_every_figure_is_documented_with_what_to_do_about_it(measured):
    names = {re.sub(r"_(total|bucket|sum|count|created)$", "", key[0]) for key in scrape(measured)}
    documented = set(re.findall(r"`(dateline_\w+?)(?:_total)?[`{]", (ROOT / "docs/operations.md").read_text("utf-8")))
    always = {name for name in names if not name.startswith("dateline_source_")}
    assert always - documented == set()
    sources = {name for name in documented if name.startswith("dateline_source_")}
    assert sources == {
        "dateline_source_silence_seconds",
        "dateline_source_quiet_after_seconds",
        "dateline_source_poll_failures",
    }
    assert documented - sources - names == set()


# Counting


def test_no_count_is_lost_between_threads():
    tally = Tally()

    def count() -> None:
        for _ in range(20_000):
            tally.up()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    seen = [tally.value() for _ in range(200)]
    for thread in threads:
        thread.join()
    assert seen == sorted(seen)
    assert tally.value() == tally.value() == 160_000


def test_a_histogram_counts_each_under_its_bound():
    histogram = Histogram((0.1, 1.0))
    for seconds in (-5.0, 0.1, 0.2, 1.0, 1.1, 60.0):
        histogram.observe(seconds)
    assert histogram.values() == [2, 2, 2, pytest.approx(62.4)]


# How long a change takes


def test_each_edition_is_timed_once_and_a_kill_from_when_it_was_asked_for():
    figures = Figures()
    latency = Latency(figures, lambda: 100.0)
    latency(Reading(8, ((7, "a"), (7, "b"), (8, "c")), None, ((99.9, None), (99.9, None), (99.96, None))))
    assert sum(figures.edition.values()[:-1]) == 2
    assert figures.edition.values()[-1] == pytest.approx(0.14)
    assert sum(figures.kill.values()) == 0
    latency(Reading(9, ((9, "a"), (9, "b"), (9, "c")), None, ((99.9, 99.4), (99.9, 97.5), (99.9, None))))
    assert sum(figures.kill.values()[:-1]) == 1
    assert figures.kill.values()[-1] == pytest.approx(2.5)
    latency(Reading(10, ((10, "old row"),), None, ((None, None),)))
    assert sum(figures.edition.values()[:-1]) == 3


def test_a_kill_shows_up_with_the_time_it_took(measured, path):
    from dateline.newsroom.verbs.kill import kill

    figures = measured.application.figures
    follower = Follower(measured.cache, EditionLog().read, on_change=Latency(figures))
    follower.poll()
    assert scrape(measured)["dateline_kill_seconds_count",] == 0
    kill(Article.objects.get().item, by="chef", reason="test")
    follower.poll()
    found = scrape(measured)
    assert found["dateline_kill_seconds_count",] == 1
    assert 0 < found["dateline_kill_seconds_sum",] < 10
    assert found["dateline_edition_seconds_count",] >= 1
    assert found["dateline_kill_seconds_bucket", "+Inf"] == 1


# Several processes


def board(folder: Path, figures: Figures, edition: float = 1.0) -> Board:
    return Board(folder, figures, lambda: State(2.0, 300.0, edition, steady()))


def requests(found: Board) -> float:
    return sum(count for _, _, count in found.read().counts.requests)


def test_processes_add_up_and_a_count_outlives_its_process(tmp_path):
    one, other = Figures(), Figures()
    first, second = board(tmp_path, one), board(tmp_path, other, edition=7.0)
    for _ in range(3):
        one.up[MEMORY]()
    other.up[DESK + 2]()
    one.kill.observe(0.25)
    other.kill.observe(0.25)
    second.publish()
    found = first.read()
    assert ("memory", "2xx", 3.0) in found.counts.requests
    assert ("desk", "4xx", 1.0) in found.counts.requests
    assert found.counts.kill[2] == 2
    assert sorted(state.edition for state in found.states) == [1.0, 7.0]
    second.leave()
    assert requests(first) == 4
    assert len(first.read().states) == 1, "what a process is holds for as long as it lives"
    third = Figures()
    again = board(tmp_path, third)
    third.up[ITSELF]()
    assert requests(again) == requests(first) == 5
    first.leave()
    again.leave()


def test_what_another_version_counted_is_not_added(tmp_path):
    figures = Figures()
    figures.up[MEMORY]()
    old = board(tmp_path, figures)
    old.leave()
    place = tmp_path / "processes" / "web-0"
    place.write_bytes(b"\0\0\0\0" + place.read_bytes()[4:])
    new = board(tmp_path, Figures())
    assert requests(new) == 0
    new.leave()


def test_without_a_place_to_write_a_process_counts_for_itself(tmp_path, capsys):
    (tmp_path / "processes").write_text("no folder")
    figures = Figures()
    alone = board(tmp_path, figures)
    figures.up[MEMORY]()
    assert requests(alone) == 1
    assert len(alone.read().states) == 1
    assert "cannot share its figures" in capsys.readouterr().out


def test_a_process_counts_as_running_until_it_ends_however_it_ends(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from dateline.serve import presence;"
        "presence.take(Path(sys.argv[1]), 'work'); print('taken', flush=True); time.sleep(60)"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        assert presence.running(tmp_path, "work") == 2
        assert presence.running(tmp_path, "web") == 0
        processes[0].kill()
        processes[0].wait()
        assert presence.running(tmp_path, "work") == 1
        assert presence.take(tmp_path, "work").number in (0, 1), "the place of the one that died"
    finally:
        for process in processes:
            process.kill()
            process.wait()
            process.stdout.close()


def test_who_looks_is_not_taken_for_a_process(tmp_path):
    place = presence.take(tmp_path, "web")
    taken: list[presence.Place] = []
    thread = threading.Thread(target=lambda: taken.append(presence.take(tmp_path, "web")))
    free = presence.take(tmp_path, "web")
    os.close(free.descriptor)
    # As `look` does: for as long as it has a lock on each place, all of them seem taken.
    with presence._alone(tmp_path / "processes"), (tmp_path / "processes" / "web-1").open("rb") as looked_at:
        assert lock(looked_at.fileno())
        thread.start()
        thread.join(0.3)
        assert not taken, "it waits until nobody looks"
    thread.join(5)
    assert [other.number for other in taken] == [1]
    for each in (place, *taken):
        os.close(each.descriptor)
