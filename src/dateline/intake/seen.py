"""What was taken from a folder in which files stay, so that nothing is read twice, not after a restart either.

It is a help and not a record: a file counts as seen only while the database has its bytes. A list that is lost costs
some reading, and a database that was put back to an earlier day gets everything that it lacks.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TextIO
from urllib.parse import quote_from_bytes, unquote_to_bytes

from django.conf import settings

from dateline.intake.files import Signature
from dateline.newsroom.models import Delivery, Source

log = logging.getLogger(__name__)

_AT_ONCE = 500
_SPARE_LINES = 1000
"""How many lines of files that are gone a list may have before it is written anew."""


class Seen:
    """The files of one folder that are done with, each in the state in which it was read."""

    def __init__(self, source: Source) -> None:
        self._path = Path(settings.DATA) / "folders" / f"{source.pk}.seen"
        self._files: dict[str, tuple[Signature, str]] = {}
        self._lines = 0
        self._file: TextIO | None = None
        self._load(source)

    def __contains__(self, entry: tuple[str, Signature]) -> bool:
        known = self._files.get(entry[0])
        return known is not None and known[0] == entry[1]

    def add(self, relative: str, signature: Signature, sha256: str) -> None:
        """Notes a file that is stored."""
        self._files[relative] = (signature, sha256)
        with suppress(OSError):  # without the list it would be read again after a restart, and nothing worse
            if self._file is None:
                self._path.parent.mkdir(mode=0o700, exist_ok=True)
                self._file = self._path.open("a", encoding="ascii")
            self._file.write(_line(relative, signature, sha256))
            self._file.flush()
            self._lines += 1

    def keep_only(self, there: set[str]) -> None:
        """Forgets the files that are gone; now and then the list is written anew without them."""
        for relative in self._files.keys() - there:
            del self._files[relative]
        if self._lines > 2 * len(self._files) + _SPARE_LINES:
            self._rewrite()

    def close(self) -> None:
        """Closes the list."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _load(self, source: Source) -> None:
        try:
            with self._path.open(encoding="ascii", errors="replace") as file:
                for batch in _batches(file):
                    self._lines += len(batch)
                    entries = [entry for line in batch if (entry := _entry(line)) is not None]
                    hashes = {sha256 for _, _, sha256 in entries}
                    rows = Delivery.objects.filter(source=source, sha256__in=hashes)
                    stored = set(rows.values_list("sha256", flat=True))
                    for relative, signature, sha256 in entries:
                        if sha256 in stored:
                            self._files[relative] = (signature, sha256)
        except FileNotFoundError:
            pass
        except OSError as error:
            log.warning("%s cannot be read, so its folder is read anew: %s", self._path, error)

    def _rewrite(self) -> None:
        draft = self._path.with_suffix(".draft")
        self.close()
        with suppress(OSError):
            with draft.open("w", encoding="ascii") as file:
                file.writelines(_line(relative, *known) for relative, known in self._files.items())
            draft.replace(self._path)
            self._lines = len(self._files)


def _line(relative: str, signature: Signature, sha256: str) -> str:
    name = quote_from_bytes(os.fsencode(relative))
    return f"{sha256} {signature.size} {signature.mtime_ns} {signature.inode} {name}\n"


def _entry(line: str) -> tuple[str, Signature, str] | None:
    """What a line says; None for one that a crash has cut off."""
    try:
        sha256, size, mtime_ns, inode, name = line.removesuffix("\n").split(" ")
        if not line.endswith("\n"):
            return None
        return os.fsdecode(unquote_to_bytes(name)), Signature(int(size), int(mtime_ns), int(inode)), sha256
    except ValueError:
        return None


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(lines)
    while batch := list(islice(iterator, _AT_ONCE)):
        yield batch
