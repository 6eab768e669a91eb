"""Logs: one line an event on standard error; JSON unless a person is looking."""

import logging
import sys
from typing import Any

import structlog

GRANIAN: dict[str, Any] = {
    "handlers": {},
    "loggers": {
        "_granian": {"handlers": [], "propagate": True},
        "granian.access": {"handlers": [], "propagate": True},
    },
}
"""What Granian is given, so that its lines go the way of all others."""

_role = ""


def configure(role: str = "", *, level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's lines to standard error in one form, naming the process's role."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_role,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    for_people = sys.stderr.isatty()
    last: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if for_people:
        last.append(structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback))
    else:
        last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A 404 is a reader's mistake or somebody's scan, and no event of ours.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    name_role(role)


def name_role(role: str) -> None:
    """Have the lines of this process, in all its threads, say which one they come from."""
    global _role
    _role = role


def _add_role(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if _role:
        event["role"] = _role
    return event
