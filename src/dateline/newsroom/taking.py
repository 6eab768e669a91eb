"""Taking copy away, as retention and purges demand: words go, and who, what, when and the hashes stay."""

from collections.abc import Iterable

from django.db.models import Q

from dateline.newsroom import raw
from dateline.newsroom.models import Article, Delivery, Event, Item, Reference
from dateline.newsroom.settle import NO_WORDS
from dateline.newsroom.transaction import Work


def take_content(item: Item, work: Work) -> None:
    """Empties every revision of an item, its article (what was killed keeps its words so long), and every reference
    that quotes it.
    """
    item.revisions.update(content=None, headline_key="", slug_key="")
    Article.objects.filter(item=item).update(taken=True, **NO_WORDS)
    quoting = Reference.objects.filter(Q(item=item) | Q(targets=item)).exclude(target="")
    for reference in quoting.distinct():
        reference.target, reference.target_key = "", f"taken {reference.pk}"
        reference.save(update_fields=["target", "target_key"])
    Event.objects.filter(item=item, verb="ambiguous").update(reason="")
    work.change()


def take_raw(deliveries: Iterable[int], work: Work) -> None:
    """Empties deliveries of their bytes, and with them every other delivery of the same bytes."""
    hashes = Delivery.objects.filter(pk__in=set(deliveries)).values_list("sha256", flat=True)
    same = Delivery.objects.filter(sha256__in=set(hashes))
    for name in set(same.exclude(raw_file="").values_list("raw_file", flat=True)):
        work.afterwards(lambda name=name: raw.forget(name))  # type: ignore[misc]
    same.update(raw=None, raw_file="", report=[])
    work.change()


def deliveries_of(item: Item) -> set[int]:
    """Every delivery in which an item came, repeats included."""
    by_revision = Delivery.objects.filter(revisions__item=item).values_list("pk", flat=True)
    by_event = Event.objects.filter(item=item, delivery__isnull=False).values_list("delivery", flat=True)
    return {*by_revision, *by_event}
