"""The publisher's side of WebSub: the hub is told which feeds have changed, and tells those who subscribed there."""

import time
from collections.abc import Iterator
from urllib.parse import urlencode

from django.utils import timezone

from dateline.newsroom.addresses import FEEDS, feed_path
from dateline.newsroom.house import house, own_address
from dateline.newsroom.models import Outlet, Provider, Section, Sending, Touch
from dateline.newsroom.touching import FRONT, GONE, agency_tag, section_tag
from dateline.outgoing.calls import CAUGHT_UP, Failed, call


def ping(outlet: Outlet, sending: Sending) -> None:
    """Tells the hub of the feeds that may be others since it was last told. Raises Failed."""
    wait = CAUGHT_UP - (timezone.now() - sending.since).total_seconds()
    time.sleep(min(max(wait, 0.0), CAUGHT_UP))
    base = own_address(house())
    topics = [base + path for path in changed(sending.sent, sending.told)]
    body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = call("POST", outlet.url, body, headers, private=outlet.private)
    if not 200 <= answer.status < 300:
        raise Failed(f"it answered {answer.status}")


def changed(after: int, upto: int) -> list[str]:
    """The feeds that may be others at one edition than at an earlier one, as paths: those that caches drop. All of
    them, where it is no longer written down what changed in between, and where nothing did.
    """
    tags = set(Touch.objects.filter(n__gt=after, n__lte=upto).values_list("tag", flat=True).distinct())
    everything = "house" in tags or after == upto or not Touch.objects.filter(n=after + 1).exists()
    return [
        feed_path(name, scope)
        for scope, tag in _scopes()
        for name in FEEDS
        # Every Atom feed says what has gone, of whatever section it was: it may have been in that one before.
        if everything or tag in tags or (name == "atom" and GONE in tags)
    ]


def _scopes() -> Iterator[tuple[str, str]]:
    """What the feeds are of, everything, the sections and agencies, and the tags of what is listed there."""
    yield "", FRONT
    for section in Section.objects.all():
        yield f"section {section.slug}", section_tag(section)
    for provider in Provider.objects.all():
        yield f"agency {provider.code}", agency_tag(provider)
