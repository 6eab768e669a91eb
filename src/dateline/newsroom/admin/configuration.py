"""Providers, sections, rules and the house. Changes go through a writing transaction, so pages follow them."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.configuring import keys_to, note, said
from dateline.newsroom.models import House, Provider, Rule, Section
from dateline.newsroom.resettle import ask_for_provider
from dateline.newsroom.setup.forms import HouseForm, ProviderForm, SectionForm
from dateline.newsroom.transaction import writing


class Configuration(admin.ModelAdmin):
    """A part of the configuration: changes are recorded, drop every kept page, and resettle what waits at the desk."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Stores a row."""
        with writing() as work:
            super().save_model(request, obj, form, change)
            note(obj, work, by=by(request), what=said(form, work) if change else _("new"))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Deletes a row."""
        self.delete_queryset(request, type(obj)._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Deletes several rows."""
        with writing() as work:
            for row in queryset:
                note(row, work, by=by(request), what=_("deleted"))
            super().delete_queryset(request, queryset)


def by(request: HttpRequest) -> User:
    """Who changes it: the admin is for who is signed in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


@admin.register(Provider)
class ProviderAdmin(Configuration):
    """Agencies and their rules."""

    form = ProviderForm
    list_display = ("code", "name", "retention_days", "canonical", "machine_reading")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The code stays: the addresses of the provider's articles derive from it."""
        return ("code",) if obj else ()

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What would be deleted, and what forbids it: a key to the API that opens this copy alone, too."""
        going, counts, missing, protected = super().get_deleted_objects(objs, request)
        return going, counts, missing, [*protected, *map(str, keys_to(objs))]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Stores a provider; other rights hold for the copy that is already here too."""
        with writing() as work:
            super().save_model(request, obj, form, change)
            if {"retention_days", "known_terms"} & set(form.changed_data):
                ask_for_provider(obj, work)


@admin.register(Section)
class SectionAdmin(Configuration):
    """The parts of the paper, in their order."""

    form = SectionForm
    list_display = ("name", "slug", "place", "update_moves_up")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Rule)
class RuleAdmin(Configuration):
    """What copy goes where."""

    list_display = ("place", "provider", "source", "category", "subject", "section", "action")
    list_display_links = ("place", "section")
    list_select_related = ("provider", "source", "section")


@admin.register(House)
class HouseAdmin(Configuration):
    """The publisher's own settings: one row."""

    form = HouseForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one house."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is always one house."""
        return False
