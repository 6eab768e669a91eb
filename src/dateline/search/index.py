"""Keeping the index in step: in the transaction that changes an article, and for what was there before the index.

Whatever changes an article says so to its transaction (`Work.shows`), at whose end its row here is made anew; so no
commit has the one without the other. Articles that came before there was an index, or before a restore, are taken
up newest first by the worker, a few in a transaction.
"""

from collections.abc import Iterable
from threading import Event

from django.db.models import Q

from dateline.newsroom.content import news_item
from dateline.newsroom.models import Article
from dateline.newsroom.states import EXPIRED, PURGED
from dateline.newsroom.touching import ANY
from dateline.newsroom.transaction import Work, writing
from dateline.search.document import VERSION, Document, document
from dateline.search.models import Document as Row
from dateline.search.models import Progress
from dateline.search.stores import store
from dateline.wire.item import NewsItem

AT_ONCE = 10
"""Articles that a transaction of the worker takes up: it stays well under 50 ms."""

PAUSE = 0.02
"""Seconds between two of them: new copy comes first."""

_WITHOUT_WORDS = frozenset({EXPIRED, PURGED})


def follow(work: Work) -> None:
    """Brings the index in line with the articles that a transaction has changed."""
    _write(work.shown.values())


def fill(stop: Event) -> None:
    """Takes up what is not in the index yet, newest first, until all of it is or `stop` is set."""
    while not stop.is_set() and fill_some():
        stop.wait(PAUSE)


def fill_some(limit: int = AT_ONCE) -> int:
    """Takes up the next articles in a transaction; gives how many it looked at, 0 once there are no more."""
    progress = Progress.objects.first()
    if progress is not None and progress.done and progress.version == VERSION:
        return 0
    with writing() as work:
        progress = Progress.objects.first() or Progress(version=0, came_at=0, article=0)
        if progress.version != VERSION:
            progress.version, progress.came_at, progress.article, progress.done = VERSION, 2**62, 2**62, False
        at, key = progress.came_at, progress.article
        older = Article.objects.filter(came_at__lte=at).filter(Q(came_at__lt=at) | Q(pk__lt=key))
        found = list(older.order_by("-came_at", "-id")[:limit])
        _write((article, None) for article in found)
        if found:
            progress.came_at, progress.article = found[-1].came_at, found[-1].pk
        progress.done = len(found) < limit
        if progress.done:
            work.edition(ANY)  # what was found until now, and is kept, may have lacked some
        progress.save()
    return len(found)


def is_whole() -> bool:
    """Whether all that came before is in the index by now."""
    return Progress.objects.filter(version=VERSION, done=True).exists()


def clear_if_empty() -> None:
    """Empties an index whose rows are gone."""
    if not Row.objects.exists():
        store().clear()


def _write(changed: Iterable[tuple[Article, NewsItem | None]]) -> None:
    wanted = {article.pk: (article, _document(article, shown)) for article, shown in changed}
    if not wanted:
        return
    index = store()
    kept = {row.article_id: row for row in Row.objects.filter(article__in=wanted).defer("packed")}
    for key, (_article, made) in wanted.items():
        row = kept.get(key)
        if row is not None and made is not None and _is_same(row, made):
            continue
        if row is not None:
            index.take(row.docid)
        if made is not None:
            index.put(made, key)


def _document(article: Article, shown: NewsItem | None) -> Document | None:
    """What the index should have of an article; None where its words are gone, or it never had any."""
    if article.taken or article.state in _WITHOUT_WORDS:
        return None
    item = shown or news_item(article)
    return None if item is None else document(article, item)


def _is_same(row: Row, made: Document) -> bool:
    # Of several at the same place all but one stand a little lower.
    return row.version == VERSION and row.sha == made.sha() and 0 <= made.docid - row.docid < _CLOSE


_CLOSE = 64
