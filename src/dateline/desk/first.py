"""The first account: made by whoever has the link that `dateline up` prints, as long as there is no account."""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

_signer = signing.Signer(salt="dateline.desk.first")
_WHAT = "account"


class FirstAccount(BaseUserCreationForm):
    """A name and a password, twice, which Django's validators look at."""

    def save(self, commit: bool = True) -> User:
        """Makes an account that may do everything."""
        self.instance.is_staff = self.instance.is_superuser = True
        user: User = super().save(commit=commit)
        return user


def first_link() -> str | None:
    """The address at which the first account is made; None once there is an account."""
    if _somebody_exists():
        return None
    return settings.BASE_URL + reverse("desk:first", args=[_signer.sign(_WHAT).rpartition(":")[2]])


@never_cache
@sensitive_post_parameters("password1", "password2")
def first(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the form for the first account and makes it; 404 for any other token and once somebody has an account."""
    try:
        _signer.unsign(f"{_WHAT}:{token}")
    except signing.BadSignature:
        raise Http404 from None
    form = FirstAccount(request.POST or None)
    # One transaction, which writes from its start: of two who come at once, one finds the other's account.
    with transaction.atomic():
        if _somebody_exists():
            raise Http404
        if request.method == "POST" and form.is_valid():
            user = form.save()
            login(request, user)
            return redirect("desk:home")
    return render(request, "desk/first.html", {"form": form})


def _somebody_exists() -> bool:
    return get_user_model()._default_manager.exists()
