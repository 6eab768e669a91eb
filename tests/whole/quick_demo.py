"""`dateline` with a demonstration that plays eight times as fast and began 70 seconds ago: its embargo ends at 90.

    python -m tests.whole.quick_demo up --demo --port 8000

All else is as it comes.
"""

import os
import sys
from datetime import timedelta
from types import SimpleNamespace

import msgspec
from django.utils import timezone

from dateline import cli

BEGUN = timedelta(seconds=70)
FASTER = 8


def main() -> int:
    """Changes the clock of the player, and goes on as `dateline` does."""
    os.environ["DATELINE_BASE_URL"] = f"http://localhost:{sys.argv[sys.argv.index('--port') + 1]}"
    from dateline.serve import start

    start.set_up()
    from dateline.intake.demo import player, playlist

    played = playlist.load()
    live = tuple(msgspec.structs.replace(entry, after=entry.after / FASTER) for entry in played.live)
    player.playlist = SimpleNamespace(load=lambda: msgspec.structs.replace(played, live=live))
    player.timezone = SimpleNamespace(now=lambda: timezone.now() - BEGUN)
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
