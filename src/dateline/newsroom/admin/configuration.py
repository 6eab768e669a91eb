"""Providers, sections, rules and the house. Changes go through a writing transaction, so pages follow them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.catalogue import RESERVED
from dateline.newsroom.models import House, Provider, Rule, Section
from dateline.newsroom.resettle import resettle_providers, resettle_waiting
from dateline.newsroom.setup.shape import MOST_DAYS, is_zone
from dateline.newsroom.transaction import writing


class Configuration(admin.ModelAdmin):
    """A part of the configuration: changes are recorded, drop every kept page, and resettle what waits at the desk."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Stores a row."""
        with writing() as work:
            super().save_model(request, obj, form, change)
            work.event("setup", by=request.user.get_username(), reason=f"{obj._meta.verbose_name}: {obj}")
            work.edition("house")
        transaction.on_commit(resettle_waiting)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Deletes a row."""
        self.delete_queryset(request, type(obj)._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Deletes several rows."""
        with writing() as work:
            for row in queryset:
                work.event("setup", by=request.user.get_username(), reason=f"{row._meta.verbose_name} -: {row}")
            super().delete_queryset(request, queryset)
            work.edition("house")
        transaction.on_commit(resettle_waiting)


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


@admin.register(Provider)
class ProviderAdmin(Configuration):
    """Agencies and their rules."""

    form = ProviderForm
    list_display = ("code", "name", "retention_days", "canonical", "machine_reading")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The code stays: the addresses of the provider's articles derive from it."""
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Stores a provider; other rights hold for the copy that is already here too."""
        super().save_model(request, obj, form, change)
        if {"retention_days", "known_terms"} & set(form.changed_data):
            transaction.on_commit(partial(resettle_providers, [obj.code]))


class SectionForm(forms.ModelForm):
    """A section whose address is free."""

    def clean_slug(self) -> str:
        """The address, unless another part of the site has it."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise ValidationError(_("Another part of the site has this address."))
        return slug


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


class HouseForm(ZonedForm):
    """The publisher's settings."""

    base_url = forms.URLField(label=_("address of the site"), required=False, assume_scheme="https")


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
