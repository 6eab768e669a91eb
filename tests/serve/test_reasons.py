"""What is in a command's way is said in one line, with status 1: never a traceback."""

import subprocess
from pathlib import Path

import pytest

from tests import databases
from tests.serve.forked import command
from tests.serve.running import COMMAND, environment, free_port

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture
def data(tmp_path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return databases.empty(folder)


def reason(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a command gave for a reason."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr.strip()


# Whatever a user may not do, root may; but nobody can write to a folder as if it were a file.
@pytest.mark.parametrize(
    ("words", "lock"), [(("up", "--port", str(free_port())), "up.lock"), (("receive", __file__), "receive.lock")]
)
def test_a_file_of_the_data_directory_that_cannot_be_written_is_named(data, words, lock):
    (data / lock).mkdir()
    assert reason(command(data, *words)) == f"dateline {words[0]}: {data / lock}: Is a directory"


def test_output_that_cannot_be_written_is_said(tmp_path):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, "setup", "--export"],
            env=environment(tmp_path / "data"),  # with tables: to make them takes seconds
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert reason(done) == "dateline setup: No space left on device"


def test_a_key_that_is_none_is_named(tmp_path):
    data = tmp_path / "data"
    environ = environment(data)  # with tables: to make them takes seconds
    (data / "secret-key").touch()
    done = subprocess.run(
        [*COMMAND, "up", "--port", str(free_port())],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert reason(done).startswith(f"dateline up: {data / 'secret-key'} is empty: remove it")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--host", "localhost"), "'localhost' is no address to listen at: --host takes one like 127.0.0.1"),
        (("--host", ""), "'' is no address to listen at"),
        (("--port", "0"), "0 is no port: they go from 1 to 65535"),
        (("--port", "65536"), "65536 is no port: they go from 1 to 65535"),
    ],
)
def test_a_place_to_listen_at_that_is_none_is_refused_before_anything_runs(data, words, what):
    said = reason(command(data, "up", *words))
    assert said.startswith(f"dateline up: {what}")


@pytest.mark.parametrize("words", [(b"\xff", b"--reason", b"wrong"), (b"item", b"--reason", b"\xff")])
def test_bytes_that_are_no_text_kill_nothing_and_are_wrong_use(data, words):
    assert command(data, "setup", "--export").returncode == 0
    line = [word.encode() for word in COMMAND] + [b"kill", *words]
    done = subprocess.run(line, env=environment(data), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "dateline kill: what is given is not UTF-8\n")
