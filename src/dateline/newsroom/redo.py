"""Doing removals again in a newsroom that has forgotten them: one that was put back to an earlier day.

Each keeps its moment, so that it stands among the acts of people where it stood, and is known as the same removal ever
after. What is to be removed may not have come yet: a kill before its item is a promise all the same.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from dateline.newsroom import identity
from dateline.newsroom.house import command_source
from dateline.newsroom.models import Article, Delivery, Event, Item, Provider, Revision
from dateline.newsroom.removals import ACTS, FILE_NAME, VERBS, Removal, missing, write_down
from dateline.newsroom.settle import settle
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing
from dateline.newsroom.verbs import expire, hold, kill, purge, reinstate
from dateline.newsroom.verbs.expire import take

BY: By = "restore"

_STUB = hashlib.sha256(FILE_NAME.encode()).hexdigest()
_FIRST = "0"
"""Sorts before the order key of any copy."""


def redo(removals: Iterable[Removal]) -> list[Removal]:
    """Does these again, each in a transaction of its own; gives those whose item had not come yet."""
    ahead: list[Removal] = []
    ended: set[int] = set()
    for removal in removals:
        with writing() as work:
            # The moment of everything in this transaction: that of the act.
            work.asked_at = now = work.now
            work.now = removal.at
            provider = _provider(removal, work)
            item = _item(removal, provider)
            if item is None:
                item = _promise(removal, provider, work)
                ahead.append(removal)
            if removal.act in ("kill", "purge"):
                _bar_words(item, removal)
            if not _is_known(item, removal):  # else another process has done it just now
                _act(item, removal, work)
            work.now = now
        if removal.act == "reinstate":
            ended.add(item.pk)
    for item in Item.objects.filter(pk__in=ended):
        with writing() as work:
            settle(item, work)  # embargoes and rights that ran out since
    return ahead


def catch_up() -> int:
    """Brings log and record together: what the record lacks is done again, what the log lacks is written down.

    Gives how many removals were done again. Raises OSError, DatabaseError, removals.LogUnreadable.
    """
    lacking = missing()
    redo(lacking)
    write_down()
    return len(lacking)


def _is_known(item: Item, removal: Removal) -> bool:
    verbs = [verb for verb in VERBS if ACTS.get(verb, verb) == removal.act]
    return Event.objects.filter(item=item, verb__in=verbs, at=removal.at).exists()


def _provider(removal: Removal, work: Work) -> Provider:
    """The provider of a removal, found as that of copy is: in the newsroom as it is now, its code may be spelled
    otherwise.
    """
    found = work.catalogue.provider(removal.provider, command_source())
    assert found is not None  # noqa: S101  # that source makes what there is not
    return found


def _item(removal: Removal, provider: Provider) -> Item | None:
    item = Item.objects.filter(provider=provider, guid=removal.guid).first()
    if item is not None and not Article.objects.filter(item=item).exists():
        return None
    return item


def _promise(removal: Removal, provider: Provider, work: Work) -> Item:
    """The item of a removal, made ahead of its copy."""
    short_id = identity.short_id(provider.code, removal.guid)
    item, _made = Item.objects.get_or_create(provider=provider, guid=removal.guid, defaults={"short_id": short_id})
    settle(item, work)
    return item


def _bar_words(item: Item, removal: Removal) -> None:
    """Makes the words of what was removed known to the newsroom, by hashes: copies by other ways are held for them."""
    known = set(item.revisions.filter(words_sha256__in=removal.words).values_list("words_sha256", flat=True))
    for words in sorted(set(removal.words) - known):
        Revision.objects.create(
            item=item,
            delivery=_log_as_delivery(),
            order_key=_FIRST,
            arrived_at=removal.at,
            moment=removal.at,
            status="canceled",
            signal="kill",
            words_sha256=words,
            content_sha256=words,
        )


def _log_as_delivery() -> Delivery:
    """What the words that are known from the log alone came with: a delivery without bytes."""
    moment = datetime.now(UTC)
    return Delivery.objects.get_or_create(
        source=command_source(),
        sha256=_STUB,
        defaults={
            "name": FILE_NAME,
            "size": 0,
            "arrived_at": moment,
            "done_at": moment,
            "state": Delivery.State.DONE,
        },
    )[0]


def _act(item: Item, removal: Removal, work: Work) -> None:
    try:
        if removal.act == "kill":
            kill(item, reason=removal.reason, by=BY, work=work)
        elif removal.act == "purge":
            purge(item, reason=removal.reason, by=BY, work=work)
        elif removal.act == "expire":
            expire(item, reason=removal.reason, by=BY, work=work)
        elif removal.act == "reinstate":
            reinstate(item, reason=removal.reason, by=BY, work=work)
        else:
            # A hold alone is no removal, and would not be known as this one.
            work.event("ambiguous", item=item)
            hold(item, reason=_("Other copy replaces or kills it or another: it names several."), by=BY, work=work)
    except NotAllowed:
        # Where an item stands follows from all acts together, this among them, in whatever order they become known.
        work.event(removal.act, by=BY, act=True, item=item, reason=removal.reason)
        settle(item, work)
        if removal.act == "expire":
            take(item, work)
