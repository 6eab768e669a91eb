"""The table of states and what really happens agree, for every verb in every state."""

from types import SimpleNamespace

import pytest

from dateline.newsroom import transaction, verbs
from dateline.newsroom.editing import Words
from dateline.newsroom.models import Article, Section
from dateline.newsroom.states import TABLE, NotAllowed

from .helpers import HOUR, NOW, arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db

WORDS = Words(headline="Kop van het bureau", body="Een zin.")

COPY = {
    "published": {},
    "desk": {"signal": "advisory"},
    "held": {"status": "withheld"},
    "embargoed": {"embargoed": NOW + HOUR},
    "scheduled": {"category": ""},
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
    if state == "scheduled":
        verbs.publish(item(), section=Section.objects.get(slug="binnenland"), at=NOW + HOUR)
    if state == "purged":
        verbs.purge(item(), reason="test")
    assert article().state == state


def do(verb: str) -> Article:
    if verb in ("take", "leave", "follow") and article().state in TABLE["edit"]:
        verbs.edit(item(), words=WORDS)
    if verb == "restore_name" and article().state in TABLE["anonymise"]:
        verbs.anonymise(item(), name="Kop van", stand_in="Iemand", reason="test")
    said = {"note": "test"} if verb == "correct" else {"reason": "test"}
    name, _place, where = verb.partition("_") if verb.startswith("pin_") else (verb, "", "")
    later = NOW + 2 * HOUR
    more: dict[str, dict[str, object]] = {
        "replace": {"with_item": item("other")},
        "edit": {"words": WORDS},
        "take": {"revision": article().revision},
        "leave": {"revision": article().revision},
        "embargo": {"until": later},
        "expire_at": {"at": later},
        "anonymise": {"name": "Kop van", "stand_in": "Iemand"},
        "restore_name": {"name": "Kop van"},
        "pin": {"where": where, "until": later},
    }
    return getattr(verbs, name)(item(), **said, **more.get(name, {}))


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


NOT_OF_ARTICLES = {"receive", "Received", "compose", "settle_reference", "dismiss_reference"}


def test_every_act_of_the_table_is_a_verb():
    named = {"pin" if verb.startswith("pin_") else verb for verb in TABLE}
    assert named | NOT_OF_ARTICLES == set(verbs.__all__)
