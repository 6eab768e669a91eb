"""The editors' screens as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Desk(AppConfig):
    """Screens over the newsroom; it has no rows of its own."""

    name = "dateline.desk"
    label = "desk"
    verbose_name = _("desk")
