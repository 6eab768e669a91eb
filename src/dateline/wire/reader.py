"""The reader: bytes in, news items out.

`read` finds the format, lets it make drafts, lets the agency's profile set right what the agency does differently and
the grammar give each block its role, counts the words, and makes an immutable NewsItem of each draft.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

import msgspec

from dateline.wire.copy import grammar
from dateline.wire.copy.gathering import gather
from dateline.wire.draft import Block, Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Source
from dateline.wire.formats.table import detect, reader_named
from dateline.wire.item import NewsItem, Reading
from dateline.wire.problems import Problem, problem
from dateline.wire.profiles import profile_for
from dateline.wire.text.blocks import body_html, body_text, has_words, text_of_blocks

T = TypeVar("T")


def read(
    data: bytes,
    *,
    name: str | None = None,
    format: str | None = None,
    fetched_at: datetime | None = None,
    zone: tzinfo | None = None,
    provider: str | None = None,
) -> Reading:
    """The news items of one file, in their order.

    `name` is the file's name, for messages; `format` a name of FORMATS, where it is known; `fetched_at` (aware) when
    the file was taken in; `zone` the zone of times that state none; `provider` the agency's code. Raises Unreadable and
    nothing else.
    """
    source = Source(data=data, name=name, fetched_at=fetched_at, zone=zone, provider=provider)
    with as_unreadable():
        found, drafts = drafts_of(source, format)
        items = tuple(item_of(draft, zone) for draft in drafts.drafts)
    return Reading(format=found.name, items=items, set_aside=set_aside_of(found, drafts))


@contextmanager
def as_unreadable() -> Iterator[None]:
    """Raises Unreadable for whatever is raised within it: a mistake in a reader costs one file."""
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            "malformed", f"Reading it failed ({type(error).__name__}): {str(error)[:200] or 'no reason given'}."
        ) from error


def drafts_of(source: Source, format: str | None = None) -> tuple[Format, Drafts]:
    """What a file's format makes of it: the first half of `read`, before profile and grammar."""
    found = detect(source.data) if format is None else reader_named(format)
    if found.read is None:
        raise Unreadable("unknown-format", f"{found.title} is written and not read.")
    return found, found.read(source)


def set_aside_of(format: Format, drafts: Drafts) -> tuple[Problem, ...]:
    """What was set aside; never nothing where there is no item either, as in a feed that is empty."""
    if drafts.drafts or drafts.set_aside:
        return tuple(drafts.set_aside)
    return (problem("not-an-item", "", f"{format.title}: there is no item in it."),)


def item_of(draft: Draft, zone: tzinfo | None = None, seen: Callable[[Draft], None] | None = None) -> NewsItem:
    """The news item that a draft comes to, which it changes. `zone` is the zone of the source, for times without one.

    `seen` is shown the draft twice: as the format left it, and as the profile left it.
    """
    profile = profile_for(draft)
    if seen is not None:
        seen(draft)
    profile.adjust(draft)
    if seen is not None:
        seen(draft)
    zone = zone or profile.zone
    _settle_times(draft, zone)
    before = [Block(block.tag, block.html, block.text, block.role) for block in draft.blocks]
    habit = profile.habit
    grammar.apply(draft, habit if zone is habit.zone else msgspec.structs.replace(habit, zone=zone))
    _count_words(draft, before)
    return _item(draft, profile.language)


def _settle_times(draft: Draft, zone: tzinfo | None) -> None:
    """Gives times without a zone that of the source or the agency; UTC, with a problem, where neither is known."""
    guessed = False
    for field in ("first_created", "version_created", "embargoed", "expires"):
        moment: datetime | None = getattr(draft, field)
        if moment is None:
            continue
        if moment.tzinfo is None:
            guessed = guessed or zone is None
            moment = moment.replace(tzinfo=zone or UTC)
        try:
            setattr(draft, field, moment.astimezone(UTC))
        except OverflowError:  # the year 1 east of Greenwich
            setattr(draft, field, None)
            draft.problems.append(problem("time-unreadable", "", moment.isoformat()))
    if guessed:
        draft.problems.append(problem("no-zone", "", ""))
    if draft.version_created is None:
        draft.precision = None
        if not any(found.code == "time-unknown" for found in draft.problems):
            draft.problems.append(problem("time-unknown"))
    elif draft.precision is None:
        draft.precision = "second"


