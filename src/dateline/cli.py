"""The command `dateline`: finds the subcommand, loads it, runs it."""

import argparse
import errno
import importlib
import importlib.util
import io
import os
import sys
from collections.abc import Sequence
from typing import Protocol
from zoneinfo import ZoneInfoNotFoundError, available_timezones

from dateline import __version__

COMMANDS = (
    "up",
    "receive",
    "convert",
    "kill",
    "replay",
    "setup",
    "key",
    "redirects",
    "template",
    "doctor",
    "backup",
    "restore",
    "web",
    "work",
)
"""Every subcommand, in the order of the help. Each is `dateline.commands.NAME`; one without a module is not offered."""

WRONG_USE = 2
"""Exit status of a command line that cannot be carried out."""

INTERRUPTED = 130
"""Exit status after Ctrl-C: what a shell gives for a process that SIGINT ended."""

PIPE_CLOSED = 141
"""Exit status when whoever read the output went away: what a shell gives for SIGPIPE."""

IN_THE_WAY = frozenset(
    (
        *(errno.EACCES, errno.EPERM, errno.EROFS),
        *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
        *(errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG),
        *(errno.EMFILE, errno.ENFILE),
    )
)
"""What the system says of files that this user may not use, disks that are full or broken, something else in the place
of a file or folder, and too many files that are open.
"""


class Command(Protocol):
    """What a module under `dateline.commands` has."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line (without the program's name); gives the exit status."""
    _open_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    offered = available()
    name = words[0] if words else ""
    try:
        if name in offered:
            return _run(name, words[1:])
        _overview(offered).parse_args(words)  # ends the process unless there are no words at all
        _overview(offered).print_help(sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _give_output_up()
        return PIPE_CLOSED
    except ZoneInfoNotFoundError:
        if available_timezones():
            raise
        print(
            "dateline: this system has no time zones: install its package tzdata, or pip install tzdata",
            file=sys.stderr,
        )
        return 1


def available() -> tuple[str, ...]:
    """The commands of COMMANDS that have a module here."""
    return tuple(name for name in COMMANDS if importlib.util.find_spec(f"dateline.commands.{name}"))


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of one command, `--data` included, which every command takes."""
    # "resolve": a command with a --data of its own, say with another help, keeps it.
    parser = argparse.ArgumentParser(
        prog=f"dateline {name}", description=_command(name).HELP, conflict_handler="resolve", allow_abbrev=False
    )
    parser.add_argument(
        "--data",
        metavar="DIR",
        help="where the database and the raw copy are (also DATELINE_DATA)",
    )
    _command(name).add_arguments(parser)
    return parser


def _run(name: str, words: list[str]) -> int:
    args = parser_of(name).parse_args(words)
    if getattr(args, "data", None):
        os.environ["DATELINE_DATA"] = str(args.data)
    try:
        status = _command(name).run(args)
        sys.stdout.flush()
    except Exception as error:
        reason = _known_reason(error)
        if reason is None:
            raise
        try:
            sys.stdout.flush()
        except OSError:
            _give_output_up()
        print(f"dateline {name}: {reason}", file=sys.stderr)
        status = 1
    return status


def _open_streams() -> None:
    """Have a stream that was closed (`>&-`) lead nowhere, and one that is not in UTF-8 take any character."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 -- as long as the process
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="replace")


def _give_output_up() -> None:
    # What is left in the buffer would fail again, with a message, when the interpreter closes the stream.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _known_reason(error: Exception) -> str | None:
    """What to say of an error that is about this installation and not about the code; None for any other."""
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] not in ("", "dateline"):
        return f"{error.name} is not installed; all but `convert` needs the newsroom: pip install 'dateline[site]'"
    if isinstance(error, OSError) and error.errno in IN_THE_WAY:
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror)
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured

    from dateline.database import is_passing
    from dateline.secrets import KeyUnusable
    from dateline.serve.start import CannotStart

    if isinstance(error, ImproperlyConfigured | CannotStart | KeyUnusable):
        return str(error)
    if is_passing(error):
        return f"the database cannot be used: {' '.join(str(error).split())}; run this again later"
    return None


def _command(name: str) -> Command:
    module: Command = importlib.import_module(f"dateline.commands.{name}")
    return module


def _overview(offered: tuple[str, ...]) -> argparse.ArgumentParser:
    """The parser of a line that names no command: help, version, or what is wrong."""
    width = max(map(len, offered), default=0) + 2
    listing = "\n".join(f"  {name:<{width}}{_command(name).HELP}" for name in offered)
    parser = argparse.ArgumentParser(
        prog="dateline",
        usage="dateline [-h] [--version] COMMAND …",
        description="Turns news-agency copy into a live news site.",
        epilog=f"commands:\n{listing}\n\n`dateline COMMAND --help` tells more about one.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    parser.add_argument("command", nargs="?", choices=offered, metavar="COMMAND", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
