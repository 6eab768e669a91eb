"""dateline setup: put a configuration file into the newsroom, or write one out; the secrets of pushed sources."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.newsroom.models import Source

HELP = "set up providers, sources, sections and rules from a TOML file, or print them as one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline setup` takes."""
    parser.add_argument("file", nargs="?", metavar="FILE.toml", help="the file; `-` is standard input")
    parser.add_argument("--export", action="store_true", help="print the configuration as such a file instead")
    parser.add_argument(
        "--secret",
        metavar="SOURCE",
        help="print what has to be shown to push to this source, or by which this webhook signs",
    )
    parser.add_argument(
        "--renew-secret",
        metavar="SOURCE",
        help="give this source a new secret and print it; the one before counts for 24 hours more",
    )


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 done, 1 the file has mistakes (nothing was changed) or there is no such
    secret, 2 wrong use.
    """
    if sum(map(bool, (args.file, args.export, args.secret, args.renew_secret))) != 1:
        print("dateline setup: give one of FILE.toml, --export, --secret and --renew-secret", file=sys.stderr)
        return 2
    from dateline.serve import start

    start.set_up()
    from django.conf import settings

    start.make_data(settings.DATA)
    start.migrate()
    if args.secret or args.renew_secret:
        return _secret(args.secret or args.renew_secret, renew=bool(args.renew_secret))
    return _export() if args.export else _apply(args.file)


def _secret(slug: str, *, renew: bool) -> int:
    from dateline.newsroom import keys
    from dateline.newsroom.models import Outlet
    from dateline.outgoing import signing

    if not renew and Outlet.objects.filter(slug=slug, kind=Outlet.Kind.WEBHOOK).exists():
        print(signing.secret(slug))
        return 0
    try:
        source = _pushed(slug)
        print(keys.renew(source, by="command line") if renew else keys.secret(source))
    except keys.NoSecret as error:
        print(f"dateline setup: {error}", file=sys.stderr)
        return 1
    return 0


def _pushed(slug: str) -> "Source":
    from dateline.newsroom.keys import NoSecret
    from dateline.newsroom.models import Source

    pushed = Source.objects.filter(kind=Source.Kind.PUSH)
    source = pushed.filter(slug=slug).first()
    if source is None:
        others = ", ".join(pushed.order_by("slug").values_list("slug", flat=True)) or "none"
        raise NoSecret(f'there is no pushed source "{slug}"; there are: {others}')
    return source


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
