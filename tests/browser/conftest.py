"""A browser, and a site full of invented news for it to look at."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, House
from dateline.search.index import fill_some
from dateline.site import assets, frame, times, wording
from tests.browsing import New, Pool, pages
from tests.site import invented, make

NOW = datetime(2025, 11, 28, 11, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def static_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's own static files as they are served: what is put into the script stands in no file."""
    kept = StaticFilesHandler.serve

    def serve(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        found = assets.find(request.path)
        return HttpResponse(found.body, content_type=found.content_type) if found else kept(handler, request)

    monkeypatch.setattr(StaticFilesHandler, "serve", serve)


@pytest.fixture
def site(live_server: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The addresses of a full paper, by a name; the newest item is some minutes older than NOW."""
    # The server's clock says what it says.
    monkeypatch.setattr(wording, "FLASH_LASTS", timedelta(days=36_500))
    monkeypatch.setattr(frame, "day_of", lambda _now, house: times.day_of(NOW, house))
    named: dict[str, Article] = invented.fill(NOW)
    House.objects.update(imprint="De Krant\n\nKerkstraat 1", privacy="Wij bewaren niets.")
    killed = make.article("Ingetrokken", "Dit stond er ten onrechte.", state=Article.State.KILLED)
    while fill_some():
        pass
    paths = {
        "search": "/search?q=de+-onvindbaar+van:nooit&place=parijs",
        "found": "/search?q=de&order=best",
        "front": "/",
        "section": "/buitenland/",
        "missing": "/nergens/",
        "imprint": "/imprint",
        "privacy": "/privacy",
        "corrections": "/corrections",
        "gone": article_path(killed),
        **{name: article_path(row) for name, row in named.items()},
    }
    return {name: live_server.url + path for name, path in paths.items()}


@pytest.fixture
def new_page(pool: Pool) -> Iterator[New]:
    """Opens a page at NOW, unless it is told otherwise. Whatever a page complains about fails the test."""
    with pages(pool, NOW) as new:
        yield new
