"""People as a Django application."""

from allauth.account.apps import AccountConfig
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class People(AppConfig):
    """Signing in through django-allauth; its own rows count how often somebody tried."""

    name = "dateline.desk.people"
    label = "people"
    verbose_name = _("people")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has what people do with their accounts written down."""
        from dateline.desk.people import record

        record.listen()


class Allauth(AccountConfig):
    """allauth's own accounts, which its middleware looks after below /desk/ alone (middleware.py)."""

    def ready(self) -> None:
        """Has its checks run; that its middleware stands in the settings is not asked for."""
        from allauth.account import checks  # noqa: F401
