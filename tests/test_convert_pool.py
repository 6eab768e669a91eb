"""`dateline convert` over many files: processes that die, order, Ctrl-C, closed pipes, progress, the summary."""

import faulthandler
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from dateline.convert import Options, Outcome, pool, reading
from dateline.convert.pool import outcomes
from dateline.convert.telling import Telling
from tests.test_convert import ITEM, dateline, hear_control_c

COUNT = 300


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for number in range(COUNT):
        path = folder / f"{number // 100}" / f"{number:04}.json"
        path.parent.mkdir(exist_ok=True)
        item = {**ITEM, "data": {**ITEM["data"], "id": f"a{number}", "bodyText": "<p>Een zin.</p>" * (number % 40)}}
        path.write_text(json.dumps(item) if number % 50 else json.dumps(ITEM)[:-9])
    return folder


def guids(done: "subprocess.CompletedProcess[bytes]") -> list[str]:
    return [json.loads(line)["guid"] for line in done.stdout.splitlines()]


EXPECTED = [f"a{number}" for number in range(COUNT) if number % 50]


@pytest.mark.parametrize("count", ["1", "2", "5"])
def test_the_output_is_in_the_order_of_the_files_with_any_number_of_processes(archive, count):
    done = dateline("convert", ".", "--jobs", count, cwd=archive)
    assert guids(done) == EXPECTED
    told = [f"./{number // 100}/{number:04}.json: The JSON ends in the middle." for number in range(0, COUNT, 50)]
    assert (done.returncode, done.stderr.decode().splitlines()) == (1, told)


def test_a_file_for_each_item_has_the_same_name_with_any_number_of_processes(archive, tmp_path):
    for count in ("1", "4"):
        dateline("convert", ".", "--jobs", count, "--out", str(tmp_path / count), cwd=archive)
    one, four = ({path.name: path.read_bytes() for path in (tmp_path / count).iterdir()} for count in ("1", "4"))
    assert one == four
    assert len(one) == len(EXPECTED)


def test_standard_input_has_its_place_among_the_files(archive):
    item = json.dumps({**ITEM, "data": {**ITEM["data"], "id": "in"}}).encode()
    done = dateline("convert", "0", "-", "1", "--jobs", "2", cwd=archive, stdin=item)
    assert guids(done) == [*EXPECTED[:98], "in", *EXPECTED[98:196]]


def named(folder: Path, count: int, *, deadly: dict[int, bytes]) -> list[str]:
    """Paths of files that hold their number, or what `dying` does."""
    paths = []
    for number in range(count):
        path = folder / f"{number:03}"
        path.write_bytes(deadly.get(number, b"%d" % number))
        paths.append(str(path))
    return paths


@pytest.fixture
def dying(monkeypatch) -> None:
    """A reader that does to its process what the file says, and reads all else."""

    def read(path: str, options: Options, data: bytes | None = None, format: str | None = None) -> Outcome:
        found = Path(path).read_bytes()
        match found:
            case b"killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case b"crash":
                faulthandler.disable()  # pytest has it on, and it would tell
                os.kill(os.getpid(), signal.SIGSEGV)
            case b"exit":
                os._exit(3)
            case b"loop":
                while True:
                    pass
            case b"once" if not Path(f"{path}.tried").exists():
                Path(f"{path}.tried").touch()
                os.kill(os.getpid(), signal.SIGKILL)
            case b"slow":
                time.sleep(0.5)
            case b"large":
                return Outcome(items=[bytes(30_000_000)])
        return Outcome(items=[found])

    monkeypatch.setattr(pool, "outcome_of", read)
    monkeypatch.setattr(pool, "SECONDS", 0.5)


def run(paths: list[str], jobs: int) -> Iterator[tuple[str, Outcome]]:
    return outcomes(paths, Options(), sys.stdin.buffer, jobs)


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.usefixtures("dying")
def test_a_process_that_dies_loses_its_file_alone(tmp_path, jobs):
    deadly = {0: b"killed", 3: b"crash", 4: b"exit", 20: b"loop", 21: b"killed", 99: b"crash"}
    found = list(run(named(tmp_path, 100, deadly=deadly), jobs))
    assert [Path(path).name for path, _ in found] == [f"{number:03}" for number in range(100)]
    for number, (_, outcome) in enumerate(found):
        assert (outcome.code == "died") == (number in deadly), number
        assert bool(outcome.items) == (number not in deadly)
    assert "SIGSEGV" in (found[3][1].reason or "")
    assert "without memory" in (found[0][1].reason or "")
    assert "seconds of the processor" in (found[20][1].reason or "")


@pytest.mark.usefixtures("dying")
def test_a_process_that_somebody_ends_loses_nothing(tmp_path):
    found = list(run(named(tmp_path, 100, deadly={50: b"once"}), 2))
    assert [outcome.code for _, outcome in found] == [None] * 100


@pytest.mark.usefixtures("dying")
def test_what_waits_for_a_slow_file_is_bounded(tmp_path, monkeypatch):
    waiting = []
    keep = pool._Pool._keep

    def kept(self: pool._Pool, place: int, outcome: Outcome) -> None:
        keep(self, place, outcome)
        waiting.append(self.bytes_waiting)

    monkeypatch.setattr(pool._Pool, "_keep", kept)
    deadly = {0: b"slow", **dict.fromkeys(range(1, 30), b"large")}
    assert len(list(run(named(tmp_path, 100, deadly=deadly), 3))) == 100
    assert 30_000_000 < max(waiting) < pool.WAITING_BYTES + 3 * 30_000_001


