"""The web role: Granian with the application. Several of them may listen at one port; the kernel deals out."""

import gc
import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from dateline.serve import logs
from dateline.serve.start import set_up
from dateline.serve.supervise import die_with_parent

if TYPE_CHECKING:
    from dateline.serve.application import Application

THREADS = 4
"""Python threads a process. Pages from memory need one; the others are there for whoever waits for the database."""

CONNECTIONS = 2048
"""Open connections a process, idle ones included (Granian's `backpressure`); more wait in the listen queue."""

HEADER_BYTES = 64 * 1024
STOP_SECONDS = 10


def serve(host: str, port: int) -> int:
    """Answer until SIGTERM or SIGINT; gives the exit status."""
    if "fork" in multiprocessing.get_all_start_methods():
        # Granian starts its workers so only where it is the default; they share what this process has loaded.
        multiprocessing.set_start_method("fork", force=True)
    gc.collect()
    gc.freeze()  # what is loaded now stays shared with the workers
    server = Granian(
        "dateline.serve.web:load",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        runtime_threads=1,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=HEADER_BYTES),
        websockets=False,
        backlog=2048,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        log_dictconfig=logs.GRANIAN,
        # A worker that dies takes this process with it, and whoever keeps this process starts it again.
        respawn_failed_workers=False,
        workers_kill_timeout=STOP_SECONDS,
    )
    # Granian's worker is born with its parent's handlers, and has none of its own until the application is loaded: told
    # to end before that, it would only note that its parent should.
    os.register_at_fork(after_in_child=_end_when_told)
    parent = os.getpid()
    server.serve(target_loader=_Loader(parent), wrap_loader=False)
    return 0


def _end_when_told() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


class _Loader:
    """Makes the application in Granian's worker process."""

    def __init__(self, parent: int) -> None:
        self._parent = parent

    def __call__(self) -> "Application":
        # Its parent ends it in order, and kills it if it then hangs, as Granian's worker may (its main thread can wait,
        # with Python's lock in hand, for threads that want that lock). Nobody would, once the parent was killed.
        die_with_parent(self._parent, signal.SIGKILL)
        return load()


def load() -> "Application":
    """The application of this process."""
    set_up()
    from dateline.serve.alarms.watch import Watch
    from dateline.serve.application import make

    application, _ = make()
    Watch().start()
    return application
