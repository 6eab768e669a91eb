"""What allauth asks of the house: nobody signs up by themselves, and whence a request comes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dateline.desk.people.sealing import opened, sealed
from dateline.newsroom.people import is_tied


class Accounts(DefaultAccountAdapter):
    """Accounts are made by the first link and by a chief, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse | None:
        """Refuses whoever comes by a password or a passkey to an account that the provider alone lets into."""
        refused: HttpResponse | None = super().pre_login(request, user, **about)
        if refused is not None or "sociallogin" in (about["signal_kwargs"] or {}) or not is_tied(user):
            return refused
        from allauth.account.internal.stagekit import clear_login

        clear_login(request)
        context = {"why": "tied-here", "by": settings.OIDC.name if settings.OIDC else ""}
        return render(request, "desk/people/refused.html", context, status=403)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that `serve.proxies` has settled: what a stranger's headers say was taken out there."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 (a socket has no address)


class Factors(DefaultMFAAdapter):
    """Second factors as the desk shows them."""

    def encrypt(self, text: str) -> str:
        """A secret as the database is to have it."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it was."""
        return opened(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The square as an element of the page: the policy of the desk lets no picture in from a data: address."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]
