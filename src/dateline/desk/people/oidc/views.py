"""The two addresses of a sign-in by the provider: where it begins, and where the provider sends people back to."""

import structlog
from allauth.account.internal.flows import reauthentication
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from dateline.desk.people.oidc import ours
from dateline.desk.people.oidc.flow import Adapter
from dateline.newsroom.keys import NoSecret

log = structlog.get_logger(__name__)

WRONG = (OAuth2Error, RequestException, NoSecret, KeyError, TypeError, ValueError)
"""How it shows that the provider does not answer, or answers with what we can make nothing of."""


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Leads to the provider; `process=connect` to tie one's own account to it, which takes the password again.

    By a page and not by a redirect: the policy of the desk lets no form lead to another host.
    """
    adapter = _adapter(request)
    if request.POST.get("process") == AuthProcess.CONNECT:
        reauthentication.raise_if_reauthentication_required(request, app="allauth.socialaccount")
    try:
        answer = adapter.get_provider().redirect_from_request(request)
    except WRONG as error:
        return failed(request, error)
    if "Location" not in answer:
        return answer
    return render(request, "desk/people/onward.html", {"to": answer["Location"], "by": ours().name})


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Takes what the provider says of whoever comes back from it."""
    adapter = _adapter(request)
    try:
        return OAuth2CallbackView.adapter_view(adapter)(request)
    except WRONG as error:
        return failed(request, error)


def failed(request: HttpRequest, why: Exception | str) -> HttpResponse:
    """That it did not work; why is for the log, as far as it is ours to say."""
    told = str(why) if isinstance(why, OAuth2Error | NoSecret | str) else type(why).__name__
    told = told.partition("Error retrieving access token")[0] or "it gave no token for the code"
    log.warning("sign-in failed", by=ours().name, why=told, address=request.META.get("REMOTE_ADDR", ""))
    return render(request, "desk/people/refused.html", {"why": "failed", "by": ours().name}, status=401)


def _adapter(request: HttpRequest) -> Adapter:
    if settings.OIDC is None:
        raise Http404
    return Adapter(request, ours().issuer)
