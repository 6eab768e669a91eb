"""The page cache: fragments by part, recipes and joined pages by address, all under tags.

What makes it right, whatever interleaves with what:

- a fragment or recipe is made from a Frame, whose Stamp is the edition number in the database *before* anything of the
  frame was read, and the cache's generation. It is kept only if none of its tags is known to have changed after that
  number. Parts of one page share a frame, and so its stamp; no frame outlives the request that began it;
- a change that is not known yet will drop it when it becomes known (`advance`), because it is kept by then;
- a gap in the numbers drops everything and begins a new generation (`forget`); what was begun before is not kept;
- a page is kept only if, at that moment, its recipe and all its fragments are.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from dateline.serve.answer import Answer, Headers, Variant
from dateline.serve.shelf import Shelf
from dateline.site.frame import Frame
from dateline.site.page import MADE_UP, Page, Part, Rendered

LIMIT = 64 * 1024 * 1024
"""Bytes that the whole cache of a process may take, unless told otherwise."""

CORNER = 8
"""One in so many of these bytes is for pages of which anybody can make up any number."""

IN_FRONT = 60
"""Seconds for which a cache in front may keep a page, should no purge reach it."""

MOST_KEYS = 200
"""With more tags a page is not for caches in front: their headers end somewhere."""

REMEMBERED_TAGS = 20_000
"""For how many tags the number of their last change is remembered, at most."""


class Stamp(NamedTuple):
    """When something was begun: the edition number read then, and the cache's generation."""

    number: int
    generation: int


class Fragment:
    """A rendered part as it is kept."""

    __slots__ = ("live", "rendered", "size", "tags", "until", "used")

    def __init__(self, rendered: Rendered) -> None:
        self.rendered = rendered
        self.tags = rendered.tags
        self.until = seconds(rendered.until)
        self.size = (
            len(rendered.before) + len(rendered.after) + sum(len(entry.body) + 100 for entry in rendered.entries)
        )
        self.live = False
        self.used = True


class Recipe:
    """How an address is answered: its page, and the headers that its response had."""

    __slots__ = ("headers", "live", "page", "size", "status", "tags", "until", "used")

    def __init__(self, page: Page, status: str, headers: Headers) -> None:
        self.page = page
        self.status = status
        self.headers = headers
        self.tags = page.tags
        self.until = seconds(page.until)
        self.size = 200 * len(page.parts)
        self.live = False
        self.used = True


class _Flight:
    """One rendering that is under way, for whoever else wants the same part."""

    __slots__ = ("done", "fragment")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.fragment: Fragment | None = None


