"""`dateline` with a demonstration that plays 30 times as fast and began 76 seconds ago: its embargo ends at 90.

    python -m tests.whole.quick_demo up --demo --port 8000

It waits before a file as long as one of that name lies in the folder `held` beside its data. All else is as it comes.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
from django.utils import timezone

from dateline import cli

BEGUN = timedelta(seconds=76)
FASTER = 30


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
    held, play_one = Path(os.environ["DATELINE_DATA"]).with_name("held"), player._play_one

    def when_let(source: Any, entry: Any, start: Any, stop: Any) -> None:
        while (held / entry.file).exists() and not stop.wait(0.05):
            pass
        play_one(source, entry, start, stop)

    player._play_one = when_let
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
