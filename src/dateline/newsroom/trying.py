"""What a rule would have done to the copy of the last week: nothing is changed by asking."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dateline.newsroom.catalogue import Catalogue, Route
from dateline.newsroom.content import decode_facts
from dateline.newsroom.models import Article, Rule

WEEK = timedelta(days=7)
MOST = 2000
"""How many of the last articles are looked at, at the most."""

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """An article that the rule would have decided on: where it goes by the rules as they are, and by this one.

    Each is the name of a section, with whether it waits at the desk; None where no rule says.
    """

    article: Article
    now: tuple[str, bool] | None
    then: tuple[str, bool] | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. `looked_at` articles were looked at, of `fitting` the rule would have decided; of `changed` of
    these otherwise than the rules as they are. `shown` are some, those first. `all_of_it` says that these are all
    articles of the week.
    """

    looked_at: int
    fitting: int
    changed: int
    shown: list[Tried]
    all_of_it: bool


def try_rule(rule: Rule, now: datetime) -> Trial:
    """Tries a rule that is not stored as it is, in its place or, if it is new, after all others."""
    rules = list(Rule.objects.order_by("place", "id"))
    changed = [rule if one.pk == rule.pk else one for one in rules] + ([rule] if rule.pk is None else [])
    before, after = Catalogue(rules), Catalogue(changed)
    found = _lately(rule, now)
    tried: list[Tried] = []
    for article in found[:MOST]:
        revision = article.revision
        assert revision is not None  # noqa: S101  # asked for so
        source = revision.delivery.source_id
        if source not in before.sources or not before.trusts(source, article.provider_id):
            continue
        facts = decode_facts(revision.facts)
        if after.rule_for(article.provider_id, source, facts) is not rule:
            continue
        way = (article.provider_id, source, facts, revision.delivery.section_name)
        tried.append(Tried(article, _told(before.route(*way), before), _told(after.route(*way), after)))
    differing = [one for one in tried if one.now != one.then]
    same = [one for one in tried if one.now == one.then]
    return Trial(
        looked_at=len(found[:MOST]),
        fitting=len(tried),
        changed=len(differing),
        shown=(differing + same)[:MOST_SHOWN],
        all_of_it=len(found) <= MOST,
    )


def _lately(rule: Rule, now: datetime) -> list[Article]:
    """The articles of the last week that the rule may concern, the newest first, MOST + 1 at the most."""
    since = round((now - WEEK).timestamp() * 1000)
    articles = Article.objects.filter(came_at__gte=since, revision__isnull=False).order_by("-came_at", "-id")
    if rule.provider_id is not None:
        articles = articles.filter(provider=rule.provider_id)
    of_it = ("short_id", "headline", "lead", "provider", "revision__facts")
    of_delivery = ("revision__delivery__source", "revision__delivery__section_name")
    return list(articles.select_related("revision__delivery").only(*of_it, *of_delivery)[: MOST + 1])


def _told(route: Route, catalogue: Catalogue) -> tuple[str, bool] | None:
    if route.section is None:
        return None
    return catalogue.sections[route.section].name, route.action == Rule.Action.DESK
