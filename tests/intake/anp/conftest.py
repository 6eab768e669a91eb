"""The stand-in, running."""

from collections.abc import Iterator

import pytest

from .standin import StandIn, serving


@pytest.fixture
def api() -> Iterator[StandIn]:
    """The ANP News API with two services, five items a page."""
    with serving(StandIn("ANP 101", "AFN")) as running:
        yield running
