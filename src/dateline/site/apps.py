"""The readers' pages as a Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Holds the readers' static files; it has no rows of its own."""

    name = "dateline.site"
    label = "site"