class _Shelves:
    """The three shelves of a share of the memory."""

    def __init__(self, limit: int) -> None:
        self.pages: Shelf[str, Answer] = Shelf(limit * 5 // 8)
        self.fragments: Shelf[tuple[str, str], Fragment] = Shelf(limit * 2 // 8)
        self.recipes: Shelf[str, Recipe] = Shelf(limit // 8)

    def __iter__(self) -> Iterator[Shelf[Any, Any]]:
        yield from (self.pages, self.fragments, self.recipes)


class Cache:
    """What a web process keeps of the site. `render` makes a part from a frame; `number` reads the edition number.

    `number` is called in the thread that renders, before a frame is begun, and sees to it that this thread's
    connection is to the database that the follower reads.
    """

    def __init__(
        self,
        render: Callable[[Part, Frame], Rendered],
        number: Callable[[], int],
        *,
        limit: int = LIMIT,
        clock: Callable[[], float] = time.time,
    ) -> None:
        main, self._corner = _Shelves(limit - limit // CORNER), _Shelves(limit // CORNER)
        self.pages, self.fragments, self.recipes = main.pages, main.fragments, main.recipes
        self.shelves: tuple[Shelf[Any, Any], ...] = (*main, *self._corner)
        self.generation = 0
        self.edition = 0
        self._render = render
        self._number = number
        self._clock = clock
        self._lock = threading.Lock()
        self._flights: dict[tuple[str, str], _Flight] = {}
        self._changed: dict[str, int] = {}
        self._floor = 0  # changes up to and including this number are no longer remembered by tag

    # What the follower calls

    def advance(self, number: int, touched: Iterable[tuple[int, str]]) -> None:
        """Take note of all changes up to `number`: (their number, a tag) each."""
        with self._lock:
            for n, tag in touched:
                if n > self._changed.get(tag, 0):
                    self._changed[tag] = n
                for shelf in self.shelves:
                    shelf.drop_tag(tag)
            self.edition = number
            if len(self._changed) > REMEMBERED_TAGS:
                self._remember_less()

    def forget(self, number: int) -> None:
        """Drop everything: what happened up to `number` is not known."""
        with self._lock:
            for shelf in self.shelves:
                shelf.clear()
            self._changed.clear()
            self._floor = self.edition = number
            self.generation += 1

    # What a request calls

    def begin(self) -> Frame:
        """Begin a page: to be called before the first look at the database, in the thread that looks."""
        # The generation first: with a new one, the connection that `number` leaves behind is to the new database.
        generation = self.generation
        return Frame(Stamp(self._number(), generation))

    def take(self, part: Part, frame: Frame) -> Rendered:
        """A part: kept, or rendered from the frame by one thread while others that want it wait."""
        return self._fragment(part, lambda: frame).rendered

    def page(self, key: str) -> Answer | None:
        """The page kept for an address, if it holds at this moment."""
        answer = self.pages.entries.get(key) or self._corner.pages.entries.get(key)
        if answer is None or (answer.until is not None and self._clock() >= answer.until):
            return None
        answer.used = True
        return answer

    def recipe(self, key: str) -> Recipe | None:
        """The recipe kept for an address, if it holds at this moment."""
        recipe = self.recipes.entries.get(key) or self._corner.recipes.entries.get(key)
        if recipe is None or self._is_over(recipe.until):
            return None
        recipe.used = True
        return recipe

    def keep(self, key: str, recipe: Recipe, frame: Frame) -> None:
        """Keep a recipe that was made from `frame`, unless it is out of date by now."""
        with self._lock:
            if self._holds(recipe.tags, frame.stamp) and not self._is_over(recipe.until):
                (self._corner.recipes if recipe.page.made_up else self.recipes).put(key, recipe)

    def discard(self, key: str) -> None:
        """Forget the recipe of an address that could not be followed."""
        with self._lock:
            for shelf in (self.recipes, self.pages, self._corner.recipes, self._corner.pages):
                shelf.drop(key)

    def join(self, key: str, recipe: Recipe) -> Answer:
        """The page that a recipe makes now; it is kept if everything in it is still right when it is done."""
        begin = cache(self.begin)  # one frame for all that is missing, begun only if something is
        parts = [(part, self._fragment(part, begin)) for part in recipe.page.parts]
        moments = [moment for moment in (recipe.until, *(made.until for _, made in parts)) if moment is not None]
        tags = recipe.tags.union(*(made.tags for _, made in parts))
        answer = Answer(
            b"".join(made.rendered.join(part.without) for part, made in parts),
            recipe.headers + (_for_caches(tags) if recipe.page.purged else []),
            status=recipe.status,
            tags=tags,
            until=min(moments, default=None),
            made_up=recipe.page.made_up,
        )
        with self._lock:
            if recipe.live and all(made.live for _, made in parts):
                self._pages_with(answer).put(key, answer)
        return answer

    def keep_whole(self, key: str, answer: Answer, frame: Frame) -> None:
        """Keep an answer that was made at once from what was read since `frame` was begun."""
        with self._lock:
            if self._holds(answer.tags, frame.stamp) and not self._is_over(answer.until):
                self._pages_with(answer).put(key, answer)

    def packed(self, answer: Answer) -> Variant:
        """The compressed variant of a page, made at the first call; the plain one where compressing is no use."""
        if answer.packed is not None:
            return answer.packed
        made = answer.compress()
        if made is None:
            return answer.plain
        with self._lock:
            if answer.packed is None:
                answer.packed = made
                self._pages_with(answer).grown(answer, len(made.body))
        return answer.packed

    # Within

    def _pages_with(self, answer: Answer) -> Shelf[str, Answer]:
        return self._corner.pages if answer.made_up else self.pages

    def _fragments_with(self, part: Part) -> Shelf[tuple[str, str], Fragment]:
        return self._corner.fragments if part.kind in MADE_UP else self.fragments

    def _fragment(self, part: Part, begin: Callable[[], Frame]) -> Fragment:
        key, shelf = part.key, self._fragments_with(part)
        while True:
            with self._lock:
                kept = shelf.entries.get(key)
                if kept is not None and not self._is_over(kept.until):
                    kept.used = True
                    return kept
                flight = self._flights.get(key)
                mine = flight is None
                if flight is None:
                    flight = self._flights[key] = _Flight()
            if mine:
                return self._fly(part, flight, begin)
            flight.done.wait()
            # What the other thread made may have begun before a change that this request must already show.
            made = flight.fragment
            if made is not None and made.live and not self._is_over(made.until):
                return made

    def _fly(self, part: Part, flight: _Flight, begin: Callable[[], Frame]) -> Fragment:
        key = part.key
        try:
            frame = begin()
            made = Fragment(self._render(part._replace(without=""), frame))
            with self._lock:
                if self._holds(made.tags, frame.stamp) and not self._is_over(made.until):
                    self._fragments_with(part).put(key, made)
            flight.fragment = made
            return made
        finally:
            with self._lock:
                del self._flights[key]
            flight.done.set()

    def _holds(self, tags: frozenset[str], stamp: Stamp) -> bool:
        if stamp.generation != self.generation or stamp.number < self._floor:
            return False
        changed = self._changed
        return not any(changed.get(tag, 0) > stamp.number for tag in tags)

    def _is_over(self, until: float | None) -> bool:
        return until is not None and self._clock() >= until

    def _remember_less(self) -> None:
        by_age = sorted(self._changed.items(), key=lambda pair: pair[1], reverse=True)
        self._floor = by_age[REMEMBERED_TAGS // 2][1]
        self._changed = {tag: n for tag, n in by_age if n > self._floor}


def _for_caches(tags: frozenset[str]) -> Headers:
    """What lets a cache in front keep a page (RFC 9213) and drop it by its tags, if they fit a header."""
    if len(tags) > MOST_KEYS:
        return []
    return [("CDN-Cache-Control", f"max-age={IN_FRONT}"), ("Surrogate-Key", " ".join(sorted(tags)))]


def seconds(moment: datetime | None) -> float | None:
    """A moment as seconds since 1970."""
    return None if moment is None else moment.timestamp()
