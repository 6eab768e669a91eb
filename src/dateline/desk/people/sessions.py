"""Where somebody is signed in: the list of their sessions, and the ending of those that are not at hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dateline.desk.access import editor, for_desk
from dateline.desk.numbers import number_of
from dateline.desk.people.record import write
from dateline.desk.times import exact, short
from dateline.newsroom.models import House

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""What a browser calls itself, and what people call it: the first that is found counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """One session: `key` is that of its row, `here` says that it is the one that asks."""

    key: int
    browser: str
    address: str
    began: str
    seen: str
    here: bool


def places(user: User, this: str | None, paper: House, now: datetime) -> list[Place]:
    """The sessions of an account that are not over, the newest first; `this` is the key of the one that asks."""
    longest, idle = timedelta(seconds=settings.SESSION_COOKIE_AGE), timedelta(seconds=settings.DESK_IDLE)
    rows = UserSession.objects.purge_and_list(user)
    alive = [row for row in rows if now - row.created_at < longest and now - row.last_seen_at < idle]
    return [
        Place(
            row.pk,
            named(row.user_agent),
            row.ip,
            exact(row.created_at, paper),
            short(row.last_seen_at, now, paper),
            row.session_key == this,
        )
        for row in sorted(alive, key=lambda row: row.created_at, reverse=True)
    ]


def named(agent: str) -> str:
    """What a browser and its system are called."""
    found = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("another program")


@require_POST
@for_desk()
def end(request: HttpRequest) -> HttpResponse:
    """Ends a session of whoever asks (`session=KEY`), or without a key all but this one."""
    user = editor(request)
    others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    key = request.POST.get("session", "")
    if key:
        others = others.filter(pk=number_of(key) or 0)
    ended = list(others)
    for session in ended:
        session.end()
    if ended:
        write("session-end", user)
        messages.success(request, _("Signed out there."))
    return redirect("desk:me")
