"""Requests a second while the edition changes twelve times a second, beside the same with nothing changing."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bench import installation, invented
from bench.base import LOAD_CORE, SERVER_CORE, Result, Row, on_core, process, wrk
from bench.cached import article_of, wait_for
from tests.serve.running import free_port

A_SECOND = 12


def measure(quick: bool) -> Result:
    """One web process on a core of its own; the worker that takes copy in shares the other with the load."""
    seconds, turns = (2, 2) if quick else (5, 3)
    data = installation.archive(installation.SMALL)
    folder = data.parent / f"{data.name}-in"
    port = free_port()
    web = [*on_core(SERVER_CORE), *installation.COMMAND, "web", "--port", str(port), "--data", str(data)]
    work = [*on_core(LOAD_CORE), *installation.COMMAND, "work", "--data", str(data)]
    still, changing = [], []
    with process(web), process(work):
        wait_for(port)
        path, _body = article_of(port)
        for _ in range(turns):
            still.append(wrk(f"http://127.0.0.1:{port}{path}", seconds))
            with _arriving(folder):
                changing.append(wrk(f"http://127.0.0.1:{port}{path}", seconds))
    ratio = max(changing) / max(still)
    return Result(
        f"{max(changing):,.0f} requests/s of an article whose rail changes",
        f"{max(still):,.0f} requests/s with nothing changing",
        f"{ratio:.2f}",
        None,
    )


@contextmanager
def _arriving(folder: Path) -> Iterator[None]:
    """Renames an item into the folder twelve times a second, for as long as the block lasts."""
    stop = threading.Event()
    thread = threading.Thread(target=_fill, args=(folder, stop), daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join()


def _fill(folder: Path, stop: threading.Event) -> None:
    aside = folder.parent / "arriving"
    aside.mkdir(exist_ok=True)
    first = random.SystemRandom().randrange(10_000_000, 90_000_000)
    for n in count(first):
        draft = aside / f"{n}.xml"
        draft.write_bytes(invented.newsml(n, datetime.now(UTC).replace(microsecond=0)))
        draft.rename(folder / draft.name)
        if stop.wait(1 / A_SECOND):
            return


ROW = Row(f"cached article, one process on one core, {A_SECOND} editions a second", "-", measure)
