"""Ways in: the fields that the kind of a source has, and the secrets of those that copy is pushed to."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from dateline.newsroom import keys
from dateline.newsroom.admin.configuration import Configuration
from dateline.newsroom.models import Source
from dateline.newsroom.setup.forms import OF_KIND, SAY_SECRET, SourceForm, address_of
from dateline.newsroom.setup.shape import KINDS


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
