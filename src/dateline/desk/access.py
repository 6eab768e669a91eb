"""Who may see and do what at the desk: a decorator, and the one place that asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from dateline.newsroom.permissions import SEE

log = structlog.get_logger(__name__)

View = Callable[..., HttpResponse]


def for_desk(permission: str = SEE) -> Callable[[View], View]:
    """Only for who is signed in and has this permission: others are asked to sign in, or told that it is not theirs.

    Nothing of the desk is kept by any cache.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                response: HttpResponse = _to_sign_in(request)
            elif not request.user.has_perm(permission):
                log.warning("refused", account=request.user.get_username(), path=request.path, needs=permission)
                response = render(request, "desk/not_yours.html", status=403)
            else:
                response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    return decorate


def editor(request: HttpRequest) -> User:
    """Who asks. Only for views that `for_desk` guards."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # A screen that was left open: the whole of it goes to the sign-in, and not a piece of it.
        response = HttpResponse(status=401)
        response["HX-Redirect"] = redirect_to_login("/desk/").url
        return response
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/desk/")
