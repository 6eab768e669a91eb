"""The kinds of rows that can be set: their form, and how each shows in its list. One table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms import ModelForm, modelform_factory
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.desk.settings.outlets import OutletForm
from dateline.newsroom.models import House, Outlet, Provider, Rule, Section, Source
from dateline.newsroom.setup import outlets
from dateline.newsroom.setup.forms import (
    OF_KIND,
    SAY_SECRET,
    HouseForm,
    ProviderForm,
    SectionForm,
    SourceForm,
    address_of,
)
from dateline.newsroom.setup.shape import KINDS as SOURCE_KINDS
from dateline.newsroom.setup.shape import TABLES

_WIDGETS: dict[str, type[forms.Widget] | forms.Widget] = {"providers": forms.CheckboxSelectMultiple}

Cells = Callable[[Any], list[tuple[str, str]]]
"""Gives the cells of a row: the name of the column and what stands in it, the first to click on."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row. `fixed` are fields that are chosen once, when the row is made; `ordered` says that it has a place
    that can be changed. `ways` are what such a row can be, chosen when it is made, and `more` the fields of that.
    """

    slug: str
    model: type[Model]
    form: type[ModelForm]
    fields: tuple[str, ...]
    title: Any
    new: Any
    cells: Cells
    about: Any = ""
    fixed: tuple[str, ...] = ()
    ordered: bool = False
    ways: tuple[tuple[str, Any], ...] = ()
    more: Callable[[Any], tuple[str, ...]] = lambda _row: ()

    def rows(self) -> QuerySet[Any]:
        """Every row that somebody sets."""
        rows = self.model._default_manager.all()
        if self.model is Source:
            return rows.filter(kind__in=SOURCE_KINDS)
        if self.model is Rule:
            return rows.select_related("provider", "source", "section")
        return rows

    def form_of(self, row: Any) -> type[ModelForm]:
        """The form of a row, a new one among them: what is chosen once is not asked again."""
        wanted = [name for name in self.fields if row.pk is None or name not in self.fixed]
        wanted += self.more(row)
        form = modelform_factory(self.model, form=self.form, fields=wanted, widgets=_WIDGETS)
        for name in set(form.base_fields) - set(wanted):  # declared for all ways
            del form.base_fields[name]
        return form


class WayInForm(SourceForm):
    """A source, as a chief sets it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == Source.Kind.PUSH and "secret_from" in self.fields:
            self.fields["secret_from"].help_text += f". {SAY_SECRET}"


class RuleForm(forms.ModelForm):
    """What a rule asks for: what is left out fits everything, and the form says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("provider", "source"):
            self.fields[name].empty_label = _("any")  # type: ignore[attr-defined]
        for name in ("category", "subject"):
            self.fields[name].help_text = _("Empty: any")


def kind_of(slug: str) -> Kind:
    """The kind of an address; Http404 for none."""
    found = next((kind for kind in KINDS if kind.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _provider(row: Provider) -> list[tuple[str, str]]:
    days = _("not set") if row.retention_days is None else (str(row.retention_days) if row.retention_days else "∞")
    return [
        (_("Code"), row.code),
        (_("Name"), row.name),
        (_("Credit line"), row.credit_line),
        (_("Days kept"), days),
        (_("Machines may read"), _("yes") if row.machine_reading else _("no")),
    ]


def _source(row: Source) -> list[tuple[str, str]]:
    where = {Source.Kind.PUSH: address_of(row) if row.kind == Source.Kind.PUSH else "", Source.Kind.ANP_API: row.url}
    return [
        (_("Name"), row.slug),
        (_("Kind"), row.get_kind_display()),
        (_("Where"), where.get(Source.Kind(row.kind), row.path)),
        (_("State"), _("in use") if row.active else _("switched off")),
    ]


def _ways(choices: list[tuple[str, Any]], known: Iterable[str]) -> tuple[tuple[str, Any], ...]:
    return tuple(choice for choice in choices if choice[0] in known)


def _of_source(row: Source) -> tuple[str, ...]:
    return (*OF_KIND[Source.Kind(row.kind)], *(["secret_from"] if row.kind != Source.Kind.FOLDER else []))


def _outlet(row: Outlet) -> list[tuple[str, str]]:
    return [
        (_("Name"), row.slug),
        (_("Kind"), row.get_kind_display()),
        (_("Where"), row.url or row.path),
        (_("State"), _("in use") if row.active else _("switched off")),
    ]


def _of_outlet(row: Outlet) -> tuple[str, ...]:
    return outlets.OF_KIND[row.kind]


def _section(row: Section) -> list[tuple[str, str]]:
    return [(_("Name"), row.name), (_("Address"), f"/{row.slug}/")]


def _rule(row: Rule) -> list[tuple[str, str]]:
    return [
        (_("Provider"), str(row.provider or _("any"))),
        (_("Source"), str(row.source or _("any"))),
        (_("Category"), row.category or _("any")),
        (_("Subject"), row.subject or _("any")),
        (_("Section"), row.section.name),
        (_("What to do"), row.get_action_display()),
    ]


def _fields(table: str) -> tuple[str, ...]:
    """The fields of a table of a setup file: what can be set there can be set here."""
    return tuple(key.name for key in TABLES[table])


_RULES = gettext_lazy("The first rule that fits decides. Copy that no rule fits waits at the desk.")

KINDS = (
    Kind(
        "providers",
        Provider,
        ProviderForm,
        _fields("provider"),
        gettext_lazy("Providers"),
        gettext_lazy("New provider"),
        _provider,
        fixed=("code",),
    ),
    Kind(
        "sources",
        Source,
        WayInForm,
        ("slug", "active", "providers", "quiet_after", "zone", "format"),
        gettext_lazy("Ways in"),
        gettext_lazy("New source"),
        _source,
        fixed=("slug",),
        ways=_ways(Source.Kind.choices, SOURCE_KINDS),
        more=_of_source,
    ),
    Kind(
        "outlets",
        Outlet,
        OutletForm,
        ("slug", "active"),
        gettext_lazy("Ways out"),
        gettext_lazy("New way out"),
        _outlet,
        about=gettext_lazy("A new way out is told of what happens from now on."),
        fixed=("slug",),
        ways=_ways(Outlet.Kind.choices, outlets.OF_KIND),
        more=_of_outlet,
    ),
    Kind(
        "sections",
        Section,
        SectionForm,
        _fields("section"),
        gettext_lazy("Sections"),
        gettext_lazy("New section"),
        _section,
        fixed=("slug",),
        ordered=True,
    ),
    Kind(
        "rules",
        Rule,
        RuleForm,
        _fields("rule"),
        gettext_lazy("Rules"),
        gettext_lazy("New rule"),
        _rule,
        about=_RULES,
        ordered=True,
    ),
)

HOUSE = modelform_factory(House, form=HouseForm, fields=_fields("site"))
