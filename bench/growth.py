"""Sections and rails as the archive grows."""

from bench import installation
from bench.base import Result, Row

TARGET = 1.5
"""Times as long at the most: what a figure of a few milliseconds varies by itself."""


def measure(quick: bool) -> Result:
    """The parts that lists are made of, rendered anew on a small and on a large archive."""
    size = installation.large(quick)
    small = installation.inside(installation.archive(installation.SMALL), "bench.pages", "50")
    large = installation.inside(installation.archive(size), "bench.pages", "50")
    ratios = {name: large[name] / small[name] for name in ("list", "rail")}
    return Result(
        f"{size:,} items: section {large['list']:.1f} ms, rail {large['rail']:.1f} ms",
        f"{installation.SMALL:,} items: section {small['list']:.1f} ms, rail {small['rail']:.1f} ms",
        " ".join(f"{ratio:.2f}" for ratio in ratios.values()),
        max(ratios.values()) <= TARGET,
    )


ROW = Row("section and rail as the archive grows", "flat", measure)
