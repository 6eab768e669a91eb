"""The accounts of those who work here: each has one role, or none. A chief looks after them."""

from collections.abc import Callable

from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from dateline.newsroom.permissions import CHIEFS, ROLES, check_permission
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing


def role_of(user: User) -> str:
    """The highest role of an account; empty where it has none."""
    groups = {group.name for group in user.groups.all()}
    return next((role for role in reversed(ROLES) if role in groups), "")


def add(name: str, role: str, *, by: By) -> User:
    """Makes an account without a password, with a role. Raises NotAllowed where this user may not do it."""
    check_permission(by, "setup")
    with writing() as work:
        user = User.objects.create_user(name)
        _put(user, role)
        _note(user, work, by, lambda: _("new, %(role)s") % {"role": role or "–"})
    return user


def change(user: User, role: str, *, active: bool, by: By) -> None:
    """Gives an account another role, or shuts it or opens it again; what is under way with it ends at once.

    Raises NotAllowed where this user may not do it, and where nobody would be left who may.
    """
    with writing() as work:
        check_may_touch(user, by)
        before = (role_of(user), user.is_active)
        if before == (role, active):
            return
        stays = active and (user.is_superuser or role == CHIEFS)
        if not stays and not _chiefs().exclude(pk=user.pk).exists():
            raise NotAllowed(_("Nobody would be left who may do this: make another chief first."))
        _put(user, role)
        user.is_active = active
        user.save(update_fields=["is_active"])
        _note(user, work, by, lambda: f"{_told(*before)} → {_told(role, active)}")


def follow(user: User, role: str, *, by: str) -> None:
    """Gives an account the role that the provider says, or takes it: of the last chief too, for its word counts."""
    before = role_of(user)
    if before == role:
        return
    with writing() as work:
        _put(user, role)
        _note(user, work, by, lambda: f"{_told(before, True)} → {_told(role, True)}")


def is_tied(user: User) -> bool:
    """Whether an account is the provider's to let in, and by nothing else."""
    from allauth.socialaccount.models import (
        SocialAccount,
    )  # not above: this is imported before its application is there

    return not user.is_superuser and bool(SocialAccount.objects.filter(user=user).exists())


def invite(user: User, *, by: By) -> None:
    """Notes that somebody gives out a link by which this account gets a new password; the provider has no say in it
    from then on. Raises NotAllowed.
    """
    from allauth.socialaccount.models import SocialAccount  # not above, as there

    with writing() as work:
        check_may_touch(user, by)
        if SocialAccount.objects.filter(user=user).delete()[0]:
            _note(user, work, by, lambda: _("no longer signs in by the provider"))
        _tell(user, work, lambda: _("a chief gave out a link for a new password"))
        _note(user, work, by, lambda: _("a link for a new password"))


def end_sessions(user: User, *, by: By, but: str | None = None) -> None:
    """Signs an account out wherever it is signed in; `but` is the key of a session that goes on. Raises NotAllowed."""
    from allauth.usersessions.models import UserSession  # not above, as there

    with writing() as work:
        check_may_touch(user, by)
        for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
            session.end()
        _note(user, work, by, lambda: _("signed out everywhere"))


def forget_factors(user: User, *, by: By, but: str | None = None) -> None:
    """Removes the passkeys, the app and the recovery codes of who has lost them, and signs the account out as
    `end_sessions` does: its password is enough again. Raises NotAllowed.
    """
    from allauth.mfa.models import Authenticator  # not above, as there

    with writing() as work:
        check_may_touch(user, by)
        if Authenticator.objects.filter(user=user).delete()[0]:
            _note(user, work, by, lambda: _("passkeys and codes removed"))
            _tell(user, work, lambda: _("a chief removed its passkeys and codes"))
    end_sessions(user, by=by, but=but)


def has_factors(user: User) -> bool:
    """Whether the password of an account is not enough."""
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user=user).exists())


def mail_of_chiefs(but: str) -> list[str]:
    """The mail addresses of the chiefs who have given one, but for the one of this name."""
    others = _chiefs().exclude(username=but).exclude(email="")
    return sorted(set(others.values_list("email", flat=True)))


def check_may_touch(user: User, by: By) -> None:
    """Raises NotAllowed unless this one may change an account: that of the installation only by itself or its like."""
    check_permission(by, "setup")
    if user.is_superuser and isinstance(by, User) and not by.is_superuser:
        raise NotAllowed(_("This account may do everything: only another of its kind may change it."))


def _chiefs() -> QuerySet[User]:
    return User.objects.filter(Q(groups__name=CHIEFS) | Q(is_superuser=True), is_active=True).distinct()


def _put(user: User, role: str) -> None:
    user.groups.remove(*Group.objects.filter(name__in=ROLES))
    if role:
        user.groups.add(Group.objects.get(name=role))


def _told(role: str, active: bool) -> str:
    return (role or "–") if active else _("shut")


def _tell(user: User, work: Work, what: Callable[[], str]) -> None:
    """Mails the owner of an account what somebody else did to it."""
    from dateline.newsroom.alarms import tell_owner  # not above: it asks this module who the chiefs are

    with translation.override(work.catalogue.language):
        tell_owner(user, what(), work)


def _note(user: User, work: Work, by: By, what: Callable[[], str]) -> None:
    """Notes a change in the record, in the language of the house."""
    with translation.override(work.catalogue.language):
        work.event("setup", by=by, reason=_("account %(name)s: %(what)s") % {"name": user.username, "what": what()})
