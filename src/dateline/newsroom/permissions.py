"""Who may do what: roles, their permissions, and the acts that not every editor may do, in two tables."""

from django.utils.translation import gettext as _

from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By

SEE = "newsroom.view_article"
"""The permission to see the desk, which all roles have."""

SET_UP = "newsroom.set_up"
"""The permission to change providers, sources, sections, rules, the house and the accounts."""

ACT = "newsroom.act_on_article"
"""The permission to act on the news: what an act needs that is not in NEEDED."""

NEEDED = {
    "reinstate": "newsroom.reinstate_article",
    "release": "newsroom.lift_embargo",
    "purge": "newsroom.purge_article",
    "setup": SET_UP,
}
"""act → the permission that a user needs for it. What stands here is for chiefs."""

VIEWERS, EDITORS, CHIEFS = "viewer", "editor", "chief"

ROLES: dict[str, frozenset[str]] = {
    VIEWERS: frozenset({SEE}),
    EDITORS: frozenset({SEE, ACT}),
    CHIEFS: frozenset({SEE, ACT, *NEEDED.values()}),
}
"""The groups that are made with these permissions. Whoever keeps the users puts people into them."""


def may(by: By, verb: str) -> bool:
    """Whether somebody may do this. Whoever has the machine may do all: commands act under a name, and no user's.

    A visitor who has not signed in is a user who is not active, and may do nothing.
    """
    if by is None or isinstance(by, str):
        return True
    return by.is_active and by.has_perm(NEEDED.get(verb, ACT))


def check_permission(by: By, verb: str) -> None:
    """Raises NotAllowed unless this one may do it."""
    if may(by, verb):
        return
    if verb in NEEDED:
        raise NotAllowed(_("Only a chief may do this."))
    raise NotAllowed(_("Only editors and chiefs may do this."))
