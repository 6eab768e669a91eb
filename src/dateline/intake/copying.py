"""Copying a large file of a folder into safety, in a thread beside the worker: hardly any of it is Python's work."""

import os
import threading
from typing import IO, NamedTuple

from django.db import connections

from dateline.intake import files
from dateline.intake.files import Signature, signature_of
from dateline.intake.store import keep_large, let_go
from dateline.newsroom.models import Source
from dateline.newsroom.raw import Kept

STOP_SECONDS = 5.0


class Copied(NamedTuple):
    """A file whose bytes are kept, and what it was like before and after they were read."""

    kept: Kept
    before: Signature
    after: Signature


class Stopped(Exception):
    """It was told to stop."""


class Copying:
    """The copying of one file, which begins at once."""

    def __init__(self, root: str, relative: str, source: Source) -> None:
        self.relative = relative
        self._root = root
        self._source = source
        self._stop = threading.Event()
        self._copied: Copied | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="copying", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether there is an outcome."""
        return not self._thread.is_alive()

    def outcome(self) -> Copied:
        """What came of it, once it is done. Raises OSError, files.Ignored, Unreadable, and what databases raise."""
        self._thread.join()
        if self._copied is None:
            raise self._error or Stopped
        return self._copied

    def stop(self) -> None:
        """Ends it; what was kept is removed, unless a delivery has it."""
        self._stop.set()
        self._thread.join(STOP_SECONDS)
        if self._copied is not None:
            let_go(self._copied.kept)

    def _run(self) -> None:
        try:
            with files.opened(self._root, self.relative) as descriptor:
                before = signature_of(os.fstat(descriptor))
                with open(descriptor, "rb", closefd=False) as file:
                    kept = keep_large(_UntilStopped(file, self._stop), self._source)
                self._copied = Copied(kept, before, signature_of(os.fstat(descriptor)))
        except Exception as error:
            self._error = error
        finally:
            connections.close_all()


class _UntilStopped:
    """A file that cannot be read any more once it is to stop."""

    def __init__(self, file: IO[bytes], stop: threading.Event) -> None:
        self._file = file
        self._stop = stop

    def read(self, size: int, /) -> bytes:
        if self._stop.is_set():
            raise Stopped
        return self._file.read(size)
