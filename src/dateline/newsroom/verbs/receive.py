"""`receive`: an item as it was read from a delivery becomes a revision, and its article stands where it should."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from dateline.newsroom import content, identity, references
from dateline.newsroom.evidence import AHEAD
from dateline.newsroom.known import texts_of
from dateline.newsroom.models import Article, Delivery, Item, Provider, Revision, Source
from dateline.newsroom.rows import insert, insert_if_new
from dateline.newsroom.settle import BARRED, new_article, rev_of, settle, settle_all, settle_copies, standing_of, write
from dateline.newsroom.taking import deliveries_of, take_content, take_raw
from dateline.newsroom.transaction import Work
from dateline.wire.item import NewsItem


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an item that was received.

    `outcome` is the article's state (`published`, `desk`, `held`, `embargoed`, `replaced`, `killed`, `expired`,
    `purged`), or `repeat` where exactly this revision was there already, or `refused` where nothing could be made of
    it (`item` and `article` are None). `reason` is a sentence for people, `created` is true for an item that was not
    known before. `over` says that the copy may not be kept: once all of this delivery is received, `take_raw` has to
    take its bytes too.
    """

    outcome: str
    item: Item | None = None
    article: Article | None = None
    created: bool = False
    reason: str = ""
    over: bool = False


def receive(news_item: NewsItem, delivery: Delivery, place: int, work: Work) -> Received:
    """Takes in one item, the `place`th (from 0) of `delivery`. `delivery.source` should be loaded (select_related).

    Receiving the same again changes nothing.
    """
    work.asked_at = delivery.arrived_at
    with translation.override(work.catalogue.language):  # what is noted down is in the language of the house
        return _receive(news_item, delivery, place, work)


def _receive(news_item: NewsItem, delivery: Delivery, place: int, work: Work) -> Received:
    provider = _provider(news_item, delivery, work)
    if provider is None:
        return _refused(news_item, delivery, work)
    guid = identity.kept_guid(news_item.guid or f"sha256:{delivery.sha256}:{place}")
    item = Item(provider=provider, guid=guid, short_id=identity.short_id(provider.code, guid))
    created = insert_if_new(item)
    if not created:
        item = Item.objects.select_related("article").get(provider=provider, guid=guid)
    revision = _revision(item, provider, news_item, delivery, place)
    if not created and (repeat := _repeat(item, revision, news_item, delivery, work)) is not None:
        return repeat
    if item.purged_at is not None:
        revision.content = None
        revision.facts = content.encode_facts(content.without_words(content.facts_of(news_item)))
    insert(revision)
    work.event("receive", item=item, revision=revision, delivery=delivery)
    affected = _refer(revision, item, news_item, work, created=created)
    if revision.signal == "kill" or revision.status == "canceled":
        affected |= texts_of(item)
    if created and item.pk not in affected and not (identity.whole_of(guid) or revision.refers_to):
        article = _first_standing(item, revision, news_item, work)
    else:
        article = settle(item, work, None if created else _article(item))
    settle_all(affected - {item.pk}, work)
    if article.state in BARRED and revision.words_sha256:
        settle_copies(item, work)
    over = _rights_over(article, work)
    if over:
        take_content(item, work)
        take_raw(deliveries_of(item) - {delivery.pk}, work)
    elif article.taken:
        article.taken = False
        article.save(update_fields=["taken"])
        work.shows(article)
    return Received(str(article.state), item, article, created, article.reason, over)


def _provider(news_item: NewsItem, delivery: Delivery, work: Work) -> Provider | None:
    source: Source = delivery.source
    work.catalogue.sources.setdefault(source.pk, source)
    name = _provider_name(news_item, delivery)
    return work.catalogue.provider(name, source) if name else work.catalogue.only_provider(source)


def _provider_name(news_item: NewsItem, delivery: Delivery) -> str:
    return identity.plain_name(delivery.provider_name or news_item.provider or "")


def _refused(news_item: NewsItem, delivery: Delivery, work: Work) -> Received:
    if name := _provider_name(news_item, delivery):
        reason = _("The provider %(name)s is not set up: add it, then replay this.") % {"name": name}
    else:
        reason = _("The copy does not say which agency it is from: say so, or list one provider for its source.")
    work.event("refuse", delivery=delivery, reason=reason)
    return Received("refused", reason=reason)


def _article(item: Item) -> Article | None:
    return item.article if hasattr(item, "article") else None


def _repeat(item: Item, revision: Revision, news_item: NewsItem, delivery: Delivery, work: Work) -> Received | None:
    """What becomes of a revision that is there already; None where it is new."""
    same = Revision.objects.filter(item=item, order_key=revision.order_key, content_sha256=revision.content_sha256)
    known = same.select_related("delivery").defer("content", "delivery__raw").first()
    if known is None:
        return None
    replayed = known.delivery_id == delivery.pk
    if not replayed:
        work.event("repeat", item=item, revision=known, delivery=delivery)
    article = _article(item)
    old, new = _way(known, work), _way(revision, work)
    better = not replayed and new < old
    # The same revision twice counts as come by the better way, in whatever order they came.
    affected = _take_over(known, revision, news_item, work) if better else set()
    if better and article is not None and identity.by_age(news_item):
        article.revision = None  # its words are read again: how precise an age is differs from page to page
    if better or replayed:
        # Somebody may have said more of the delivery than at its first reading: the section, when it was fetched.
        article = settle(item, work, article)
        if old[0] and not new[0]:
            article = _given_back(article, known, revision, work)
        settle_all((affected | references.meant_by(item)) - {item.pk}, work)
    return Received("repeat", item, article, over=article is not None and _rights_over(article, work))


