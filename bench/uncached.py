"""An article of which nothing is kept: how long the server takes to make its page."""

from bench import installation
from bench.base import Result, Row

TARGET = 20.0


def measure(quick: bool) -> Result:
    """The whole cache is emptied before each request."""
    found = installation.inside(
        installation.archive(installation.large(quick)), "bench.pages", "100" if quick else "400"
    )
    return Result(
        f"p50 {found['p50']:.1f} ms, p95 {found['p95']:.1f} ms (of the processor {found['working']:.1f} ms); "
        f"p95 {found['beside']:.1f} ms with its rail kept",
        f"one row by Django {found['row']:.2f} ms",
        f"{found['p95'] / found['row']:.0f}",
        found["p95"] <= TARGET,
    )


ROW = Row("article not in cache, server time, large archive", f"p95 {TARGET:.0f} ms", measure)
