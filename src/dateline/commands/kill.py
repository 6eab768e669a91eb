"""dateline kill: end an item, everywhere and for good."""

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.newsroom.models import Item

HELP = "kill an item: gone from every page within a second, and for good"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline kill` takes."""
    parser.add_argument(
        "item",
        nargs="+",
        metavar="ITEM",
        help="an address, a short id, PROVIDER GUID, or a guid that only one provider has",
    )
    parser.add_argument("--reason", required=True, help="why, for the record")


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 killed, 1 no item is meant, or several could be, 2 wrong use."""
    from dateline.serve import start

    start.set_up()
    from dateline.newsroom.naming import SHOWN, is_clear, items_named
    from dateline.newsroom.states import NotAllowed
    from dateline.newsroom.verbs import kill

    if not args.reason.strip():
        print("dateline kill: say why, with --reason", file=sys.stderr)
        return 2
    if not _is_text([*args.item, args.reason]):
        print("dateline kill: what is given is not UTF-8", file=sys.stderr)
        return 2
    try:
        start.require_schema()
    except start.CannotStart as error:
        print(f"dateline kill: {error}", file=sys.stderr)
        return 1
    found = items_named(args.item)
    if not found:
        print(f"dateline kill: no item is known as {' '.join(args.item)}", file=sys.stderr)
        return 1
    if not is_clear(args.item, found):
        print("dateline kill: nothing was killed; this could mean:", file=sys.stderr)
        for item in found[:SHOWN]:
            print(f"  {_line(item)}", file=sys.stderr)
        if len(found) > SHOWN:
            print("  and more", file=sys.stderr)
        return 1
    try:
        kill(found[0], by="dateline kill", reason=args.reason.strip())
    except NotAllowed as error:
        print(f"dateline kill: {error}", file=sys.stderr)
        return 1
    print(f"killed {_line(found[0])}")
    return 0


def _is_text(words: list[str]) -> bool:
    """Whether the command line was text: of bytes that are none, Python makes characters that no database takes."""
    try:
        "".join(words).encode()
    except UnicodeEncodeError:
        return False
    return True


def _line(item: "Item") -> str:
    return f"{item.short_id}  {item.provider.code} {item.guid}  {item.article.headline}".rstrip()
