"""Putting a setup file into the newsroom: the same file twice changes nothing the second time."""

from typing import Any

from dateline.newsroom.following import last_place
from dateline.newsroom.models import House, Outlet, Provider, Rule, Section, Source
from dateline.newsroom.resettle import resettle_providers, resettle_waiting
from dateline.newsroom.setup.export import export
from dateline.newsroom.setup.read import Tables
from dateline.newsroom.transaction import writing


def apply(tables: Tables) -> bool:
    """Has the newsroom be as the tables say; says whether that changed anything.

    Rows that the tables do not name stay as they are; rules are replaced as a whole, if the tables have any. Articles
    whose rights or routes are others now are settled anew.
    """
    with writing() as work:
        before, rights = export(), _rights()
        for values in tables["site"]:
            House.objects.update_or_create(pk=1, defaults=values)
        for values in tables["provider"]:
            terms = "\n".join(values["known_terms"])
            Provider.objects.update_or_create(code=values["code"], defaults=values | {"known_terms": terms})
        _sections(tables["section"])
        for values in tables["source"]:
            _source(values)
        for values in tables.get("outlet", ()):
            # What is new is told of what happens from now on.
            told, key = last_place()
            Outlet.objects.update_or_create(
                slug=values["slug"], defaults=values, create_defaults=values | {"told": told, "key": key}
            )
        if tables["rule"]:
            _rules(tables["rule"])
        changed = export() != before
        if changed:
            work.whole_site()
            work.event("setup")
    if changed:
        after = _rights()
        resettle_providers([code for code in rights if after.get(code) != rights[code]])
        resettle_waiting()
    return changed


def _rights() -> dict[str, tuple[int | None, str]]:
    rows = Provider.objects.values_list("code", "retention_days", "known_terms")
    return {code: (days, terms) for code, days, terms in rows}


def _sections(rows: list[dict[str, Any]]) -> None:
    named = [values["slug"] for values in rows]
    others = list(Section.objects.exclude(slug__in=named).order_by("place", "name"))
    # Names are unique, and two sections may have swapped theirs.
    for values in rows:
        Section.objects.filter(slug=values["slug"]).exclude(name=values["name"]).update(name=f"… {values['slug']}")
    for place, values in enumerate(rows):
        Section.objects.update_or_create(slug=values["slug"], defaults=values | {"place": place})
    for place, section in enumerate(others, start=len(rows)):
        if rows and section.place != place:
            section.place = place
            section.save(update_fields=["place"])


def _source(values: dict[str, Any]) -> None:
    codes = values["providers"]
    fields = {name: value for name, value in values.items() if name != "providers"}
    source, _made = Source.objects.update_or_create(slug=values["slug"], defaults=fields)
    source.providers.set(Provider.objects.filter(code__in=codes))


def _rules(rows: list[dict[str, Any]]) -> None:
    sections = {section.slug: section for section in Section.objects.all()}
    sections |= {section.name: section for section in sections.values()}
    providers = {provider.code: provider for provider in Provider.objects.all()}
    sources = {source.slug: source for source in Source.objects.all()}
    Rule.objects.all().delete()
    Rule.objects.bulk_create(
        Rule(
            place=place,
            provider=providers.get(values["provider"]),
            source=sources.get(values["source"]),
            category=values["category"],
            subject=values["subject"],
            section=sections[values["section"]],
            action=values["action"],
        )
        for place, values in enumerate(rows)
    )
