"""Making one call: what an outlet is told, made from what readers get at this moment."""

import os
import time
from datetime import datetime
from pathlib import Path

import msgspec
from django.utils import timezone

from dateline import wire
from dateline.newsroom.addresses import article_path
from dateline.newsroom.house import house, own_address
from dateline.newsroom.models import Article, Outlet, Sending
from dateline.newsroom.outward import canceled, outward
from dateline.newsroom.touching import (
    ANY,
    CORRECTIONS,
    FRONT,
    GONE,
    RECENT,
    agency_tag,
    item_tag,
    older_tag,
    section_tag,
)
from dateline.newsroom.transaction import writing
from dateline.newsroom.visible import Gone, article_for, is_shown
from dateline.outgoing import hub, signing
from dateline.outgoing.calls import CAUGHT_UP, Failed, call
from dateline.outgoing.rows import is_for
from dateline.search.index import is_whole
from dateline.search.wanted import TooSlow
from dateline.wire.item import NewsItem

ENDINGS = {"ninjs": "json", "newsml-g2": "xml", "nitf": "xml"}
"""Format of files → how their names end."""

GONE_WITHIN = 8.0
"""Seconds for which the address of what has gone is asked until it says so; then the call is made again later."""


def send(outlet: Outlet, sending: Sending) -> tuple[bool, int | None]:
    """Tells an outlet of an article. Gives whether that has gone, and in that case how many milliseconds it took.

    Raises Failed.
    """
    article = _article(sending)
    now = timezone.now()
    gone = article is not None and _is_gone(outlet, article, now)
    if outlet.kind == Outlet.Kind.PURGE:
        _purge(outlet, article, sending.since)
        if article is not None and isinstance(article_for(article.short_id, now), Gone):
            _ask_until_gone(outlet, article)
            return True, _since(sending.since)
        return False, None
    if outlet.kind == Outlet.Kind.WEBSUB:
        hub.ping(outlet, sending)
        return False, None
    assert article is not None  # noqa: S101
    item = canceled(article) if gone else outward(article, house(), now)
    if outlet.kind == Outlet.Kind.WEBHOOK:
        _post(outlet, sending, item, gone=gone)
    else:
        name = f"{article.short_id}.{ENDINGS[outlet.format]}"
        _write(outlet, name, wire.write([item], outlet.format))
    return gone, _since(sending.since) if gone else None


def _is_gone(outlet: Outlet, article: Article, now: datetime) -> bool:
    try:
        gone = not is_for(outlet, article, now)
    except TooSlow:
        raise Failed("what it asks for took too long to look up") from None
    if gone and outlet.query and is_shown(article, now) and not is_whole():
        # What changed is in the index; what only waits for its call may not be yet.
        raise Failed("what it asks for cannot be looked up until search is made anew")
    return gone


def _article(sending: Sending) -> Article | None:
    if sending.article_id is None:
        return None
    return Article.objects.select_related("revision", "edit", "section", "provider").get(pk=sending.article_id)


def _post(outlet: Outlet, sending: Sending, item: NewsItem, *, gone: bool) -> None:
    kind = "item.gone" if gone else "item.changed"
    told = msgspec.Raw(wire.write([item], "ninjs").strip())
    body = msgspec.json.encode({"type": kind, "change": sending.told, "item": told})
    # The same for each attempt, so that who got it already knows it again.
    name = f"{sending.pk}-{sending.told}"
    headers = signing.headers(outlet.slug, name, int(time.time()), body)
    answer = call("POST", outlet.url, body, headers | {"Content-Type": "application/json"}, private=outlet.private)
    if not 200 <= answer.status < 300:
        raise Failed(f"it answered {answer.status}")


def _write(outlet: Outlet, name: str, data: bytes) -> None:
    """One file an article, always under the same name: what was killed lies nowhere beside its cancellation."""
    if outlet.kind == Outlet.Kind.SFTP:
        try:
            from dateline.outgoing import sftp
        except ModuleNotFoundError:
            raise Failed("the extra `sftp` is not installed: pip install 'dateline[sftp]'") from None
        sftp.put(outlet, name, data)
        return
    folder = Path(outlet.path)
    part = folder / f".{name}.part"
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
    except OSError as error:
        raise Failed(f"{folder} cannot be written: {error.strerror}") from None


def _purge(outlet: Outlet, article: Article | None, since: datetime) -> None:
    tags = ["house"] if article is None else [item_tag(article.short_id), ANY, FRONT, RECENT, GONE, CORRECTIONS]
    if article is not None:
        tags.append(agency_tag(article.provider))
        tags += [section_tag(article.section), older_tag(article.section)] if article.section else []
    _ban(outlet, tags)
    wait = CAUGHT_UP - (timezone.now() - since).total_seconds()
    if wait > 0:
        # Whatever the cache has fetched in between may be from a web process that had not heard of the change yet.
        time.sleep(min(wait, CAUGHT_UP))
        _ban(outlet, tags)


def _ban(outlet: Outlet, tags: list[str]) -> None:
    headers = {
        "Surrogate-Key": " ".join(tags),
        "Surrogate-Key-Pattern": f"(^|[[:space:]])({'|'.join(tags)})([[:space:]]|$)",
    }
    answer = call("PURGE", outlet.url, headers=headers, private=outlet.private)
    if not 200 <= answer.status < 300:
        raise Failed(f"it answered {answer.status}")


def _ask_until_gone(outlet: Outlet, article: Article) -> None:
    """Asks the public address of what has gone, as a reader would, until the answer is 410."""
    if article.section is None:
        return
    # Our own site: wherever that is, nobody else has named it.
    url, until = own_address(house()) + article_path(article), time.monotonic() + GONE_WITHIN
    while (status := call("GET", url, private=True).status) != 410:
        if time.monotonic() > until:
            raise Failed(f"{url} still answers {status}")
        _ban(outlet, [item_tag(article.short_id)])
        time.sleep(0.1)


def _since(since: datetime) -> int:
    return max(0, round((timezone.now() - since).total_seconds() * 1000))


def prove(outlet: Outlet, *, works: bool) -> None:
    """Notes that a purge works, or no longer does: pages say to caches accordingly whether they may be kept."""
    if works == (outlet.proved_at is not None):
        return
    with writing() as work:
        outlet.proved_at = work.now if works else None
        Outlet.objects.filter(pk=outlet.pk).update(proved_at=outlet.proved_at)
        work.edition("house")
