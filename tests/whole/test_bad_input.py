"""Bad input: each file a clear reason, in bounded time and memory; the next one gets through, and nothing is lost."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.wire.formats.base import MAX_BYTES
from tests.serve.forked import command
from tests.serve.kept import raw_hashes
from tests.serve.running import Running, environment, until
from tests.whole.bad import BAD, HEAVY
from tests.whole.helpers import NOW, anp, asked, receive, send, shown, texts

pytestmark = pytest.mark.once

MEASURED = """
import json, os, sys, time
from contextlib import redirect_stdout
from dateline import cli
good, *bad = sys.argv[1:]
with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
    cli.main(["convert", good])
start = time.process_time()
for file in bad:
    child = os.fork()
    if not child:
        for number, ending in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{file}.{ending}", os.O_WRONLY | os.O_CREAT), number)
        status = cli.main(["convert", file, good])
        sys.stdout.flush()
        os._exit(status)
    _child, status, used = os.wait4(child, 0)
    seconds, megabytes = start + used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(json.dumps([file, os.waitstatus_to_exitcode(status), seconds, megabytes]), flush=True)
"""
"""Converts each in a child of a process that has loaded what it takes to convert: what that cost counts for each.
The processor's seconds: the clock's would say what else this machine has to do.
"""


def test_convert_refuses_each_in_two_seconds_and_200_mb_and_goes_on(bad: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.xml"
    good.write_bytes(anp(410, "Goed bericht", "EDE (ANP) - Alles is goed."))
    for name in HEAVY:
        os.link(bad / name, tmp_path / name)
    line = [sys.executable, "-c", MEASURED, good, *(tmp_path / name for name in HEAVY)]
    measured = subprocess.run(line, env=environment(tmp_path / "data"), capture_output=True, text=True, check=True)
    assert len(measured.stdout.splitlines()) == len(HEAVY)
    for told in map(json.loads, measured.stdout.splitlines()):
        name, status, seconds, megabytes = told
        assert status == 1, told
        (item,) = Path(f"{name}.out").read_text().splitlines()
        assert json.loads(item)["headline"] == "Goed bericht", name
        (reason,) = Path(f"{name}.err").read_text().splitlines()
        assert is_clear(reason.rpartition(".xml: ")[2]), reason
        print(f"{name}: {seconds:.2f} s, {megabytes:.0f} MB")
        assert seconds < 2, told
        assert megabytes < 200, told


def test_convert_says_why_of_each_and_reads_on(bad: Path, tmp_path: Path) -> None:
    (bad.parent / "z.xml").write_bytes(anp(411, "Goed bericht", "EDE (ANP) - Alles is goed."))
    done = command(tmp_path, "convert", str(bad), str(bad.parent / "z.xml"))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert len(done.stderr.splitlines()) == len(BAD)
    assert all(is_clear(line.split(": ")[-1]) for line in done.stderr.splitlines()), done.stderr


def is_clear(reason: str) -> bool:
    """A sentence, in which nothing can play tricks with a terminal."""
    return reason.endswith(".") and reason.isprintable() and "Error" not in reason and len(reason) < 500


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    for name, make in BAD.items():
        (folder / name).write_bytes(make())
    return folder


def quarantined(data: Path) -> dict[str, str]:
    """What is in quarantine: the hash of the bytes, and why."""
    return dict(asked(data, "SELECT sha256, reason FROM newsroom_delivery WHERE state = 'quarantined'"))


def hashes(bad: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in bad.iterdir()}


def test_receive_says_why_and_keeps_the_bytes(bad: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    good = tmp_path / "good.xml"
    good.write_bytes(anp(420, "Goed bericht", "EDE (ANP) - Alles is goed."))
    started = time.monotonic()
    received = receive(data, bad, good)
    assert time.monotonic() - started < 2 * len(BAD)
    assert received.status == 1
    assert len(received.paths) == 1
    assert len(received.wrong) == len(BAD)
    assert all(is_clear(line.split(": ")[-1]) for line in received.wrong), received.wrong
    assert set(quarantined(data)) == set(hashes(bad).values())
    large = {digest for name, digest in hashes(bad).items() if (bad / name).stat().st_size > MAX_BYTES}
    assert large <= raw_hashes(data)
    said = command(data, "doctor")
    assert f"warning deliveries in quarantine: {len(BAD)}: " in said.stdout
    for name in HEAVY:  # they would cost the same once more
        asked(data, "UPDATE newsroom_delivery SET state = 'done' WHERE sha256 = ?", hashes(bad)[name])
    again = command(data, "replay", "--quarantined")
    assert again.returncode == 1
    assert len(again.stderr.splitlines()) == len(BAD) - len(HEAVY)
    assert not list(tmp_path.glob("oeps"))


def test_a_watched_folder_goes_on(site: Running, folder: Path, bad: Path) -> None:
    before = len(asked(site.data, "SELECT 1 FROM newsroom_delivery WHERE state = 'quarantined'"))
    for file in bad.iterdir():
        os.link(file, folder / file.name)
    send(folder, "good.xml", anp(430, "Goed bericht 430", "EDE (ANP) - Alles is goed."))
    until(lambda: b"Goed bericht 430" in site.get("/buitenland/").body, 15.0, "the good one")
    until(lambda: len(quarantined(site.data)) >= before + len(BAD), 30.0, "all in quarantine")
    assert set(hashes(bad).values()) <= set(quarantined(site.data))
    assert all(is_clear(reason) for reason in quarantined(site.data).values())
    assert not [file.name for file in folder.iterdir() if file.is_file()], "all were moved away"


ODD: dict[str, tuple[bytes, str]] = {
    "wrong-ending.json": (anp(441, "Kop 441", "EDE (ANP) - Dit is XML."), "EDE (ANP) - Dit is XML."),
    "wrong-charset.xml": (
        anp(442, "Kop 442", "EDE (ANP) - Café „Zoë” vraagt 3 €.").decode().encode("cp1252"),
        "EDE (ANP) - Café „Zoë” vraagt 3 €.",
    ),
    "script.xml": (
        anp(
            443,
            "Kop 443",
            'EDE (ANP) - Eén <a href="javascript:alert(1)" onclick="alert(2)">woord</a> <em style="x:y">twee</em>.',
            "&lt;script&gt;alert(3)&lt;/script&gt; staat er als tekst.",
        ),
        "EDE (ANP) - Eén woord twee.",
    ),
    "long-ago.xml": (
        anp(444, "Kop 444", "EDE (ANP) - Lang geleden.", minutes=int(NOW.timestamp() / 60) - 60),
        "EDE (ANP) - Lang geleden.",
    ),
}
"""What is odd and is read all the same: the file, and its first paragraph."""


def test_what_is_only_odd_is_published_with_its_words(site: Running, tmp_path: Path) -> None:
    for name, (data, _text) in ODD.items():
        (tmp_path / name).write_bytes(data)
    received = receive(site.data, *(tmp_path / name for name in ODD))
    assert (received.status, received.wrong, len(received.paths)) == (0, [], len(ODD))
    for path, (_data, text) in zip(received.paths, ODD.values(), strict=True):
        page = shown(site, path)
        assert texts(page, ".body p")[0] == text
        markup = site.get(path).body.decode()
        assert not page.xpath("//@*[starts-with(name(), 'on')]")
        assert not page.xpath("//article//@style")
        assert "javascript:" not in markup
        assert "<script>alert" not in markup


def test_a_clock_in_2999_blocks_nothing(site: Running, tmp_path: Path) -> None:
    minutes = int((NOW.replace(year=2999) - NOW).total_seconds() / 60)
    (tmp_path / "later.xml").write_bytes(anp(450, "Uit de toekomst", "EDE (ANP) - Nog niet.", minutes=-minutes))
    (tmp_path / "now.xml").write_bytes(anp(451, "Van nu", "EDE (ANP) - Nu wel."))
    received = receive(site.data, tmp_path / "later.xml", tmp_path / "now.xml")
    assert received.status == 0
    assert received.items[0].startswith("held: ")
    assert len(received.paths) == 1