def _count_words(draft: Draft, before: list[Block]) -> None:
    """Holds the blocks against what they were: the same words in the same order, or the copy stays as it came."""
    after = draft.blocks
    start = _unchanged(after, before)
    if start == len(after) == len(before):
        return
    end = min(_unchanged(reversed(after), reversed(before)), min(len(after), len(before)) - start)
    words = text_of_blocks(before[start : len(before) - end])
    if has_words(after[start : len(after) - end], words):
        return
    draft.problems.append(problem("words-differ", "body", before[start].text if start < len(before) else ""))
    draft.blocks = before
    draft.dateline = None


def _unchanged(blocks: Iterable[Block], before: Iterable[Block]) -> int:
    """How many blocks have the very text that they had."""
    count = 0
    for block, was in zip(blocks, before, strict=False):
        if block.text is not was.text:
            break
        count += 1
    return count


def _item(draft: Draft, language: str | None) -> NewsItem:
    draft.provider = draft.provider or _provider(draft)
    gathered = gather(draft)
    if gathered.headline is None and draft.blocks and draft.kind == "text" and draft.status == "usable":
        draft.problems.append(problem("no-headline"))
    return NewsItem(
        provider=draft.provider,
        guid=draft.guid,
        version=draft.version,
        status=draft.status,
        signal=gathered.signal,
        urgency=draft.urgency,
        kind=draft.kind,
        language=draft.language or language,
        format=draft.format,
        first_created=draft.first_created,
        version_created=draft.version_created,
        embargoed=draft.embargoed,
        expires=draft.expires,
        precision=draft.precision,
        kicker=draft.kicker,
        headline=gathered.headline,
        subheadline=draft.subheadline,
        abstract=_abstract(draft),
        slugline=draft.slugline,
        byline=gathered.byline,
        note=gathered.note,
        dateline=gathered.dateline,
        credit=gathered.credit,
        body=body_html(draft.blocks),
        text=body_text(draft.blocks),
        apparatus=gathered.apparatus,
        section=draft.section,
        subjects=_once(draft.subjects),
        keywords=_once(draft.keywords),
        places=_once(draft.places),
        links=_once(draft.links),
        media=tuple(draft.media),
        ed_note=draft.ed_note,
        usage_terms=draft.usage_terms,
        copyright=draft.copyright,
        problems=_once(draft.problems),
    )


def _provider(draft: Draft) -> str | None:
    """The agency's own name for itself, where no profile knows it."""
    for key in ("party", "provider_id", "source", "sent_from"):
        name = draft.facts.get(key, "").partition("|")[0]
        if name:
            return name
    return None


def _abstract(draft: Draft) -> str | None:
    """The abstract, unless the body says it too: then it is no text of its own. The letters count, for some are cut off
    inside a word, or put together from paragraphs with other marks between them (EFE).
    """
    if not draft.abstract:
        return None
    text = text_of_blocks(draft.blocks)
    if _plain_letters(draft.abstract) not in _plain_letters(text):  # seen at once, and nearly always so
        return draft.abstract
    words = _letters(draft.abstract)
    return None if words and words in _letters(text) else draft.abstract


_NO_PLAIN_LETTERS = bytes(byte for byte in range(256) if byte >= 0x80 or not chr(byte).isalnum())


def _plain_letters(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").translate(None, _NO_PLAIN_LETTERS)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _once(values: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values)) if len(values) > 1 else tuple(values)


__all__ = ["Problem", "as_unreadable", "drafts_of", "item_of", "read", "set_aside_of"]
