"""Every statement that Dateline sends its database, and how long it takes: run by `bench.queries` on an archive."""

import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from bench import invented
from bench.pages import request

TIMES = 15

Found = dict[str, dict[str, float]]
"""What was done → statement → milliseconds."""


def main(times: int) -> None:
    """Makes the archive so many times as large, if more than once, and prints what the statements take on it."""
    from dateline.serve import logs
    from dateline.serve.start import set_up

    set_up()
    logs.configure("bench")
    if times > 1:
        from bench.multiplied import multiply

        multiply(times)
    found: Found = {}
    for name, act in acts().items():
        act()  # once to warm up
        taken: dict[str, list[float]] = defaultdict(list)
        for _ in range(TIMES):
            with _timed(taken):
                act()
        found[name] = {sql: median(values) for sql, values in taken.items()}
    print(json.dumps(found))


def acts() -> dict[str, Callable[[], object]]:
    """What Dateline does of itself, for editors and for readers, each with the name by which it is reported."""
    from dateline.intake import worker
    from dateline.intake.store import store
    from dateline.newsroom import due
    from dateline.newsroom.addresses import article_path
    from dateline.newsroom.models import Article, Item, Source
    from dateline.newsroom.verbs.kill import kill
    from dateline.newsroom.verbs.reinstate import reinstate
    from dateline.serve.application import make

    source = Source.objects.get(slug="bench")
    application, stop = make()
    stop.set()
    numbers = iter(range(random.SystemRandom().randrange(10_000_000, 90_000_000), 99_000_000))
    articles = list(Article.objects.filter(state="published").select_related("section").order_by("-sort_at")[5000:5200])
    chosen = random.Random(1)

    def arrive() -> None:
        n = next(numbers)
        store(source, f"{n}.xml", invented.newsml(n, datetime.now(UTC) - timedelta(minutes=5)))
        worker.step()

    def killed() -> None:
        item = Item.objects.get(pk=chosen.choice(articles).item_id)
        kill(item, reason="bench", by="bench")
        reinstate(item, reason="bench", by="bench")

    def page(path: str) -> Callable[[], None]:
        def ask() -> None:
            application.cache.forget(application.cache.edition)
            path_info, _, query = path.partition("?")
            environ: dict[str, Any] = request(path_info) | {"QUERY_STRING": query}
            list(application(environ, lambda status, headers: None))  # type: ignore[arg-type,return-value]

        return ask

    deep = articles[-1]
    return {
        "receive": arrive,
        "kill and reinstate": killed,
        "what is due": lambda: (due.release_due(datetime.now(UTC)), due.expire_due(datetime.now(UTC)), due.next_due()),
        "front": page("/"),
        "section": page("/buitenland/"),
        "section, back in time": page(f"/buitenland/?before={deep.sort_at}-{deep.sort_place}-{deep.short_id}"),
        "article": page(article_path(articles[100])),
        "feed": page("/buitenland/feed.rss"),
        "edition": application.follower.poll,
        "metrics": page("/metrics"),
    }


@contextmanager
def _timed(taken: dict[str, list[float]]) -> Iterator[None]:
    from django.db import connection

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            # However many values a list has, and from whichever row on it reads, it is one statement.
            name = re.sub(r"(%s, )+%s", "…", re.sub(r"\b\d+\b", "0", sql))
            taken[name].append((time.perf_counter() - started) * 1000)

    with connection.execute_wrapper(wrapper):
        yield


if __name__ == "__main__":
    main(int(sys.argv[1]))
