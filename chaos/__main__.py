"""`python -m chaos [--kills N] [--seed S] [--database NAME …]`: runs it, and prints a report."""

import argparse
import platform
import random
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from chaos import real
from chaos.newsroom import REPO
from chaos.report import report
from chaos.rounds import Ground, Round
from tests import postgres

KILLS, KILLS_A_ROUND, STORIES = 1000, 100, 150
SHOWN = 20
"""Violations of a round that are told at once; the report has more."""

DATABASES = ("sqlite", "postgresql", "postgresql-15")


def main() -> int:
    """Gives 1 if anything was violated."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help=f"processes to kill a database (default {KILLS:,})")
    parser.add_argument("--seed", type=int, help="plays the same days with the same plan of kills again")
    parser.add_argument("--database", action="append", choices=DATABASES, help="default sqlite and postgresql")
    parser.add_argument("--stories", type=int, default=STORIES, help=f"invented stories a round (default {STORIES})")
    parser.add_argument("--keep", action="store_true", help="leave data and logs of the last round where they are")
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(10**6)
    if why := real.missing():
        print(why, file=sys.stderr)
    print(f"seed {seed}", flush=True)
    began = datetime.now(UTC)
    parts = [f"# Chaos, {began:%Y-%m-%d %H:%M} UTC\n\n{platform.platform()}, Python {platform.python_version()}.\n"]
    violated = False
    for database in args.database or DATABASES[:2]:
        rounds = run(database, args.kills, seed, args.stories, keep=args.keep)
        violated = violated or any(one.violations for one in rounds)
        parts.append(report(database, rounds, seed))
    text = "\n".join(parts)
    print(text)
    (REPO / "chaos" / f"report-{began:%Y-%m-%d}.md").write_text(text)
    return 1 if violated else 0


def run(database: str, kills: int, seed: int, stories: int, *, keep: bool = False) -> list[Round]:
    """All rounds on one database."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-chaos-"))
    server = _server(database)
    rounds: list[Round] = []
    try:
        ground = Ground(folder, server)
        while (left := kills - sum(one.kills.total() for one in rounds)) > 0:
            played = ground.play(seed + len(rounds), min(left, KILLS_A_ROUND), stories)
            rounds.append(played)
            print(
                f"{database}: round {len(rounds)}, seed {played.seed}, {played.kills.total()} kills, "
                f"{played.seconds:.0f} s, {len(played.violations)} violations",
                file=sys.stderr,
                flush=True,
            )
            for sentence in played.violations[:SHOWN]:
                print(f"  {sentence}", file=sys.stderr, flush=True)
    finally:
        if server:
            server.stop()
        if keep:
            print(f"left in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return rounds


def _server(database: str) -> postgres.Server | None:
    if database == "sqlite":
        return None
    return postgres.start(postgres.DEBIAN_15 if database == "postgresql-15" else None, loose=False)


if __name__ == "__main__":
    sys.exit(main())
