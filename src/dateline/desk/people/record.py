"""What people do with their accounts, written down: in the history what was done, in the log what failed."""

from typing import Any

import structlog
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dateline.newsroom.house import house

log = structlog.get_logger(__name__)


def listen() -> None:
    """Connects this to the signals of Django and allauth."""
    from allauth.account import signals as account
    from allauth.mfa import signals as factors
    from allauth.socialaccount.signals import social_account_added

    account.user_logged_in.connect(_signed_in, dispatch_uid="people.in")
    account.password_changed.connect(_password, dispatch_uid="people.password")
    social_account_added.connect(_tied, dispatch_uid="people.tied")
    user_logged_out.connect(_signed_out, dispatch_uid="people.out")
    user_login_failed.connect(_failed, dispatch_uid="people.failed")
    factors.authentication_failed.connect(_factor_failed, dispatch_uid="people.factor-failed")
    for signal, verb, told in (
        (factors.authenticator_added, "factor-add", gettext_noop("added: %(what)s")),
        (factors.authenticator_removed, "factor-remove", gettext_noop("removed: %(what)s")),
        (factors.authenticator_reset, "factor-renew", gettext_noop("made anew: %(what)s")),
    ):
        signal.connect(_factor(verb, told), weak=False, dispatch_uid=f"people.{verb}")


def write(verb: str, by: User, reason: str = "", *, told: str = "", to: str = "") -> None:
    """A line of the history about an account. What is `told` is mailed to its owner as well (else to `to`)."""
    from dateline.newsroom.alarms import tell_owner
    from dateline.newsroom.transaction import writing

    with writing() as work:
        work.event(verb, by=by, reason=reason)
        if told:
            with translation.override(work.catalogue.language):
                tell_owner(by, _(told) % {"what": reason}, work, to=to)


def _signed_in(request: HttpRequest, user: User, sociallogin: Any = None, **_about: Any) -> None:
    by = sociallogin.provider.name if sociallogin else ""
    write("sign-in", user, by)
    log.info("signed in", account=user.get_username(), address=_address(request), by=by or "ourselves")


def _tied(request: HttpRequest, sociallogin: Any, **_about: Any) -> None:
    """Whoever ties their account to the provider has no password here from then on, and goes on where they are."""
    user = sociallogin.user
    user.set_unusable_password()
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    write("tie", user, sociallogin.provider.name, told=gettext_noop("it signs in by %(what)s from now on"))


def _signed_out(request: HttpRequest, user: User | None, **_about: Any) -> None:
    if user is not None:
        log.info("signed out", account=user.get_username(), address=_address(request))


def _password(user: User, **_about: Any) -> None:
    write_password(user)


def write_password(user: User) -> None:
    """That somebody has chosen another password: by the old one, or by a link."""
    write("password", user, told=gettext_noop("it has another password"))


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_about: Any) -> None:
    # What is no account's name may be a password that was typed into the wrong field.
    name = str(credentials.get("username") or "")[:150]
    known = User.objects.filter(username=name).exists()
    log.warning("sign-in failed", account=name if known else "unknown", address=_address(request))


def _factor_failed(request: HttpRequest, user: User, authenticator: Any, **_about: Any) -> None:
    log.warning("second factor failed", account=user.get_username(), address=_address(request))
    if _was_used(authenticator, request.POST.get("code", "")):
        write("factor-again", user, told=gettext_noop("a code of its app came a second time, and was refused"))


def _was_used(authenticator: Any, code: str) -> bool:
    """Whether a code is right and was refused because somebody has signed in by it already (ASVS 2.8.5)."""
    if authenticator.type != "totp":
        return False
    found: bool = cache.get(authenticator.wrap()._get_used_cache_key(code)) is not None
    return found


def _factor(verb: str, told: str) -> Any:
    def receive(user: User, authenticator: Any, **_about: Any) -> None:
        with translation.override(house().language):
            write(verb, user, _name_of(authenticator.type), told=told)

    return receive


def _name_of(kind: str) -> str:
    names = {"totp": _("an app that makes codes"), "webauthn": _("a passkey"), "recovery_codes": _("recovery codes")}
    return names.get(kind, kind)


def _address(request: HttpRequest | None) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""
