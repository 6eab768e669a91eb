"""People at the desk, each in a browser where they are signed in."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import Page

from dateline.newsroom.apps import _make_roles
from tests.browsing import WIDE, New


def person(name: str, *roles: str) -> User:
    """The account of this name, with these roles besides those that it has."""
    # The roles anew: a test with a database of its own transactions empties what they may do.
    _make_roles(apps.get_app_config("newsroom"), "default")
    user = User.objects.get_or_create(username=name)[0]
    user.groups.add(*Group.objects.filter(name__in=roles))
    return user


def open_as(user: User, new_page: New, site: str, path: str, **options: Any) -> Page:
    """Opens a screen for somebody, in a browser (a context) of its own."""
    client = Client()
    client.force_login(user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
    return new_page(site + path, at=None, cookies=[session], **{"locale": "en", "viewport": WIDE, **options})
