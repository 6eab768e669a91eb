"""The addresses of accounts: those of allauth by its own names, and the provider's. Nobody signs up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from dateline.desk.people.middleware import lacks_factor
from dateline.desk.screen import frame
from dateline.newsroom.permissions import SEE


def lazily(view: str) -> Callable[..., HttpResponseBase]:
    """A view that is imported when it is first asked for: passkeys and providers bring much code with them."""

    def ask(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response: HttpResponseBase = import_string(view)(request, **arguments)
        if isinstance(response, TemplateResponse) and not response.is_rendered and may_see(request):
            response.context_data = {**frame(request), "here": "me", "layout": "desk/frame.html"} | (
                response.context_data or {}
            )
        add_never_cache_headers(response)
        return response

    return ask


def may_see(request: HttpRequest) -> bool:
    """Whether the frame of the desk belongs around this: not for who must set up a factor before it opens."""
    return request.user.has_perm(SEE) and not lacks_factor(request, "")


login = lazily("allauth.account.views.login")


@require_POST
def logout(request: HttpRequest) -> HttpResponseBase:
    """Signs out, and has the browser forget what scripts of the desk have noted in it."""
    response = lazily("allauth.account.views.logout")(request)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


_ACCOUNT, _MFA, _OIDC = "allauth.account.views", "allauth.mfa", "dateline.desk.people.oidc.views"
_KEYS, _CODES = f"{_MFA}.webauthn.views", f"{_MFA}.recovery_codes.views"

urlpatterns: list[URLPattern] = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("inactive/", lazily(f"{_ACCOUNT}.account_inactive"), name="account_inactive"),
    path("account/confirm/", lazily(f"{_ACCOUNT}.reauthenticate"), name="account_reauthenticate"),
    path("account/password/", lazily(f"{_ACCOUNT}.password_change"), name="account_change_password"),
    path("account/", lazily(f"{_MFA}.base.views.index"), name="mfa_index"),
    path("login/code/", lazily(f"{_MFA}.base.views.authenticate"), name="mfa_authenticate"),
    path("account/confirm/code/", lazily(f"{_MFA}.base.views.reauthenticate"), name="mfa_reauthenticate"),
    path("account/app/add/", lazily(f"{_MFA}.totp.views.activate_totp"), name="mfa_activate_totp"),
    path("account/app/remove/", lazily(f"{_MFA}.totp.views.deactivate_totp"), name="mfa_deactivate_totp"),
    path("account/codes/", lazily(f"{_CODES}.view_recovery_codes"), name="mfa_view_recovery_codes"),
    path("account/codes/new/", lazily(f"{_CODES}.generate_recovery_codes"), name="mfa_generate_recovery_codes"),
    path("account/codes/file/", lazily(f"{_CODES}.download_recovery_codes"), name="mfa_download_recovery_codes"),
    path("account/keys/", lazily(f"{_KEYS}.list_webauthn"), name="mfa_list_webauthn"),
    path("account/keys/add/", lazily(f"{_KEYS}.add_webauthn"), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/remove/", lazily(f"{_KEYS}.remove_webauthn"), name="mfa_remove_webauthn"),
    path("account/keys/<int:pk>/edit/", lazily(f"{_KEYS}.edit_webauthn"), name="mfa_edit_webauthn"),
    path("account/confirm/key/", lazily(f"{_KEYS}.reauthenticate_webauthn"), name="mfa_reauthenticate_webauthn"),
    path("login/by/", lazily(f"{_OIDC}.begin"), name="oidc_begin"),
    path("login/by/back/", lazily(f"{_OIDC}.back"), name="oidc_back"),
    path("login/key/", lazily(f"{_KEYS}.login_webauthn"), name="mfa_login_webauthn"),
]
