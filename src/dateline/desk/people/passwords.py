"""What a password must be beside what Django asks for."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class MaximumLengthValidator:
    """Refuses a password that is longer than any that people type: to hash it is work that a stranger can ask for."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for one that is too long."""
        if len(password) > LONGEST:
            raise ValidationError(_("This password is longer than %(longest)s characters.") % {"longest": LONGEST})

    def get_help_text(self) -> str:
        """What is said of it beside the field."""
        return _("It has no more than %(longest)s characters; a sentence makes a good one.") % {"longest": LONGEST}
