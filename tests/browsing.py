"""Pages in a browser, each in a context of its own, whose complaints fail the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

New = Callable[..., Page]

_NO_COMPLAINTS = (
    "the server responded with a status of 4",  # a page that answers 404 or 410 is no error of loading
    "htmx:abort",
    "htmx:afterRequest",
    "htmx:sendAbort",  # a question that another one took the place of
    "htmx:sendError",
    "ERR_INTERNET_DISCONNECTED",  # what a test has cut off
)
"""What Chromium and htmx report as errors, and is none."""


@contextmanager
def pages(browser: Browser, now: datetime | None = None) -> Iterator[New]:
    """`new(address, at=…, **options)` opens a page whose clock says `at`, else `now`, else what it is."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new(address: str, *, at: datetime | None = now, **options: Any) -> Page:
        context = browser.new_context(**{"timezone_id": "Europe/Amsterdam", **options})
        contexts.append(context)
        page = context.new_page()
        if at is not None:
            page.clock.install(time=at)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.text, said.type) else None)
        page.goto(address)
        return page

    try:
        yield new
    finally:
        for context in contexts:
            context.close()
    assert complaints == []


def tab_to(page: Page, wanted: Locator) -> None:
    """Goes by Tab until this has the focus, as somebody does who has no mouse."""
    wanted.wait_for()
    for _press in range(100):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by keyboard")


def _is_complaint(text: str, kind: str) -> bool:
    return kind == "error" and not any(known in text for known in _NO_COMPLAINTS)
