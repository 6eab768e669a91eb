"""Django's backend for PostgreSQL, on connections that do not wait for ever. Django finds it by this module's name."""

from collections.abc import Callable, Generator
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from dateline.postgresql.patience import Wait


class PatientConnection(psycopg.Connection[Any]):
    """A connection of psycopg's. A server that shows no sign of life for too long gets it closed, and whoever waited
    psycopg.OperationalError.
    """

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **kwargs: Any) -> Any:
        """As psycopg's own: all that is sent and received goes through it."""
        return super().wait(_patiently(gen, self.pgconn.finish), *args, **kwargs)

    @classmethod
    def _connect_gen(cls, *args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        # Not for callers, but all connecting goes through it; libpq's own limit for that is three seconds.
        return _patiently(super()._connect_gen(*args, **kwargs))


def _patiently(gen: Generator[Any, Any, Any], let_go: Callable[[], None] = lambda: None) -> Generator[Any, Any, Any]:
    """Does what `gen` does, as long as there is a sign of life."""
    wait = Wait()
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if ready:
                wait.goes_on()
            elif wait.is_over:
                let_go()
                raise psycopg.OperationalError("the server has not answered for too long")
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value


class _Driver:
    """psycopg, which connects with our kind of connection."""

    connect = staticmethod(PatientConnection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own, but for the kind of its connections."""

    Database = _Driver()
