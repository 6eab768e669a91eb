"""Settling: writes down where an item stands, and tells everybody whom it concerns."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils import translation

from dateline.newsroom.content import DESK, copy_note, decode, decode_facts, item_of
from dateline.newsroom.evidence import Act, Link, Rev, Standing
from dateline.newsroom.identity import slug_of, storable
from dateline.newsroom.known import (
    edit_of,
    embargo_of_replaced,
    history_of,
    kills_of_whole,
    links_to,
    replacing,
    revisions_of,
)
from dateline.newsroom.models import Article, Event, Item, Revision
from dateline.newsroom.modified import modified_at
from dateline.newsroom.rings import chain_from, ring_of
from dateline.newsroom.rows import insert, marks, values
from dateline.newsroom.standing import leads_to, stand
from dateline.newsroom.standins import Pairs, anonymous, said
from dateline.newsroom.touching import Place, place_of, touch
from dateline.newsroom.transaction import Work
from dateline.newsroom.visible import GONE_STATES
from dateline.wire.item import NewsItem

LEAD_LENGTH = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def settle(item: Item, work: Work, article: Article | None = None) -> Article:
    """Brings the article of an item in line with all that is known of it; with it the copies of what is killed, and
    the others of a ring of replacements.
    """
    if article is None:
        article = Article.objects.filter(item=item).first() or new_article(item)
    led_to = article.replaced_by_id
    ring = _settle_alone(item, article, work)
    if led_to is not None and led_to != article.replaced_by_id:
        # What it led to may have stayed up only because it closed a ring.
        ring |= chain_from(led_to, work)
    for other in Item.objects.filter(pk__in=ring - {item.pk}).order_by("pk") if ring else ():
        _settle_alone(other, Article.objects.get(item=other), work)
    return article


def _settle_alone(item: Item, article: Article, work: Work) -> set[int]:
    """Settles one item, and copies of it; gives the ring of replacements that it is part of."""
    work.flush_events()
    revisions = list(revisions_of(item))
    acts, received = history_of(item.pk)
    links = links_to(item.pk, work) + kills_of_whole(item)
    edit = edit_of(item, acts)
    ring = ring_of(item.pk, leads_to(acts, links), work)
    standing = standing_of(
        item,
        [
            rev_of(revision, item.provider_id, work, received.get(revision.pk, revision.arrived_at), taken=taken)
            for revision, taken in revisions
        ],
        {revision.words_sha256 for revision, _taken in revisions},
        work,
        acts=acts,
        links=links,
        stays=bool(ring) and max(ring).item == item.pk,
        replaces_until=embargo_of_replaced(item) if any(revision.refers_to for revision, _ in revisions) else None,
        edit=edit.pk if edit else None,
    )
    before, embargo = article.state, article.embargoed_until
    shown = decode(bytes(edit.content)) if edit and edit.content else None
    write(
        article, standing, work, last=max((one for one, _taken in revisions), key=_arrival, default=None), shown=shown
    )
    if embargo != article.embargoed_until:
        settle_all(replacing(item), work)
    if (before in BARRED) != (article.state in BARRED):
        settle_copies(item, work)
    return {step.item for step in ring}


def standing_of(
    item: Item,
    revisions: list[Rev],
    words: set[str],
    work: Work,
    *,
    acts: Iterable[Act] = (),
    links: Iterable[Link] = (),
    stays: bool = False,
    replaces_until: datetime | None = None,
    edit: int | None = None,
) -> Standing:
    """Where an item stands; `words` are the hashes of its revisions' words. Reasons are in the house's language."""
    with translation.override(work.catalogue.language):
        return stand(
            revisions,
            acts,
            links,
            work.catalogue.rights(item.provider_id),
            work.now,
            copy_killed_at=_copy_killed_at(item, words, work),
            stays=stays,
            moving=work.catalogue.moving,
            replaces_until=replaces_until,
            edit=edit,
        )


def settle_all(items: Iterable[int], work: Work) -> None:
    """Settles several items, in an order that does not depend on how they were found."""
    wanted = set(items)
    for item in Item.objects.filter(pk__in=wanted).order_by("pk") if wanted else ():
        settle(item, work)


def settle_copies(item: Item, work: Work) -> None:
    """Settles the other items whose words are those of this one, which was killed, purged or reinstated."""
    hashes = set(item.revisions.exclude(words_sha256="").values_list("words_sha256", flat=True))
    copies = Revision.objects.filter(words_sha256__in=hashes).exclude(item=item).values_list("item", flat=True)
    settle_all(copies, work)


BARRED = (Article.State.KILLED, Article.State.PURGED)
"""States of an item that bar copy with the same words, by whatever way it comes in."""

_BARRING = ("kill", "killed", "purge", "purged")
"""How the record notes that an item came to one of them."""


def _copy_killed_at(item: Item, hashes: set[str], work: Work) -> datetime | None:
    """When another item with the same words as a revision of this one was killed or purged, the latest of them."""
    wanted = sorted(hashes - {""})
    if not wanted:
        return None
    sql = f"""
        SELECT revision.item_id FROM newsroom_revision AS revision JOIN newsroom_article AS article USING (item_id)
        WHERE revision.words_sha256 IN ({marks(wanted)}) AND revision.item_id <> %s AND article.state IN (%s, %s)
    """  # noqa: S608
    barred = values(sql, [*wanted, item.pk, *(state.value for state in BARRED)])
    if not barred:
        return None
    work.flush_events()
    noted = Event.objects.filter(item__in=set(barred), verb__in=_BARRING).order_by("-at").values_list("at", flat=True)
    return noted.first() or work.now


def rev_of(revision: Revision, provider: int, work: Work, received_at: datetime, *, taken: bool = False) -> Rev:
    """A revision as standing sees it. Its delivery must be loaded; `taken` says that its content is gone."""
    facts = decode_facts(revision.facts)
    delivery = revision.delivery
    trusted = work.catalogue.trusts(delivery.source_id, provider)
    route = work.catalogue.route(provider, delivery.source_id, facts, delivery.section_name) if trusted else None
    return Rev(
        id=revision.pk,
        order_key=revision.order_key,
        sha=revision.content_sha256,
        delivery=delivery.pk,
        place=revision.place,
        arrived_at=revision.arrived_at,
        received_at=received_at,
        version_created=revision.version_created,
        fetched_at=delivery.fetched_at,
        status=revision.status,
        signal=revision.signal,
        facts=facts,
        trusted=trusted,
        section=route.section if route else None,
        action=route.action if route else "",
        taken=taken,
    )


def write(
    article: Article, standing: Standing, work: Work, *, last: Revision | None, shown: NewsItem | None = None
) -> None:
    """Writes a standing into its article and touches what shows it. `last` is the revision that arrived last; `shown`
    is what the desk made of it, or spares reading the revision back.
    """
    created = article.pk is None
    if shown is None and standing.revision is not None and (created or _shows_another(article, standing)):
        shown = item_of(Revision.objects.get(pk=standing.revision))
    if shown is not None and article.stand_ins:
        shown = anonymous(shown, article.stand_ins)
    fields, arrival = _fields(standing, shown, article.stand_ins), _arrival_fields(last)
    changed = {name for name, value in (fields | arrival).items() if getattr(article, name) != value}
    if not changed and not created:
        return
    before, old_state = place_of(article), article.state
    for name, value in (fields | arrival).items():
        setattr(article, name, value)
    if changed & {"revision_id", "edit_id", "updated_at", "published_at"}:
        article.modified_at = modified_at(article)
        changed |= {"modified_at"}
    article.change = work.next_change
    numbers = {"change"}
    if (created or changed - arrival.keys()) and (_shows(before, work.now) or _shows(place_of(article), work.now)):
        article.told, article.told_at = article.change, work.now
        numbers |= {"told", "told_at"}
    if created or changed & arrival.keys():
        article.came = article.change
        numbers.add("came")
    if created:
        insert(article)
    else:
        article.save(update_fields=sorted(changed | numbers))
    work.shows(article, shown)
    work.change()
    if changed <= arrival.keys() and not created:
        return
    if before.listed or article.listed or (article.state != old_state and article.state in GONE_STATES):
        touch(article, before, work, kill=before.listed and article.state == Article.State.KILLED)
    if article.state != old_state and (not created or article.state in BARRED):
        work.event(
            _NOTED[Article.State(article.state)],
            item_id=article.item_id,
            revision_id=standing.revision,
            reason=standing.reason,
        )


def _shows(place: Place, now: datetime) -> bool:
    """Whether readers could get what stands there."""
    return place.listed and (place.embargoed_until is None or place.embargoed_until <= now)


def _arrival(revision: Revision) -> tuple[datetime, int]:
    return revision.arrived_at, revision.pk


def _arrival_fields(last: Revision | None) -> dict[str, Any]:
    """What the desk goes by: nothing of it shows to readers."""
    return {} if last is None else {"came_at": _milliseconds(last.arrived_at), "source_id": last.delivery.source_id}


def _milliseconds(moment: datetime) -> int:
    """A moment in milliseconds since 1970."""
    return round((moment - _EPOCH).total_seconds() * 1000)


_NOTED = {
    Article.State.DESK: "to-desk",
    Article.State.HELD: "held",
    Article.State.EMBARGOED: "embargoed",
    Article.State.SCHEDULED: "scheduled",
    Article.State.PUBLISHED: "published",
    Article.State.REPLACED: "replaced",
    Article.State.KILLED: "killed",
    Article.State.EXPIRED: "expired",
    Article.State.PURGED: "purged",
}
"""state → how the record notes that an item came to it (acts of people have the verb: `publish`, `kill`)."""


def new_article(item: Item) -> Article:
    """An article that is not stored yet."""
    return Article(item=item, short_id=item.short_id, provider_id=item.provider_id)


def _shows_another(article: Article, standing: Standing) -> bool:
    """Whether the words of the article must be read again. Notes are joined of several things, so they count; that it
    was updated may be that somebody is no longer named in it, or is again.
    """
    if article.updated_at != standing.updated_at or article.stand_ins:
        return True
    if article.revision_id != standing.revision or article.edit_id != standing.edit or article.state in GONE_STATES:
        return True
    return bool(standing.note or article.note or standing.correction or article.signal == "correction")


def _fields(standing: Standing, shown: NewsItem | None, stand_ins: Pairs = ()) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "state": str(standing.state),
        "listed": standing.listed,
        "reason": said(standing.reason, stand_ins)[:500],
        "revision_id": standing.revision,
        "edit_id": standing.edit,
        "waiting_id": standing.waiting,
        "section_id": standing.section,
        "replaced_by_id": standing.replaced_by,
        "embargoed_until": standing.embargoed_until,
        "expires_at": standing.expires_at,
        "published_at": standing.published_at,
        "updated_at": standing.updated_at,
        "sort_at": 0 if standing.sort_at is None else _milliseconds(standing.sort_at),
        "sort_place": standing.sort_place,
        "front_until": standing.front_until,
        "section_until": standing.section_until,
        "noindex": standing.noindex,
        "corrected_at": None if standing.corrected_at is None else _milliseconds(standing.corrected_at),
    }
    if standing.state in (Article.State.EXPIRED, Article.State.PURGED):
        return fields | NO_WORDS
    return fields if shown is None else fields | _words(shown, standing, stand_ins)


NO_WORDS: dict[str, Any] = {
    "headline": "",
    "words": "",
    "dateline": "",
    "lead": "",
    "urgency": None,
    "signal": "",
    "language": "",
    "credit": [],
    "note": "",
    "precision": "",
}
"""What an article has of the version that it showed, once retention or a purge has taken the copy: nothing, for which
version showed last depends on the order in which they came.
"""


def _words(shown: NewsItem, standing: Standing, stand_ins: Pairs) -> dict[str, Any]:
    lead = storable(shown.text.partition("\n\n")[0])
    if shown.format == DESK and shown.abstract:
        lead = storable(shown.abstract)
    headline = storable(shown.headline or "")
    signal = shown.signal.kind if shown.signal else ""
    return {
        "headline": headline[:500],
        "words": _address_words(headline or lead),
        "dateline": storable(dateline_line(shown), 300),
        "lead": lead if len(lead) <= LEAD_LENGTH else lead[: LEAD_LENGTH - 1].rsplit(" ", 1)[0] + "…",
        "urgency": shown.urgency if shown.urgency is not None and 0 <= shown.urgency <= 9 else None,
        "signal": signal if standing.correction is None else "correction",
        "language": storable(shown.language or "", 20),
        "credit": [storable(agency) for agency in shown.credit],
        "note": said(storable("\n".join(_notes(shown, standing))), stand_ins),
        "precision": shown.precision or "",
    }


def _notes(shown: NewsItem, standing: Standing) -> Iterable[str]:
    """The notes for readers: the desk's, the copy's own, and that of the last correction, which stays."""
    notes = [standing.note, copy_note(shown)]
    if standing.correction is not None and standing.correction != standing.revision:
        correction = item_of(Revision.objects.get(pk=standing.correction))
        notes.append(copy_note(correction) if correction else "")
    return dict.fromkeys(filter(None, notes))


def dateline_line(item: NewsItem) -> str:
    """The dateline as readers see it, the same way for all agencies: `MOSKOU (ANP/AFP/RTR) -`."""
    if item.dateline is None:
        return ""
    places = "/".join(place.upper() for place in item.dateline.places)
    agencies = item.dateline.agencies or item.credit
    credit = f"({'/'.join(agencies)})" if agencies else ""
    line = " ".join(filter(None, (places, credit)))
    return f"{line} -" if line else ""


def _address_words(text: str) -> str:
    words = slug_of(text[:300])
    if len(words) <= 80:
        return words
    return words[:81].rpartition("-")[0] or words[:80]
