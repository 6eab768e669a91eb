"""What goes to the log: JSON lines that name items and deliveries, and quote none."""

import json
import logging
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
import structlog

from dateline.newsroom.models import Event
from dateline.serve import logs
from dateline.serve.journal import Journal
from tests.databases import environment
from tests.serve.running import free_port
from tests.site import make


@contextmanager
def logged(capsys):
    """Logs as a process has them; gives what reads the lines so far. Not a fixture: pytest swaps its own handlers
    between a test's phases."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure("test")
    try:
        yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    finally:
        root.handlers[:], root.level = before
        logs.name_role("")
        structlog.reset_defaults()


def test_both_ways_of_logging_give_the_same_lines(capsys):
    with logged(capsys) as lines:
        structlog.get_logger("dateline.a").info("went well", item="x", count=3)
        logging.getLogger("dateline.b").warning("delivery %s went wrong", 7)
        try:
            raise RuntimeError("no")
        except RuntimeError:
            logging.getLogger("dateline.b").exception("delivery %s", 8)
        logging.getLogger("django.request").warning("Not Found: /x")
        first, second, third = lines()
    assert (first["event"], first["item"], first["count"], first["level"]) == ("went well", "x", 3, "info")
    assert (second["event"], second["level"]) == ("delivery 7 went wrong", "warning")
    assert third["event"] == "delivery 8"
    assert "RuntimeError: no" in third["exception"]
    for line in (first, second, third):
        assert line["role"] == "test"
        assert line["timestamp"].endswith("Z")


@pytest.mark.django_db
def test_the_journal_tells_what_happened_to_which_item_and_quotes_nothing(capsys):
    make.paper()
    article = make.article("Geheim nieuws", "Niet voor logboeken.")
    delivery = article.revision.delivery
    Event.objects.create(at=make.NOON, verb="receive", item=article.item)
    journal = Journal(threading.Event())
    with logged(capsys) as lines:
        Event.objects.create(at=make.NOON, verb="publish", item=article.item, delivery=delivery, reason="Geheim")
        Event.objects.create(at=make.NOON, verb="kill", item=article.item, by_name="chef")
        journal.catch_up()
        journal.catch_up()
        published, killed = lines()
    journal.close()
    assert published["event"] == "publish"
    assert published["item"] == killed["item"] == article.short_id
    assert published["delivery"] == delivery.pk
    assert (killed["event"], killed["by"]) == ("kill", "chef")
    assert "Geheim" not in json.dumps([published, killed])


def test_the_journal_begins_while_the_database_is_away(tmp_path):
    """A worker that ended for this would be started again ever later: it has to be there when the database is."""
    begin = (
        "from dateline.serve import start; start.set_up(); import threading\n"
        "from dateline.serve.journal import Journal; Journal(threading.Event()).close(); print('begun')"
    )
    away = f"postgresql://dateline@127.0.0.1:{free_port()}/dateline"
    environ = environment(tmp_path, DATABASE_URL=away)
    done = subprocess.run([sys.executable, "-c", begin], env=environ, capture_output=True, text=True, check=False)
    assert done.stdout == "begun\n", done.stderr


@pytest.mark.django_db
def test_a_worker_that_cannot_keep_the_journal_works_without_and_says_so_once(capsys, settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "journal.lock").mkdir()
    stop = threading.Event()
    with logged(capsys) as lines:
        journal = Journal(stop)
        journal._is_mine()
        (said,) = lines()
    assert (said["level"], said["event"]) == ("warning", "the journal cannot be kept")
    (tmp_path / "journal.lock").rmdir()
    assert journal._is_mine(), "the folder was mended"
    journal.close()
