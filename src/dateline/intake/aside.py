"""Reading large copy aside: in a process of its own, so that the worker goes on with what is small and urgent.

Reading is work for the processor, and two threads of one Python would only take turns at it. The process is a fresh
interpreter with the reader alone: `python -m dateline.intake.aside`, with low priority and a bound on its time. If it
dies or is ended, that is a death in the middle of a delivery like any other.
"""

import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from typing import IO, Any, NamedTuple

from dateline.wire.errors import Unreadable
from dateline.wire.item import Reading
from dateline.wire.reader import read

PROCESSOR_SECONDS = 120
"""Time of the processor that one reading gets. 32 MB, the largest file that is read, take some 10 s."""

SECONDS = 600.0
"""Time by the clock that one reading gets."""

REST = 5.0
"""Seconds for which nothing is begun after there was no room for a file or a process."""

READ, UNREADABLE, FAILED = "read", "unreadable", "failed"
"""What came of it: the first word of an answer."""


class Died(Exception):
    """The process ended without a word; the text says how."""


class Told(Died):
    """The process was told to end, as everything is at the end of a service: that is not the file's doing."""


class Failed(Exception):
    """The reader raised what it should not have; the text says what."""


class Aside:
    """One reading at a time, in a process of its own."""

    def __init__(self) -> None:
        self._reading: _Reading | None = None
        self._rests_until = 0.0

    @property
    def busy(self) -> bool:
        """Whether a reading is under way, or done and not taken yet; or there was no room for one just now."""
        return self._reading is not None or time.monotonic() < self._rests_until

    def begin(self, data: bytes, known: dict[str, Any]) -> None:
        """Begins to read: what `wire.reader.read(data, **known)` gives. Only while not busy.

        Raises OSError where there is no room for it, and is busy for REST seconds then.
        """
        try:
            self._reading = _begun(data, known)
        except OSError:
            self._rests_until = time.monotonic() + REST
            raise

    def done(self, wait: float = 0.0) -> bool:
        """Whether there is an outcome; waits for it no longer than this."""
        if self._reading is None:
            return False
        process = self._reading.process
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            if time.monotonic() < self._reading.ends:
                return False
            process.kill()
            process.wait()
        return True

    def outcome(self) -> Reading:
        """What was read, once it is done. Raises Unreadable as the reader did, Failed, Died, or Told."""
        if self._reading is None:
            raise Died("nothing was begun")
        process, answer, _ = self._reading
        self._reading = None
        with answer:
            status = process.wait()
            if -status == signal.SIGTERM:
                raise Told
            if status:
                raise Died(f"signal {-status}" if status < 0 else f"status {status}")
            answer.seek(0)
            # Pickled by our own process, into a file that has no name.
            what, *found = pickle.load(answer)  # noqa: S301
        if what == UNREADABLE:
            raise Unreadable(*found)
        if what == FAILED:
            raise Failed(*found)
        reading: Reading = found[0]
        return reading

    def close(self) -> None:
        """Ends a reading that is under way."""
        if self._reading is not None:
            self._reading.process.kill()
            self._reading.process.wait()
            self._reading.answer.close()
            self._reading = None


class _Reading(NamedTuple):
    """A reading under way: who does it, where the answer will be, and when (monotonic) it is ended."""

    process: subprocess.Popen[bytes]
    answer: IO[bytes]
    ends: float


def _begun(data: bytes, known: dict[str, Any]) -> _Reading:
    with tempfile.TemporaryFile() as question:
        pickle.dump((data, known), question)
        question.seek(0)
        answer = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            words = [sys.executable, "-m", "dateline.intake.aside"]
            # In a group of its own: the interrupt of a terminal is for the parent, who ends it.
            process = subprocess.Popen(words, stdin=question, stdout=answer, process_group=0)
        except BaseException:
            answer.close()
            raise
    return _Reading(process, answer, time.monotonic() + SECONDS)


def main() -> None:
    """What the process does: one question on standard input, its answer on standard output."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    data, known = pickle.load(sys.stdin.buffer)  # noqa: S301
    answer: tuple[object, ...]
    try:
        answer = READ, read(data, **known)
    except Unreadable as error:
        answer = UNREADABLE, error.code, str(error)
    except Exception as error:
        traceback.print_exc()
        answer = FAILED, f"{type(error).__name__}: {error}"
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
