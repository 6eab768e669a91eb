"""A worker, to be a process of its own, that dies by SIGKILL at a chosen moment: `main([MOMENT, COUNT, HANGS])`.

The COUNTth time that the moment comes, the process is gone, as by the power plug; or it hangs, in a way of HANGS, and
a piece of its work may take half a second of the processor. Without arguments it works until nothing waits and nothing
is left in the folders.
"""

import contextlib
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from dateline.serve import start


def main(words: list[str]) -> None:
    start.set_up()
    from dateline.intake import bounded, files, folder, jobs, worker
    from dateline.newsroom import transaction

    moments: dict[str, tuple[Any, str]] = {
        "before storing": (folder, "store_many"),
        "after storing": (folder.Folder, "_put_away"),
        "between moves": (files, "move_to_done"),
        "before counting": (worker.Worker, "_claim"),
        "while reading": (worker, "read_delivery"),
        "while receiving": (jobs, "receive"),
        "before the commit": (transaction.Work, "_finish"),
        "after the commit": (jobs, "_still_pending"),
    }
    if words:
        module, name = moments[words[0]]
        ends = HANGS[words[2]] if words[2:] else _kill
        setattr(module, name, _dies(getattr(module, name), int(words[1]), ends))
        bounded.PROCESSOR_SECONDS = 0.5
        worker.work(threading.Event())
    else:
        stop = threading.Event()
        threading.Thread(target=_stop_when_idle, args=(stop,), daemon=True).start()
        worker.work(stop)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _loop() -> None:
    while True:
        with contextlib.suppress(BaseException):
            while True:
                pass


HANGS = {"in a loop": _loop, "in a regular expression": lambda: re.match(r"(a+)+$", "a" * 60 + "b")}


def _dies(function: Callable[..., Any], count: int, ends: Callable[[], Any] = _kill) -> Callable[..., Any]:
    left = [count]

    def dies(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            ends()
        return function(*args, **kwargs)

    return dies


def _stop_when_idle(stop: threading.Event) -> None:
    from dateline.intake import files
    from dateline.newsroom.models import Delivery, Source

    quiet = 0
    while quiet < 3:
        time.sleep(0.1)
        waiting = Delivery.objects.filter(state="pending").exists() or not Delivery.objects.exists()
        paths = [source.path for source in Source.objects.filter(kind="folder")]
        left = any(files.is_copy(name) for path in paths for name in os.listdir(path))
        quiet = 0 if waiting or left else quiet + 1
    stop.set()
