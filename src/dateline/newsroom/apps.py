"""The newsroom as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class Newsroom(AppConfig):
    """The life of an item: models, states and transitions, one verb a file."""

    name = "dateline.newsroom"
    label = "newsroom"
    verbose_name = _("newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has the groups of the roles made where there are none, once the tables are there."""
        post_migrate.connect(_make_roles, sender=self)


def _make_roles(sender: AppConfig, using: str, **_about: Any) -> None:
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    from dateline.newsroom.permissions import ROLES

    ours = Permission.objects.using(using).filter(content_type__app_label=sender.label)
    before = set(ours.values_list("pk", flat=True))
    create_permissions(sender, verbosity=0, using=using)
    groups = {role: Group.objects.using(using).get_or_create(name=role) for role in ROLES}
    any_made = any(made for _group, made in groups.values())
    for role, (group, _made) in groups.items():
        codes = [name.partition(".")[2] for name in ROLES[role]]
        found = ours.filter(codename__in=codes)
        # Where a role is new they all get what is theirs: an older Dateline had chiefs alone, with less. Else what
        # is new, and nothing that somebody has taken from a role.
        group.permissions.add(*(found if any_made else found.exclude(pk__in=before)))
