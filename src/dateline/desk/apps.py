"""The editors' screens as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Desk(AppConfig):
    """Screens over the newsroom; it has no rows of its own."""

    name = "dateline.desk"
    label = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        """Has the desk speak the language of whoever signs in."""
        from django.contrib.auth.signals import user_logged_in

        from dateline.desk.me import speak_at_sign_in

        user_logged_in.connect(speak_at_sign_in, dispatch_uid="dateline.desk.me")
