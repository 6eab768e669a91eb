"""Settling: writes down where an item stands, and tells everybody whom it concerns."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import translation

from dateline.newsroom.content import decode_facts, item_of
from dateline.newsroom.identity import slug_of
from dateline.newsroom.models import Article, Event, Item, Reference, Revision
from dateline.newsroom.rows import first_value, insert, marks
from dateline.newsroom.standing import Act, Link, Rev, Standing, stand
from dateline.newsroom.transaction import Work
from dateline.newsroom.visible import GONE_STATES
from dateline.wire.item import NewsItem

LEAD_LENGTH = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def settle(item: Item, work: Work, article: Article | None = None) -> Article:
    """Brings the article of an item in line with all that is known of it, and with it the copies of what is killed."""
    work.flush_events()
    if article is None:
        article = Article.objects.filter(item=item).first() or new_article(item)
    revisions = list(_revisions(item))
    acts, received = _history(item)
    standing = standing_of(
        item,
        [
            rev_of(revision, item.provider_id, work, received.get(revision.pk, revision.arrived_at), taken=taken)
            for revision, taken in revisions
        ],
        {revision.words_sha256 for revision, _taken in revisions},
        work,
        acts=acts,
        links=_links(item, work),
    )
    before = article.state
    write(article, standing, work)
    if Article.State.KILLED in (before, article.state) and before != article.state:
        settle_copies(item, work)
    return article


def standing_of(
    item: Item,
    revisions: list[Rev],
    words: set[str],
    work: Work,
    *,
    acts: Iterable[Act] = (),
    links: Iterable[Link] = (),
) -> Standing:
    """Where an item stands; `words` are the hashes of its revisions' words. Reasons are in the house's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return stand(
            revisions,
            acts,
            links,
            work.catalogue.rights(item.provider_id),
            work.now,
            copy_of_killed=killed_copy_exists(item, words),
            moving=work.catalogue.moving,
        )


def settle_all(items: Iterable[int], work: Work) -> None:
    """Settles several items, in an order that does not depend on how they were found."""
    wanted = set(items)
    for item in Item.objects.filter(pk__in=wanted).order_by("pk") if wanted else ():
        settle(item, work)


def settle_copies(item: Item, work: Work) -> None:
    """Settles the other items whose words are those of this one, which was killed or reinstated."""
    hashes = set(item.revisions.exclude(words_sha256="").values_list("words_sha256", flat=True))
    copies = Revision.objects.filter(words_sha256__in=hashes).exclude(item=item).values_list("item", flat=True)
    settle_all(copies, work)


def killed_copy_exists(item: Item, hashes: set[str]) -> bool:
    """Whether another item that was killed has the same words as a revision of this one."""
    wanted = sorted(hashes - {""})
    if not wanted:
        return False
    sql = f"""
        SELECT 1 FROM newsroom_revision AS revision JOIN newsroom_article AS article USING (item_id)
        WHERE revision.words_sha256 IN ({marks(wanted)}) AND revision.item_id <> %s AND article.state = %s LIMIT 1
    """  # noqa: S608
    return first_value(sql, [*wanted, item.pk, Article.State.KILLED.value]) is not None


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


def write(article: Article, standing: Standing, work: Work, shown: NewsItem | None = None) -> None:
    """Writes a standing into its article and touches what shows it. `shown` spares reading the revision back."""
    created = article.pk is None
    if shown is None and standing.revision is not None and (created or _shows_another(article, standing)):
        revision = Revision.objects.get(pk=standing.revision)
        shown = item_of(revision)
    fields = _fields(standing, shown)
    changed = {name for name, value in fields.items() if getattr(article, name) != value}
    if not changed and not created:
        return
    was_listed, old_section, old_state = article.listed, article.section_id, article.state
    for name, value in fields.items():
        setattr(article, name, value)
    if created:
        insert(article)
    else:
        article.save(update_fields=sorted(changed))
    work.change()
    if was_listed or article.listed or (article.state != old_state and article.state in GONE_STATES):
        _touch(article.short_id, {old_section, article.section_id}, work)
    if not created and article.state != old_state:
        work.event(
            _NOTED[Article.State(article.state)],
            item_id=article.item_id,
            revision_id=standing.revision,
            reason=standing.reason,
        )


