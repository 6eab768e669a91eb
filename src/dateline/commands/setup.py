"""dateline setup: put a configuration file into the newsroom, or write one out."""

import argparse
import sys
from pathlib import Path

HELP = "set up providers, sources, sections and rules from a TOML file, or print them as one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline setup` takes."""
    parser.add_argument("file", nargs="?", metavar="FILE.toml", help="the file; `-` is standard input")
    parser.add_argument("--export", action="store_true", help="print the configuration as such a file instead")


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 done, 1 the file has mistakes (nothing was changed), 2 wrong use."""
    if args.export == bool(args.file):
        print("dateline setup: give a FILE.toml, or --export", file=sys.stderr)
        return 2
    from dateline.serve import start

    start.set_up()
    from django.conf import settings

    start.make_data(settings.DATA)
    start.migrate()
    return _export() if args.export else _apply(args.file)


def _export() -> int:
    from dateline.newsroom.setup.export import export

    sys.stdout.write(export())
    return 0


def _apply(file: str) -> int:
    from dateline.newsroom.setup.apply import apply
    from dateline.newsroom.setup.read import Mistakes, read

    try:
        text = sys.stdin.buffer.read().decode() if file == "-" else Path(file).read_text(encoding="utf-8")
        tables = read(text, "standard input" if file == "-" else file)
    except OSError as error:
        print(f"{file}: {error.strerror}", file=sys.stderr)
        return 1
    except UnicodeDecodeError as error:
        print(f"{file}: this is not UTF-8: {error.reason} at byte {error.start}", file=sys.stderr)
        return 1
    except Mistakes as mistakes:
        print(mistakes, file=sys.stderr)
        return 1
    print("set up" if apply(tables) else "nothing to change")
    return 0
