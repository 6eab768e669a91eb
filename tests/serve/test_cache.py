"""The page cache never answers with what has changed, whatever interleaves with what."""

import os
import threading
import time
import tracemalloc
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from dateline.serve.answer import Answer
from dateline.serve.cache import Cache, Recipe
from dateline.serve.edition import Follower, Reading
from dateline.serve.shelf import OVERHEAD, Shelf
from dateline.site.frame import Frame
from dateline.site.page import Entry, Page, Part, Rendered

pytestmark = pytest.mark.once

TAGS = "abcr"
"""What changes; `r` decides in which order pages show their parts."""

HEADERS = [("Content-Type", "text/html; charset=utf-8")]


class Paper:
    """A newsroom with its numbers: a value for each tag, each value's moment of release, and the log of changes."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.number = 0
        self.file = 1
        self.log: list[tuple[int, str]] = []
        self.values = dict.fromkeys(TAGS, 0)
        self.releases = dict.fromkeys(TAGS, 0.0)

    def commit(self, *tags: str, release: float = 0.0) -> None:
        self.number += 1
        for tag in tags:
            self.values[tag] += 1
            self.releases[tag] = release
            self.log.append((self.number, tag))

    def shown(self, tag: str) -> bytes:
        if self.now < self.releases[tag]:
            return f"<{tag} hidden>".encode()
        return f"<{tag} {self.values[tag]}>".encode()

    def read(self, last: int | None) -> Reading:
        rows = () if last is None else tuple(row for row in self.log if row[0] > last)
        return Reading(self.number, rows, self.file)

    def order(self, kinds: Sequence[str]) -> Sequence[str]:
        return kinds if self.values["r"] % 2 else kinds[::-1]

    def until(self, tags: str) -> datetime | None:
        waiting = [moment for tag in tags if (moment := self.releases[tag]) > self.now]
        return datetime.fromtimestamp(min(waiting), UTC) if waiting else None


def page_of(*kinds: str) -> Page:
    return Page(tuple(Part("list", kind) for kind in kinds), frozenset((*kinds, "r")))


class Interleavings(RuleBasedStateMachine):
    """Changes, readings, requests, prunings and restored databases, also in the middle of a rendering."""

    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.paper = Paper()
        self.during: list[str] = []
        self.cache = Cache(self.render, self.read_number, clock=lambda: self.paper.now)
        self.follower = Follower(self.cache, self.paper.read, clock=lambda: self.paper.now)
        self.follower.poll()

    # What a rendering meets on its way

    def meanwhile(self) -> None:
        if not self.during:
            return
        what = self.during.pop()
        if what == "poll":
            self.follower.poll()
        elif what == "restore":
            self.restored()
        elif what in TAGS:
            self.paper.commit(what)

    def read_number(self) -> int:
        number = self.paper.number
        self.meanwhile()
        return number

    def render(self, part: Part, frame: Frame) -> Rendered:
        found = [self.look(tag, frame) for tag in part.about]
        moments = [until for _, until in found if until is not None]
        return Rendered(b"".join(body for body, _ in found), frozenset(part.about), min(moments, default=None))

    def look(self, tag: str, frame: Frame) -> tuple[bytes, datetime | None]:
        """What a tag shows: a snapshot of its own, or what another part of the same page has read."""
        seen = vars(frame).setdefault("seen", {})
        if tag not in seen:
            until = self.paper.until(tag)
            seen[tag] = (self.paper.shown(tag), until)
            self.meanwhile()
        return seen[tag]

    # What happens

    @rule(tags=st.sets(st.sampled_from(TAGS), min_size=1), embargo=st.sampled_from([0, 0, 0, 3, 10]))
    def committed(self, tags, embargo):
        self.paper.commit(*tags, release=self.paper.now + embargo if embargo else 0.0)

    @rule()
    def polled(self):
        self.follower.poll()

    @rule(keep=st.integers(0, 3))
    def pruned(self, keep):
        self.paper.log = [row for row in self.paper.log if row[0] > self.paper.number - keep]

    @rule()
    def restored(self):
        self.paper.file += 1
        self.paper.number = max(0, self.paper.number - 2)
        self.paper.log = [row for row in self.paper.log if row[0] <= self.paper.number]
        self.paper.values = {tag: value + 100 for tag, value in self.paper.values.items()}

    @rule(seconds=st.integers(1, 5))
    def passed(self, seconds):
        self.paper.now += seconds

    @rule(
        parts=st.lists(st.sampled_from(["a", "b", "c", "ab", "bc", "abc"]), min_size=1, max_size=3, unique=True),
        during=st.lists(st.sampled_from(["a", "b", "c", "r", "poll", "poll", "restore"]), max_size=6),
    )
    def asked(self, parts, during):
        key = "/" + "/".join(parts)
        self.during = list(during)
        answer = self.cache.page(key)
        if answer is None:
            recipe = self.cache.recipe(key)
            if recipe is None:
                frame = self.cache.begin()
                recipe = Recipe(page_of(*self.paper.order(parts)), "200 OK", HEADERS)
                self.meanwhile()
                for part in recipe.page.parts:
                    self.cache.take(part, frame)
                self.cache.keep(key, recipe, frame)
            self.cache.join(key, recipe)
        self.during = []

    # What must hold

    @invariant()
    def nothing_kept_is_stale_after_a_reading(self):
        self.follower.poll()
        for key in list(self.cache.pages.entries):
            answer = self.cache.page(key)
            if answer is not None:
                parts = self.paper.order(key[1:].split("/"))
                wanted = b"".join(self.paper.shown(tag) for tags in parts for tag in tags)
                assert answer.plain.body == wanted, key
        for (_, about), fragment in self.cache.fragments.entries.items():
            if fragment.until is None or self.paper.now < fragment.until:
                assert fragment.rendered.join("") == b"".join(self.paper.shown(tag) for tag in about)

    @invariant()
    def the_books_are_kept(self):
        for shelf in (self.cache.pages, self.cache.fragments, self.cache.recipes):
            assert shelf.size == sum(value.size + OVERHEAD for value in shelf.entries.values())
            assert all(value.live for value in shelf.entries.values())


class LazyInterleavings(Interleavings):
    """The same, but a reading comes only when the rules bring one: more changes pile up before it."""

    @invariant()
    def nothing_kept_is_stale_after_a_reading(self):
        if self.follower._last == self.paper.number and self.follower._identity == self.paper.file:
            super().nothing_kept_is_stale_after_a_reading()


TestInterleavings = Interleavings.TestCase
TestLazyInterleavings = LazyInterleavings.TestCase
TestInterleavings.settings = TestLazyInterleavings.settings = settings(max_examples=200, stateful_step_count=30)


def cache_over(paper: Paper, **more: object) -> tuple[Cache, list[Part]]:
    rendered: list[Part] = []

    def render(part: Part, frame: Frame) -> Rendered:
        rendered.append(part)
        return Rendered(b"".join(map(paper.shown, part.about)), frozenset(part.about), paper.until(part.about))

    return Cache(render, lambda: paper.number, clock=lambda: paper.now, **more), rendered


def ask(cache: Cache, *parts: str) -> Answer:
    key = "/" + "/".join(parts)
    recipe = cache.recipe(key) or Recipe(page_of(*parts), "200 OK", HEADERS)
    cache.keep(key, recipe, cache.begin())
    return cache.page(key) or cache.join(key, recipe)


def test_a_change_costs_other_pages_a_join_and_no_rendering():
    paper = Paper()
    cache, rendered = cache_over(paper)
    for own in "ab":
        ask(cache, own, "c")
    assert len(rendered) == 3
    paper.commit("c")
    cache.advance(1, [(1, "c")])
    assert cache.page("/a/c") is None
    for own in "ab":
        assert ask(cache, own, "c").plain.body.endswith(b"<c 1>")
    assert [part.about for part in rendered[3:]] == ["c"]


def test_a_page_holds_until_its_moment_without_any_reading():
    paper = Paper()
    paper.commit("a", release=paper.now + 5)
    cache, _ = cache_over(paper)
    assert ask(cache, "a", "b").plain.body == b"<a hidden><b 0>"
    paper.now += 4.9
    assert cache.page("/a/b") is not None
    paper.now += 0.2
    assert cache.page("/a/b") is None
    assert ask(cache, "a", "b").plain.body == b"<a 1><b 0>"


def test_a_list_is_kept_once_whatever_pages_leave_out():
    made = Rendered(
        b"[", frozenset("s"), None, tuple(Entry(name, name.encode()) for name in "xyz"), limit=2, after=b"]"
    )
    seen: list[Part] = []
    cache = Cache(lambda part, frame: seen.append(part) or made, lambda: 0)
    pages = {}
    for name in "xz":
        recipe = Recipe(Page((Part("rail", "s", without=name),)), "200 OK", HEADERS)
        cache.keep(name, recipe, cache.begin())
        pages[name] = cache.join(name, recipe).plain.body
    assert pages == {"x": b"[yz]", "z": b"[xy]"}
    assert seen == [Part("rail", "s")]


def test_memory_is_bounded_and_what_is_used_stays():
    shelf: Shelf[str, Answer] = Shelf(10 * (1000 + OVERHEAD))
    for n in range(10):
        shelf.put(f"/{n}", Answer(bytes(1000), HEADERS, tags=frozenset({"t", str(n)})))
    for answer in shelf.entries.values():
        answer.used = False
    shelf.entries["/3"].used = True
    for n in range(10, 19):
        shelf.put(f"/{n}", Answer(bytes(1000), HEADERS, tags=frozenset({"t", str(n)})))
    assert len(shelf.entries) == 10
    assert "/3" in shelf.entries
    assert shelf.size <= shelf.limit
    assert shelf.drop_tag("0") == 0
    assert shelf.drop_tag("t") == 10
    assert shelf.size == 0
    assert not shelf._tagged


def test_the_limit_is_what_the_memory_of_the_process_grows_by():
    limit = 2 * 1024 * 1024
    cache = Cache(
        lambda part, frame: Rendered(os.urandom(1000), frozenset((part.about, "house"))), lambda: 1, limit=limit
    )
    names = ("Content-Type", "Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy")
    tracemalloc.start()
    try:
        for n in range(500):
            parts = tuple(Part(kind, str(n)) for kind in ("head", "masthead", "article", "rail", "foot"))
            page = Page(parts, tags=frozenset((f"item:{n}", "house")))
            recipe = Recipe(page, "200 OK", [(name, f"text/html {n}") for name in names])
            cache.keep(f"/section/words-of-a-headline-{n:012d}", recipe, cache.begin())
            cache.packed(cache.join(f"/section/words-of-a-headline-{n:012d}", recipe))
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(cache.pages.entries) < 500
    assert 0.7 * limit < grown < 1.2 * limit


def test_what_is_larger_than_the_shelf_is_not_kept():
    shelf: Shelf[str, Answer] = Shelf(1000 + OVERHEAD)
    shelf.put("/", Answer(bytes(100), HEADERS))
    shelf.put("/big", Answer(bytes(5000), HEADERS))
    assert list(shelf.entries) == ["/"]


def test_the_compressed_bytes_count():
    paper = Paper()
    cache = Cache(lambda part, frame: Rendered(b"nieuws " * 1000, frozenset("a")), lambda: paper.number)
    answer = ask(cache, "a")
    before = cache.pages.size
    packed = cache.packed(answer)
    assert cache.packed(answer) is packed
    assert cache.pages.size == before + len(packed.body)
    assert len(packed.body) < 300
    assert packed.etag != answer.plain.etag
    cache.advance(1, [(1, "a")])
    assert cache.pages.size == 0


def test_no_more_tags_are_remembered_than_need_be(monkeypatch):
    monkeypatch.setattr("dateline.serve.cache.REMEMBERED_TAGS", 10)
    paper = Paper()
    cache, _ = cache_over(paper)
    early = cache.begin()
    cache.advance(30, [(n, f"item:{n}") for n in range(1, 31)])
    assert len(cache._changed) <= 10
    recipe = Recipe(page_of("a"), "200 OK", HEADERS)
    cache.keep("/a", recipe, early)
    assert not recipe.live, "what happened to `a` since then is forgotten"
    paper.number = 30
    cache.keep("/a", recipe, cache.begin())
    assert recipe.live


def test_threads_that_want_the_same_part_render_it_once():
    paper = Paper()
    rendering, go_on = threading.Event(), threading.Event()
    count = 0

    def render(part: Part, frame: Frame) -> Rendered:
        nonlocal count
        count += 1
        rendering.set()
        assert go_on.wait(5)
        return Rendered(b"x", frozenset("a"))

    cache = Cache(render, lambda: paper.number)
    got: list[bytes] = []

    def want() -> None:
        got.append(cache.take(Part("k"), cache.begin()).before)

    threads = [threading.Thread(target=want) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert rendering.wait(5)
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert got == [b"x"] * 8
    assert count == 1


class Stage:
    """Renderings that go on when the test says so, each giving what it found when it began."""

    def __init__(self) -> None:
        self.paper = Paper()
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.fails = False
        self.cache = Cache(self._render, lambda: self.paper.number)

    def _render(self, part: Part, frame: Frame) -> Rendered:
        found, fails = self.paper.shown("a"), self.fails
        self.begun.release()
        assert self.go_on.acquire(timeout=5)
        if fails:
            raise RuntimeError("no")
        return Rendered(found, frozenset("a"))

    def want(self) -> "Future[bytes]":
        """What a request in a thread of its own gets."""
        promise: Future[bytes] = Future()

        def ask() -> None:
            try:
                promise.set_result(self.cache.take(Part("k"), self.cache.begin()).before)
            except Exception as error:
                promise.set_exception(error)

        threading.Thread(target=ask, daemon=True).start()
        return promise


def test_who_waits_for_a_rendering_that_is_overtaken_gets_a_newer_one():
    stage = Stage()
    first = stage.want()
    assert stage.begun.acquire(timeout=5)
    stage.paper.commit("a")
    stage.cache.advance(1, [(1, "a")])
    second = stage.want()  # this request must show the change: it came after the reading that told of it
    time.sleep(0.1)
    stage.go_on.release()
    assert first.result(5) == b"<a 0>", "began before the change"
    assert stage.begun.acquire(timeout=5), "the second renders for itself"
    stage.go_on.release()
    assert second.result(5) == b"<a 1>"
    assert stage.cache.take(Part("k"), stage.cache.begin()).before == b"<a 1>"


def test_who_waits_for_a_rendering_that_fails_makes_his_own():
    stage = Stage()
    stage.fails = True
    first = stage.want()
    assert stage.begun.acquire(timeout=5)
    second = stage.want()
    time.sleep(0.1)
    stage.fails = False
    stage.go_on.release()
    with pytest.raises(RuntimeError):
        first.result(5)
    assert stage.begun.acquire(timeout=5)
    stage.go_on.release()
    assert second.result(5) == b"<a 0>"


@pytest.mark.parametrize(
    ("touched", "number", "dropped"),
    [
        (((6, "b"),), 6, False),
        (((6, "b"), (6, "c"), (7, "b")), 7, False),
        (((7, "b"),), 7, True),  # 6 was pruned
        (((6, "b"), (8, "b")), 8, True),
        ((), 7, True),
        ((), 4, True),  # an older database was put in its place
        (((6, "b"),), 7, True),
    ],
)
def test_a_gap_in_the_numbers_drops_everything(touched, number, dropped):
    paper = Paper()
    cache, _ = cache_over(paper)
    readings = [Reading(5, ()), Reading(number, touched)]
    follower = Follower(cache, lambda last: readings.pop(0), clock=lambda: 0.0)
    follower.poll()
    paper.number = 5
    ask(cache, "a")
    assert cache.page("/a") is not None
    follower.poll()
    assert (cache.page("/a") is None) is dropped
    assert cache.edition == number
