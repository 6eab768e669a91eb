"""Finding: for readers what they may see at this moment, for the desk all that came in."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateline.newsroom.models import Article, House, Provider, Section
from dateline.newsroom.visible import visible
from dateline.search.document import ALL, HIDDEN, agency_fact, floor_of, place_fact, section_fact
from dateline.search.query import About, Condition, Kind, Query, Words
from dateline.search.stores import store
from dateline.search.tokens import fold, split, variants
from dateline.search.wanted import Clause, Hit, TooSlow, Wanted
from dateline.wire.copy.agencies import code_of

REACH = 5000
"""The newest hits that are put in an order of their own: those that fit best first, and the desk's."""

_AT_ONCE = 50

Order = Literal["new", "best"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list of hits was left: the last hit shown; and for the best first the newest of those that count."""

    docid: int
    score: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Hits in their order: articles without their section and provider, and where the list goes on, if it does."""

    articles: tuple[Article, ...]
    after: Place | None


def for_readers(
    query: Query, now: datetime, house: House, *, limit: int, order: Order = "new", after: Place | None = None
) -> Page:
    """The next `limit` articles that readers may see at this moment. Raises TooSlow."""
    wanted = wanted_of(query, house, hidden=False)
    hits = _best(wanted, after) if order == "best" else _newest(wanted, limit, after)
    shown: list[tuple[Article, Place]] = []
    for some in hits:
        allowed = visible(now).in_bulk([hit.article for hit, _place in some])
        shown += [(allowed[hit.article], place) for hit, place in some if hit.article in allowed]
        if len(shown) > limit:
            break
    articles = tuple(article for article, _place in shown[:limit])
    return Page(articles, shown[limit - 1][1] if len(shown) > limit else None)


def for_desk(query: Query, house: House) -> list[int]:
    """The keys of the newest articles, REACH at the most, published or not. Raises TooSlow."""
    return [hit.article for hit in store().newest(wanted_of(query, house, hidden=True), REACH)]


def among(query: Query, house: House, articles: Iterable[int]) -> set[int]:
    """Which of these articles (by key), published or not, are what is asked. Raises TooSlow."""
    return store().among(wanted_of(query, house, hidden=True), list(articles))


def wanted_of(query: Query, house: House, *, hidden: bool) -> Wanted:
    """What the index is asked: of all articles, or but for those that are hidden from readers."""
    # A fact that most articles have costs as much as a word that most have: there is only one where nothing else is.
    every = [_clause(condition) for condition in query.wanted] or [((ALL,),)]
    without = [_clause(condition) for condition in query.without]
    wanted = Wanted(tuple(every), tuple(without if hidden else [*without, ((HIDDEN,),)]))
    unwanted = {phrase for clause in without for phrase in clause}
    if any(unwanted.issuperset(clause) for clause in every):
        return replace(wanted, high=wanted.low)  # nothing is both
    zone = ZoneInfo(house.zone)
    if query.since is not None:
        wanted = replace(wanted, low=_floor(query.since, zone))
    if query.until is not None and query.until < date.max:
        wanted = replace(wanted, high=_floor(query.until + timedelta(days=1), zone))
    return wanted


def unknown_sections(query: Query) -> list[str]:
    """The sections that are asked for of which there is none, as they were written."""
    asked = [one for one in (*query.wanted, *query.without) if isinstance(one, About) and one.kind is Kind.SECTION]
    return [about.value for about in asked if not _sections(about.value)]


def nowhere(query: Query, house: House, *, hidden: bool) -> list[About]:
    """The places and agencies that are asked for and that no article has: of all, or of those that readers may see."""
    asked = [one for one in query.wanted if isinstance(one, About) and one.kind is not Kind.SECTION]
    alone = [(one, wanted_of(Query(wanted=(one,)), house, hidden=hidden)) for one in asked]
    with suppress(TooSlow):
        return [one for one, wanted in alone if not store().newest(wanted, 1)]
    return []


_Placed = list[tuple[Hit, Place]]


def _newest(wanted: Wanted, limit: int, after: Place | None) -> Iterator[_Placed]:
    high = wanted.high if after is None else min(wanted.high, after.docid)
    while True:
        some = store().newest(replace(wanted, high=high), limit + 1)
        if some:
            yield [(hit, Place(hit.docid)) for hit in some]
        if len(some) <= limit:
            return
        high = some[-1].docid


def _best(wanted: Wanted, after: Place | None) -> Iterator[_Placed]:
    """Those that fit best first; of those that fit as well, the newest."""
    if after is not None:
        wanted = replace(wanted, high=min(wanted.high, after.top + 1))
    places, scores = store().ranked(wanted, REACH)
    top = places[0] if places else 0
    # Of those that fit as well the newest stay first.
    best = sorted(range(len(places)), key=scores.__getitem__, reverse=True)
    if after is not None:
        best = [n for n in best if (-scores[n], -places[n]) > (-after.score, -after.docid)]
    for start in range(0, len(best), _AT_ONCE):
        some = {places[n]: scores[n] for n in best[start : start + _AT_ONCE]}
        yield [(hit, Place(hit.docid, some[hit.docid], top)) for hit in store().at(list(some))]


def _clause(condition: Condition) -> Clause:
    if isinstance(condition, Words):
        return tuple(variants(condition.words))
    return tuple((fact,) for fact in dict.fromkeys(_facts(condition)))


def _facts(about: About) -> Iterator[str]:
    """Whatever may be meant: names are compared as words are, without capitals and accents."""
    if about.kind is Kind.PLACE:
        yield place_fact(about.value)
    elif about.kind is Kind.AGENCY:
        yield agency_fact(about.value)
        if code := code_of(about.value):
            yield agency_fact(code)
        for code, *names in Provider.objects.values_list("code", "name", "credit_line"):
            if _plain(about.value) in map(_plain, names):
                yield agency_fact(code)
    else:
        yield from map(section_fact, _sections(about.value) or [0])


def _sections(written: str) -> list[int]:
    found = Section.objects.values_list("pk", "slug", "name")
    return [key for key, *names in found if _plain(written) in map(_plain, names)]


def _plain(name: str) -> str:
    return " ".join(fold(word) for word in split(name))


def _floor(day: date, zone: ZoneInfo) -> int:
    moment = datetime(day.year, day.month, day.day, tzinfo=zone)
    return floor_of(round((moment - _EPOCH) / timedelta(milliseconds=1)))
