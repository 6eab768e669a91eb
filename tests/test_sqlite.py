"""A database that went away is not made anew by whoever connects, and whoever waits to write has a turn."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from dateline.sqlite import base

CONNECT = """
from dateline.serve import start
start.set_up()
from django.db import OperationalError, connection
try:
    connection.ensure_connection()
except OperationalError as error:
    raise SystemExit(str(error))
"""


def test_only_migrating_makes_the_database_whatever_its_folder_is_called(tmp_path: Path) -> None:
    data = tmp_path / "with %20, a # and a ?"
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


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
class TestTurns:
    def test_who_waits_writes_before_who_writes_one_batch_after_another(self) -> None:
        began: list[str] = []
        stop = threading.Event()

        def batches() -> None:
            try:
                while not stop.is_set():
                    with transaction.atomic():
                        began.append("worker")
                        time.sleep(0.02)
            finally:
                connection.close()

        worker = threading.Thread(target=batches)
        worker.start()
        try:
            for _ in range(20):
                time.sleep(0.025)
                waits_from = len(began)
                with transaction.atomic():
                    # The one that ran, and one that had its turn before we asked for ours.
                    assert began[waits_from:].count("worker") <= 1
                    began.append("editor")
        finally:
            stop.set()
            worker.join()

    def test_the_turn_is_no_lock_and_nobody_waits_for_it_without_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(base, "PATIENCE", 0.1)
        with base._turn(Path(f"{connection.settings_dict['NAME']}-turn"), time.monotonic() + 5), transaction.atomic():
            pass

    def test_who_finds_it_locked_for_too_long_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(base, "PATIENCE", 0.1)
        told: list[str] = []

        def other() -> None:
            try:
                with transaction.atomic():
                    pass
            except OperationalError as error:
                told.append(str(error))
            finally:
                connection.close()

        with transaction.atomic():
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
        assert told == ["database is locked"]
        with transaction.atomic():
            pass

    def test_without_room_for_the_file_of_turns_it_goes_on(self, tmp_path: Path) -> None:
        with base._turn(tmp_path / "missing" / "turn", time.monotonic()):
            pass
