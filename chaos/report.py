"""The report of a run, in Markdown."""

from collections import Counter
from collections.abc import Sequence

from chaos.rounds import Round
from chaos.sending import REPEATED

MOST = 200
"""Violations that are told in full."""


def report(database: str, rounds: Sequence[Round], seed: int) -> str:
    """What happened on one database, round by round and in all."""
    kills = sum((one.kills for one in rounds), Counter())
    answers = sum((one.answers for one in rounds), Counter())
    violations = [f"round {one.seed}: {sentence}" for one in rounds for sentence in one.violations]
    lines = [
        f"## {database}",
        "",
        f"Seed {seed}; {len(rounds)} rounds of {sum(one.seconds for one in rounds):,.0f} s in all.",
        "",
        "| what | how many |",
        "| --- | --- |",
        f"| processes killed by SIGKILL | {kills.total():,} |",
        *(f"| … {kind} | {count:,} |" for kind, count in kills.most_common()),
        f"| deliveries, each once | {sum(one.deliveries for one in rounds):,} |",
        f"| sent, repeats included (at least {REPEATED:.0%} more) | {sum(one.sent for one in rounds):,} |",
        f"| pushes acknowledged by 202 | {sum(one.acknowledged for one in rounds):,} |",
        f"| read again by hand, because three workers died of it | {sum(one.replayed for one in rounds):,} |",
        *(f"| pages answered {status or 'by nobody'} | {count:,} |" for status, count in sorted(answers.items())),
        f"| **violations** | **{len(violations):,}** |",
        "",
        *(f"- {sentence}" for sentence in violations[:MOST]),
    ]
    return "\n".join(lines).rstrip() + "\n"
