"""The addresses of allauth that the desk has, by allauth's own names. No other is there: no signing up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST


def lazily(view: str) -> Callable[..., HttpResponseBase]:
    """A view of allauth that is imported when it is first asked for: passkeys bring a good deal of code with them."""

    def ask(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response: HttpResponseBase = import_string(f"allauth.{view}")(request, **arguments)
        add_never_cache_headers(response)
        return response

    return ask


login, logout = lazily("account.views.login"), require_POST(lazily("account.views.logout"))

_KEYS, _CODES = "mfa.webauthn.views", "mfa.recovery_codes.views"

urlpatterns: list[URLPattern] = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("inactive/", lazily("account.views.account_inactive"), name="account_inactive"),
    path("account/confirm/", lazily("account.views.reauthenticate"), name="account_reauthenticate"),
    path("account/password/", lazily("account.views.password_change"), name="account_change_password"),
    path("account/", lazily("mfa.base.views.index"), name="mfa_index"),
    path("login/code/", lazily("mfa.base.views.authenticate"), name="mfa_authenticate"),
    path("account/confirm/code/", lazily("mfa.base.views.reauthenticate"), name="mfa_reauthenticate"),
    path("account/app/add/", lazily("mfa.totp.views.activate_totp"), name="mfa_activate_totp"),
    path("account/app/remove/", lazily("mfa.totp.views.deactivate_totp"), name="mfa_deactivate_totp"),
    path("account/codes/", lazily(f"{_CODES}.view_recovery_codes"), name="mfa_view_recovery_codes"),
    path("account/codes/new/", lazily(f"{_CODES}.generate_recovery_codes"), name="mfa_generate_recovery_codes"),
    path("account/codes/file/", lazily(f"{_CODES}.download_recovery_codes"), name="mfa_download_recovery_codes"),
    path("account/keys/", lazily(f"{_KEYS}.list_webauthn"), name="mfa_list_webauthn"),
    path("account/keys/add/", lazily(f"{_KEYS}.add_webauthn"), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/remove/", lazily(f"{_KEYS}.remove_webauthn"), name="mfa_remove_webauthn"),
    path("account/keys/<int:pk>/edit/", lazily(f"{_KEYS}.edit_webauthn"), name="mfa_edit_webauthn"),
    path("account/confirm/key/", lazily(f"{_KEYS}.reauthenticate_webauthn"), name="mfa_reauthenticate_webauthn"),
    path("login/key/", lazily(f"{_KEYS}.login_webauthn"), name="mfa_login_webauthn"),
]
