"""Providers, sources, sections and rules, read once a transaction."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from dateline.newsroom.content import Facts
from dateline.newsroom.evidence import WAITS, Rights
from dateline.newsroom.identity import NAME_LENGTH, plain_name, provider_code, slug_of
from dateline.newsroom.models import House, Provider, Rule, Section, Source
from dateline.newsroom.rows import all_of
from dateline.newsroom.terms import known_terms

DEFAULT_SECTION = {"nl": "Nieuws", "en": "News"}
"""Where copy goes that a person takes in by hand and that names no section."""

RESERVED = frozenset(
    (
        "desk api intake search story place agency static media feed latest sitemap healthz metrics robots favicon "
        "house imprint privacy corrections"
    ).split()
)
"""First words of addresses that are not sections."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a rule sends copy."""

    section: int | None
    action: str


class Catalogue:
    """The configuration as this transaction sees it. Rows that names bring about are added through it.

    `made` says that there were any: a section or a provider.
    """

    made = False

    def __init__(self, rules: list[Rule] | None = None) -> None:
        if rules is not None:
            self._rules = rules

    @cached_property
    def _providers(self) -> dict[str, Provider]:
        return {provider.code.casefold(): provider for provider in all_of(Provider)}

    @cached_property
    def providers(self) -> dict[int, Provider]:
        """Every provider by its key."""
        return {provider.pk: provider for provider in self._providers.values()}

    @cached_property
    def sections(self) -> dict[int, Section]:
        """Every section by its key."""
        return {section.pk: section for section in all_of(Section)}

    @cached_property
    def sources(self) -> dict[int, Source]:
        """Every source by its key."""
        return {source.pk: source for source in all_of(Source)}

    @cached_property
    def house(self) -> House:
        """The publisher's settings."""
        return next(iter(all_of(House)), None) or House(pk=1)

    @property
    def language(self) -> str:
        """The language of the house: what the newsroom notes down is said in it, whoever reads it."""
        return self.house.language

    @cached_property
    def _allowed(self) -> set[tuple[int, int]]:
        return {(row.source_id, row.provider_id) for row in all_of(Source.providers.through)}

    @cached_property
    def _rules(self) -> list[Rule]:
        return sorted(all_of(Rule), key=lambda rule: (rule.place, rule.pk))

    @cached_property
    def moving(self) -> frozenset[int]:
        """The sections in which an update moves an article up."""
        return frozenset(key for key, section in self.sections.items() if section.update_moves_up)

    def rights(self, provider: int) -> Rights:
        """What may be done with a provider's copy."""
        found = self.providers[provider]
        days = min(found.retention_days or 0, timedelta.max.days)
        retention = timedelta(days=days) if days else None
        return Rights(retention=retention, known_terms=known_terms(found.known_terms))

    def provider(self, name: str, source: Source) -> Provider | None:
        """The provider of this code or (plain) name; a source that makes rows from names makes it."""
        code = provider_code(name)
        found = self._providers.get(code.casefold())
        if found is None:
            found = next((one for one in self._providers.values() if one.name.casefold() == name.casefold()), None)
        if found is None and source.names_make_rows:
            found = Provider.objects.create(code=code, name=name[:200])
            self._providers[found.code.casefold()] = found
            self.made = True
            self.providers[found.pk] = found
        return found

    def only_provider(self, source: Source) -> Provider | None:
        """The one provider of a source that has one: whose copy it is when the copy does not say."""
        allowed = [provider for owner, provider in self._allowed if owner == source.pk]
        return self.providers[allowed[0]] if len(allowed) == 1 else None

    def trusts(self, source: int, provider: int) -> bool:
        """Whether copy of this provider may be published when it comes in by this source."""
        return (source, provider) in self._allowed or self.sources[source].names_make_rows

    def route(self, provider: int, source: int, facts: Facts, section_name: str = "") -> Route:
        """The section and what to do, by the first rule that matches; by name where the source makes rows of names.

        What the desk writes is in the section that its writer has chosen and waits, whatever the rules say.
        """
        if self.sources[source].kind == Source.Kind.DESK:
            named = next((key for key, one in self.sections.items() if section_name and one.name == section_name), None)
            return Route(named, WAITS)
        by_name = self.sources[source].names_make_rows
        if by_name and section_name:
            return Route(self.section(section_name).pk, Rule.Action.PUBLISH)
        rule = self.rule_for(provider, source, facts)
        if rule is not None:
            return Route(rule.section_id, rule.action)
        if by_name:
            name = plain_name(facts.section) or DEFAULT_SECTION.get(self.language, "News")
            return Route(self.section(name).pk, Rule.Action.PUBLISH)
        return Route(None, "")

    def rule_for(self, provider: int, source: int, facts: Facts) -> Rule | None:
        """The rule that decides: the first that matches."""
        return next((rule for rule in self._rules if _matches(rule, provider, source, facts)), None)

    def section(self, name: str) -> Section:
        """The section of this name or address; made where there is none."""
        name = plain_name(name)[:NAME_LENGTH].strip()
        wanted = name.casefold()
        for section in self.sections.values():
            if wanted in (section.name.casefold(), section.slug):
                return section
        last = max((section.place for section in self.sections.values()), default=0)
        made = Section.objects.create(slug=self._free_slug(name), name=name, place=last + 1)
        self.sections[made.pk] = made
        self.made = True
        return made

    def _free_slug(self, name: str) -> str:
        stem = slug_of(name)[:50] or "section"
        taken = {section.slug for section in self.sections.values()} | RESERVED
        number = 1
        slug = stem
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        return slug


def _matches(rule: Rule, provider: int, source: int, facts: Facts) -> bool:
    if rule.provider_id not in (None, provider) or rule.source_id not in (None, source):
        return False
    if rule.category:
        wanted = rule.category.casefold()
        if wanted != facts.section.casefold() and all(wanted != code.casefold() for code in facts.codes):
            return False
    return not rule.subject or any(covers(rule.subject, code) for code in facts.codes)


def covers(subject: str, code: str) -> bool:
    """Whether a subject code is this one, or below it as IPTC numbers them (04000000 covers 04001000)."""
    if subject.casefold() == code.casefold():
        return True
    if not (len(subject) == 8 and subject.isdigit()):
        return False
    number = code.rpartition(":")[2]
    if subject.endswith("000000"):
        stem = subject[:2]
    elif subject.endswith("000"):
        stem = subject[:5]
    else:
        stem = subject
    return len(number) == 8 and number.isdigit() and number.startswith(stem)
