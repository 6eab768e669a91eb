"""The accounts: who has which role, new ones, and the link by which somebody chooses a password."""

from collections.abc import Callable

import structlog
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.people.models import Stranger
from dateline.desk.people.record import write_password
from dateline.desk.people.sessions import places
from dateline.desk.settings.views import either, settings_screen
from dateline.desk.templatetags.desk import provider_name
from dateline.desk.times import short
from dateline.newsroom import people as accounts
from dateline.newsroom.house import house
from dateline.newsroom.permissions import CHIEFS, EDITORS, SET_UP, VIEWERS
from dateline.newsroom.states import NotAllowed

log = structlog.get_logger(__name__)

ROLE_NAMES = (
    ("", pgettext_lazy("role", "none: sees nothing of the desk")),
    (VIEWERS, pgettext_lazy("role", "viewer: sees")),
    (EDITORS, pgettext_lazy("role", "editor: acts")),
    (CHIEFS, pgettext_lazy("role", "chief: everything")),
)


class RoleForm(forms.Form):
    """A role, and whether the account is open."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLE_NAMES, required=False)
    active = forms.BooleanField(label=gettext_lazy("May sign in"), required=False)


class NewForm(forms.Form):
    """A new account: its name and role."""

    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=150, validators=User._meta.get_field("username").validators
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLE_NAMES, required=False, initial=EDITORS)

    def clean_username(self) -> str:
        """The name, if nobody has it."""
        name: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("Somebody has this name."))
        return name


@require_safe
@for_desk(SET_UP)
def people(request: HttpRequest) -> HttpResponse:
    """Every account, with its role."""
    names, now, paper = dict(ROLE_NAMES), timezone.now(), house()
    users = User.objects.prefetch_related("groups").order_by("username")
    lasts = [short(user.last_login, now, paper) if user.last_login else "" for user in users]
    context = {
        "rows": [(user, names[accounts.role_of(user)], last) for user, last in zip(users, lasts, strict=True)],
        "part": "people",
        "by": provider_name(),
        "strangers": [(one, short(one.at, now, paper)) for one in Stranger.objects.order_by("-at")],
    }
    return settings_screen(request, "desk/settings/people.html", context)


@either
@for_desk(SET_UP)
def new_person(request: HttpRequest) -> HttpResponse:
    """Makes an account, and shows the link by which its owner chooses a password."""
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = accounts.add(form.cleaned_data["username"], form.cleaned_data["role"], by=editor(request))
        return _link(request, user)
    status = 400 if request.method == "POST" else 200
    return settings_screen(request, "desk/settings/edit.html", {"form": form, "part": "people"}, status=status)


@either
@for_desk(SET_UP)
def person(request: HttpRequest, key: int) -> HttpResponse:
    """One account: its role, and whether it is open."""
    user = get_object_or_404(User, pk=key)
    if user != request.user:
        # Where somebody is signed in is theirs: whoever looks at it is noted, and not what they saw.
        log.info("looked", account=editor(request).get_username(), at=user.get_username())
    form = RoleForm(request.POST or None, initial={"role": accounts.role_of(user), "active": user.is_active})
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            accounts.change(user, form.cleaned_data["role"], active=form.cleaned_data["active"], by=editor(request))
        except NotAllowed as error:
            refused = str(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:people")
    signed_in = places(user, request.session.session_key, house(), timezone.now())
    context = {"form": form, "account": user, "refused": refused, "part": "people", "places": signed_in}
    context |= {"has_factors": accounts.has_factors(user), "is_tied": accounts.is_tied(user), "by": provider_name()}
    return settings_screen(request, "desk/settings/edit.html", context, status=409 if refused else 200)


@require_POST
@for_desk(SET_UP)
def invite(request: HttpRequest, key: int) -> HttpResponse:
    """Shows a link by which the owner of an account chooses a new password."""
    user = get_object_or_404(User, pk=key, is_active=True)
    try:
        accounts.invite(user, by=editor(request))
    except NotAllowed as error:
        messages.warning(request, str(error))
        return redirect("desk:person", key=key)
    return _link(request, user)


@require_POST
@for_desk(SET_UP)
def end_sessions(request: HttpRequest, key: int) -> HttpResponse:
    """Signs an account out wherever it is signed in; who asks it for their own stays signed in here."""
    return _put_out(request, key, accounts.end_sessions)


@require_POST
@for_desk(SET_UP)
def forget_factors(request: HttpRequest, key: int) -> HttpResponse:
    """Removes the passkeys and codes of who has lost them, and signs the account out."""
    return _put_out(request, key, accounts.forget_factors)


class Welcome(PasswordResetConfirmView):
    """Where somebody chooses a password who was given a link. It serves once, and for three days."""

    template_name = "desk/welcome.html"
    title = gettext_lazy("Choose a password")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Sets the password, which is in the history and is told to its owner."""
        answer = super().form_valid(form)
        write_password(self.user)
        return answer

    def get_success_url(self) -> str:
        """To the sign-in."""
        return str(settings.LOGIN_URL)


def _put_out(request: HttpRequest, key: int, act: Callable[..., None]) -> HttpResponse:
    try:
        act(get_object_or_404(User, pk=key), by=editor(request), but=request.session.session_key)
    except NotAllowed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Signed out there."))
    return redirect("desk:person", key=key)


def _link(request: HttpRequest, user: User) -> HttpResponse:
    token = default_token_generator.make_token(user)
    path = reverse("desk:welcome", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    base = (house().base_url or settings.BASE_URL).rstrip("/")
    context = {"account": user, "link": base + path, "part": "people"}
    return settings_screen(request, "desk/settings/link.html", context)
