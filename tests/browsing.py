"""Pages in a browser, each in a context of its own, whose complaints fail the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Locator, Page

New = Callable[..., Page]

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
WIDE = {"width": 1440, "height": 900}

NAMES = ("button-name", "label", "link-name", "select-name", "summary-name")
BY_LOOK = ("aria-hidden-focus", "color-contrast", "heading-order", "landmark-unique", "link-in-text-block", "list")
BY_LOOK += ("page-has-heading-one", "region", "scrollable-region-focusable", *NAMES)
"""Axe's rules whose answer may be another one in the dark or where there is more room, and other things are shown."""
BY_LANGUAGE = ("document-title", "html-has-lang", "html-lang-valid", "image-alt", "valid-lang", *NAMES)
"""Axe's rules whose answer may be another one in another language."""
BY_BOTH = tuple(sorted({*BY_LOOK, *BY_LANGUAGE}))

_AXE = """([rules, only]) => axe.run({resultTypes: ["violations"], ...(only ? {runOnly: rules} : {})}).then(found =>
    found.violations.flatMap(({id, nodes}) => nodes.map(one => `${id}: ${one.html}: ${one.failureSummary}`)))"""

_NO_COMPLAINTS = (
    "the server responded with a status of 4",  # a page that answers 404 or 410 is no error of loading
    "htmx:abort",
    "htmx:afterRequest",
    "htmx:sendAbort",  # a question that another one took the place of
    "htmx:sendError",
    "ERR_INTERNET_DISCONNECTED",  # what a test has cut off
)
"""What Chromium and htmx report as errors, and is none."""


class Pool:
    """The pages of a browser that one test leaves to the next: to open one anew costs more than most tests do."""

    def __init__(self, browser: Browser) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._free: dict[tuple[object, ...], list[Page]] = {}

    def open(self, **options: Any) -> Page:
        """A page in a new context."""
        page = self._browser.new_context(**options).new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if _is_complaint(said) else None)
        return page

    def take(self, key: tuple[object, ...], **options: Any) -> Page:
        """A page under this key that nobody uses, else a new one with these options."""
        free = self._free.setdefault(key, [])
        return free.pop() if free else self.open(**options)

    def give_back(self, key: tuple[object, ...], page: Page) -> None:
        """Forget what was done in it; where that cannot be, it is closed."""
        try:
            page.on("dialog", _yes)  # an editor asks whether what is typed may go
            page.evaluate("try { localStorage.clear() } catch {}")
            page.goto("about:blank")
            page.remove_listener("dialog", _yes)
            page.context.clear_cookies()
            session = page.context.new_cdp_session(page)
            session.send("Network.clearBrowserCache")
            session.detach()
        except Error:
            page.context.close()
        else:
            self._free[key].append(page)


@contextmanager
def pages(pool: Pool, now: datetime | None = None) -> Iterator[New]:
    """`new(address, at=…, cookies=…, **options)` opens a page whose clock says `at`, else `now`, else what it is.

    No two pages of a test share a context. A page may have been another test's, unless `alone` is said: by whom
    does something to it that cannot be undone.
    """
    taken: list[tuple[tuple[object, ...], Page]] = []
    alone_: list[Page] = []

    def new(address: str, *, at: datetime | None = now, cookies: Any = (), alone: bool = False, **options: Any) -> Page:
        looks = {"viewport": WIDE, "color_scheme": "light", "reduced_motion": "no-preference", "media": "screen"}
        looks |= {name: options.pop(name) for name in looks if name in options}
        options = {"timezone_id": "Europe/Amsterdam", **options}
        if alone:
            page = pool.open(**options)
            alone_.append(page)
        else:
            key = (at, *sorted(options.items()))
            page = pool.take(key, **options)
            taken.append((key, page))
        page.set_viewport_size(looks.pop("viewport"))
        page.emulate_media(**looks)
        if at is not None:
            page.clock.install(time=at)
        if cookies:
            page.context.add_cookies(cookies)
        page.goto(address)
        return page

    try:
        yield new
    finally:
        for page in alone_:
            page.context.close()
        for key, page in taken:
            pool.give_back(key, page)
        complaints = pool.complaints[:]
        pool.complaints.clear()
    assert not complaints, complaints


def faults(page: Page, *rules: str) -> list[str]:
    """What axe finds on a page, by all its rules or by these only."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_AXE, [rules, bool(rules)])
    return found


def with_axe(page: Page) -> Page:
    """The same page, in which axe is there after each load: cheaper than to send it there each time."""
    page.context.add_init_script(AXE_SCRIPT)
    return page


def too_wide(page: Page, width: int = SMALL["width"]) -> list[str]:
    """Whether a page that has this much room has to be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} pixels wide, of {width}"] if wide > width else []


def tab_to(page: Page, wanted: Locator) -> None:
    """Goes by Tab until this has the focus, as somebody does who has no mouse."""
    wanted.wait_for()
    for _press in range(100):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by keyboard")


def _yes(dialog: Dialog) -> None:
    dialog.accept()


def _is_complaint(said: ConsoleMessage) -> bool:
    return said.type == "error" and not any(known in said.text for known in _NO_COMPLAINTS)
