"""The search of the content API: what is up and has what is asked, newest or best first; and what changed since."""

from django.http import HttpRequest
from django.utils import timezone

from dateline.api.description import MOST, USUAL
from dateline.api.endpoint import Refused, Told, endpoint, number
from dateline.api.listing import changed, embargoes_too, listed, place_of, scope_of, text_of
from dateline.newsroom.content import with_copy
from dateline.newsroom.following import last_place
from dateline.newsroom.house import house
from dateline.newsroom.models import ApiKey, Provider, Section
from dateline.search import asking, find
from dateline.search.index import is_whole
from dateline.search.query import Problem, Query, Trouble
from dateline.search.wanted import TooSlow

_SAYS = {
    Trouble.LONG: "q is longer than {} characters.",
    Trouble.MANY: "q has more than {} words and conditions.",
    Trouble.QUOTE: "The quotation mark before “{}” is not closed.",
    Trouble.NO_WORD: "“{}” has no letter or digit.",
    Trouble.DATE: "“{}” is no date: write 2025-11-28, 2025-11 or 2025.",
    Trouble.ORDER: "The first date is later than the last.",
}


@endpoint
def search(request: HttpRequest, key: ApiKey) -> Told:
    """What is found; or, after a cursor, what changed of that."""
    given = request.GET.dict()
    query, limit = _query(given), number(request, "limit", USUAL, MOST)
    after, before = given.get("after", ""), given.get("before", "")
    try:
        if not after:
            return _found(query, _order(given), before, limit, key)
        if before or "order" in given:
            raise Refused(400, "after goes with neither before nor order.")
        return changed(
            place_of(after), limit, key, lambda shown: find.among(query, house(), [article.pk for article in shown])
        )
    except TooSlow:
        raise Refused(400, "This would take too long: add a word that is not in every article, or a date.") from None


def _found(query: Query, order: find.Order, before: str, limit: int, key: ApiKey) -> Told:
    at = asking.place_of(before, order) if before else None
    if before and at is None:
        raise Refused(400, "before is no cursor that this API has given for this order.")
    follow = text_of(last_place())  # first: what changes while this is looked for is told after it
    now = timezone.now()
    page = find.for_readers(query, now, house(), limit=limit, order=order, after=at)
    scope = scope_of(key)
    kept = with_copy([article for article in page.articles if not scope or article.provider_id in scope])
    sections, providers = Section.objects.in_bulk(), Provider.objects.in_bulk()
    for article in kept:
        article.section = sections.get(article.section_id or 0)
        article.provider = providers[article.provider_id]
    cursor = asking.text_of(page.after, order) if page.after else None
    told = listed(kept, cursor=cursor, more=cursor is not None, follow=follow, whole=is_whole())
    return embargoes_too(told, None, now)


def _query(given: dict[str, str]) -> Query:
    query = asking.query_of(asking.fields_of(given))
    if query.problems:
        raise Refused(400, " ".join(map(_sentence, query.problems)))
    if unknown := find.unknown_sections(query):
        raise Refused(400, f"There is no section “{unknown[0]}”.")
    if query.is_empty:
        raise Refused(400, f"Nothing is asked: give {', '.join(asking.FIELDS[:-1])} or {asking.FIELDS[-1]}.")
    return query


def _sentence(problem: Problem) -> str:
    return _SAYS[problem.trouble].format(problem.about)


def _order(given: dict[str, str]) -> find.Order:
    order = given.get("order", "new")
    if order == "new":
        return "new"
    if order == "best":
        return "best"
    raise Refused(400, "order must be new or best.")
