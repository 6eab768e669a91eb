"""dateline key: the keys of the content API."""

import argparse
import sys

HELP = "make a key to the content API, list the keys, or end one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline key` takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="for whom the new key is; it is printed once")
    parser.add_argument("--rate", type=int, default=600, help="calls a minute, at the most (600); 0: no limit")
    parser.add_argument(
        "--provider", action="append", default=[], metavar="CODE", help="open the copy of this provider alone"
    )
    parser.add_argument("--list", action="store_true", help="list the keys")
    parser.add_argument("--end", metavar="NAME", help="have the key of this name open nothing any more")


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 done, 1 not (no such key or provider, a name taken), 2 wrong use."""
    if sum(map(bool, (args.name, args.list, args.end))) != 1 or not 0 <= args.rate <= 1_000_000:
        print("dateline key: give one of NAME, --list and --end NAME; --rate is from 0 to 1000000", file=sys.stderr)
        return 2
    from dateline.serve import start

    start.set_up()
    from django.conf import settings

    start.make_data(settings.DATA)
    start.migrate()
    from dateline.newsroom import apikeys
    from dateline.newsroom.models import ApiKey, Provider

    if args.list:
        for key in ApiKey.objects.prefetch_related("providers"):
            codes = ", ".join(provider.code for provider in key.providers.all()) or "all providers"
            print(f"{key.name}\t{codes}\t{key.rate or 'no limit'}\t{key.made_at:%Y-%m-%d}")
        return 0
    if args.end:
        return 0 if apikeys.end(args.end, by="command line") else _no(f"there is no key {args.end!r}")
    found = {provider.code: provider for provider in Provider.objects.filter(code__in=args.provider)}
    if unknown := [code for code in args.provider if code not in found]:
        return _no(f"there is no provider {unknown[0]!r}")
    if ApiKey.objects.filter(name=args.name).exists():
        return _no(f"there is a key {args.name!r} already: --end it first")
    print(apikeys.make(args.name, rate=args.rate, providers=found.values(), by="command line"))
    return 0


def _no(why: str) -> int:
    print(f"dateline key: {why}", file=sys.stderr)
    return 1
