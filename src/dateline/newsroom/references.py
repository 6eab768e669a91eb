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

from dateline.newsroom import identity
from dateline.newsroom.evidence import AHEAD
from dateline.newsroom.known import NOTICE, said
from dateline.newsroom.models import Event, Item, Provider, Reference, Revision
from dateline.newsroom.rows import first_value, marks
from dateline.newsroom.transaction import Work

WINDOW = timedelta(hours=48)
NUMBER_KILL_WINDOW = timedelta(days=7)
"""How long a kill by number counts: numbers come round again."""

LATER = timedelta(hours=1)
"""How much later than the reference copy may be dated that it means: clocks differ, but nobody replaces the future."""

_TIMELESS = Q(version_created__isnull=True) | Q(version_created__gt=F("moment"))
"""Copy whose own time is unknown or not believed has that of its arrival, which says nothing of which came first."""

DAY = timedelta(days=1)
_OF_A_DAY = '"precision":"day"'
"""How the facts of a revision say that of its time only the day is known."""

_ROUNDS = 200
_TIMES = 50


def refer(revision: Revision, item: Item, target: str, work: Work) -> Reference | None:
    """Notes that a revision replaces or kills other copy; None where it was noted before or means nothing."""
    if not revision.refers_to:
        return None
    provider = work.catalogue.providers[item.provider_id].code
    short_id = identity.short_id(provider, identity.kept_guid(identity.guid_named(target)))
    target = identity.kept_guid(target)
    reference, created = Reference.objects.get_or_create(
        item=item,
        kind=Reference.Kind.KILL if revision.signal == "kill" else Reference.Kind.REPLACE,
        target_key=revision.refers_to,
        defaults={
            "provider_id": item.provider_id,
            "target": target,
            "short_id": short_id,
            "at": revision.moment,
            "arrived_at": work.now,
        },
    )
    if created:
        return reference
    # Several revisions say it, each in its own way: the earliest and the first of the alphabet, whichever came first.
    fields = {
        "target": min(target, reference.target),
        "short_id": min(short_id, reference.short_id),
        "at": min(revision.moment, reference.at),
    }
    if reference.kind == Reference.Kind.KILL:
        fields["arrived_at"] = work.now  # a kill that is said again counts again, after whatever a person did between
        if reference.state == Reference.State.PENDING:
            fields["settled_at"] = None
    changed = {name: value for name, value in fields.items() if getattr(reference, name) != value}
    if not changed and reference.kind == Reference.Kind.REPLACE:
        return None
    for name, value in changed.items():
        setattr(reference, name, value)
    reference.save(update_fields=sorted(changed))
    return reference


def key_of_target(revision: Revision, provider: Provider, guid: str, target: str | None) -> str:
    """The key of what a revision of this item refers to; empty where it refers to nothing, or to itself.

    A replacement from a clock far ahead is not believed; a kill always is.
    """
    if not target or revision.signal not in ("kill", "replacement"):
        return ""
    ahead = revision.version_created is not None and revision.version_created > revision.arrived_at + AHEAD
    if ahead and revision.signal == "replacement":
        return ""
    key = identity.target_key(target, provider.code)
    is_own = key == identity.reference_key(guid) or identity.kept_guid(identity.guid_named(target)) == guid
    return "" if is_own else key


def keys_of(revision: Revision, guid: str, provider: str) -> set[str]:
    """The keys by which a reference may mean this revision."""
    keys = {revision.headline_key, revision.slug_key, revision.number_key, *_keys_of_guid(guid, provider)}
    return keys - {""}


def _keys_of_guid(guid: str, provider: str) -> tuple[str, str]:
    """The keys of what names this guid: by itself, and as a number where it reads as one (`ANP041`)."""
    return identity.reference_key(guid), identity.target_key(guid, provider)


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
                # It may be under the embargo of what it replaces.
                affected |= changed | {reference.item_id}
                # What this one means can decide which of several another one means.
                waiting.append(keys_of_items(changed | {reference.item_id}))
    return affected


def meant_by(item: Item) -> set[int]:
    """The items that the references of an item were found to mean."""
    found = Reference.targets.through.objects.filter(reference__item=item).values_list("item", flat=True)
    return set(found)


def _work_out(reference: Reference, work: Work) -> set[int]:
    if reference.settled_at is not None:
        return set()
    candidates = _candidates(reference)
    if candidates and reference.kind == Reference.Kind.REPLACE:
        candidates -= _replacing_it_later(reference, candidates, work)
    if len(candidates) > 1:
        candidates = _latest_versions(candidates, reference, work)
    states = Reference.State
    if not candidates:
        state = states.OWN if _means_itself(reference) else states.PENDING
    else:
        state = states.MATCHED if len(candidates) == 1 else states.AMBIGUOUS
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
            # Without the words that it goes by: they would outlive the copy.
            reason = _("What other copy replaces or kills could be any of %(number)d items: all of them are withheld.")
            work.event(
                "ambiguous",
                item_id=item,
                other=reference.item,
                reason=reason % {"number": len(candidates)},
            )
    return changed