def _way(revision: Revision, work: Work) -> tuple[bool, bool, str, int, datetime]:
    """How a revision came in: best by a source that publishes its provider, then when its time could be believed, then
    by the first source by name, further ahead in the delivery, and fetched first.
    """
    rev = rev_of(revision, revision.item.provider_id, work, revision.arrived_at)
    slug = work.catalogue.sources[revision.delivery.source_id].slug
    return not rev.trusted, rev.ahead, slug, revision.place, rev.fetched_at or _EARLIEST


def _take_over(known: Revision, better: Revision, news_item: NewsItem, work: Work) -> set[int]:
    """Has a revision count as come by a better way; the items that stand differently for it."""
    item = better.item
    fields = ["delivery", "place", "arrived_at", "version_created", "moment", "refers_to"]
    if item.purged_at is None:
        fields.append("facts")  # a page says its precision by its age
        Revision.objects.filter(pk=known.pk, content__isnull=False).update(content=better.content)
    refers = better.refers_to != known.refers_to
    for name in fields:
        setattr(known, name, getattr(better, name))
    known.save(update_fields=fields)
    if refers:
        return _refer(known, item, news_item, work)
    return references.resolve(item.provider_id, references.keys_of_items({item.pk}), work)


def _given_back(article: Article, known: Revision, revision: Revision, work: Work) -> Article:
    """Gives a revision its words back that were taken by what a source said that does not publish the provider."""
    if _rights_over(article, work):
        return article
    Revision.objects.filter(pk=known.pk, content=None).update(content=revision.content)
    article.taken = False
    article.save(update_fields=["taken"])
    return settle(known.item, work, article)


def _rights_over(article: Article, work: Work) -> bool:
    ended = article.expires_at is not None and article.expires_at <= work.now
    return ended or article.state == Article.State.PURGED


def _revision(item: Item, provider: Provider, news_item: NewsItem, delivery: Delivery, place: int) -> Revision:
    signal = news_item.signal.kind if news_item.signal else ""
    revision = Revision(
        item=item,
        delivery=delivery,
        place=place,
        version=identity.storable(news_item.version or "", identity.VERSION_LENGTH),
        order_key=identity.order_key(news_item),
        version_created=news_item.version_created,
        arrived_at=delivery.arrived_at,
        status=news_item.status,
        signal=signal,
        headline_key=identity.reference_key(news_item.headline),
        slug_key=identity.reference_key(news_item.slugline),
        number_key=identity.number_key(item.guid),
        # The words of a kill say nothing of the copy that it kills.
        words_sha256="" if signal == "kill" or news_item.status == "canceled" else identity.words_hash(news_item),
        moment=_moment(news_item, delivery),
        facts=content.encode_facts(content.facts_of(news_item)),
        content=content.encode(news_item),
        content_sha256=content.content_hash(news_item),
    )
    if news_item.signal is not None:
        revision.refers_to = references.key_of_target(revision, provider, item.guid, news_item.signal.target)
    return revision


_EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
"""There are no days before the year 1 for references to look through."""


def _moment(news_item: NewsItem, delivery: Delivery) -> datetime:
    made = news_item.version_created
    if made is not None and made <= delivery.arrived_at + AHEAD:
        return max(made, _EARLIEST)
    return delivery.fetched_at or delivery.arrived_at


def _refer(revision: Revision, item: Item, news_item: NewsItem, work: Work, *, created: bool = False) -> set[int]:
    """Works out what this revision refers to, and what refers to it; the items that stand differently for it."""
    keys = references.keys_of(revision, item.guid, work.catalogue.providers[item.provider_id].code)
    if not created:
        # What names any version of this item decides what its own references mean.
        keys |= set(item.references.values_list("target_key", flat=True))
    signal = news_item.signal
    reference = None
    if signal is not None and signal.target:
        reference = references.refer(revision, item, signal.target, work)
        if reference is not None:
            # That it replaces something decides what others mean that name any of its versions.
            keys |= {reference.target_key} | references.keys_of_items({item.pk})
    if reference is None and not references.any_to(item.provider_id, keys):
        return set()
    affected = references.resolve(item.provider_id, keys, work)
    # A reference that is found to be older than was known can mean the same and still give way to another.
    return affected if reference is None else affected | references.meant_by(item)


def _first_standing(item: Item, revision: Revision, news_item: NewsItem, work: Work) -> Article:
    """What `settle` does, for an item that nothing else is known of: without reading back what was just written."""
    standing = standing_of(item, [rev_of(revision, item.provider_id, work, work.now)], {revision.words_sha256}, work)
    article = new_article(item)
    write(article, standing, work, last=revision, shown=news_item)
    return article
