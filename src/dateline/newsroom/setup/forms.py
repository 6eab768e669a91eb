"""What may be entered for a provider, a source, a section, a rule and the house, by the admin and at the desk."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dateline.newsroom import editing, keys
from dateline.newsroom.catalogue import RESERVED
from dateline.newsroom.house import OWN_SOURCES, house
from dateline.newsroom.models import Source
from dateline.newsroom.setup import folders
from dateline.newsroom.setup.shape import KINDS, MOST_DAYS, api_address, is_zone, read_formats
from dateline.newsroom.states import NotAllowed


class ZonedForm(forms.ModelForm):
    """A form whose time zone must be one."""

    def clean_zone(self) -> str:
        """The zone, if it is one."""
        zone: str = self.cleaned_data["zone"]
        if zone and not is_zone(zone):
            raise ValidationError(_("There is no such time zone: write one like Europe/Amsterdam."))
        return zone


class ProviderForm(ZonedForm):
    """Asks how long copy may be kept: nobody gets a retention that nobody chose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retention_days"].required = True

    def clean_retention_days(self) -> int:
        """The days, if they can be counted."""
        days: int = self.cleaned_data["retention_days"]
        if days > MOST_DAYS:
            raise ValidationError(_("That is too long: write 0 to keep copy without limit."))
        return days


class SectionForm(forms.ModelForm):
    """A section whose address is free."""

    def clean_slug(self) -> str:
        """The address, unless another part of the site has it."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise ValidationError(_("Another part of the site has this address."))
        return slug


class HouseForm(ZonedForm):
    """The publisher's settings."""

    base_url = forms.URLField(label=capfirst(_("address of the site")), required=False, assume_scheme="https")


class PagesForm(forms.ModelForm):
    """The words of the house: its imprint, and what it says of privacy."""

    def clean_imprint(self) -> str:
        """The imprint, if it can be shown."""
        return _typed(self.cleaned_data["imprint"])

    def clean_privacy(self) -> str:
        """What is said of privacy, if it can be shown."""
        return _typed(self.cleaned_data["privacy"])


def _typed(source: str) -> str:
    try:
        editing.typed(source)
    except NotAllowed as error:
        raise ValidationError(str(error)) from None
    return source


OF_KIND = {
    Source.Kind.FOLDER: ("path", "done"),
    Source.Kind.PUSH: ("rate",),
    Source.Kind.ANP_API: ("url", "user", "auth", "login", "services", "every"),
}
"""The fields that only one kind has; `secret_from` is of two."""

NEEDED = {
    Source.Kind.FOLDER: ("path",),
    Source.Kind.PUSH: (),
    Source.Kind.ANP_API: ("url", "user", "secret_from"),
}


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """The lines of the list."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The list of the lines."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


class SourceForm(ZonedForm):
    """A way in under a name of its own, with what its kind needs."""

    services = Lines(
        label=capfirst(_("services that are read")),
        required=False,
        help_text=_("One a line, by number or name. Empty: all"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            choices = [choice for choice in Source.Kind.choices if choice[0] in KINDS]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """The name, unless Dateline uses it itself."""
        slug: str = self.cleaned_data["slug"]
        if slug in OWN_SOURCES:
            raise ValidationError(_("A source of Dateline's own has this name."))
        return slug

    def clean_format(self) -> str:
        """The format, if it is one that is read."""
        name: str = self.cleaned_data["format"]
        if name and name not in (formats := read_formats()):
            known = ", ".join(formats)
            raise ValidationError(_("No such format is read: there are %(names)s.") % {"names": known})
        return name

    def clean(self) -> dict[str, Any]:
        """The fields together: each kind has what it needs, and no two folders are in each other's way."""
        found = super().clean() or self.cleaned_data
        if "kind" in self.errors:
            return found
        kind = Source.Kind(found.get("kind") or self.instance.kind)
        for name in NEEDED[kind]:
            if name in self.fields and not found.get(name) and name not in self.errors:
                self.add_error(name, _("A source of this kind needs this."))
        if kind == Source.Kind.FOLDER:
            self._check_path(found)
        if kind == Source.Kind.ANP_API and found.get("url") and api_address(found["url"]) is not None:
            self.add_error("url", _("Write an address like https://newsapi.example, without a password in it."))
        if found.get("secret_from") and keys.trouble(found["secret_from"]) is not None:
            self.add_error("secret_from", _("Write env:NAME or file:/PATH, and never the secret itself."))
        return found

    def _check_path(self, found: dict[str, Any]) -> None:
        path = found.get("path") or ""
        if not path:
            return
        if folders.trouble(path) is not None:
            self.add_error("path", _("Write a path from the root, like /srv/sftp/nnb, and not of Dateline's own data."))
        elif found.get("active"):
            other = folders.overlap(path, folders.watched(but=[self.instance.slug] if self.instance.pk else []))
            if other is not None:
                same = _("This and the folder of source %(name)s are the same, or one lies in the other.")
                self.add_error("path", same % {"name": other})


SAY_SECRET = _("For a push this may stay empty: its secret is made here then, and shown once it is saved.")


def address_of(source: Source) -> str:
    """The address that copy is pushed to."""
    return f"{(house().base_url or settings.BASE_URL).rstrip('/')}/intake/{source.slug}"
