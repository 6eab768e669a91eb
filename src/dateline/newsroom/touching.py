"""Whom a change of an article concerns: the tags under which what readers see of it is kept.

A list that shows an article is kept under the article's own tag as well. So the tag of a list matters only to what
comes into it, or may: an old article that arrives behind the lists' reach leaves the front, the rail and the feeds as
they are, and a backlog of ten thousand does not have them made anew ten thousand times.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from dateline.newsroom.models import Article, Provider, Section
from dateline.newsroom.transaction import Work
from dateline.newsroom.visible import REACH, Cursor, cursor, listed_at

FRONT = "front"
"""The tag of every list of the newest of all sections."""

_CLOCKS_DIFFER = timedelta(hours=1)
"""How far apart the clocks of hosts may be: an article that only this much makes visible does not count."""

ANY = "any"
"""The tag of what any article may come into or leave, however old it is: searches, and the content API."""

CORRECTIONS = "corrections"
"""The tag of the list of what was corrected."""

GONE = "gone"
"""The tag of what tells that articles are no longer there."""

RECENT = "recent"
"""The tag of what lists all news of the last days, however much that is."""

RECENT_LASTS = timedelta(days=2)


class Place(NamedTuple):
    """Where an article stands in the lists; `known` is whether readers could ever get it."""

    listed: bool
    section: int | None
    provider: int
    at: Cursor
    embargoed_until: datetime | None
    front_until: datetime | None
    section_until: datetime | None
    corrected: bool
    known: bool


def place_of(article: Article) -> Place:
    """Where an article stands as it is now."""
    at, pins = cursor(article), (article.front_until, article.section_until)
    corrected, known = article.corrected_at is not None, article.told > 0
    where = (article.listed, article.section_id, article.provider_id, at, article.embargoed_until)
    return Place(*where, *pins, corrected, known)


def touch(article: Article, before: Place, work: Work, *, kill: bool) -> None:
    """Touches everything that shows an article, or could come to: where it stood before, and where it stands now."""
    after = place_of(article)
    tags = {item_tag(article.short_id), ANY}
    # Also when it is back: what still told that it has gone would have it removed again.
    if _departed(before, work) != _departed(after, work):
        tags.add(GONE)
    for place in (before, after):
        if place.listed:
            if place.corrected:
                tags.add(CORRECTIONS)
            tags.add(agency_tag(work.catalogue.providers[place.provider]))
            if place.at.sort_at >= (work.now - RECENT_LASTS - _CLOCKS_DIFFER).timestamp() * 1000:
                tags.add(RECENT)
        if _reaches(place, None, work):
            tags.add(FRONT)
        if place.section is not None:
            section = work.catalogue.sections[place.section]
            tags.add(older_tag(section))
            if _reaches(place, section, work):
                tags.add(section_tag(section))
    work.edition(*sorted(tags), kill=kill)


def item_tag(short_id: str) -> str:
    """The tag of whatever shows an article."""
    return f"item:{short_id}"


def section_tag(section: Section) -> str:
    """The tag of the lists that begin with the newest of a section."""
    return f"section:{section.slug}"


def agency_tag(provider: Provider) -> str:
    """The tag of the lists of an agency's newest."""
    return f"agency:{provider.pk}"


def older_tag(section: Section) -> str:
    """The tag of the pages of a section that go back in time."""
    return f"older:{section.slug}"


def _departed(place: Place, work: Work) -> datetime | bool:
    """Whether readers could get what stands there and no longer can; where only an embargo keeps it, until when."""
    if not place.known or not place.listed:
        return place.known
    end = place.embargoed_until
    return end if end is not None and end > work.now else False


def _reaches(place: Place, section: Section | None, work: Work) -> bool:
    """Whether a place is within reach of the lists that begin with the newest of a section (of all, for None).

    An embargo is, wherever it stands: lists hold until the next one ends. So is what is pinned to the top.
    """
    if not place.listed:
        return False
    pinned_until = place.front_until if section is None else place.section_until
    for end in (place.embargoed_until, pinned_until):
        if end is not None and end > work.now - _CLOCKS_DIFFER:
            return True
    key = section.pk if section else None
    if key not in work.reaches:
        work.reaches[key] = _last_within(section, work)
    last = work.reaches[key]
    return last is None or _not_after(place.at, last)


def _last_within(section: Section | None, work: Work) -> Cursor | None:
    """The last place that such a list can reach; None where there are not as many articles."""
    house = work.catalogue.house
    reach = max(REACH, house.page_size + 1, house.rail_size + 1)
    return listed_at(section, reach, work.now - _CLOCKS_DIFFER, work.now + _CLOCKS_DIFFER)


def _not_after(place: Cursor, last: Cursor) -> bool:
    """Whether a place comes no later than another in the order of every list."""
    return (-place.sort_at, place.sort_place, place.short_id) <= (-last.sort_at, last.sort_place, last.short_id)
