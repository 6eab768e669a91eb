"""`dismiss_reference`: a person says that a kill or replacement means nothing that is here."""

from dateline.newsroom.models import Reference
from dateline.newsroom.open_references import conclude
from dateline.newsroom.transaction import By, Work, writing


def dismiss_reference(reference: Reference, *, reason: str, by: By = None, work: Work | None = None) -> None:
    """Lets go of all items that could have been meant. A kill that the agency says again counts again.

    Raises NotAllowed where the reference is settled already, where this user may not do it, and where other copy would
    come out of an embargo by it that this user may not lift.
    """
    with writing(work) as work:
        conclude(reference, None, by=by, reason=reason, work=work)
