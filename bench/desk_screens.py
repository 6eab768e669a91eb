"""Server time of the desk's screens, run by `bench.desk` in a process on an archive: prints milliseconds as JSON."""

import gc
import io
import json
import random
import sys
import time
from typing import Any
from urllib.parse import urlencode

from bench.base import percentile
from bench.desk_archive import NAME
from bench.pages import request

TIMES = 400


def main(times: int) -> None:
    """Prints the p95 of the wire with filters chosen at random, of an item with many versions, and of a question for
    news: with nothing new, and with something.
    """
    from dateline.serve import logs
    from dateline.serve.start import set_up

    set_up()
    logs.configure("bench")

    from django.db.models import Count

    from dateline.newsroom.models import Article, Item
    from dateline.newsroom.transaction import CHANGE, number
    from dateline.serve.application import make

    application, stop = make()
    stop.set()
    gc.collect()
    gc.freeze()  # as the web process does
    cookie = session()

    def ask(path: str) -> tuple[float, bytes]:
        path_info, _, query = path.partition("?")
        environ: dict[str, Any] = request(path_info) | {"QUERY_STRING": query, "HTTP_COOKIE": f"sessionid={cookie}"}
        environ["wsgi.input"] = io.BytesIO()
        got: list[str] = []
        started = time.perf_counter()
        body = b"".join(application(environ, lambda status, headers: got.append(status)))  # type: ignore[arg-type,return-value]
        took = (time.perf_counter() - started) * 1000
        if got[0][:3] not in ("200", "204"):
            raise RuntimeError(f"{path}: {got[0]}")
        return took, body

    chance = random.Random(7)
    paths = [f"/desk/?{urlencode(filters(chance))}" for _ in range(times)]
    revised = Item.objects.annotate(versions=Count("revisions")).order_by("-versions").first()
    assert revised is not None
    item = f"/desk/item/{revised.short_id}/"
    change = number(CHANGE)
    Article.objects.filter(pk__in=list(Article.objects.order_by("-came_at").values_list("pk", flat=True)[:5])).update(
        change=change, came=change
    )
    asked = {
        "wire": paths,
        "item": [f"{item}?tab={tab}" for tab in ("article", "copy", "versions", "history") for _ in range(25)],
        "nothing new": [f"/desk/changes/?after={change}&top=0.0"] * times,
        "something new": [
            f"/desk/changes/?{urlencode(filters(chance))}&after={change - 1}&top=0.0" for _ in range(100)
        ],
    }
    found: dict[str, Any] = {}
    for name, those in asked.items():
        ask(those[0])  # once to warm up
        took = [(ask(path)[0], path) for path in those]
        found[name] = percentile([one for one, _path in took], 95)
        found[f"{name}, half"] = percentile([one for one, _path in took], 50)
        found[f"{name}, slowest"] = [f"{one:.1f} {path}" for one, path in sorted(took, reverse=True)[:5]]
    found["bytes"] = len(ask("/desk/")[1])
    print(json.dumps(found))


def session() -> str:
    """The key of a session of the one who is signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User

    user = User.objects.get(username=NAME)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def filters(chance: random.Random) -> dict[str, str]:
    """Up to four filters."""
    known = {
        "state": ["published", "desk", "held", "killed", "expired", "embargoed"],
        "provider": ["BNB", "P1", "P5", "P11"],
        "section": ["binnenland", "sport", "cultuur"],
        "urgency": ["1", "2", "3", "5"],
        "signal": ["kill", "correction", "update", "flash"],
        "source": ["bench", "s1", "s3"],
        "language": ["nl", "en", "fy", "xx"],
        "hours": ["1", "24", "168"],
    }
    names = chance.sample(list(known), chance.randint(0, 4))
    return {name: chance.choice(known[name]) for name in names}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
