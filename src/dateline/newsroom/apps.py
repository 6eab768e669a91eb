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
        """Has the group of chiefs made where there is none, once the tables are there."""
        post_migrate.connect(_make_chiefs, sender=self)


def _make_chiefs(sender: AppConfig, using: str, **_about: Any) -> None:
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    from dateline.newsroom.permissions import CHIEFS, NEEDED

    create_permissions(sender, verbosity=0, using=using)
    group, made = Group.objects.using(using).get_or_create(name=CHIEFS)
    if made:
        needed = [name.partition(".")[2] for name in NEEDED.values()]
        found = Permission.objects.using(using).filter(content_type__app_label=sender.label, codename__in=needed)
        group.permissions.set(found)
