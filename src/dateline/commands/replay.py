"""dateline replay: read deliveries again, those in quarantine above all."""

import argparse
import logging
import sys

HELP = "read deliveries again, for instance what is in quarantine; what was taken in before is not doubled"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline replay` takes."""
    parser.add_argument(
        "deliveries", nargs="*", type=number, metavar="DELIVERY", help="the number of a delivery, as `receive` gives it"
    )
    parser.add_argument("--quarantined", action="store_true", help="all that are in quarantine")


def number(text: str) -> int:
    """A number that a row can have."""
    number = int(text)
    if not 0 < number < 2**63:
        raise ValueError(text)
    return number


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 all read, 1 something could not be, 2 wrong use."""
    if bool(args.deliveries) == args.quarantined:
        print("dateline replay: give the numbers of deliveries, or --quarantined", file=sys.stderr)
        return 2
    from dateline.serve import start

    try:
        start.set_up()
        start.require_schema()
    except start.CannotStart as error:
        print(f"dateline replay: {error}", file=sys.stderr)
        return 1
    # What goes into quarantine is told of below.
    logging.getLogger("dateline.intake").setLevel(logging.ERROR)
    return 0 if _replay(list(dict.fromkeys(args.deliveries))) else 1


def _replay(keys: list[int]) -> bool:
    """Replays these deliveries, all that are in quarantine where none is named; gives whether all went well."""
    from dateline.commands.outcomes import tell
    from dateline.intake.now import became, put_back, work_off
    from dateline.intake.store import FILES_AT_ONCE
    from dateline.newsroom.models import Delivery

    well = True
    known = set(Delivery.objects.filter(pk__in=keys).values_list("pk", flat=True))
    if not keys:
        waiting = Delivery.objects.filter(state=Delivery.State.QUARANTINED)
        keys = list(waiting.order_by("pk").values_list("pk", flat=True))
        known = set(keys)
        if not keys:
            print("Nothing is in quarantine.")
    for key in keys:
        if key not in known:
            well = False
            print(f"{key}: there is no such delivery", file=sys.stderr)
    there = [key for key in keys if key in known]
    for start in range(0, len(there), FILES_AT_ONCE):
        some = there[start : start + FILES_AT_ONCE]
        taken = put_back(some)
        work_off(some)
        for delivery, entries in became(some):
            if delivery.pk in taken:
                well = False
                print(f"{delivery.pk}: its bytes were taken by retention or a purge", file=sys.stderr)
            else:
                well = tell(delivery.name, delivery, entries) and well
    return well
