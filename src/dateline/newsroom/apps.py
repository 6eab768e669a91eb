"""The newsroom as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Newsroom(AppConfig):
    """The life of an item: models, states and transitions, one verb a file."""

    name = "dateline.newsroom"
    label = "newsroom"
    verbose_name = _("newsroom")
    default_auto_field = "django.db.models.BigAutoField"
