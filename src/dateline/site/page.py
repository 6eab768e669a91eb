"""A page as a recipe: which parts make it, and under which tags it may be kept.

A part is rendered once and joined into as many pages as name it; `dateline.serve` keeps both. A new item in a section
changes one part, the rail, and costs every old page a join.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from dateline.site.frame import Frame


class Part(NamedTuple):
    """What to render: a kind of fragment and what it is about.

    `without` holds the short ids that a list leaves out, with spaces between them.
    """

    kind: str
    about: str = ""
    without: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is kept under: a list is kept once, whatever a page leaves out of it."""
        return (self.kind, self.about)


MADE_UP = frozenset({"found", "corrections:older", "missing"})
"""Kinds of parts of which anybody can make up any number: they are kept apart, and push out nothing else."""


class Entry(NamedTuple):
    """One entry of a list, so that a page can leave out the article it shows itself."""

    short_id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A fragment: its bytes (UTF-8 HTML), the tags whose change drops it, and the moment from which it is wrong.

    A list has `entries` between `before` and `after`; a page takes the first `limit` that it does not leave out, and
    nothing of the fragment where none is left. `number` is what a reader's page gives to ask for anything newer.
    """

    before: bytes
    tags: frozenset[str]
    until: datetime | None = None
    entries: tuple[Entry, ...] = ()
    limit: int = 0
    after: bytes = b""
    number: int = 0

    def join(self, without: str) -> bytes:
        """The fragment as it stands in a page."""
        if not self.entries:
            return self.before + self.after
        left_out = without.split()
        chosen = [entry.body for entry in self.entries if entry.short_id not in left_out][: self.limit]
        if not chosen:
            return b""
        return b"".join((self.before, *chosen, self.after))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its parts in order, the tags whose change makes the recipe itself wrong, and until when it holds.

    Only pages whose `cacheable` is true are kept, in our own memory: those that are there (200), and of an article that
    is gone (410), which many may ask for. A 404 for any address would pile up.
    """

    parts: tuple[Part, ...]
    tags: frozenset[str] = frozenset()
    until: datetime | None = None
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    cacheable: bool = True
    purged: bool = False

    @property
    def made_up(self) -> bool:
        """Whether anybody can make up any number of pages such as this one."""
        return any(part.kind in MADE_UP for part in self.parts)


class Store(Protocol):
    """Where rendered parts come from: `dateline.serve` keeps them; without it each is rendered anew.

    `begin` is called before anything is read for a page; what is rendered for it is made from the frame it gives.
    """

    def begin(self) -> "Frame": ...

    def take(self, part: Part, frame: "Frame") -> Rendered: ...


class _Direct:
    """Renders each part anew: what tests and the bare Django application use."""

    def begin(self) -> "Frame":
        from dateline.site.frame import Frame

        return Frame()

    def take(self, part: Part, frame: "Frame") -> Rendered:
        from dateline.site.fragments import render

        return render(part, frame)


store: Store = _Direct()


def use(new: Store) -> None:
    """Have every page of this process take its parts from `new`."""
    global store
    store = new


class PageResponse(HttpResponse):
    """A response that still knows the recipe it was joined from."""

    def __init__(self, page: Page, frame: "Frame") -> None:
        body = b"".join(store.take(part, frame).join(part.without) for part in page.parts)
        page = replace(page, purged=page.cacheable and page.status == 200 and frame.purged)
        super().__init__(body, status=page.status, content_type=page.content_type)
        self.page = page
        take_from_elsewhere(self)


def take_from_elsewhere(response: HttpResponse) -> None:
    """Let a page of the site take what its publisher has named in the settings: no other page may."""
    response._csp_update = settings.SITE_SOURCES  # type: ignore[attr-defined]  # read by django-csp


FRAME = "dateline.frame"
"""Under this name a request's environment holds the frame that was begun for it, before anything was looked at."""


QUERY = "dateline.query"
"""Under this name it holds the query as it was asked, with the parameters that no page here knows."""


def frame_of(request: HttpRequest) -> "Frame":
    """The frame for the page that a request asks for."""
    frame: Frame = request.META.get(FRAME) or store.begin()
    return frame


class Vanished(LookupError):
    """What a part is about is not there for readers, or no longer: no page is made of it."""
