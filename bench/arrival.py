"""From the renaming of a file into a folder to its headline on the page of its section."""

import http.client
import random
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import installation, invented
from bench.base import Result, Row, percentile
from tests.serve.running import Running, running

TARGET = 0.5
A_SECOND = 12
LOOK_EVERY = 0.01


class Look:
    """Looks at the pages of all sections again and again, and notes when each awaited item is seen first."""

    def __init__(self, site: Running) -> None:
        self.sent: dict[str, float] = {}
        self.seen: dict[str, float] = {}
        self._connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)

    def once(self) -> None:
        """One look at each section for which something is awaited."""
        waiting = [name for name in list(self.sent) if name not in self.seen]
        for slug in {name.partition(" ")[0] for name in waiting}:
            self._connection.request("GET", f"/{slug}/")
            body = self._connection.getresponse().read()
            now = time.monotonic()
            for name in waiting:
                if name.startswith(slug) and f"-{name.partition(' ')[2]}" in body.decode():
                    self.seen[name] = now

    def until(self, stop: threading.Event) -> None:
        """Look until told to stop."""
        while not stop.is_set():
            started = time.monotonic()
            self.once()
            time.sleep(max(0.0, LOOK_EVERY - (time.monotonic() - started)))


def measure(quick: bool) -> Result:
    """12 items a second, each renamed into the folder; the pages of the sections are looked at every 10 ms."""
    data = installation.archive(installation.large(quick))
    folder = data.parent / f"{data.name}-in"
    with running(data) as site:
        look = Look(site)
        stop = threading.Event()
        eyes = threading.Thread(target=look.until, args=(stop,), daemon=True)
        eyes.start()
        _fill(folder, look, 10 if quick else 30)
        end = time.monotonic() + 10
        while len(look.seen) < len(look.sent) and time.monotonic() < end:
            time.sleep(0.05)
        stop.set()
        eyes.join()
    took = [look.seen[name] - at for name, at in look.sent.items() if name in look.seen]
    missing = len(look.sent) - len(took)
    p95 = percentile(took, 95)
    return Result(
        f"p50 {percentile(took, 50) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, most {max(took) * 1000:.0f} ms"
        + (f"; {missing} of {len(look.sent)} never" if missing else f" ({len(took)} items)"),
        "100 ms between two readings of the edition",
        f"{p95 / 0.1:.1f}",
        not missing and p95 <= TARGET,
    )


def _fill(folder: Path, look: Look, seconds: int) -> None:
    from dateline.newsroom.identity import short_id

    first = random.SystemRandom().randrange(10_000_000, 90_000_000)
    aside = folder.parent / "arriving"
    aside.mkdir(exist_ok=True)
    began = time.monotonic()
    for place in range(seconds * A_SECOND):
        n, at = first + place, datetime.now(UTC).replace(microsecond=0)
        draft = aside / f"{n}.xml"
        draft.write_bytes(invented.newsml(n, at))
        time.sleep(max(0.0, began + place / A_SECOND - time.monotonic()))
        slug = invented.SECTIONS[invented.category(n)].lower()
        look.sent[f"{slug} {short_id(invented.PROVIDER, invented.guid(n, at))}"] = time.monotonic()
        draft.rename(folder / draft.name)


ROW = Row("arrival (rename) to visible page at 12 items/s, large archive", f"p95 {TARGET * 1000:.0f} ms", measure)
