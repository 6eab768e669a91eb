"""Bringing the tables of an SQLite file up to date."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.once, pytest.mark.slow]


def test_those_that_start_together_on_nothing_make_the_tables_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(0o700)
    command = [sys.executable, "-m", "dateline.cli", "key", "--data", str(data)]
    begun = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in ("een", "twee")]
    said = [process.communicate(timeout=120)[0] for process in begun]
    assert [process.returncode for process in begun] == [0, 0]
    assert len(set(said)) == 2
    listed = subprocess.run([*command, "--list"], stdout=subprocess.PIPE, text=True, check=True, timeout=60).stdout
    assert sorted(line.split("\t")[0] for line in listed.splitlines()) == ["een", "twee"]
