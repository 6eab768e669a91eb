"""All that is kept of somebody who works here, as a file for them (ASVS 8.3.2)."""

from typing import Any

import msgspec
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.events import told
from dateline.desk.flashes import person_of
from dateline.newsroom.models import Event, View

MOST = 100_000
"""How many acts are in it, the latest of them: some years of one editor."""


@require_safe
@for_desk()
def mine(request: HttpRequest) -> HttpResponse:
    """What is kept of whoever asks, as JSON; none of it is a secret by which somebody signs in."""
    body = msgspec.json.format(msgspec.json.encode(kept_of(editor(request))), indent=1)
    headers = {"Content-Disposition": 'attachment; filename="dateline.json"'}
    return HttpResponse(body, content_type="application/json", headers=headers)


def kept_of(user: User) -> dict[str, Any]:
    """What the database has about an account."""
    person = person_of(user)
    acts = Event.objects.filter(by=user).select_related("item__article").order_by("-pk")
    return {
        "account": {
            "name": user.get_username(),
            "mail": user.email,
            "made": user.date_joined,
            "last_sign_in": user.last_login,
            "roles": list(user.groups.values_list("name", flat=True)),
        },
        "settings": {name: getattr(person, name) for name in ("language", "keys", "notify", "sound")},
        "signed_in": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")
        ),
        "ways_to_sign_in": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "provider": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined")),
        "views": list(View.objects.filter(owner=user).values("name", "query")),
        "acts": [_act(event) for event in acts[:MOST].iterator()],
    }


def _act(event: Event) -> dict[str, Any]:
    item = event.item.short_id if event.item else None
    return {"at": event.at, "act": event.verb, "item": item, "reason": told(event)}