def _candidates(reference: Reference) -> set[int]:
    """The items that the words of a reference fit, by any of their revisions near it in time, or by guid."""
    exact = Item.objects.filter(short_id=reference.short_id).exclude(pk=reference.item_id)
    times = _times(reference)
    revisions = Revision.objects.filter(
        _named_by(reference), _near(reference, times), ~NOTICE, item__provider=reference.provider_id
    )
    fitting = revisions.exclude(item=reference.item_id).values_list("item", flat=True)
    found = set(exact.values_list("pk", flat=True)) or set(fitting)
    if len(found) > 1 and reference.kind == Reference.Kind.KILL:
        # What is sent anew under the headline of what was killed is not what the kill meant.
        said_until = max(end for _begin, end in times)
        found = set(fitting.filter(_TIMELESS | Q(moment__lte=said_until + AHEAD))) or found
    return set() if found and _means_itself(reference) else found


def _near(reference: Reference, times: list[tuple[datetime, datetime]]) -> Q:
    """What is near a reference in time."""
    is_kill = reference.kind == Reference.Kind.KILL
    window = NUMBER_KILL_WINDOW if is_kill and reference.target_key.isdigit() else WINDOW
    near = Q(pk__in=())
    for begin, end in times:
        later = Q(moment__lte=end + LATER) | (_TIMELESS & Q(moment__lte=end + window))
        # Of a day that is all that is known of a time, the moment is the beginning.
        earlier = Q(moment__gte=begin - window) | Q(moment__gte=begin - window - DAY, facts__contains=_OF_A_DAY)
        near |= later & earlier & Q(moment__gte=begin - window - DAY, moment__lte=end + window)
    return near


def _times(reference: Reference) -> list[tuple[datetime, datetime]]:
    """When a reference was made, from and to: a kill that was said again counts each time, a replacement the first."""
    saying = Revision.objects.filter(
        item=reference.item_id,
        refers_to=reference.target_key,
        signal="kill" if reference.kind == Reference.Kind.KILL else "replacement",
    )
    if reference.kind == Reference.Kind.REPLACE:
        saying = saying.filter(moment=reference.at)
    times: list[tuple[datetime, datetime]] = []
    for begin, facts in saying.order_by("moment").values_list("moment", "facts"):
        end = begin + DAY if _OF_A_DAY in facts else begin
        if times and begin <= times[-1][1] + LATER:
            times[-1] = (times[-1][0], max(end, times[-1][1]))
        else:
            times.append((begin, end))
    return times[-_TIMES:]


def _named_by(reference: Reference) -> Q:
    key = reference.target_key
    return Q(headline_key=key) | Q(slug_key=key) | Q(number_key=key)


def _means_itself(reference: Reference) -> bool:
    """Whether the words fit a version of the referring item that refers to nothing: then that is what they mean."""
    plain = Revision.objects.filter(_named_by(reference), item=reference.item_id).exclude(
        signal__in=("kill", "replacement")
    )
    return plain.exists()


def _replacing_it_later(reference: Reference, candidates: set[int], work: Work) -> set[int]:
    """The candidates that replace, later, the very item that refers to them: else each would lead to the other."""
    replacing = Reference.objects.filter(
        kind=Reference.Kind.REPLACE, item__in=candidates, target_key__in=keys_of_items({reference.item_id})
    )
    return _later(reference, list(replacing.select_related("item")), work)


def _later(reference: Reference, others: list[Reference], work: Work) -> set[int]:
    """The items of those of the others that were made later than this reference."""
    how = said([reference, *others], work)
    own = (how[reference.pk].at, reference.item.short_id)
    return {other.item_id for other in others if (how[other.pk].at, other.item.short_id) > own}


def _latest_versions(candidates: set[int], reference: Reference, work: Work) -> set[int]:
    """Without those that another candidate replaces, and those that are themselves a later replacement."""
    found = Reference.objects.filter(kind=Reference.Kind.REPLACE, item__in=candidates)
    replacing = list(found.select_related("item").prefetch_related("targets"))
    later = _later(reference, replacing, work)
    how = said(replacing, work)
    published = _published(candidates, reference)
    replaced = {
        target.pk
        for one in replacing
        if one.state == Reference.State.MATCHED and one.item_id not in later and how[one.pk].is_trusted
        for target in one.targets.all()
        if target.pk in candidates and not (target.pk in published and published[target.pk] > one.arrived_at)
    }
    return candidates - later - replaced or candidates


def _published(items: set[int], reference: Reference) -> dict[int, datetime]:
    """When somebody last published which of these items, before the reference arrived: up again, it is not replaced."""
    acts = Event.objects.filter(item__in=items, act=True, verb="publish", at__lte=reference.arrived_at)
    return dict(acts.order_by("at").values_list("item", "at"))


def keys_of_items(items: set[int]) -> frozenset[str]:
    """The keys by which a reference may mean any version of these items."""
    rows = Revision.objects.filter(item__in=items).values_list(
        "headline_key", "slug_key", "number_key", "item__guid", "item__provider__code"
    )
    return frozenset(
        key
        for headline, slug, number, guid, provider in rows
        for key in (headline, slug, number, *_keys_of_guid(guid, provider))
        if key
    )
