"""Many files, read by several processes: outcomes in the order of the files, whatever becomes of a process.

The parent hands a few files at a time to each process that has none and gathers what they make of them. At no time are
more than a bounded number of files, and of bytes, under way; a process that dies is replaced.
"""

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

import msgspec

from dateline.convert.files import STANDARD_INPUT, Refused, files_below, opened
from dateline.convert.lines import LARGE_BYTES, has_parts, parts
from dateline.convert.reading import Options, Outcome, one_line, outcome_of, refused
from dateline.wire.errors import Unreadable

SMALL_FILES = 64
SMALL_BYTES = 2 * 1024 * 1024
"""So many files of so many bytes in all are read before other processes would be ready to."""

BATCH_FILES = 8
BATCH_BYTES = 256 * 1024
"""What a process is given at a time."""

UNDER_WAY = 6
"""Batches for each process that may be under way or wait for an earlier file."""

WAITING_BYTES = 32 * 1024 * 1024
"""Bytes of outcomes that may wait for an earlier file; then only that file is waited for."""

SECONDS = 60
"""Seconds of the processor that a process may spend on one file. Readers refuse what takes long; this is for one that
does not."""


class Task(NamedTuple):
    """A file under way: its place among all, its path; its bytes, and its format, where the parent has taken them."""

    place: int
    path: str
    data: bytes | None = None
    format: str | None = None


