"""The table of states and what really happens agree, for every verb in every state."""

from types import SimpleNamespace

import pytest

from dateline.newsroom import transaction, verbs
from dateline.newsroom.models import Article
from dateline.newsroom.states import TABLE, NotAllowed

from .helpers import HOUR, NOW, arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db

COPY = {
    "published": {},
    "desk": {"signal": "advisory"},
    "held": {"status": "withheld"},
    "embargoed": {"embargoed": NOW + HOUR},
    "expired": {"expires": NOW - HOUR},
    "killed": {"signal": "kill"},
}
"""Copy that comes to these states by itself."""


def stand_at(state: str) -> None:
    wire = newsroom()
    arrive(wire, copy("other"))
    arrive(wire, copy(**COPY.get(state, {})))
    if state == "replaced":
        verbs.replace(item(), with_item=item("other"))
    if state == "purged":
        verbs.purge(item(), reason="test")
    assert article().state == state


def do(verb: str) -> Article:
    said = {"note": "test"} if verb == "correct" else {"reason": "test"}
    more = {"with_item": item("other")} if verb == "replace" else {}
    return getattr(verbs, verb)(item(), **said, **more)


@pytest.mark.parametrize("state", Article.State.values)
@pytest.mark.parametrize("verb", TABLE)
def test_the_table_tells_the_truth(verb, state, monkeypatch):
    monkeypatch.setattr(transaction, "timezone", SimpleNamespace(now=lambda: NOW))
    stand_at(state)
    if state in TABLE[verb]:
        assert do(verb).state in TABLE[verb][state]
        assert article().item.events.filter(verb=verb, act=True).exists()
    else:
        with pytest.raises(NotAllowed) as refused:
            do(verb)
        assert str(refused.value).endswith(".")
        assert article().state == state


def test_every_act_of_the_table_is_a_verb():
    assert set(TABLE) | {"receive", "Received"} == set(verbs.__all__)
