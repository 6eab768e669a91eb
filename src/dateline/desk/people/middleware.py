"""Sessions of the desk end, and allauth is asked below /desk/ alone: readers' pages pay for neither."""

import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from dateline.desk.language import DESK
from dateline.newsroom.people import is_tied
from dateline.newsroom.permissions import SET_UP

Respond = Callable[[HttpRequest], HttpResponseBase]

BEGAN, SEEN = "dateline.began", "dateline.seen"
"""The keys of a session under which stand when it began and when its person last did something, in seconds."""

POLLS = frozenset({"/desk/changes/", "/desk/columns/changes/", "/desk/flashes/", "/desk/sources/"})
"""What a list that is left open asks for by itself: no sign of a person. An open editor is one, lest it lose words."""

WITHOUT_FACTOR = ("/desk/account/", "/desk/login/", "/desk/logout/", "/desk/inactive/")
"""Where a chief gets who has no second factor yet: to where one is set up, and out."""

NOTED_EVERY = 60
"""Seconds between two notes that the person is still there, so that reading writes little."""


class Accounts:
    """Middleware: below /desk/ a session that is over is ended, and allauth has its way."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self._allauth = cache(self._load)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK):
            return self._respond(request)
        keep_time(request)
        if lacks_factor(request):
            return _to_factors(request)
        return self._allauth()(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Where allauth asks for a fresh proof of who somebody is, it leads there by an exception."""
        if not request.path_info.startswith(DESK):
            return None
        answer: HttpResponseBase | None = self._allauth().process_exception(request, exception)
        if answer is not None:
            add_never_cache_headers(answer)
        return answer

    def _load(self):  # type: ignore[no-untyped-def]  # allauth has no types
        from allauth.account.middleware import AccountMiddleware

        return AccountMiddleware(self._respond)


def keep_time(request: HttpRequest) -> None:
    """Signs out whoever has been signed in for too long, or has done nothing for too long."""
    if not request.user.is_authenticated:
        return
    now, session = int(time.time()), request.session
    if BEGAN not in session:
        session[BEGAN] = session[SEEN] = now
        _note(request)
    elif now - session[BEGAN] >= settings.SESSION_COOKIE_AGE or now - session[SEEN] >= settings.DESK_IDLE:
        logout(request)
    elif now - session[SEEN] >= NOTED_EVERY and not _is_poll(request):
        session[SEEN] = now
        _seen(request)


def lacks_factor(request: HttpRequest, path: str | None = None) -> bool:
    """Whether this is a chief who has to set up a second factor first, where the settings ask for one; at this `path`.

    Whom the provider signs in as a chief has shown one there (oidc/admitting.py).
    """
    where = request.path_info if path is None else path
    if not settings.CHIEF_FACTOR or where.startswith(WITHOUT_FACTOR):
        return False
    user = request.user
    if not isinstance(user, User) or not user.has_perm(SET_UP):
        return False
    from allauth.mfa.models import Authenticator

    own = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user=user, type__in=own).exists() and not is_tied(user)


def _to_factors(request: HttpRequest) -> HttpResponseBase:
    to = reverse("mfa_index")
    if "HX-Request" in request.headers:
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = to
    else:
        answer = HttpResponseRedirect(to)
    add_never_cache_headers(answer)
    return answer


def _is_poll(request: HttpRequest) -> bool:
    return request.path_info in POLLS and "HX-Request" in request.headers


def _note(request: HttpRequest) -> None:
    """Has the session known as this person's, so that it can be ended with all of theirs."""
    from allauth.usersessions.models import UserSession

    UserSession.objects.create_from_request(request)


def _seen(request: HttpRequest) -> None:
    from allauth.usersessions.models import UserSession

    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
