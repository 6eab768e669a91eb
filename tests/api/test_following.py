"""Programs that follow the content API while others commit: nothing is skipped and nothing repeated."""

import json
import random
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dateline.api import endpoint
from dateline.api.rates import Rates
from dateline.newsroom import apikeys
from dateline.newsroom.models import House, Source
from dateline.newsroom.verbs import correct, kill
from tests.newsroom.helpers import HOUR, NOW, arrive, copy, item, newsroom

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, STORIES = 3, 12


class Follower:
    """Has whatever it was told last of each item, and every version that it was told of, in order."""

    def __init__(self, key: str) -> None:
        self.client, self.headers = Client(), {"authorization": f"Bearer {key}"}
        self.cursor = ""
        self.has: dict[str, Any] = {}
        self.versions: list[int] = []

    def follow(self, limit: int) -> None:
        """Asks until there is no more at this moment."""
        more = True
        while more:
            told = self.ask(f"/items?limit={limit}&after={self.cursor}")
            self.cursor, more = told["cursor"], told["more"]
            for one in told["items"]:
                self.has[one["uri"]] = one
                self.versions += [int(one["version"])] if "version" in one else []

    def newest(self, path: str) -> list[str]:
        """The items of a list from its newest on, two at a time."""
        found: list[str] = []
        before: str | None = ""
        while before is not None:
            told = self.ask(f"{path}limit=2{before and f'&before={before}'}")
            found += [one["uri"] for one in told["items"]]
            before = told["cursor"] if told["more"] else None
        return found

    def ask(self, path: str) -> Any:
        answer = self.client.get(f"/api/v1{path}", headers=self.headers)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    made = Rates(tmp_path / "calls", lambda: 30.0)
    monkeypatch.setattr(endpoint, "rates", lambda: made)
    return apikeys.make("partner", rate=0, by="test")


def write(wire: Source, number: int) -> None:
    """News, a further version, a correction by the desk, kills, in an order of its own: a commit each."""
    try:
        chance = random.Random(number)
        for story in range(STORIES):
            guid = f"{number}-{story}"
            arrive(wire, copy(guid, version="1", version_created=NOW - story * HOUR / 30))
            old = f"{number}-{chance.randint(0, story)}"
            act = chance.choice(["version", "correct", "kill", "nothing"])
            if act == "version":
                arrive(wire, copy(old, version="2", headline=f"Nieuw over {old}", version_created=NOW))
            elif act == "correct" and old == guid:
                correct(item(old), note="Het was dinsdag.")
            elif act == "kill":
                kill(item(old), reason="fout")
    finally:
        connection.close()


def test_who_follows_while_others_commit_has_what_there_is_and_was_told_it_once(key: str) -> None:
    wire = newsroom()
    House.objects.get_or_create(pk=1)
    stays = [copy(f"stays-{n}", version_created=NOW - (5 + n) * HOUR) for n in range(7)]
    for one in stays:
        arrive(wire, one)
    follower = Follower(key)
    follower.follow(3)
    from_before = set(follower.has)
    writers = [Thread(target=write, args=(wire, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        follower.follow(3)
        for path in ("/sections/buitenland/items?", "/search?q=tram&"):
            found = follower.newest(path)
            assert len(set(found)) == len(found), "repeated"
            assert from_before <= set(found), "skipped"
    follower.follow(3)
    anew = Follower(key)
    anew.follow(100)
    assert follower.has == anew.has
    assert follower.versions == sorted(follower.versions)
    told = [json.dumps(one) for one in follower.has.values()]
    assert len(told) == WRITERS * STORIES + len(stays)
    killed = [one for one in follower.has.values() if one["pubStatus"] == "canceled"]
    assert 0 < len(killed) < len(told) - len(stays)
