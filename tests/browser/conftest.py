"""A browser, and a site full of invented news for it to look at."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dateline.newsroom.models import Article
from dateline.site.addresses import article_path
from tests.site import invented, make

CHROMIUM = "/usr/bin/chromium"
NOW = datetime(2025, 11, 28, 11, 0, tzinfo=UTC)

New = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    # Playwright's synchronous interface runs a loop in this thread, in which Django would refuse to read the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server: Any, transactional_db: None) -> dict[str, str]:
    """The addresses of a full paper, by a name; the newest item is some minutes older than NOW."""
    named: dict[str, Article] = invented.fill(NOW)
    killed = make.article("Ingetrokken", "Dit stond er ten onrechte.", state=Article.State.KILLED)
    paths = {
        "front": "/",
        "section": "/buitenland/",
        "missing": "/nergens/",
        "gone": article_path(killed),
        **{name: article_path(row) for name, row in named.items()},
    }
    return {name: live_server.url + path for name, path in paths.items()}


@pytest.fixture
def new_page(browser: Browser) -> Iterator[New]:
    """Opens a page in a context of its own. Whatever a page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new(address: str, *, at: datetime = NOW, **options: Any) -> Page:
        context = browser.new_context(**{"timezone_id": "Europe/Amsterdam", **options})
        contexts.append(context)
        page = context.new_page()
        page.clock.install(time=at)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.text, said.type) else None)
        page.goto(address)
        return page

    yield new
    for context in contexts:
        context.close()
    assert not complaints


def _is_complaint(text: str, kind: str) -> bool:
    # A page that answers 404 or 410 is reported as an error of loading, which it is not.
    return kind == "error" and "the server responded with a status of 4" not in text
