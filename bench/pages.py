"""Server time of pages and parts that are not kept: run by other rows in a process on an archive."""

import gc
import io
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.base import best, percentile


def request(path: str) -> dict[str, Any]:
    """What a web server hands over for a reader's request."""
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }


def main(count: int) -> None:
    """Print the milliseconds that articles, sections and rails take when nothing is kept."""
    from dateline.serve import logs
    from dateline.serve.start import set_up

    set_up()
    logs.configure("bench")

    from dateline.newsroom.addresses import article_path
    from dateline.newsroom.models import Article, Section
    from dateline.serve.application import make
    from dateline.site.fragments import render
    from dateline.site.page import Part

    application, stop = make()
    gc.collect()
    gc.freeze()  # as the web process does
    cache = application.cache

    def ask(path: str, clock: Callable[[], float] = time.perf_counter) -> float:
        got: list[str] = []
        environ = request(path)
        started = clock()
        application(environ, lambda status, headers: got.append(status))  # type: ignore[arg-type]
        took = clock() - started
        if not got[0].startswith("200"):
            raise RuntimeError(f"{path}: {got[0]}")
        return took * 1000

    def cold(path: str, clock: Callable[[], float] = time.perf_counter) -> float:
        cache.forget(cache.edition)
        return ask(path, clock)

    rng = random.Random(1)
    ids = list(Article.objects.filter(state="published").values_list("pk", flat=True))
    chosen = Article.objects.select_related("section").in_bulk(rng.sample(ids, min(count, len(ids))))
    paths = [article_path(article) for article in chosen.values()]
    for path in paths[:10]:
        cold(path)
    sections = list(Section.objects.values_list("slug", flat=True))

    def typical(measured: Callable[[str], Any]) -> float:
        return statistics.median(best(lambda slug=slug: measured(slug), 20) for slug in sections) * 1000

    alone = [cold(path) for path in paths]
    working = [cold(path, time.thread_time) for path in paths]
    beside = []
    for path in paths[: count // 2]:
        # The article is new to the cache; the rail of its section is there, as on a site that is being read.
        cache.advance(cache.edition, [(cache.edition, f"item:{path[-12:]}")])
        beside.append(ask(path))
    stop.set()
    found = {
        "p50": percentile(alone, 50),
        "p95": percentile(alone, 95),
        "working": percentile(working, 95),
        "beside": percentile(beside, 95),
        "section": statistics.median(cold(f"/{slug}/") for slug in sections for _ in range(5)),
        "list": typical(lambda slug: render(Part("list", slug))),
        "rail": typical(lambda slug: render(Part("rail", slug))),
        "row": best(lambda: Article.objects.select_related("revision").get(short_id=paths[0][-12:]), 200) * 1000,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
