"""dateline template: our templates of the site, to make one's own from."""

import argparse
import sys

HELP = "list the templates of the site, or print one, to be changed in a folder of your own"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline template` takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the template to print, like site/masthead.html")


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 done, 1 there is no such template."""
    from dateline.serve import start

    start.set_up()
    from dateline.site.own import templates

    if args.name is None:
        for name in templates.names():
            print(templates.version(name), name)
        return 0
    if args.name not in templates.names():
        print(f"dateline template: there is no template {args.name}; without a name all are listed", file=sys.stderr)
        return 1
    sys.stdout.write(templates.copied(args.name))
    return 0
