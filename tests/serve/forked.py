"""`dateline` in forks of one process that has loaded everything: a command takes a tenth of the CPU.

Most of what a command on a small newsroom takes is to load modules and to set Django up (1 s), and most of what a
restore takes is to make empty tables (4 s). A fork reads its settings from its environment, as a process does, and has
its own output and status; a restore in it begins with a copy of the tables that the migrations make (SQLite only).

A fork that is a `Process` goes on beside the test, which may kill it.

What shows only while modules are loaded, and what a command that stays starts itself, is for a process of its own; and
that all of it works in processes, on tables that the migrations made there and then, is for what `Running` runs, for
test_backup_violence.py and test_backup_databases.py, whose restores of note are no forks.
"""

import atexit
import json
import os
import select
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests import databases
from tests.databases import environment

TIMEOUT = 180
_REPO = Path(__file__).parent.parent.parent


def command(data: Path, *words: object, stdin: bytes | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    """Carries one command of `dateline` out."""
    return _carried_out({}, words, environment(data, **environ), stdin)


def python(data: Path, code: str, *argv: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Carries out what `python -c` would."""
    return _carried_out({"code": code} | ({"cwd": str(cwd)} if cwd else {}), argv, environment(data))


class Process:
    """Like `subprocess.Popen` of what `python -c` would carry out: it goes on until it ends, or is killed."""

    def __init__(self, data: Path, code: str, *argv: object, **environ: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-tests-")
        self._said = Path(self._folder.name, "err")
        out = {name: str(Path(self._folder.name, name)) for name in ("out", "err")}
        what = {"code": code, "words": list(map(str, argv)), "environ": environment(data, **environ), **out}
        self._line = _asked(what | {"apart": True})
        self._answer = self._line.makefile("rb", buffering=0)  # no more than is asked for, for `poll` to see
        self.pid = int(self._answer.readline())
        self.returncode: int | None = None

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def poll(self) -> int | None:
        """Its status if it has ended, the number of the signal below zero if that ended it."""
        if self.returncode is None and select.select([self._line], [], [], 0)[0]:
            self.returncode = int(self._answer.readline())
        return self.returncode

    def wait(self, timeout: float = TIMEOUT) -> int:
        """Its status, once it has ended. Raises TimeoutError if it goes on for so many seconds."""
        if self.returncode is None and not select.select([self._line], [], [], timeout)[0]:
            raise TimeoutError(f"goes on for {timeout} s: {self.said()}")
        status = self.poll()
        assert status is not None
        return status

    def send_signal(self, number: int) -> None:
        """Sends it a signal, unless it is known to have ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tells it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it, as the power plug does."""
        self.send_signal(signal.SIGKILL)

    def said(self) -> str:
        """What it has written to standard error."""
        return self._said.read_text("utf-8")

    def close(self) -> None:
        """Ends it if it goes on, and removes what it has written."""
        self.kill()
        self.wait()
        self._answer.close()
        self._line.close()
        self._folder.cleanup()


def _carried_out(
    what: dict[str, Any], words: Sequence[object], environ: dict[str, str], stdin: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory(prefix="dateline-tests-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        what |= {"words": [str(word) for word in words], "environ": environ, "out": str(out), "err": str(err)}
        if stdin is not None:
            Path(folder, "in").write_bytes(stdin)
            what["in"] = f"{folder}/in"
        with _asked(what) as line:
            status = line.makefile().readline()
        assert status, f"no status: {err.read_text('utf-8')}"
        return subprocess.CompletedProcess(what["words"], int(status), out.read_text("utf-8"), err.read_text("utf-8"))


def _asked(what: dict[str, Any]) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    line.connect(_server(is_sqlite="DATABASE_URL" not in what["environ"]))
    line.sendall(json.dumps(what).encode() + b"\n")
    return line


@cache
def _server(*, is_sqlite: bool) -> str:
    """The address of the process that forks."""
    folder = tempfile.TemporaryDirectory(prefix="dateline-tests-")
    address = f"{folder.name}/socket"
    template = str(databases._with_tables()) if is_sqlite else ""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.serve.forked", address, template],
        env=environment(Path(folder.name)) | {"PYTHONPATH": os.pathsep.join([str(databases.WITHOUT), *sys.path])},
        cwd=_REPO,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )

    def end() -> None:
        process.terminate()
        process.wait()
        folder.cleanup()

    atexit.register(end)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return address


# The process that forks


class _Server(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    max_children = 100
    request_queue_size = 100

    def service_actions(self) -> None:
        super().service_actions()
        if os.getppid() == 1:
            sys.exit()  # nobody is there to end it


class _Fork(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        asked = json.loads(self.rfile.readline())
        if asked.get("apart") and (pid := os.fork()):
            # It may be killed: here its end is seen, and told.
            self.wfile.write(f"{pid}\n".encode())
            self.wfile.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
            return
        signal.alarm(TIMEOUT)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        if stdin := asked.get("in"):
            os.dup2(os.open(stdin, os.O_RDONLY), 0)
        if cwd := asked.get("cwd"):
            os.chdir(cwd)
        _begin(asked["environ"])
        status = _status(asked)
        if asked.get("apart"):
            os._exit(status)
        self.wfile.write(f"{status}\n".encode())


def _begin(environ: dict[str, str]) -> None:
    """Has everything that Django read from the environment read again."""
    from django.conf import empty, settings
    from django.core.cache import caches
    from django.db import connections

    os.environ.clear()
    os.environ.update(environ | {"DJANGO_SETTINGS_MODULE": "dateline.settings"})
    del sys.modules["dateline.settings"]
    settings._wrapped = empty
    assert all(each.connection is None for each in connections.all(initialized_only=True))
    for handler in (connections, caches):
        for alias in [alias for alias in handler if hasattr(handler._connections, alias)]:
            del handler[alias]
        handler._settings = None
        handler.__dict__.pop("settings", None)


def _status(asked: dict[str, Any]) -> int:
    """Carries out what is asked, as the interpreter would; gives the status."""
    from django.db import connections

    from dateline.cli import main

    try:
        if code := asked.get("code"):
            sys.argv = ["-c", *asked["words"]]
            exec(code, {"__name__": "__main__"})
            status = 0
        else:
            status = main(asked["words"])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        traceback.print_exc()
        status = 1
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def _copy_tables(template: str) -> None:
    """Has a restore copy the tables that it would make: those of the same migrations, on a database that is empty."""
    import sqlite3
    from contextlib import closing

    from django.db.migrations.executor import MigrationExecutor

    make = MigrationExecutor.migrate

    def migrate(self: Any, targets: Sequence[tuple[str, str]], plan: Any = None, **more: Any) -> Any:
        is_whole = plan is None and set(targets) == set(self.loader.graph.leaf_nodes())
        if not is_whole or self.connection.introspection.table_names():
            return make(self, targets, plan, **more)
        with closing(sqlite3.connect(f"file:{template}?mode=ro", uri=True)) as tables:
            tables.backup(self.connection.connection)
        return None

    MigrationExecutor.migrate = migrate


def _serve(address: str, template: str) -> None:
    import gc
    import importlib

    from django.conf import settings

    from dateline import secrets
    from dateline.serve import start

    start.set_up()
    for name in ("backup", "doctor", "kill", "receive", "restore", "setup", "up", "web", "work"):
        importlib.import_module(f"dateline.commands.{name}")
    for name in ("dateline.serve.backup.restore", "dateline.serve.backup.take", "dateline.intake.worker"):
        importlib.import_module(name)
    if template:
        _copy_tables(template)
    assert not secrets.is_there(settings.DATA), "no module may have seen a key that is not a fork's own"
    gc.freeze()
    with _Server(address, _Fork) as server:
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
