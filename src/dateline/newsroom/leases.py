"""Who has an article open in the editor. A lease tells editors of each other; that nobody overwrites anybody is looked
after where something is saved.

It is no part of the record: it is heard of each few seconds, and forgotten soon after the last time.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from dateline.newsroom.models import Item, Lease
from dateline.newsroom.transaction import writing

LASTS = timedelta(seconds=30)
"""How long a lease counts after its page was last heard of."""


def lease_of(item: Item, now: datetime) -> Lease | None:
    """The lease that counts now."""
    return Lease.objects.filter(item=item, seen_at__gt=now - LASTS).select_related("user").first()


def hear(item: Item, user: User, token: str, now: datetime, *, had: bool = False) -> Lease | None:
    """The page `token` of a user is open: the lease is its own if nobody else has it. Gives the lease that counts.

    A page that `had` the lease and finds none has let it go in the meantime, as one does that is saved while it asks:
    it gets none, or the next editor would be refused for a page that is closed.
    """
    with transaction.atomic():
        locked = Lease.objects.select_for_update(of=("self",))
        if had:
            lease, made = locked.filter(item=item).first(), False
        else:
            first = {"user": user, "token": token, "since": now, "seen_at": now}
            lease, made = locked.get_or_create(item=item, defaults=first)
        if lease is not None and not made and (lease.token == token or lease.seen_at <= now - LASTS):
            if lease.token != token:
                lease.since = now
            lease.user, lease.token, lease.seen_at = user, token, now
            lease.save()
    return lease


def take_over(item: Item, user: User, token: str) -> None:
    """Makes the lease that of this page, whoever had it; the record says from whom it was taken."""
    with writing() as work:
        lease = Lease.objects.filter(item=item).select_related("user").first()
        fields = {"user": user, "token": token, "since": work.now, "seen_at": work.now}
        if lease is not None and lease.token != token and lease.seen_at > work.now - LASTS:
            work.event("take_over", by=user, item=item, reason=lease.user.get_username())
        Lease.objects.update_or_create(item=item, defaults=fields)


def let_go(item: Item, token: str) -> None:
    """The page `token` is closed."""
    Lease.objects.filter(item=item, token=token).delete()
