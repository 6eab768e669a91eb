"""What is known of an item: its revisions, the acts of people, and what other copy says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Max, Q

from dateline.newsroom import identity
from dateline.newsroom.evidence import FORKING, Act, Link
from dateline.newsroom.models import Edit, Event, Item, Reference, Revision
from dateline.newsroom.transaction import Work

NOTICE = Q(signal="kill") | Q(status="canceled")
"""A notice that kills: it may go by the name of what it kills, and is no copy that anybody could mean."""


def revisions_of(item: Item) -> Iterator[tuple[Revision, bool]]:
    """The revisions of an item without their content, and whether that was taken."""
    rows = Revision.objects.filter(item=item).select_related("delivery")
    rows = rows.defer("content", "delivery__raw", "delivery__report", "delivery__reason")
    for revision in rows.annotate(kept=ExpressionWrapper(Q(content__isnull=False), BooleanField())):
        yield revision, not revision.kept


def history_of(item: int) -> tuple[list[Act], dict[int | None, datetime]]:
    """What people did with the item of this key, and when each of its revisions was received."""
    acts: list[Act] = []
    received: dict[int | None, datetime] = {}
    for row in Event.objects.filter(Q(act=True) | Q(verb="receive"), item=item).order_by("id"):
        if row.act:
            act = Act(verb=row.verb, at=row.at, reason=row.reason, section=row.section_id, other=row.other_id)
            acts.append(replace(act, revision=row.revision_id, until=row.until))
        else:
            received[row.revision_id] = row.at
    return acts, received


def edit_of(item: Item, acts: Sequence[Act]) -> Edit | None:
    """What the desk last made of the article; None where it follows its agency, or where the words were taken."""
    last = next((act.verb for act in reversed(acts) if act.verb in FORKING or act.verb == "follow"), "follow")
    if last == "follow":
        return None
    edit = Edit.objects.filter(item=item).order_by("-n").first()
    return None if edit is None or edit.content is None else edit


def links_to(item: int, work: Work) -> list[Link]:
    """What other copy says of the item of this key. A kill counts by whatever source it comes, a replacement by one
    that publishes its provider.
    """
    found = Reference.objects.filter(targets=item).exclude(state=Reference.State.PENDING).select_related("item")
    references = list(found)
    how = said(references, work)
    return [
        Link(
            kind=reference.kind,
            item=reference.item_id,
            short_id=reference.item.short_id,
            at=how[reference.pk].at,
            received_at=reference.arrived_at,
            ambiguous=reference.state == Reference.State.AMBIGUOUS,
        )
        for reference in references
        if reference.kind == Reference.Kind.KILL or how[reference.pk].is_trusted
    ]


def embargo_of_replaced(item: Item) -> datetime | None:
    """The end of the longest embargo that runs on what this item replaces, or may mean to."""
    replacing = Reference.objects.filter(item=item, kind=Reference.Kind.REPLACE)
    end: datetime | None = replacing.aggregate(end=Max("targets__article__embargoed_until"))["end"]
    return end


def replacing(item: Item) -> set[int]:
    """The items whose copy replaces this one, or may mean to."""
    found = Reference.objects.filter(targets=item, kind=Reference.Kind.REPLACE).values_list("item", flat=True)
    return set(found)


def kills_of_whole(item: Item) -> list[Link]:
    """The kills of the message of whose several texts this item is one: a cancellation need not list its texts."""
    whole = identity.whole_of(item.guid)
    if not whole:
        return []
    found = Revision.objects.filter(NOTICE, item__provider=item.provider_id, item__guid=whole).select_related("item")
    kills = list(found)
    received = history_of(kills[0].item_id)[1] if kills else {}  # all are of the one item with that guid
    return [
        Link(
            kind=Reference.Kind.KILL,
            item=kill.item_id,
            short_id=kill.item.short_id,
            at=kill.moment,
            received_at=received.get(kill.pk, kill.arrived_at),
        )
        for kill in kills
    ]


def texts_of(item: Item) -> set[int]:
    """The items that are single texts of the message with this item's guid."""
    key = identity.number_key(f"{item.guid}#1")
    rows = Revision.objects.filter(number_key=key, item__provider=item.provider_id).values_list("item", "item__guid")
    return {text for text, guid in rows.distinct() if identity.whole_of(guid) == item.guid}


_FIRST, _LAST = (end.replace(tzinfo=UTC) for end in (datetime.min, datetime.max))


class Said(NamedTuple):
    """How copy makes a reference.

    `at` is when, by the copy's own time, for the order of several. Where copy has no time that is believed, a kill
    comes after all others and a replacement before them: that of its arrival would have the outcome depend on which
    came in first. `is_trusted` says that it came by a source that publishes its provider: by no other does a
    replacement take anything down.
    """

    at: datetime
    is_trusted: bool


def said(references: Sequence[Reference], work: Work) -> dict[int, Said]:
    """How each of these references is made, by its key: by the revisions of its item that refer to the same."""
    if not references:
        return {}
    saying = Revision.objects.filter(item__in={one.item_id for one in references}).exclude(refers_to="")
    rows = saying.values_list("item", "refers_to", "signal", "version_created", "moment", "delivery__source")
    times: dict[tuple[int, str, bool], list[datetime]] = {}
    sources: dict[tuple[int, str, bool], set[int]] = {}
    for item, target, signal, made, moment, source in rows:
        key = (item, target, signal == "kill")
        sources.setdefault(key, set()).add(source)
        if made == moment:
            times.setdefault(key, []).append(moment)
    found = {}
    for one in references:
        is_kill = one.kind == Reference.Kind.KILL
        key = (one.item_id, one.target_key, is_kill)
        trusted = any(work.catalogue.trusts(source, one.provider_id) for source in sources.get(key, ()))
        found[one.pk] = Said(min(times.get(key, ()), default=_LAST if is_kill else _FIRST), trusted)
    return found
