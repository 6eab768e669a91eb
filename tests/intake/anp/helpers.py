"""A source that polls the stand-in, and pollers that do all that is due."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dateline.intake.anp.poller import Poller
from dateline.newsroom.models import Delivery, PolledItem, PollMark, Source

from ..helpers import anp_source
from .standin import SECRET, USER, StandIn

MOST_TURNS = 2000


def polled(api: StandIn, monkeypatch: pytest.MonkeyPatch, **fields: Any) -> Source:
    """A source that polls the stand-in."""
    monkeypatch.setenv("ANP_SECRET", SECRET)
    given = {"kind": Source.Kind.ANP_API, "url": api.url, "user": USER, "every": 1, "secret_from": "env:ANP_SECRET"}
    return anp_source(**given | fields)


def poll(source: Source, poller: Poller | None = None) -> Poller:
    """Has a poller do all that is due, its lists among it."""
    PollMark.objects.filter(source=source).exclude(service="").update(due_at=timezone.now())
    mine = poller or Poller(source, threading.Event())
    for _ in range(MOST_TURNS):
        if mine.turn() > 0:
            break
    else:
        raise AssertionError("it has no end")
    if poller is None:
        mine.close()
    return mine


def ask_again(*items: str, older: float = 0) -> None:
    """Has it be time to ask for items again, as if they were so many hours older."""
    rows = PolledItem.objects.filter(item__in=items) if items else PolledItem.objects.all()
    for row in rows:
        row.first_seen -= timedelta(hours=older)
        row.ask_at = timezone.now()
        row.save()


def names() -> list[str]:
    """The deliveries, in their order."""
    return [name.removeprefix("anp-api/") for name in Delivery.objects.order_by("pk").values_list("name", flat=True)]


def mark(service: str = "dienst-1") -> PollMark:
    """How far a service is."""
    return PollMark.objects.get(service=service)
