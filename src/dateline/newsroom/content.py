"""The content of a revision: a NewsItem as bytes, its hash, and the facts that outlive it."""

import hashlib
from datetime import UTC, datetime

import msgspec

from dateline.newsroom.identity import by_age
from dateline.newsroom.models import Article, Edit, Revision
from dateline.newsroom.standins import anonymous
from dateline.wire.item import NewsItem


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What decides where an item stands and holds no reader's words: kept when the content is taken."""

    embargoed: datetime | None = None
    expires: datetime | None = None
    first_created: datetime | None = None
    usage_terms: str = ""
    kind: str = "text"
    precision: str = ""
    section: str = ""
    codes: tuple[str, ...] = ()
    words: bool = True


DESK = "desk"
"""The format of what was written or changed at the desk."""

_SOME_TIME = datetime(1970, 1, 1, tzinfo=UTC)

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(NewsItem)
_facts_decoder = msgspec.json.Decoder(Facts)


def encode(item: NewsItem) -> bytes:
    """The item as it is stored."""
    return _encoder.encode(item)


def decode(content: bytes) -> NewsItem:
    """The item that was stored."""
    return _decoder.decode(content)


def news_item(article: Article) -> NewsItem | None:
    """What readers get of the article, whole; None once retention or a purge has taken it."""
    if article.edit is not None:
        item = made_of(article.edit)
    else:
        item = None if article.revision is None else item_of(article.revision)
    return anonymous(item, article.stand_ins) if item and article.stand_ins else item


def with_copy(articles: list[Article]) -> list[Article]:
    """The articles of a list, each with what it shows: in two queries, and not in two an article."""
    revisions = Revision.objects.in_bulk([article.revision_id for article in articles if article.revision_id])
    edits = Edit.objects.in_bulk([article.edit_id for article in articles if article.edit_id])
    for article in articles:
        article.revision = revisions.get(article.revision_id or 0)
        article.edit = edits.get(article.edit_id or 0)
    return articles


def made_of(edit: Edit) -> NewsItem | None:
    """A version that the desk made; None once retention or a purge has taken it."""
    return None if edit.content is None else _decoder.decode(edit.content)


def item_of(revision: Revision) -> NewsItem | None:
    """The copy of a revision; None once retention or a purge has taken it."""
    return None if revision.content is None else _decoder.decode(revision.content)


def copy_note(item: NewsItem) -> str:
    """The copy's own note to readers: its note, or what a correction says that it corrects."""
    if item.note:
        return item.note
    signal = item.signal
    sentence = signal is not None and signal.kind == "correction" and signal.text is not None
    return signal.text if signal and signal.text and sentence and len(signal.text.split()) > 3 else ""


def content_hash(item: NewsItem) -> str:
    """A hash of what the copy says, without what its arrival or its reader adds (problems, a time known by its age)."""
    plain = msgspec.structs.replace(item, problems=())
    if by_age(item):
        # Whatever the age: but that one is known makes a reading that is better than without.
        plain = msgspec.structs.replace(plain, first_created=None, version_created=_SOME_TIME, precision=None)
    return hashlib.sha256(_encoder.encode(plain)).hexdigest()


def facts_of(item: NewsItem) -> Facts:
    """The facts of an item."""
    codes: list[str] = []
    for subject in item.subjects:
        if subject.code:
            codes.append(subject.code)
            if subject.scheme:
                codes.append(f"{subject.scheme}:{subject.code}")
        if subject.name:
            codes.append(subject.name)
    return Facts(
        embargoed=item.embargoed,
        expires=item.expires,
        first_created=None if by_age(item) else item.first_created,
        usage_terms=item.usage_terms or "",
        kind=item.kind,
        precision=item.precision or "",
        section=item.section or "",
        codes=tuple(dict.fromkeys(codes)),
        words=bool(item.headline or item.text),
    )


def without_words(facts: Facts) -> Facts:
    """The facts that stay after a purge: what it is about and on what terms goes too."""
    return msgspec.structs.replace(facts, usage_terms="", section="", codes=())


def encode_facts(facts: Facts) -> str:
    """Facts as they are stored."""
    return _encoder.encode(facts).decode()


def decode_facts(text: str) -> Facts:
    """Facts that were stored."""
    return _facts_decoder.decode(text)
