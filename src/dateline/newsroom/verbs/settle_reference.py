"""`settle_reference`: a person says which item copy kills or replaces that names it unclearly."""

from django.utils import translation
from django.utils.translation import gettext as _

from dateline.newsroom.models import Article, Item, Reference
from dateline.newsroom.open_references import conclude
from dateline.newsroom.transaction import By, Work, writing
from dateline.newsroom.verbs.kill import kill
from dateline.newsroom.verbs.replace import replace


def settle_reference(
    reference: Reference, *, item: Item, reason: str = "", by: By = None, work: Work | None = None
) -> Article:
    """Kills `item`, or has it lead to what replaces it, and lets go of the others that could have been meant.

    Raises NotAllowed where the reference is settled already, where the item's state or this user may not do it, and
    where other copy would come out of an embargo by it that this user may not lift.
    """
    with writing(work) as work:
        found = conclude(reference, item, by=by, reason=reason, work=work)
        kills = found.kind == Reference.Kind.KILL
        with translation.override(work.catalogue.language):
            plain = _("The agency killed it in other copy that names it.") if kills else _("The agency replaced it.")
        reason = reason or plain
        if kills:
            return kill(item, reason=reason, by=by, work=work)
        return replace(item, with_item=found.item, reason=reason, by=by, work=work)
