"""The whole way: from an API that is set up in a file to pages that readers see."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from tests.databases import rows
from tests.serve.forked import command
from tests.serve.running import Running, running, until

from .standin import SECRET, USER, StandIn

pytestmark = [pytest.mark.slow, pytest.mark.once]

SETUP = """
[[provider]]
code = "ANP"
name = "Algemeen Nederlands Persbureau"
retention_days = 0

[[section]]
slug = "buitenland"
name = "Buitenland"

[[source]]
slug = "anp-api"
kind = "anp-api"
url = "{url}"
user = "{user}"
secret_from = "env:ANP_SECRET"
auth = "{auth}"
services = ["ANP 101"]
every = 1
providers = ["ANP"]

[[rule]]
provider = "ANP"
section = "Buitenland"
"""


def headlines(site: Running, path: str = "/") -> list[str]:
    """The headlines of a page, newest first."""
    tree = html.fromstring(site.get(path).body)
    return [link.text_content() for link in tree.cssselect("main h1, main h2, main h3")]


def set_up(api: StandIn, place: Path, auth: str) -> Path:
    """A data directory whose newsroom polls the stand-in."""
    api.login = auth == "login"
    (place / "setup.toml").write_text(SETUP.format(url=api.url, user=USER, auth=auth))
    done = command(place / "data", "setup", str(place / "setup.toml"))
    assert done.returncode == 0, done.stderr
    return place / "data"


def test_news_is_on_the_site_within_seconds_and_so_is_its_next_version(api: StandIn, tmp_path: Path):
    data = set_up(api, tmp_path, "basic")
    api.publish("dienst-1", "eerst", ago=120)
    with running(data, ANP_SECRET=SECRET) as site:
        until(lambda: "Verzonnen bericht eerst" in headlines(site), 15, "what was there before")
        api.publish("dienst-1", "nieuw")
        until(lambda: "Verzonnen bericht nieuw" in headlines(site), 10, "the new item")
        listed = list(api.services["dienst-1"].entries)
        api.revise("dienst-1", "nieuw", version=2, title="Verzonnen bericht, verbeterd")
        until(lambda: "Verzonnen bericht, verbeterd" in headlines(site), 60, "version 2")
        assert api.services["dienst-1"].entries == listed
        assert "Verzonnen bericht nieuw" not in headlines(site)
        assert SECRET not in site.said()
    # Whoever starts next need not wait.
    ((due,),) = rows(data, "SELECT due_at FROM newsroom_pollmark WHERE service = ''")
    assert datetime.fromisoformat(due).replace(tzinfo=UTC) <= datetime.now(UTC)


def test_it_signs_in_by_a_log_in_call_as_well(api: StandIn, tmp_path: Path):
    data = set_up(api, tmp_path, "login")
    api.publish("dienst-1", "eerst")
    with running(data, ANP_SECRET=SECRET) as site:
        until(lambda: "Verzonnen bericht eerst" in headlines(site), 15, "the item")
    assert api.log_ins == 1
