"""Ways in: the fields that the kind of a source has, and the secrets of those that copy is pushed to."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from dateline.newsroom import keys
from dateline.newsroom.admin.configuration import Configuration, ZonedForm
from dateline.newsroom.house import OWN_SOURCES, house
from dateline.newsroom.models import Source
from dateline.newsroom.setup import folders
from dateline.newsroom.setup.shape import KINDS, api_address

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
        label=_("services that are read"), required=False, help_text=_("One a line, by number or name. Empty: all")
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


@admin.register(Source)
class SourceAdmin(Configuration):
    """Ways in. The command line's and the demonstration's are not shown: nothing about them is chosen."""

    form = SourceForm
    list_display = ("slug", "kind", "where", "active")
    list_filter = ("kind",)
    filter_horizontal = ("providers",)
    actions = ("renew_secret",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Only what somebody sets up."""
        return super().get_queryset(request).filter(kind__in=KINDS)

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        """The kind stays: what has come by a source has come in that way."""
        return ("kind",) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """What all sources have, and what those of each kind have: of this kind, once that is chosen."""
        common = ("slug", "kind", "active", "providers", "zone", "format", "quiet_after")
        kinds = [Source.Kind(obj.kind)] if obj else list(OF_KIND)
        sets: list[tuple[Any, dict[str, Any]]] = [(None, {"fields": common})]
        sets += [(kind.label, {"fields": OF_KIND[kind]}) for kind in kinds]
        if obj is None or obj.kind != Source.Kind.FOLDER:
            sets.append((_("secret"), {"fields": ("secret_from",), "description": SAY_SECRET}))
        return sets

    @admin.display(description=_("where"))
    def where(self, source: Source) -> str:
        """Where copy comes from, or goes to."""
        if source.kind == Source.Kind.PUSH:
            return address_of(source)
        return source.url if source.kind == Source.Kind.ANP_API else source.path

    def response_add(self, request: HttpRequest, obj: Source, post_url_continue: str | None = None) -> HttpResponse:
        """After a push was made: what its agency has to know."""
        if obj.kind == Source.Kind.PUSH and not obj.secret_from:
            return self._secrets(request, [obj])
        return super().response_add(request, obj, post_url_continue)

    @admin.action(description=_("Give a new secret"), permissions=["change"])
    def renew_secret(self, request: HttpRequest, queryset: QuerySet[Source]) -> HttpResponse | None:
        """Gives pushed sources new secrets, and shows them."""
        renewed: list[Source] = []
        for source in queryset.order_by("slug"):
            try:
                keys.renew(source, by=request.user)  # type: ignore[arg-type]
            except keys.NoSecret:
                text = _("The secret of %(name)s is not made here: nothing has changed.") % {"name": source.slug}
                self.message_user(request, text, messages.WARNING)
            else:
                renewed.append(source)
        return self._secrets(request, renewed) if renewed else None

    def _secrets(self, request: HttpRequest, sources: list[Source]) -> HttpResponse:
        rows = [{"source": source, "address": address_of(source), "secret": keys.secret(source)} for source in sources]
        context = self.admin_site.each_context(request) | {"title": _("Secrets"), "rows": rows, "opts": self.opts}
        return TemplateResponse(request, "admin/secrets.html", context)


SAY_SECRET = _("For a push this may stay empty: its secret is made here then, and shown once it is saved.")


def address_of(source: Source) -> str:
    """The address that copy is pushed to."""
    return f"{(house().base_url or settings.BASE_URL).rstrip('/')}/intake/{source.slug}"
