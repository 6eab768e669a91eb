"""Checks of the rules that send copy to sections: one that can never match is a mistake of whoever wrote it."""

from collections.abc import Iterator

from dateline.newsroom.catalogue import covers
from dateline.newsroom.models import Rule, Source
from dateline.serve.checks.finding import Finding


def unreachable() -> Iterator[Finding]:
    """Every rule can come to its turn."""
    rules = list(Rule.objects.select_related("provider", "source", "section").order_by("place", "id"))
    allowed = set(Source.providers.through.objects.values_list("source_id", "provider_id"))
    for number, rule in enumerate(rules, 1):
        what = f"rule {number} ({rule})"
        earlier = next((one for one in rules[: number - 1] if _leaves_nothing(one, rule)), None)
        source = rule.source
        if earlier is not None:
            advice = f"rule {rules.index(earlier) + 1} ({earlier}) takes all that it fits: put the narrower one first"
            yield Finding("warning", f"{what} can never match", advice)
        elif source is not None and not source.active:
            yield Finding("warning", f"{what} can never match", f"source {source.slug} is not active")
        elif (
            source is not None
            and rule.provider_id is not None
            and not source.names_make_rows
            and (source.pk, rule.provider_id) not in allowed
        ):
            advice = f"source {source.slug} does not publish {rule.provider}: add it there, or take the rule out"
            yield Finding("warning", f"{what} can never match", advice)


def _leaves_nothing(earlier: Rule, later: Rule) -> bool:
    """Whether the earlier of two rules fits everything that the later one fits."""
    return (
        earlier.provider_id in (None, later.provider_id)
        and earlier.source_id in (None, later.source_id)
        and (not earlier.category or earlier.category.casefold() == later.category.casefold())
        and (not earlier.subject or (bool(later.subject) and covers(earlier.subject, later.subject)))
    )
