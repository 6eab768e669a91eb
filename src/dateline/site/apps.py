"""The readers' pages as a Django application."""

from django.apps import AppConfig
from django.conf import settings


class SiteConfig(AppConfig):
    """Holds the readers' static files; it has no rows of its own."""

    name = "dateline.site"
    label = "site"

    def ready(self) -> None:
        """Say what the publisher's own messages say, in every process that says anything."""
        if settings.HOUSE:
            from dateline.site.own import messages

            messages.load()
