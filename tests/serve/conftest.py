"""What the tests of serving share: a reader, and an article to read."""

import pytest
from django.core import signals
from django.db import close_old_connections

from dateline.newsroom.addresses import article_path
from dateline.site import page as site_page
from tests.serve.asking import Reader
from tests.site import make


@pytest.fixture
def reader(db, monkeypatch):
    # Each test is one transaction: what ends a request must not close its connection.
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    make.paper()
    made = Reader()
    monkeypatch.setattr(site_page, "store", made.cache)
    yield made
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def path(reader) -> str:
    return article_path(make.article("Kremlin wijst voorstel af", "Geen deals.", places=("Moskou",)))
