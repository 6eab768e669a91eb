"""The publisher's side of WebSub: the hub is told which feeds have changed, and tells those who subscribed there."""

import time
from collections.abc import Iterator
from urllib.parse import urlencode

from django.utils import timezone

from dateline.newsroom.addresses import FEEDS, feed_path
from dateline.newsroom.house import house, own_address
from dateline.newsroom.models import Article, Outlet, Sending
from dateline.outgoing.calls import CAUGHT_UP, Failed, call


def ping(outlet: Outlet, sending: Sending) -> None:
    """Tells the hub of the feeds that may be others since it was last told. Raises Failed."""
    wait = CAUGHT_UP - (timezone.now() - sending.since).total_seconds()
    time.sleep(min(max(wait, 0.0), CAUGHT_UP))
    base = own_address(house())
    topics = [base + feed_path(name, scope) for scope in _scopes(sending) for name in FEEDS]
    body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = call("POST", outlet.url, body, headers, private=outlet.private)
    if not 200 <= answer.status < 300:
        raise Failed(f"it answered {answer.status}")


def _scopes(sending: Sending) -> Iterator[str]:
    """What the feeds are of: everything, and the sections and agencies of what changed."""
    changed = Article.objects.filter(told__gt=sending.sent, told__lte=sending.told)
    yield ""
    for slug in changed.exclude(section=None).order_by().values_list("section__slug", flat=True).distinct():
        yield f"section {slug}"
    for code in changed.order_by().values_list("provider__code", flat=True).distinct():
        yield f"agency {code}"
