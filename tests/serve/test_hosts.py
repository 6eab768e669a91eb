"""Several hosts on one PostgreSQL: data directories of their own, and nothing in common but the database."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.newsroom.raw import IN_ROW
from tests import databases
from tests.serve.running import Running, command, running, until
from tests.whole.helpers import anp

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

STORE = """
import sys
from dateline.serve import start
start.set_up()
from dateline.intake.store import store
from dateline.newsroom.house import command_source
store(command_source(), "copy.xml", sys.stdin.buffer.read())
"""
"""Takes a delivery in and does not read it, as a web process does that it is pushed to."""


@pytest.fixture
def hosts(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "other"
    databases.give(other, databases.environment(one)["DATABASE_URL"])
    return one, other


def publish(data: Path, copy: bytes) -> str:
    """Takes copy in by the command line of one host; gives its address."""
    file = data.parent / "copy.xml"
    file.write_bytes(copy)
    said = command(data, "receive", str(file))
    assert said.returncode == 0, said.stderr
    return said.stdout.split("published  ")[1].split()[0]


def shows(site: Running, path: str, status: int) -> None:
    until(lambda: site.get(path).status == status, 1.0, f"{status} for {path}")


def test_what_is_published_and_killed_on_one_host_is_so_on_the_other_within_a_second(hosts: tuple[Path, Path]):
    one, other = hosts
    with running(one) as here, running(other, role="web") as there:
        path = publish(one, anp(700, "Brug open", "EDE (ANP) - De brug is open."))
        for site in (here, there):
            shows(site, path, 200)
        said = command(other, "kill", path, "--reason", "onjuist")
        assert said.returncode == 0, said.stderr
        for site in (here, there):
            shows(site, path, 410)


def test_a_large_delivery_that_one_host_takes_in_is_read_by_another(hosts: tuple[Path, Path]):
    one, other = hosts
    large = anp(701, "Lang verhaal", *(f"EDE (ANP) - Alinea {n} van een lang verhaal." for n in range(9000)))
    assert len(large) > IN_ROW
    with running(one, role="web") as site:
        env = databases.environment(one)
        subprocess.run([sys.executable, "-c", STORE], input=large, env=env, check=True, timeout=60)
        assert not (one / "raw").exists()
        assert databases.rows(one, "SELECT count(*) > 0 FROM newsroom_rawpart") == [(True,)]
        worker = subprocess.Popen(
            [sys.executable, "-m", "dateline.cli", "work"],
            env=databases.environment(other),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until(lambda: databases.rows(one, "SELECT state FROM newsroom_delivery") == [("done",)], 20, "the reading")
        finally:
            worker.terminate()
            worker.wait(20)
        (short_id,) = databases.rows(one, "SELECT short_id FROM newsroom_article")[0]
        until(lambda: site.get(f"/nieuws/x-{short_id}").status in (200, 301), 1.0, "its page")


def test_an_embargo_ends_on_every_host_at_its_moment_without_any_worker(hosts: tuple[Path, Path]):
    """Embargoes are decided at each request, by the host that answers: no worker has to run anywhere."""
    one, other = hosts
    copy = anp(702, "Kabinet valt", "DEN HAAG (ANP) - Het kabinet is gevallen.")
    file = one.parent / "copy.xml"
    file.write_bytes(copy)
    assert command(one, "receive", str(file)).returncode == 0
    (short_id,) = databases.rows(one, "SELECT short_id FROM newsroom_article")[0]
    with running(one, role="web") as here, running(other, role="web") as there:
        release = time.time() + 4
        here.change(
            f"item:{short_id}",
            sql=f"UPDATE newsroom_article SET embargoed_until = to_timestamp({release}), state = 'embargoed'",
        )
        path = f"/nieuws/x-{short_id}"
        for site in (here, there):
            until(lambda site=site: site.get(path).status == 404, 1.0, "the embargo")
        until(lambda: time.time() >= release, 6.0, "the release")
        for site in (here, there):
            until(lambda site=site: site.get(path).status in (200, 301), 1.0, "the page")
