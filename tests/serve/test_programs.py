"""The content API in the page cache: as fast as pages, never out of date, and for nobody but who has the key."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from dateline.api import endpoint
from dateline.api.rates import Rates
from dateline.newsroom import apikeys
from dateline.newsroom.models import Article
from tests.serve.asking import touch
from tests.site import make


@pytest.fixture
def count(monkeypatch, tmp_path):
    made = Rates(tmp_path / "calls", lambda: 6030.0)
    monkeypatch.setattr(endpoint, "rates", lambda: made)
    return made


@pytest.fixture
def ask(reader, count):
    key = apikeys.make("proef", rate=0, by="test")
    reader.poll()

    def asked(path="/items", key=key, **headers):
        return reader.get(f"/api/v1{path}", authorization=f"Bearer {key}", **headers)

    return asked


def up(headline, told=1, **more):
    return make.article(headline, f"Tekst van {headline}. " * 60, told=told, told_at=timezone.now(), **more)


@pytest.mark.parametrize("path", ["/items", "/items?limit=2", "/sections", "/sections/sport/items", "/search?q=-x"])
def test_the_second_call_is_answered_from_memory(reader, ask, path):
    up("Kop")
    first = ask(path)
    assert first.status == 200
    assert ask(path) == first
    assert ask(path, if_none_match=first.headers["etag"]).status == 304
    assert len(reader.asked) == 1
    touch("any", "house")
    reader.poll()
    assert ask(path, if_none_match=first.headers["etag"]).status == 304
    assert len(reader.asked) == 2


def test_what_is_killed_is_gone_from_it(reader, ask):
    row = up("Geheim")
    paths = ("/items", f"/items/{row.short_id}", "/sections/buitenland/items")
    assert all(b"Geheim" in ask(path).body for path in paths)
    Article.objects.update(state=Article.State.KILLED, listed=False, told=2)
    touch("any")
    reader.poll()
    assert not any(b"Geheim" in ask(path).body for path in paths)


def test_what_the_clock_changes_is_kept_until_then(reader, ask):
    now = timezone.now()
    row = up("Straks weg", expires_at=now + timedelta(hours=1))
    up("Straks", 2, embargoed_until=now + timedelta(hours=2))
    for path in ("/items", f"/items/{row.short_id}", "/sections/buitenland/items"):
        ask(path)
    kept = list(reader.cache._corner.pages.entries.values())
    assert len(kept) == 3
    assert all(one.until == row.expires_at.timestamp() for one in kept)


def test_what_one_key_got_no_other_gets(reader, ask):
    up("Kop")
    assert ask().status == 200
    assert ask(key="dl_fout").status == 401
    assert reader.get("/api/v1/items").status == 401
    assert len(reader.cache._corner.pages.entries) == 1


def test_a_key_that_ends_opens_nothing_from_then_on(reader, ask):
    assert ask().status == 200
    apikeys.end("proef", by="test")
    reader.poll()
    assert ask().status == 401


def test_calls_from_memory_count_as_any(reader, ask):
    key = apikeys.make("druk", rate=2, by="test")
    reader.poll()
    assert [ask(key=key).status for _ in range(3)] == [200, 200, 429]
    refused = ask(key=key)
    assert refused.headers["retry-after"] == "30"
    assert refused.headers["content-type"] == "application/problem+json"
    assert json.loads(refused.body)["status"] == 429


def test_it_is_packed_for_who_takes_that(ask):
    up("Kop")
    packed = ask(accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert ask(accept_encoding="gzip", if_none_match=packed.headers["etag"]).status == 304


def test_processes_count_together(tmp_path):
    counting = "import sys; from pathlib import Path; from dateline.api.rates import Rates\n" + (
        "one = Rates(Path(sys.argv[1]), lambda: 6030.0); print(sum(one.take(7, 250) == 0 for _ in range(100)))"
    )
    file = tmp_path / "calls"
    run = [sys.executable, "-c", counting, str(file)]
    running = [subprocess.Popen(run, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) for _ in range(4)]
    assert sum(int(one.communicate()[0]) for one in running) == 250
    assert Rates(file, lambda: 6030.0).take(8, 1) == 0
    assert Rates(file, lambda: 6030.0).take(7, 250) == 30
    assert Rates(file, lambda: 6061.0).take(7, 250) == 0
    assert Rates(Path("/nonexistent/calls")).take(7, 1) == 0