def cores() -> int:
    """How many cores this process may use, by its affinity and by the quota of its control group."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        found = min(found, -(-int(quota) // int(period)))  # `max 100000` is no quota and no number
    return max(found, 1)


def outcomes(
    paths: Iterable[str], options: Options, standard_input: BinaryIO, jobs: int | None = None
) -> Generator[tuple[str, Outcome], None, None]:
    """The outcome of each file, in order; a folder stands for the files below it.

    `jobs` is how many processes read (default: `cores()`). Few and small files are read in this process. Close the
    iterator, or let it come to its end, to end the processes.
    """
    tasks = _tasks(paths, standard_input)
    first: list[tuple[Task, Outcome | None]] = []
    size = 0
    for task, outcome in tasks:
        first.append((task, outcome))
        size += _size(task)
        if len(first) > 1 and (len(first) > SMALL_FILES or size > SMALL_BYTES):
            break
    else:
        for task, outcome in first:
            yield task.path, outcome or outcome_of(task.path, options, task.data, task.format)
        return
    pool = _Pool(options, jobs or cores())
    try:
        yield from pool.run(_chain(first, tasks))
    finally:
        pool.end()


def _tasks(paths: Iterable[str], standard_input: BinaryIO) -> Iterator[tuple[Task, Outcome | None]]:
    """Each file in order, with its outcome where that is known without reading it."""
    places = count()
    for path in files_below(paths):
        if isinstance(path, Refused):
            yield Task(next(places), path.path), Outcome(reason=one_line(path.reason), code="no-access")
        elif path == STANDARD_INPUT:
            yield from _in_parts(places, path, standard_input)
        elif _is_large_and_has_parts(path):
            with opened(path) as file:
                yield from _in_parts(places, path, file)
        else:
            yield Task(next(places), path), None


def _is_large_and_has_parts(path: str) -> bool:
    with suppress(OSError, ValueError, Unreadable):
        if os.stat(path).st_size > LARGE_BYTES:
            with opened(path) as file:
                return has_parts(file.read(LARGE_BYTES))
    return False


def _in_parts(places: Iterator[int], path: str, stream: BinaryIO) -> Iterator[tuple[Task, Outcome | None]]:
    """A stream as one task, or one of many documents as several."""
    try:
        for part in parts(stream):
            name = path if part.line == 1 else f"{path} from line {part.line}"
            yield Task(next(places), name, part.data, part.format), None
    except Exception as error:
        yield Task(next(places), path), refused(error)


def _chain(
    first: list[tuple[Task, Outcome | None]], rest: Iterator[tuple[Task, Outcome | None]]
) -> Iterator[tuple[Task, Outcome | None]]:
    while first:
        yield first.pop(0)
    yield from rest


def _size(task: Task) -> int:
    if task.data is not None:
        return len(task.data)
    try:
        return os.stat(task.path).st_size
    except (OSError, ValueError):
        return 0


class _Worker(NamedTuple):
    pid: int
    connection: Connection
    batch: deque[Task]
    """What it has been given and has not answered, in order."""


class _Pool:
    def __init__(self, options: Options, jobs: int) -> None:
        self.options = options
        self.workers: list[_Worker] = []
        self.jobs = jobs
        self.done: dict[int, Outcome] = {}
        self.paths: deque[str] = deque()
        """The paths from `next` on that are under way."""
        self.next = 0
        self.bytes_waiting = 0
        self.tried: set[int] = set()
        """Places of files with which a process has died once."""

    def run(self, tasks: Iterator[tuple[Task, Outcome | None]]) -> Iterator[tuple[str, Outcome]]:
        more = True
        while more or self.paths:
            for number in range(self.jobs):
                if more and number == len(self.workers):
                    self.workers.append(self._start())
                if more and not self.workers[number].batch:
                    more = self._give(number, tasks)
            self._gather()
            while self.next in self.done:
                outcome = self.done.pop(self.next)
                self.bytes_waiting -= _weight(outcome)
                self.next += 1
                yield self.paths.popleft(), outcome

    def end(self) -> None:
        """Ends all processes, whatever they are doing: they hold nothing that could be lost."""
        for worker in self.workers:
            _end(worker)
        self.workers = []

    def _give(self, number: int, tasks: Iterator[tuple[Task, Outcome | None]]) -> bool:
        """Hands a process its next files; False where there are no more."""
        batch: list[Task] = []
        size = 0
        more = True
        while len(batch) < BATCH_FILES and size < BATCH_BYTES and len(self.paths) < self._most():
            found = next(tasks, None)
            if found is None:
                more = False
                break
            task, outcome = found
            self.paths.append(task.path)
            if outcome is not None:
                self._keep(task.place, outcome)
                continue
            batch.append(task)
            size += _size(task)
        if batch:
            self._send(number, batch)
        return more

    def _most(self) -> int:
        return self.jobs * BATCH_FILES * UNDER_WAY

    def _send(self, number: int, batch: list[Task]) -> None:
        self.workers[number].batch.extend(batch)
        message = msgspec.msgpack.encode([(os.fsencode(task.path), task.data, task.format) for task in batch])
        # Only a process that waits for files is sent any, so neither side can wait for the other. One that has died
        # is noticed where its answers are gathered.
        with suppress(OSError):
            self.workers[number].connection.send_bytes(message)

    def _gather(self) -> None:
        """Takes what there is, or waits for it; only for the next file where too much waits for that."""
        busy = [worker for worker in self.workers if worker.batch]
        if self.bytes_waiting > WAITING_BYTES:
            busy = [worker for worker in busy if worker.batch[0].place == self.next]
        if not busy:
            return
        ready = wait([worker.connection for worker in busy])
        for number, worker in enumerate(self.workers):
            if worker.connection in ready and worker.batch:
                try:
                    outcome = _DECODER.decode(worker.connection.recv_bytes())
                except (EOFError, OSError):
                    self._replace(number)
                else:
                    self._keep(worker.batch.popleft().place, outcome)

    def _keep(self, place: int, outcome: Outcome) -> None:
        self.done[place] = outcome
        self.bytes_waiting += _weight(outcome)

    def _replace(self, number: int) -> None:
        """Puts another process in the place of one that died.

        The file that it was reading is tried once more, since anything may end a process; the second time it is what
        is wrong.
        """
        worker = self.workers[number]
        died_of = _end(worker)
        task = worker.batch[0]
        if task.place in self.tried or died_of == signal.SIGPROF:
            worker.batch.popleft()
            self.tried.discard(task.place)
            self._keep(task.place, Outcome(reason=_death(died_of), code="died"))
        else:
            self.tried.add(task.place)
        self.workers[number] = self._start()
        if worker.batch:
            self._send(number, list(worker.batch))

    def _start(self) -> _Worker:
        ours, theirs = Pipe()
        # Ctrl-C is for the parent. Held back until the child has said so, or it could be lost or end both.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            pid = os.fork()
            if pid == 0:
                _work(theirs, [ours, *(worker.connection for worker in self.workers)], self.options)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        theirs.close()
        return _Worker(pid, ours, deque())


_DECODER = msgspec.msgpack.Decoder(Outcome)
_TASKS = msgspec.msgpack.Decoder(list[tuple[bytes, bytes | None, str | None]])


def _weight(outcome: Outcome) -> int:
    return sum(map(len, outcome.items))


def _end(worker: _Worker) -> int:
    """Ends a process; gives the signal that it died of, 0 if it ended by itself."""
    worker.connection.close()
    with suppress(ProcessLookupError):
        os.kill(worker.pid, signal.SIGKILL)  # nothing to one that is dead already, whose end keeps its reason
    with suppress(ChildProcessError):
        status = os.waitpid(worker.pid, 0)[1]
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return 0


def _death(died_of: int) -> str:
    if died_of == signal.SIGPROF:
        return f"Reading it took more than {SECONDS} seconds of the processor and was given up."
    if died_of == signal.SIGKILL:
        return "The process that read it was killed, twice; a system without memory left does that."
    name = signal.Signals(died_of).name if died_of in set(signal.Signals) else f"signal {died_of}"
    return f"The process that read it died of it, twice ({name if died_of else 'it ended itself'})."


def _work(connection: Connection, inherited: list[Connection], options: Options) -> NoReturn:
    """What a process does until the parent closes the connection, or is gone."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which ends the process, also inside a parser
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for other in inherited:
            other.close()
        with suppress(OSError):
            # Where memory runs out, a process that holds one file goes before the parent that holds the output.
            Path("/proc/self/oom_score_adj").write_text("500")
        while True:
            for path, data, format in _TASKS.decode(connection.recv_bytes()):
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
                outcome = outcome_of(os.fsdecode(path), options, data, format)
                signal.setitimer(signal.ITIMER_PROF, 0)
                connection.send_bytes(_ENCODER.encode(outcome))
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


_ENCODER = msgspec.msgpack.Encoder()
