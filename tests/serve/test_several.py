"""Several web processes and workers: one port, one that dies, and what they use."""

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.serve.running import ROOM, alive, command, free_port, running, until

pytestmark = pytest.mark.slow


def figure(site, name: str) -> float:
    """What /metrics says; not a number where the process that was asked has just died."""
    try:
        page = site.get("/metrics").body.decode()
    except OSError:
        return float("nan")
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(found[1]) if found else float("nan")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running(tmp_path_factory.mktemp("several") / "data", "--processes", "3", "--workers", "2") as found:
        until(lambda: figure(found, 'dateline_processes{role="web"}') == 3, 10, "three web processes")
        until(lambda: figure(found, 'dateline_processes{role="work"}') == 2, 10, "two workers")
        yield found


def test_all_of_them_follow_what_changes(site):
    for n in range(3):
        site.name_house(f"Krant {n}")
        until(lambda n=n: all(f"Krant {n}".encode() in site.get("/").body for _ in range(20)), 1.0, "the new name")


def test_one_that_dies_is_started_again_and_the_others_go_on(site):
    others = {name: site.pid_of(name) for name in ("web-1", "web-3", "work-1", "work-2")}
    before = site.pid_of("web-2")
    with ThreadPoolExecutor(1) as pool:
        stop = time.monotonic() + 2
        asking = pool.submit(_ask_until, site, stop)
        os.kill(before, signal.SIGKILL)
        until(lambda: site.pid_of("web-2") != before, 5, "another process")
        answered, failed = asking.result()
    # Only connections that waited for the one that died are lost.
    assert answered > 50
    assert failed <= answered / 4
    assert {name: site.pid_of(name) for name in others} == others
    until(lambda: figure(site, 'dateline_processes{role="web"}') == 3, 10, "three web processes")


def _ask_until(site, end: float) -> tuple[int, int]:
    answered = failed = 0
    while time.monotonic() < end:
        try:
            answered += site.get("/").status == 200
        except OSError:
            failed += 1
    return answered, failed


def test_counts_never_fall_whoever_answers_and_whoever_dies(site):
    def all_requests() -> float:
        lines = re.findall(r"^dateline_requests_total\{.*\} (\S+)$", site.get("/metrics").body.decode(), re.MULTILINE)
        return sum(map(float, lines))

    seen = [all_requests()]
    for n in range(60):
        site.get("/")
        if n == 30:
            time.sleep(1.5)  # what it had counted is written down once a second
            before = site.pid_of("web-1")
            os.kill(before, signal.SIGKILL)
            until(lambda before=before: site.pid_of("web-1") != before, 5, "another process")
            until(lambda: figure(site, 'dateline_processes{role="web"}') == 3, 10, "three web processes")
        seen.append(all_requests())
    assert seen == sorted(seen)
    time.sleep(1.5)
    assert all_requests() - seen[0] >= 120


def test_all_of_them_end_together(tmp_path):
    with running(tmp_path / "data", "--processes", "2", "--workers", "2") as site:
        until(lambda: len(site.family()) >= 6, 10, "all of them")
        family = site.family()
        started = time.monotonic()
        assert site.stop() == 0
        assert time.monotonic() - started < 5 * ROOM
        assert not [pid for pid in family if alive(pid)]


def test_web_alone_keeps_several_processes_too(tmp_path):
    data = tmp_path / "data"
    with running(data):
        pass
    with running(data, "--processes", "2", role="web") as site:
        until(lambda: figure(site, 'dateline_processes{role="web"}') == 2, 10, "two web processes")
        before = site.pid_of("web-1")
        os.kill(before, signal.SIGKILL)
        until(lambda: site.pid_of("web-1") != before, 5, "another process")
        assert site.get("/").status == 200
        assert site.stop() == 0


@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_a_number_of_processes_that_is_none_is_refused(tmp_path, number):
    for words in (("web", "--processes"), ("up", "--workers")):
        said = command(tmp_path / "data", words[0], "--port", str(free_port()), f"{words[1]}={number}")
        assert said.returncode == 2
        assert f"argument {words[1]}: '{number}' is no number of processes: 1 or more" in said.stderr
