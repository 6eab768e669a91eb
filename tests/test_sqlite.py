"""A database that went away is not made anew by whoever connects."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONNECT = """
from dateline.serve import start
start.set_up()
from django.db import OperationalError, connection
try:
    connection.ensure_connection()
except OperationalError as error:
    raise SystemExit(str(error))
"""


@pytest.mark.parametrize("name", ["data", "with %20, a # and a ?"])
def test_only_migrating_makes_the_database(tmp_path: Path, name: str) -> None:
    data = tmp_path / name
    data.mkdir()

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("DATELINE_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, *words],
            env=clean | {"DATELINE_DATA": str(data)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    gone = run("-c", CONNECT)
    assert gone.stderr.strip() == "unable to open database file"
    assert list(data.iterdir()) == []
    assert run("-m", "dateline.cli", "setup", "--export").returncode == 0
    assert run("-c", CONNECT).returncode == 0
    (data / "dateline.sqlite3").unlink()
    assert run("-c", CONNECT).returncode == 1
    assert not (data / "dateline.sqlite3").exists()
