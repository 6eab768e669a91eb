"""Kills and replacements that wait for a person: they match nothing, or several."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dateline.newsroom.known import embargo_of_replaced
from dateline.newsroom.models import Item, Reference
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.rows import first_value, marks
from dateline.newsroom.settle import settle_all
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work

OPEN = (Reference.State.AMBIGUOUS, Reference.State.PENDING)
"""What a person has to look at, the loudest first."""

MOST = 100

_COUNT = f"""
    SELECT count(*) FROM (
        SELECT id FROM newsroom_reference WHERE settled_at IS NULL AND state IN ({marks(OPEN)}) LIMIT %s
    ) AS waiting
"""  # noqa: S608


def open_references(*states: Reference.State) -> QuerySet[Reference]:
    """Those that nobody has settled, in these of the states of OPEN (in any)."""
    return Reference.objects.filter(settled_at__isnull=True, state__in=states or OPEN)


def open_count() -> int:
    """How many wait, counted to MOST."""
    return int(first_value(_COUNT, [*OPEN, MOST]))


def conclude(reference: Reference, means: Item | None, *, by: By, reason: str, work: Work) -> Reference:
    """Notes what a reference means for good, and settles whom else that concerns; gives it as it is stored.

    Raises NotAllowed where it is not open any more, and where this user may not do it.
    """
    check_permission(by, "settle")
    found = Reference.objects.select_for_update().get(pk=reference.pk)
    if found.settled_at is not None or found.state not in OPEN:
        raise NotAllowed(_("Nothing was done: it is settled already."))
    if means is not None and means.pk == found.item_id:
        raise NotAllowed(_("It can't mean itself."))
    concerned = set(found.targets.values_list("pk", flat=True)) | {found.item_id}
    embargo = embargo_of_replaced(found.item)
    found.targets.set([means] if means else [])
    found.state = Reference.State.MATCHED if means else Reference.State.PENDING
    found.settled_at = found.arrived_at = work.now  # after whatever was done with these items before
    found.save(update_fields=["state", "settled_at", "arrived_at"])
    left = embargo_of_replaced(found.item)
    if embargo is not None and embargo > work.now and (left is None or left < embargo):
        check_permission(by, "release")
    work.event("settle" if means else "dismiss", by=by, item_id=found.item_id, other=means, reason=reason)
    settle_all(concerned - ({means.pk} if means else set()), work)
    return found
