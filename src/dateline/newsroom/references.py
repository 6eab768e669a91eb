"""Replacements and kills that name no guid but a headline, slug or number: what they are found to mean.

A reference is matched against all revisions of its provider near it in time, whichever arrives first: whenever copy
arrives that a reference may mean, it is worked out anew from everything that is there. One match acts; several are
withheld.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from dateline.newsroom.identity import reference_key
from dateline.newsroom.models import Item, Reference, Revision
from dateline.newsroom.rows import first_value, marks
from dateline.newsroom.standing import AHEAD
from dateline.newsroom.transaction import Work

WINDOW = timedelta(hours=48)
NUMBER_KILL_WINDOW = timedelta(days=7)
"""How long a kill by number counts: numbers come round again."""

LATER = timedelta(hours=1)
"""How much later than the reference copy may be dated that it means: clocks differ, but nobody replaces the future."""

_ROUNDS = 200


def refer(revision: Revision, item: Item, target: str, now: datetime) -> Reference | None:
    """Notes that a revision replaces or kills other copy; None where it was noted before or means nothing."""
    key = reference_key(target)
    if not key or key == reference_key(item.guid):
        return None
    reference, created = Reference.objects.get_or_create(
        item=item,
        kind=Reference.Kind.KILL if revision.signal == "kill" else Reference.Kind.REPLACE,
        target_key=key,
        defaults={
            "provider_id": item.provider_id,
            "target": target[:500],
            "at": revision.moment,
            "arrived_at": now,
        },
    )
    if created:
        return reference
    if revision.moment < reference.at:
        # Several revisions say it: the earliest counts, whichever came first.
        reference.at = revision.moment
        reference.save(update_fields=["at"])
        return reference
    return None


def refers(revision: Revision) -> bool:
    """Whether the signal of a revision can mean other copy. A replacement from a clock far ahead is not believed."""
    if revision.signal == "kill":
        return True
    ahead = revision.version_created is not None and revision.version_created > revision.arrived_at + AHEAD
    return revision.signal == "replacement" and not ahead


def keys_of(revision: Revision, guid: str) -> set[str]:
    """The keys by which a reference may mean this revision."""
    keys = {revision.headline_key, revision.slug_key, revision.number_key, reference_key(guid)}
    return keys - {""}


def any_to(provider: int, keys: Iterable[str]) -> bool:
    """Whether any reference could mean copy with these keys."""
    wanted = list(keys)
    sql = f"SELECT 1 FROM newsroom_reference WHERE provider_id = %s AND target_key IN ({marks(wanted)}) LIMIT 1"  # noqa: S608
    return bool(wanted) and first_value(sql, [provider, *wanted]) is not None


def resolve(provider: int, keys: Iterable[str], work: Work) -> set[int]:
    """Works out anew what the references with these keys mean; the keys of the items that stand differently for it."""
    waiting = deque([frozenset(keys)])
    affected: set[int] = set()
    for _round in range(_ROUNDS):
        if not waiting:
            break
        references = Reference.objects.filter(provider=provider, target_key__in=waiting.popleft())
        for reference in references.select_related("item").order_by("at", "item__short_id", "kind"):
            changed = _work_out(reference, work)
            if changed:
                affected |= changed
                # What this one means can decide which of several another one means.
                waiting.append(_keys_of_items(changed | {reference.item_id}))
    return affected


def meant_by(item: Item) -> set[int]:
    """The items that the references of an item were found to mean."""
    found = Reference.targets.through.objects.filter(reference__item=item).values_list("item", flat=True)
    return set(found)


def _work_out(reference: Reference, work: Work) -> set[int]:
    candidates = _candidates(reference)
    if candidates and reference.kind == Reference.Kind.REPLACE:
        candidates -= _replacing_it_later(reference, candidates)
    if len(candidates) > 1:
        candidates = _latest_versions(candidates, reference)
    states = Reference.State
    state = states.PENDING if not candidates else states.MATCHED if len(candidates) == 1 else states.AMBIGUOUS
    before = set(reference.targets.values_list("pk", flat=True)) if reference.state != states.PENDING else set()
    if state == reference.state and before == candidates:
        return set()
    # Those that stay among several stand as they did: headlines that come back all day would cost more with each.
    changed = before ^ candidates if state == reference.state == states.AMBIGUOUS else before | candidates
    reference.state = state
    reference.save(update_fields=["state"])
    reference.targets.set(candidates)
    if state == states.AMBIGUOUS:
        for item in candidates & changed:
            reason = _("“%(target)s” names %(number)d items: all of them are withheld.")
            work.event(
                "ambiguous",
                item_id=item,
                other=reference.item,
                reason=reason % {"target": reference.target, "number": len(candidates)},
            )
    return changed


def _candidates(reference: Reference) -> set[int]:
    """The items that the words of a reference fit, by any of their revisions near it in time, or by guid."""
    key, at = reference.target_key, reference.at
    by_number = reference.kind == Reference.Kind.KILL and key.isdigit()
    window = NUMBER_KILL_WINDOW if by_number else WINDOW
    named = Q(headline_key=key) | Q(slug_key=key) | Q(number_key=key)
    # Copy whose own time is unknown or not believed has that of its arrival, which says nothing of which came first.
    timeless = Q(version_created__isnull=True) | Q(version_created__gt=F("moment"))
    near = (timeless & Q(moment__lte=at + window)) | Q(moment__lte=at + LATER)
    revisions = Revision.objects.filter(
        named, near, item__provider=reference.provider_id, moment__gte=at - window
    ).exclude(item=reference.item_id)
    exact = Item.objects.filter(provider=reference.provider_id, guid=reference.target).exclude(pk=reference.item_id)
    found = set(exact.values_list("pk", flat=True)) or set(revisions.values_list("item", flat=True))
    return set() if found and _means_itself(reference, named) else found


def _means_itself(reference: Reference, named: Q) -> bool:
    """Whether the words fit a version of the referring item that refers to nothing: then that is what they mean."""
    plain = Revision.objects.filter(named, item=reference.item_id).exclude(signal__in=("kill", "replacement"))
    return plain.exists()


def _replacing_it_later(reference: Reference, candidates: set[int]) -> set[int]:
    """The candidates that replace, later, the very item that refers to them: else each would lead to the other."""
    own = (reference.at, reference.item.short_id)
    replacing = Reference.objects.filter(
        kind=Reference.Kind.REPLACE, item__in=candidates, target_key__in=_keys_of_items({reference.item_id})
    )
    rows = replacing.values_list("item", "at", "item__short_id")
    return {item for item, at, short_id in rows if (at, short_id) > own}


def _latest_versions(candidates: set[int], reference: Reference) -> set[int]:
    """Without those that another candidate replaces, and those that are themselves a later replacement."""
    replacing = Reference.objects.filter(kind=Reference.Kind.REPLACE, item__in=candidates)
    own = (reference.at, reference.item.short_id)
    rows = list(replacing.values_list("item", "at", "item__short_id", "state", "targets"))
    later = {item for item, at, short_id, _state, _target in rows if (at, short_id) > own}
    replaced = {
        target for item, _at, _short_id, state, target in rows if state == Reference.State.MATCHED and item not in later
    }
    return candidates - later - replaced or candidates


def _keys_of_items(items: set[int]) -> frozenset[str]:
    rows = Revision.objects.filter(item__in=items).values_list("headline_key", "slug_key", "number_key", "item__guid")
    return frozenset(
        key for headline, slug, number, guid in rows for key in (headline, slug, number, reference_key(guid)) if key
    )
