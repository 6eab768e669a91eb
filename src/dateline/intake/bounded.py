"""A bound on the time of each piece of a worker's work, which holds whatever that piece does.

The kernel keeps it, by ending the process: what never comes back from a regular expression or from a library in C lets
neither a handler nor another thread of Python do anything. It is the processor's time that is counted, so that neither
a busy machine nor one that slept ends anything that goes on well.
"""

import faulthandler
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PROCESSOR_SECONDS = 15.0
"""Time of the processor that reading one small delivery, or one transaction, may take: a hundred times what they do."""


@contextmanager
def bounded() -> Iterator[None]:
    """Ends this process if the block takes too long: a death like any other, whose attempt is counted."""
    signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def tell_where() -> None:
    """Has a process that is ended so say first, on standard error, where it was."""
    with suppress(OSError, ValueError):  # it may have no standard error
        faulthandler.register(signal.SIGPROF, chain=True)
