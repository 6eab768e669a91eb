"""Who may do what: the acts that not every editor may do, in one table."""

from django.utils.translation import gettext as _

from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By

CHIEFS = "chief"
"""The group that is made with these permissions. Whoever keeps the users puts people into it."""

NEEDED = {"reinstate": "newsroom.reinstate_article"}
"""act → the permission that a user needs for it. What stands here is for chiefs."""


def may(by: By, verb: str) -> bool:
    """Whether somebody may do this. Whoever has the machine may do all: commands act under a name, and no user's.

    A visitor who has not signed in is a user who is not active, and may do nothing.
    """
    if by is None or isinstance(by, str):
        return True
    return by.is_active and (verb not in NEEDED or by.has_perm(NEEDED[verb]))


def check_permission(by: By, verb: str) -> None:
    """Raises NotAllowed unless this one may do it."""
    if not may(by, verb):
        raise NotAllowed(_("Only a chief may do this."))
