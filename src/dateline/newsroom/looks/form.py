"""What may be chosen for how a house looks, checked so that whatever is saved can be read."""

import hashlib
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.newsroom.looks import sheet
from dateline.newsroom.looks.colours import COLOURS, DARK, LIGHT, faults
from dateline.newsroom.looks.pictures import LARGEST, NoPicture, Picture, picture
from dateline.newsroom.models import House, Logo

_HELP = gettext_lazy("Like #1b1813. Empty: the site’s own")


def _said_of_logos() -> str:
    return _("PNG, JPEG, WebP or SVG, %(most)s kB at the most: every page carries it") % {"most": LARGEST // 1000}


# `%` on a lazy text would fill it in at once, in the language of the process that reads this.
_logo_help = lazy(_said_of_logos, str)


class LooksForm(forms.ModelForm):
    """Type, colours and logo of the house."""

    file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=_logo_help(),
    )
    without = forms.BooleanField(label=gettext_lazy("The title in words, without a logo"), required=False)

    class Meta:
        model = House
        fields = ("type", *COLOURS, *(f"{name}_dark" for name in COLOURS))
        help_texts = dict.fromkeys(fields[1:], _HELP)
        # What looks.js shows where nothing is chosen.
        widgets = {
            f"{name}{ending}": forms.TextInput(attrs={"data-colour": getattr(own, name)})
            for ending, own in (("", LIGHT), ("_dark", DARK))
            for name in COLOURS
        }

    picture: Picture | None = None

    def clean_file(self) -> Any:
        """The file, if it is a picture."""
        file = self.cleaned_data["file"]
        if file:
            try:
                self.picture = picture(file.read(LARGEST + 1) if file.size <= LARGEST else b"\0" * file.size)
            except NoPicture as error:
                raise ValidationError(str(error)) from None
        return file.name if file else None

    def clean(self) -> dict[str, Any]:
        """The colours together: each pair can be read, in light and in dark."""
        found = super().clean() or self.cleaned_data
        for name in self.Meta.fields[1:]:
            colour = (found.get(name) or "").strip().lower()
            found[name] = (
                "#" + "".join(char * 2 for char in colour[1:]) if re.fullmatch("#[0-9a-f]{3}", colour) else colour
            )
            if found[name] and not re.fullmatch("#[0-9a-f]{6}", found[name]):
                self.add_error(name, _("Write a colour like #1b1813."))
        if self.errors:
            return found
        chosen = House(**{name: found[name] for name in self.Meta.fields[1:]})
        for ending, colours in (("", sheet.light(chosen)), ("_dark", sheet.dark(chosen))):
            if any(found[f"{name}{ending}"] for name in COLOURS):
                for name, why in faults(colours):
                    self.add_error(f"{name}{ending}", why)
        return found

    def save(self, commit: bool = True) -> House:
        """The house as it is now, with its logo."""
        house = self.instance
        if self.picture is not None or self.cleaned_data["without"]:
            Logo.objects.all().delete()
            house.logo, house.logo_width, house.logo_height = "", 0, 0
        if self.picture is not None:
            made = self.picture
            house.logo = f"{hashlib.sha256(made.data).hexdigest()[:12]}.{made.ending}"
            house.logo_width, house.logo_height = made.width, made.height
            Logo.objects.create(name=house.logo, data=made.data)
        saved: House = super().save(commit)
        return saved
