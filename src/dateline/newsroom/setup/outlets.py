"""What may be entered for a way out, at the desk: each kind has what it needs, as in a setup file."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dateline.newsroom import keys
from dateline.newsroom.models import Outlet, Provider, Section
from dateline.newsroom.setup.shape import FILES, called_address

OF_KIND: dict[str, tuple[str, ...]] = {
    Outlet.Kind.WEBHOOK: ("url", "private", "query", "sections", "providers"),
    Outlet.Kind.FOLDER: ("path", "format", "query", "sections", "providers"),
    Outlet.Kind.PURGE: ("url", "private"),
    Outlet.Kind.WEBSUB: ("url", "private"),
    Outlet.Kind.SFTP: ("url", "secret_from", "known_hosts", "format", "private", "query", "sections", "providers"),
}
"""The fields that count for each kind, beside its name and whether it is in use."""

NEEDED = frozenset({"url", "path", "secret_from", "known_hosts"})

_LIKE = {Outlet.Kind.SFTP: "sftp://krant@files.example/in"}


class OutletForm(forms.ModelForm):
    """A way out under a name of its own."""

    format = forms.ChoiceField(label=capfirst(_("format")), choices=[(name, name) for name in FILES])
    sections = forms.MultipleChoiceField(
        label=capfirst(_("sections")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all"),
    )
    providers = forms.MultipleChoiceField(
        label=capfirst(_("providers")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("sections", Section.objects.values_list("slug", "name")), ("providers", _providers())):
            if name in self.fields:
                known = dict(rows)
                # One that is no more can still be taken out.
                kept = {value: value for value in getattr(self.instance, name) if value not in known}
                self.fields[name].choices = [*known.items(), *kept.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The fields together: what is called can be, and a secret never stands here itself."""
        found = super().clean() or self.cleaned_data
        kind = Outlet.Kind(self.instance.kind)
        for name in NEEDED & self.fields.keys():
            if not found.get(name) and name not in self.errors:
                self.add_error(name, _("A way out of this kind needs this."))
        if url := found.get("url"):
            like = _LIKE.get(kind, "https://partner.example/news")
            if called_address(url) is not None or url.startswith("sftp:") != (kind == Outlet.Kind.SFTP):
                self.add_error("url", _("Write an address like %(like)s, without a password in it.") % {"like": like})
        for name in ("path", "known_hosts"):
            if found.get(name) and not found[name].startswith("/"):
                self.add_error(name, _("Write a path from the root, like /srv/archive."))
        if found.get("secret_from") and keys.trouble(found["secret_from"]) is not None:
            self.add_error("secret_from", _("Write env:NAME or file:/PATH, and never the secret itself."))
        if "url" in self.changed_data:
            self.instance.proved_at = None  # that a purge works was seen at another address
        return found


def _providers() -> Any:
    return Provider.objects.order_by("code").values_list("code", "name")
