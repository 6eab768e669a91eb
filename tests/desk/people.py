"""People at the desk, by their role, each signed in in a browser of their own."""

from django.contrib.auth.models import Group, User
from django.test import Client

OUTSIDER, NOBODY = "outsider", "nobody"
"""Who has no account, and who has one without a role."""

ROLES = ("viewer", "editor", "chief")


def somebody(role: str, name: str = "") -> User:
    """The account of this name (of the role's, where none is given), with this role or with none."""
    user, _made = User.objects.get_or_create(username=name or role)
    if role in ROLES:
        user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(role: str, name: str = "", **options: object) -> Client:
    """The browser of somebody with this role; of an outsider one that is not signed in."""
    client = Client(headers={"accept-language": "en"}, **options)
    if role != OUTSIDER:
        client.force_login(somebody(role, name))
    return client
