"""Who gets in by the provider's word: an account of their own with the role that it gives, or nothing, said plainly."""

from typing import Any

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render

from dateline.desk.people.models import Stranger
from dateline.desk.people.oidc import ours
from dateline.newsroom import people as accounts
from dateline.newsroom.alarms import LONGEST_ADDRESS
from dateline.newsroom.permissions import CHIEFS

log = structlog.get_logger(__name__)

NO_ROLE, NAME_TAKEN, SHUT, UNBOUND, TIED, FACTOR = "no-role", "name-taken", "shut", "unbound", "tied", "factor"
"""Why somebody is refused: no role; their name is another account's; the account is shut, or may do everything; it is
tied to somebody else at the provider already; a chief has shown no second factor there."""


def admit(request: HttpRequest, login: SocialLogin) -> None:
    """Ties, makes or finds the account of whoever the provider has sent. Raises ImmediateHttpResponse for a refusal."""
    if login.state.get("process") == AuthProcess.CONNECT:
        _check_may_tie(request, login)
        return
    role = ours().role(login.claims)
    if role == CHIEFS and settings.CHIEF_FACTOR and not _has_shown_factor(login.claims):
        _refuse(request, login, FACTOR)
    if login.is_existing:
        _check_known(request, login, role)
    else:
        _make(request, login, role)
    _take_mail(login.user, login.claims)
    Stranger.objects.filter(issuer=login.account.provider, subject=login.account.uid).delete()


def _check_known(request: HttpRequest, login: SocialLogin, role: str) -> None:
    user = login.user
    if user.is_superuser:
        _refuse(request, login, UNBOUND)
    accounts.follow(user, role, by=ours().name)
    if not role:
        _refuse(request, login, NO_ROLE)
    if not user.is_active:
        _refuse(request, login, SHUT)


def _make(request: HttpRequest, login: SocialLogin, role: str) -> None:
    if not role:
        _refuse(request, login, NO_ROLE)
    name = name_of(login.claims)
    if not name or User.objects.filter(username__iexact=name).exists():
        _refuse(request, login, NAME_TAKEN)
    try:
        with transaction.atomic():
            login.user = login.account.user = accounts.add(name, role, by=ours().name)
            login.account.save()
    except IntegrityError:  # the same person a moment ago, or the same name
        _refuse(request, login, NAME_TAKEN)


def _check_may_tie(request: HttpRequest, login: SocialLogin) -> None:
    user = request.user
    if not isinstance(user, User) or user.is_superuser:
        _refuse(request, login, UNBOUND)
    others = SocialAccount.objects.filter(user_id=user.pk).exclude(
        provider=login.account.provider, uid=login.account.uid
    )
    if others.exists() or (login.is_existing and login.user != user):
        _refuse(request, login, TIED)


def _take_mail(user: User, claims: dict[str, Any]) -> None:
    """Stores a mail address that the provider has verified; any other is nothing to us."""
    address = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(address, str) or len(address) > LONGEST_ADDRESS:
        return
    try:
        validate_email(address)
    except ValidationError:
        return
    if user.email != address:
        user.email = address
        user.save(update_fields=["email"])


def _has_shown_factor(claims: dict[str, Any]) -> bool:
    """Whether the provider says that more than one factor was shown (RFC 8176)."""
    ways = claims.get("amr")
    return isinstance(ways, list) and "mfa" in ways


def name_of(claims: dict[str, Any]) -> str:
    """What somebody is called here: their name at the provider if it is one, else their own; empty for neither."""
    validators = User._meta.get_field("username").validators
    for claim in ("preferred_username", "sub"):
        name = claims.get(claim)
        if not isinstance(name, str) or not 0 < len(name) <= 150:
            continue
        try:
            for validator in validators:
                validator(name)
        except ValidationError:
            continue
        return str(User.normalize_username(name))
    return ""


def _refuse(request: HttpRequest, login: SocialLogin, why: str) -> None:
    said = str(login.claims.get("preferred_username") or login.account.uid)
    name = "".join(character for character in said if character.isprintable())[:150]
    log.warning("sign-in refused", by=ours().name, name=name, why=why)
    if why in (NO_ROLE, NAME_TAKEN):
        Stranger.note(login.account.provider, login.account.uid, name, why)
    context = {"why": why, "name": name, "by": ours().name}
    raise ImmediateHttpResponse(render(request, "desk/people/refused.html", context, status=403))
