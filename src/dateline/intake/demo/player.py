"""Plays the demonstration: a full site at once, and then the rest of the copy as if it came off the wire.

It only stores deliveries; the worker takes them in like any others. Where it stands is in the database and nowhere
else: the first delivery tells when the demonstration began, the same start fills the templates with the same bytes, and
bytes that are there are not stored again. So a restart goes on where it was stopped, and what is played out stays so.
"""

import logging
import threading
from datetime import datetime
from pathlib import Path

from django.db import connections, transaction
from django.utils import timezone

from dateline.intake.demo import playlist
from dateline.intake.demo.playlist import WIRE, Entry
from dateline.intake.demo.template import fill
from dateline.intake.store import Incoming, Known, is_stored, store, store_many
from dateline.newsroom.models import Delivery, Provider, Source
from dateline.newsroom.setup.apply import apply
from dateline.newsroom.setup.read import read

log = logging.getLogger(__name__)

SOURCE = "demo"
SETUP = Path(__file__).parent / "setup.toml"


def prepare() -> Source | None:
    """The source of the demonstration, in a newsroom that is set up for it first where it is empty.

    None in a newsroom that is somebody's own: invented news does not go among real news.
    """
    source = Source.objects.filter(slug=SOURCE, kind=Source.Kind.DEMO).first()
    if source is not None:
        return source
    if Provider.objects.exists() or Source.objects.filter(kind=Source.Kind.FOLDER).exists():
        return None
    with transaction.atomic():
        apply(read(SETUP.read_text(encoding="utf-8"), SETUP.name))
        source = Source.objects.create(slug=SOURCE, kind=Source.Kind.DEMO, done=Source.Done.STAY)
        source.providers.set(Provider.objects.all())
    return source


def play(stop: threading.Event, now: datetime | None = None) -> None:
    """Plays until all is played or `stop` is set. `now` is the moment at which a new demonstration begins."""
    try:
        source = prepare()
        if source is None:
            log.warning("this newsroom has providers or folders of its own: the demonstration is not played in it")
            return
        arrivals = Delivery.objects.filter(source=source).order_by("pk").values_list("arrived_at", flat=True)
        start = arrivals.first() or now or timezone.now()
        played = playlist.load()
        store_many(source, [_incoming(entry, start) for entry in played.initial], now=start)
        for entry in played.live:
            if stop.is_set():
                return
            _play_one(source, entry, start, stop)
    finally:
        connections.close_all()


def _play_one(source: Source, entry: Entry, start: datetime, stop: threading.Event) -> None:
    incoming = _incoming(entry, start)
    if not is_stored(source, incoming.data) and not stop.wait(entry.after):
        store(source, incoming.name, incoming.data, known=incoming.known)


def _incoming(entry: Entry, start: datetime) -> Incoming:
    template = (WIRE / entry.file).read_bytes().decode()
    fetched_at = datetime.fromisoformat(fill(entry.fetched_at, start)) if entry.fetched_at else None
    known = Known(fetched_at=fetched_at, provider=entry.provider or "", section=entry.section or "")
    return Incoming(entry.file, fill(template, start).encode(), known=known)
