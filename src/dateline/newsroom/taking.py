"""Taking copy away, as retention and purges demand: words go, and who, what, when and the hashes stay."""

from collections.abc import Iterable

from dateline.newsroom import raw
from dateline.newsroom.content import decode_facts, encode_facts, without_words
from dateline.newsroom.models import Article, Delivery, Edit, Event, Item, Reference
from dateline.newsroom.settle import NO_WORDS
from dateline.newsroom.transaction import Work


def take_content(item: Item, work: Work) -> None:
    """Empties every revision of an item, its article (what was killed keeps its words so long), and its references. The
    hashes stay by which copy finds other copy: what it replaces or kills does not come back.
    """
    item.revisions.update(content=None)
    Edit.objects.filter(item=item).update(content=None)
    Article.objects.filter(item=item).update(taken=True, **NO_WORDS)
    for article in Article.objects.filter(item=item):
        work.shows(article)
    Reference.objects.filter(item=item).update(target="")
    if item.purged_at is not None:
        Article.objects.filter(item=item).update(stand_ins=[])
        for revision in item.revisions.only("facts"):
            revision.facts = encode_facts(without_words(decode_facts(revision.facts)))
            revision.save(update_fields=["facts"])
    work.change()


def take_raw(deliveries: Iterable[int], work: Work) -> None:
    """Empties deliveries of their bytes, and with them every other delivery of the same bytes."""
    hashes = Delivery.objects.filter(pk__in=set(deliveries)).values_list("sha256", flat=True)
    same = Delivery.objects.filter(sha256__in=set(hashes))
    for name in set(same.exclude(raw_file="").values_list("raw_file", flat=True)):
        raw.take(name, work.afterwards)
    same.update(raw=None, raw_file="", report=[])
    work.change()


def deliveries_of(item: Item) -> set[int]:
    """Every delivery in which an item came, repeats included."""
    by_revision = Delivery.objects.filter(revisions__item=item).values_list("pk", flat=True)
    by_event = Event.objects.filter(item=item, delivery__isnull=False).values_list("delivery", flat=True)
    return {*by_revision, *by_event}
