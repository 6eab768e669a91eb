"""How long a kill takes to be gone from the real Varnish in front of a site: `dateline up`, on SQLite."""

import http.client
import shutil
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench.base import REPO, Result, Row, Skip, percentile, work_folder
from bench.killing import AGENCY, SECTIONS, begun, item
from chaos.newsroom import Installation
from dateline.newsroom.identity import short_id, slug_of
from tests.outgoing import varnish
from tests.serve.running import free_port, running

TARGET = 1.0
TRIES, TRIES_QUICKLY = 300, 60
BETWEEN = 0.3
"""Seconds between two kills."""

PATIENCE = 15.0

SETUP = """
[site]
base_url = "{url}"

[[provider]]
code = "{agency}"
name = "Bedacht Nieuwsbureau"
retention_days = 0

[[source]]
slug = "bench"
path = "{folder}"
providers = ["{agency}"]

[[outlet]]
slug = "varnish"
kind = "purge"
url = "{url}/"
private = true
"""


def measure(quick: bool) -> Result:
    """Kills by hand of what Varnish has, one after another, while readers ask it for the lists without a pause."""
    if not varnish.is_there():
        raise Skip("varnishd is missing (apt install varnish)")
    took = _run(TRIES_QUICKLY if quick else TRIES)
    p95, p99 = percentile(took, 95), percentile(took, 99)
    return Result(
        f"p95 {p95 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, most {max(took) * 1000:.0f} ms ({len(took)})",
        "100 ms between two readings of the edition",
        f"{p99 / TARGET:.2f}",
        p99 < TARGET,
    )


def _run(tries: int) -> list[float]:
    """Seconds from each commit until page, section and front are without it at Varnish."""
    place = work_folder() / "in-front"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    port = free_port()
    with ExitStack() as stack:
        front = stack.enter_context(varnish.in_front_of(port, place))
        at = _set_up(place, f"http://localhost:{front}", tries)
        stack.enter_context(running(place / "data", port=port))
        stop = threading.Event()
        stack.callback(stop.set)
        threading.Thread(target=_read, args=(front, stop), daemon=True).start()
        made = begun(datetime.now(UTC))
        by_hand = stack.enter_context(_killer(at))
        gone: dict[str, float] = {}
        for number in reversed(range(tries)):  # the newest first: each stands on the lists until then
            copy = item(number, made)
            key, section = short_id(AGENCY, copy.guid), f"/{copy.category.lower()}/"
            path = f"{section}{slug_of(copy.headline)}-{key}"
            for address in (path, path, section, "/"):  # the second time it is Varnish's
                _get(front, address)
            assert by_hand.stdin is not None
            by_hand.stdin.write(f"{key}\n")
            by_hand.stdin.flush()
            gone[key] = _gone(front, key, (path, section, "/"))
            time.sleep(BETWEEN)
        by_hand.stdin.close()
        rows = at.rows(
            "SELECT i.short_id, e.at FROM newsroom_event e JOIN newsroom_item i ON i.id = e.item_id"
            " WHERE e.verb = 'killed'"
        )
        committed = {key: datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() for key, moment in rows}
        return [moment - committed[key] for key, moment in gone.items()]


def _set_up(place: Path, url: str, tries: int) -> Installation:
    at = Installation(place / "data", place / "in", None)
    lines = [SETUP.format(agency=AGENCY, folder=place / "in", url=url)]
    (place / "in").mkdir()
    for code in SECTIONS:
        lines.append(f'[[section]]\nname = "{code}"\nslug = "{code.lower()}"\n')
        lines.append(f'[[rule]]\ncategory = "{code}"\nsection = "{code}"\n')
    (place / "setup.toml").write_text("\n".join(lines))
    for done in (at.run("setup", str(place / "setup.toml")), at.run("fill", "0", str(tries), module="bench.killing")):
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
    return at


def _killer(at: Installation) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "bench.killing", "kill"]
    killer = subprocess.Popen(
        words, env=at.environment, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert killer.stdout is not None
    killer.stdout.readline()
    return killer


def _gone(port: int, key: str, paths: tuple[str, ...]) -> float:
    """When none of the pages has it any more (seconds since 1970)."""
    until = time.time() + PATIENCE
    waiting = list(paths)
    while waiting:
        status, body = _get(port, waiting[0])
        if status == 410 or (waiting[0] != paths[0] and key.encode() not in body):
            waiting.pop(0)
        elif time.time() > until:
            raise RuntimeError(f"{waiting[0]} still has {key}")
        else:
            time.sleep(0.005)
    return time.time()


def _read(port: int, stop: threading.Event) -> None:
    """Readers, who have Varnish take what was purged again at once."""
    while not stop.is_set():
        for path in ("/", *(f"/{code.lower()}/" for code in SECTIONS)):
            _get(port, path)
        time.sleep(0.005)


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("localhost", port, timeout=20)
    try:
        connection.request("GET", urlsplit(path).path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


ROW = Row("kill to gone from the real Varnish in front: page, section, front", f"p99 {TARGET * 1000:.0f} ms", measure)
