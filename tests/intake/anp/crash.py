"""A poller, to be a process of its own, which may die by SIGKILL at a chosen moment:

    make(URL)               tables, and a source that polls URL
    poll([])                polls until SIGTERM
    poll([MOMENT, COUNT])   is gone the COUNTth time that the moment comes

What takes half a minute in earnest takes a second here.
"""

import signal
import threading
from typing import Any

from dateline.serve import start
from tests.intake.anp.standin import USER
from tests.intake.crash import _dies


def make(url: str) -> None:
    from dateline.newsroom.models import Source
    from tests.intake.helpers import anp_source

    start.migrate()
    anp_source(kind=Source.Kind.ANP_API, url=url, user=USER, every=1, secret_from="env:ANP_SECRET")


def poll(words: list[str]) -> None:
    from django.db import transaction

    from dateline.intake.anp import asked, lease, poller, polling, service
    from dateline.intake.anp.api import Api

    lease.LASTS = 1.5
    asked.SOONEST = 0.2
    moments: dict[str, tuple[Any, str]] = {
        "before a list": (Api, "page"),
        "before an item": (Api, "item"),
        "before the transaction": (poller, "commit"),
        "between deliveries and rows": (asked, "_store_rows"),
        "before the commit": (transaction.Atomic, "__exit__"),
        "after the commit": (service.ServiceProgress, "stored"),
        "while taking a list in": (service.ServiceProgress, "take_in"),
        "after a list": (service.ServiceProgress, "listed"),
    }
    if words:
        module, name = moments[words[0]]
        setattr(module, name, _dies(getattr(module, name), int(words[1])))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    polling.poll(stop)
