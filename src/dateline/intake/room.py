"""Room on the disk: where little is left nothing more is taken in, before a full disk stops the newsroom itself.

Looked at where this host keeps its data: the raw copy, and the database if that is a file. Pushes are answered with 503
and files stay in their folders, so that nothing is lost meanwhile; it ends by itself once there is more room again.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

ENOUGH = 1.1
"""How many times the least room there must be before copy is taken in again: no to and fro at the limit."""


def free() -> int:
    """Bytes that are free for us where this host keeps its data; the fewest where that is on several file systems."""
    found = []
    for folder in (Path(settings.DATA), Path(settings.DATA) / "raw"):
        with suppress(FileNotFoundError):
            about = os.statvfs(folder)
            found.append(about.f_bavail * about.f_frsize)
    return min(found, default=0)


class Room:
    """Whether there is room, as one process remembers it: `is_short` says so, and logs it when that changes."""

    def __init__(self) -> None:
        self._short = False

    def is_short(self) -> bool:
        """Whether nothing may be taken in just now."""
        least = settings.MIN_FREE
        available = free()
        short = available < least * (ENOUGH if self._short else 1)
        if short and not self._short:
            log.error("%s: %s", settings.DATA, sentence(available))
        elif self._short and not short:
            log.warning("%s: %s are free again, and copy is taken in", settings.DATA, _shown(available))
        self._short = short
        return short


def trouble() -> str | None:
    """What to say where there is no room, to whoever asks once; None where there is."""
    available = free()
    return sentence(available) if available < settings.MIN_FREE else None


def sentence(available: int | None = None) -> str:
    """What to say to whoever is refused: how little is free, and when copy is taken in again."""
    left = _shown(free() if available is None else available)
    until = _shown(int(settings.MIN_FREE * ENOUGH))
    return f"only {left} are free on the disk; nothing is taken in until there are more than {until}"


def _shown(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 100_000_000 else f"{size / 1e6:.1f} MB"


room = Room()
"""That of this process."""
