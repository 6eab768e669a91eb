"""What is said on standard error while files are read: a line for each that could not be, progress, a summary."""

import time
from collections import Counter
from collections.abc import Mapping
from typing import TextIO

from dateline.convert.files import shown
from dateline.convert.reading import Outcome
from dateline.wire.errors import REASONS
from dateline.wire.problems import CODES

OWN_CODES = {
    "no-access": "It is not there, may not be opened or is no file.",
    "not-a-file": "It is a pipe, a device or a folder.",
    "mistake": "A mistake of Dateline's.",
    "died": "The process that read it died of it.",
}
"""Reasons that are about the file as such or about Dateline, beside REASONS of the readers."""

FIRST_AFTER = 1.0
AGAIN_AFTER = 0.2
"""Seconds after which progress shows for the first time, and anew."""

MOST_AGENCIES = 1000
"""Different agencies that are counted, so that nonsense in files takes no memory."""

MOST_ROWS = 40
"""Rows of a table of the summary."""

ERASE = "\r\x1b[K"


class Telling:
    """Counts outcomes and says what becomes of them. `progress` rewrites one line of a terminal."""

    def __init__(self, stream: TextIO, progress: bool) -> None:
        self.stream = stream
        self.progress = progress
        self.started = time.monotonic()
        self.shown_at = self.started + FIRST_AFTER - AGAIN_AFTER
        self.is_shown = False
        self.files = 0
        self.items = 0
        self.unreadable: Counter[str] = Counter()
        self.without_news = 0
        self.formats: Counter[str] = Counter()
        self.items_of_formats: Counter[str] = Counter()
        self.agencies: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.losses: Counter[str] = Counter()

    def take(self, path: str, outcome: Outcome) -> None:
        """Count the outcome of a file, and say what is to be said of it."""
        self.files += 1
        self.items += len(outcome.items)
        if outcome.reason is not None:
            self.unreadable[outcome.code or ""] += 1
            self._line(path, outcome.reason)
        elif outcome.format is not None:
            self.formats[outcome.format] += 1
            self.items_of_formats[outcome.format] += len(outcome.items)
            self.without_news += not outcome.items
            for agency, count in outcome.agencies.items():
                is_known = agency in self.agencies or len(self.agencies) < MOST_AGENCIES
                self.agencies[(agency or "(none named)") if is_known else "(others)"] += count
            self.problems.update(outcome.problems)
            self.losses.update(outcome.losses)
        for sentence in (*outcome.told, *outcome.lost):
            self._line(path, sentence)
        if self.progress and time.monotonic() - self.shown_at >= AGAIN_AFTER:
            self._show()

    def end(self) -> None:
        """Take the progress off the terminal."""
        if self.is_shown:
            self.stream.write(ERASE)
            self.stream.flush()
            self.is_shown = False

    def summary(self) -> str:
        """How many files and items there were, by format, agency, problem and reason."""
        seconds = time.monotonic() - self.started
        parts = [f"{self.files - self.unreadable.total():,} read"]
        if self.without_news:
            parts[0] += f" ({self.without_news:,} without news)"
        if self.unreadable:
            parts.append(f"{self.unreadable.total():,} not")
        lines = [f"{_many(self.files, 'file')}, {', '.join(parts)}; {_many(self.items, 'item')}; {seconds:.1f} s"]
        files_and_items = {name: f"{self.items_of_formats[name]:>9,}" for name in self.formats}
        lines += _table(("format", "files", f"{'items':>9}"), self.formats, files_and_items)
        lines += _table(("agency", "items", ""), self.agencies, {})
        lines += _table(("problem", "items", ""), self.problems, CODES)
        lines += _table(("not written", "items", ""), self.losses, CODES)
        lines += _table(("not read", "files", ""), self.unreadable, REASONS | OWN_CODES)
        return "\n".join(lines) + "\n"

    def _line(self, path: str, sentence: str) -> None:
        self.end()
        print(f"{shown(path)}: {sentence}", file=self.stream, flush=True)

    def _show(self) -> None:
        self.shown_at = now = time.monotonic()
        self.is_shown = True
        speed = self.files / max(now - self.started, 0.001)
        unreadable = self.unreadable.total()
        said = [
            _many(self.files, "file"),
            _many(self.items, "item"),
            *([f"{unreadable:,} not read"] if unreadable else []),
        ]
        self.stream.write(f"{ERASE}{', '.join(said)}; {speed:,.0f} files/s")
        self.stream.flush()


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _table(head: tuple[str, str, str], counts: Counter[str], beside: Mapping[str, str]) -> list[str]:
    """Lines of a name, how often, and what is to stand beside it; the most frequent first."""
    if not counts:
        return []
    width = min(40, max(18, *(len(name) for name in counts)))
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    lines = [f"{name[:width]:<{width}} {count:>9,}  {beside.get(name, '')}".rstrip() for name, count in rows]
    if len(lines) > MOST_ROWS:
        lines[MOST_ROWS - 1 :] = [f"and {len(lines) - MOST_ROWS + 1:,} more"]
    return ["", f"{head[0]:<{width}} {head[1]:>9}  {head[2]}".rstrip(), *lines]
