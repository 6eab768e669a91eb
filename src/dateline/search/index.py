"""Keeping the index in step: in the transaction that changes an article, and for what was there before the index.

Whatever changes an article says so to its transaction (`Work.shows`), at whose end its row here is made anew; so no
commit has the one without the other. Articles that came before there was an index, or before a restore, are taken
up newest first by the worker, a few in a transaction.
"""

from collections.abc import Iterable, Sequence
from threading import Event
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from dateline.newsroom.content import news_item
from dateline.newsroom.models import Article
from dateline.newsroom.rows import marks
from dateline.newsroom.states import EXPIRED, PURGED
from dateline.newsroom.touching import ANY
from dateline.newsroom.transaction import Work, writing
from dateline.search.document import Document, document
from dateline.search.models import Document as Row
from dateline.search.models import Progress
from dateline.search.stores import store
from dateline.wire.item import NewsItem

AT_ONCE = 10
"""Articles that a transaction of the worker takes up: it stays well under 50 ms."""

LOOKED_AT = 500
"""Articles that are looked at for those, at the most."""

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
    version = store().version
    if progress is not None and progress.done and progress.version == version:
        return 0
    with writing() as work:
        # Read again: another worker may have gone on meanwhile.
        progress = Progress.objects.first() or Progress(version=0, came_at=0, article=0)
        if progress.version != version:
            progress.version, progress.came_at, progress.article, progress.done = version, 2**62, 2**62, False
        seen = _following(progress, limit)
        _write((article, None) for article in Article.objects.filter(pk__in=[one.key for one in seen if one.lacks]))
        if seen:
            progress.came_at, progress.article = seen[-1].came_at, seen[-1].key
        else:
            progress.done = True
            work.edition(ANY)  # what was found until now, and is kept, may have lacked some
        progress.save()
    return len(seen)


class _Seen(NamedTuple):
    came_at: int
    key: int
    lacks: bool


def _following(progress: Progress, most: int) -> list[_Seen]:
    """The articles that come next, until so many of them lack a row of this version. Those that came since the index
    began have one: a backlog, which is read newest first, comes to lie behind the newest all the time.
    """
    older = Article.objects.filter(came_at__lte=progress.came_at)
    older = older.filter(Q(came_at__lt=progress.came_at) | Q(pk__lt=progress.article))
    has = Exists(Row.objects.filter(article=OuterRef("pk"), version=store().version))
    found: list[_Seen] = []
    lacking = 0
    for came_at, key, is_there in older.order_by("-came_at", "-id").values_list("came_at", "pk", has)[:LOOKED_AT]:
        found.append(_Seen(came_at, key, not is_there))
        lacking += not is_there
        if lacking == most:
            break
    return found


def is_whole() -> bool:
    """Whether all that came before is in the index by now."""
    return Progress.objects.filter(version=store().version, done=True).exists()


def clear_if_empty() -> None:
    """Empties an index whose rows are gone."""
    if not Row.objects.exists():
        store().clear()


def _write(changed: Iterable[tuple[Article, NewsItem | None]]) -> None:
    wanted = {article.pk: (article, _document(article, shown)) for article, shown in changed}
    if not wanted:
        return
    index = store()
    kept = _kept(list(wanted))
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


class _Kept(NamedTuple):
    docid: int
    version: int
    sha: str


def _kept(articles: Sequence[int]) -> dict[int, _Kept]:
    """What the index has of these articles."""
    # In plain SQL: every transaction that changes an article asks, and Django takes longer than the database.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT article_id, docid, version, sha FROM search_document WHERE article_id IN ({marks(articles)})",  # noqa: S608
            articles,
        )
        return {key: _Kept(*row) for key, *row in cursor.fetchall()}


def _is_same(row: _Kept, made: Document) -> bool:
    # Of several at the same place all but one stand a little lower.
    return row.version == store().version and row.sha == made.sha() and 0 <= made.docid - row.docid < _CLOSE


_CLOSE = 64
