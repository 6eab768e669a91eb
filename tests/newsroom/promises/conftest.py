"""What the tests of the newsroom's promises share."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from dateline.newsroom import transaction
from dateline.newsroom.models import Source

from ..helpers import newsroom
from .looks import SOON


@pytest.fixture(autouse=True)
def acts_are_a_second_later(monkeypatch):
    """What people do in these tests happens at SOON, whatever the clock of the machine says."""
    monkeypatch.setattr(transaction, "timezone", SimpleNamespace(now=lambda: SOON))


@pytest.fixture
def at(monkeypatch):
    """Says from when on people act."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(transaction, "timezone", SimpleNamespace(now=lambda: moment))

    return set_to


@pytest.fixture
def wire() -> Source:
    return newsroom()