_NOTED = {
    Article.State.DESK: "to-desk",
    Article.State.HELD: "held",
    Article.State.EMBARGOED: "embargoed",
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


def _touch(short_id: str, sections: set[int | None], work: Work) -> None:
    slugs = [work.catalogue.sections[section].slug for section in sections if section is not None]
    work.edition(f"item:{short_id}", "front", *(f"section:{slug}" for slug in sorted(slugs)))


def _shows_another(article: Article, standing: Standing) -> bool:
    """Whether the words of the article must be read again. A desk's note is joined to the copy's, so it counts."""
    return article.revision_id != standing.revision or article.state in GONE_STATES or bool(standing.note)


def _fields(standing: Standing, shown: NewsItem | None) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "state": str(standing.state),
        "listed": standing.listed,
        "reason": standing.reason[:500],
        "revision_id": standing.revision,
        "section_id": standing.section,
        "replaced_by_id": standing.replaced_by,
        "embargoed_until": standing.embargoed_until,
        "expires_at": standing.expires_at,
        "published_at": standing.published_at,
        "updated_at": standing.updated_at,
        "sort_at": 0 if standing.sort_at is None else round((standing.sort_at - _EPOCH).total_seconds() * 1000),
        "sort_place": standing.sort_place,
    }
    if standing.state in (Article.State.EXPIRED, Article.State.PURGED):
        return fields | NO_WORDS
    return fields if shown is None else fields | _words(shown, standing)


NO_WORDS: dict[str, Any] = {"headline": "", "words": "", "dateline": "", "lead": "", "note": ""}
"""The article's words once retention or a purge has taken the copy."""


def _words(shown: NewsItem, standing: Standing) -> dict[str, Any]:
    lead = shown.text.partition("\n\n")[0]
    headline = shown.headline or ""
    return {
        "headline": headline[:500],
        "words": _address_words(headline or lead),
        "dateline": dateline_line(shown)[:300],
        "lead": lead if len(lead) <= LEAD_LENGTH else lead[: LEAD_LENGTH - 1].rsplit(" ", 1)[0] + "…",
        "urgency": shown.urgency if shown.urgency is not None and 0 <= shown.urgency <= 9 else None,
        "signal": shown.signal.kind if shown.signal else "",
        "language": (shown.language or "")[:20],
        "credit": list(shown.credit),
        "note": "\n".join(filter(None, (standing.note, _copy_note(shown)))),
        "precision": shown.precision or "",
    }


def dateline_line(item: NewsItem) -> str:
    """The dateline as readers see it, the same way for all agencies: `MOSKOU (ANP/AFP/RTR) -`."""
    if item.dateline is None:
        return ""
    places = "/".join(place.upper() for place in item.dateline.places)
    agencies = item.dateline.agencies or item.credit
    credit = f"({'/'.join(agencies)})" if agencies else ""
    line = " ".join(filter(None, (places, credit)))
    return f"{line} -" if line else ""


def _copy_note(item: NewsItem) -> str:
    """The copy's own note to readers: its note, or what a correction says that it corrects."""
    if item.note:
        return item.note
    signal = item.signal
    sentence = signal is not None and signal.kind == "correction" and signal.text is not None
    return signal.text if signal and signal.text and sentence and len(signal.text.split()) > 3 else ""


def _address_words(text: str) -> str:
    words = slug_of(text[:300])
    if len(words) <= 80:
        return words
    return words[:81].rpartition("-")[0] or words[:80]


def _revisions(item: Item) -> Iterable[tuple[Revision, bool]]:
    """The revisions of an item without their content, and whether that was taken."""
    rows = Revision.objects.filter(item=item).select_related("delivery")
    rows = rows.defer("content", "delivery__raw", "delivery__report", "delivery__reason")
    for revision in rows.annotate(kept=ExpressionWrapper(Q(content__isnull=False), BooleanField())):
        yield revision, not revision.kept


def _history(item: Item) -> tuple[list[Act], dict[int | None, datetime]]:
    """What people did with an item, and when each of its revisions was received."""
    acts: list[Act] = []
    received: dict[int | None, datetime] = {}
    for row in Event.objects.filter(Q(act=True) | Q(verb="receive"), item=item).order_by("id"):
        if row.act:
            act = Act(verb=row.verb, at=row.at, reason=row.reason, section=row.section_id, other=row.other_id)
            acts.append(act)
        else:
            received[row.revision_id] = row.at
    return acts, received


def _links(item: Item, work: Work) -> list[Link]:
    """What other copy says of an item. A kill counts by whatever source it comes, a replacement by one that publishes
    its provider.
    """
    found = Reference.objects.filter(targets=item).exclude(state=Reference.State.PENDING).select_related("item")
    references = [
        reference
        for reference in found
        if reference.kind == Reference.Kind.KILL or _is_trusted_replacement(reference, work)
    ]
    return [
        Link(
            kind=reference.kind,
            item=reference.item_id,
            short_id=reference.item.short_id,
            at=reference.at,
            received_at=reference.arrived_at,
            ambiguous=reference.state == Reference.State.AMBIGUOUS,
        )
        for reference in references
    ]


def _is_trusted_replacement(reference: Reference, work: Work) -> bool:
    revisions = Revision.objects.filter(item=reference.item_id, signal="replacement")
    sources = revisions.values_list("delivery__source", flat=True)
    return any(work.catalogue.trusts(source, reference.provider_id) for source in sources)