@pytest.mark.usefixtures("dying")
def test_no_process_is_left_when_the_caller_stops_early(tmp_path):
    before = children()
    found = run(named(tmp_path, 200, deadly={}), 3)
    next(found)
    assert children() > before
    found.close()  # type: ignore[attr-defined]
    assert children() <= before


def children() -> set[str]:
    """The processes of this one, ended ones that nobody has waited for included; other tests may have some."""
    return {child for file in Path("/proc/self/task").glob("*/children") for child in file.read_text().split()}


def test_few_small_files_start_no_process(archive, monkeypatch):
    monkeypatch.setattr(os, "fork", None)
    assert len(list(outcomes([str(archive / "0" / "0001.json")] * 60, Options(), sys.stdin.buffer))) == 60


SLOW = """
import sys, time
from dateline.convert import pool
real = pool.outcome_of
def slow(*words):
    time.sleep(0.05)
    return real(*words)
pool.outcome_of = slow
from dateline.cli import main
sys.exit(main(["convert", ".", "--jobs", "2", *sys.argv[1:]]))
"""


def family(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("to_all", [True, False])
def test_control_c_ends_all_with_130_and_no_word(archive, to_all):
    with subprocess.Popen(
        [sys.executable, "-c", SLOW],
        cwd=archive,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=hear_control_c,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        children = family(process.pid)
        assert len(children) == 2
        (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
        assert process.wait(20) == 130
        assert b"Traceback" not in process.stderr.read()
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_processes_end_when_their_parent_is_killed(archive):
    with subprocess.Popen([sys.executable, "-c", SLOW], cwd=archive, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        children = family(process.pid)
        process.kill()
        process.wait(20)
        ends = time.monotonic() + 10
        while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < ends:
            time.sleep(0.05)
        assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_a_reader_that_goes_away_ends_all_processes(archive):
    command = f"{sys.executable} -c '{SLOW}' | head -n 1; sleep 1"
    done = subprocess.run(["bash", "-c", command], cwd=archive, capture_output=True, timeout=60)
    assert (len(done.stdout.splitlines()), done.stderr) == (1, b"./0/0000.json: The JSON ends in the middle.\n")


def on_a_terminal(*words: str, cwd: Path) -> str:
    """What `dateline convert` writes to a terminal that is its standard error alone."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, *words], cwd=cwd, stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        assert process.wait(20) == 1
    os.close(ours)
    return said.decode()


@pytest.mark.slow
def test_a_terminal_shows_progress_and_a_summary_and_whole_lines(archive):
    said = on_a_terminal(cwd=archive)
    assert re.search(r"\r\x1b\[K[\d,]+ files, [\d,]+ items, 1? ?\d* not read; [\d,]+ files/s", said)
    plain = [line.rpartition("\x1b[K")[2] for line in said.replace("\r\n", "\n").split("\n")]
    assert [line for line in plain if ".json: " in line] == [
        f"./{number // 100}/{number:04}.json: The JSON ends in the middle." for number in range(0, COUNT, 50)
    ]
    assert any(line.startswith("300 files, 294 read, 6 not; 294 items") for line in plain)


@pytest.mark.slow
def test_quiet_leaves_the_reasons_alone(archive):
    said = on_a_terminal("--quiet", cwd=archive)
    assert said.replace("\r\n", "\n").splitlines() == [
        f"./{number // 100}/{number:04}.json: The JSON ends in the middle." for number in range(0, COUNT, 50)
    ]


def test_the_summary_counts_by_format_agency_problem_and_reason(archive):
    done = dateline("convert", ".", "missing.xml", "--summary", cwd=archive)
    told = done.stderr.decode()
    assert "\n301 files, 294 read, 7 not; 294 items; " in told
    rows = {
        line.split()[0]: line.split()[1:3] for line in told.splitlines() if re.match(r"[\w(-]+ +[\d,]+(?: |$)", line)
    }
    assert rows["anp-api"] == ["294", "294"]
    assert rows["ANP"] == ["294"]
    assert rows["cut-off"][0] == "6"
    assert rows["no-access"][0] == "1"


def test_a_mistake_in_a_writer_is_that_file_s_alone(archive, monkeypatch):
    def broken(_items: object) -> bytes:
        raise ValueError("surrogates not allowed")

    monkeypatch.setattr(reading, "writer", lambda name: SimpleNamespace(write=broken))
    found = list(outcomes([str(archive / "0" / "0001.json")], Options(), sys.stdin.buffer))
    assert [outcome.code for _, outcome in found] == ["mistake"]


def test_nonsense_in_files_makes_no_long_summary():
    telling = Telling(StringIO(), progress=False)
    for number in range(5000):
        telling.take("x", Outcome(format="json", agencies={f"agency {number}": 1}))
    assert len(telling.agencies) <= 1001
    assert len(telling.summary().splitlines()) < 60


def test_a_folder_of_any_depth_is_gone_through(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):  # deeper than Python goes by recursion
        os.mkdir("d")
        os.chdir("d")
    Path("item.json").write_text(json.dumps(ITEM))
    os.chdir(tmp_path)
    found = [(Path(path).name, outcome.reason) for path, outcome in outcomes(["."], Options(), sys.stdin.buffer)]
    subprocess.run(["rm", "-rf", "d"], check=True)
    assert found == [("item.json", None)]
