"""`dateline setup`: every mistake with its line, the same twice is nothing, and what it writes out it takes in."""

from pathlib import Path

import pytest

from tests.serve.forked import command
from tests.serve.running import Running, until
from tests.whole.helpers import asked, shown, texts

pytestmark = pytest.mark.once

GOOD = """[site]
title = "De Zwaan"
rail_size = 5

[[provider]]
code = "NNB"
name = "Noordelijk Nieuwsbureau"
retention_days = 30
known_terms = ["Vrij te gebruiken.", "\\"Aanhalingstekens\\" en é"]

[[section]]
slug = "buitenland"
name = "Buitenland"

[[section]]
slug = "nieuws"
name = "Nieuws & meer"
update_moves_up = true

[[source]]
slug = "sftp"
kind = "folder"
path = "{folder}"
done = "stay"
providers = ["NNB"]

[[rule]]
provider = "NNB"
category = "BUI"
section = "Buitenland"

[[rule]]
section = "nieuws"
action = "desk"
"""

BAD = """[site]
language = "fr"
tittle = "De Zwaan"

[[provider]]
code = "NNB"
name = "Noordelijk Nieuwsbureau"

[[section]]
slug = "Buiten land"
name = "Buitenland"

[[rule]]
provider = "NBB"
section = "Binenland"
action = "print"
"""


def test_every_mistake_is_named_with_its_line_and_nothing_is_changed(tmp_path: Path) -> None:
    file = tmp_path / "newsroom.toml"
    file.write_text(BAD)
    done = command(tmp_path / "data", "setup", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    named = {int(line.split(":")[1]): line for line in done.stderr.splitlines()}
    assert all(line.startswith(f"{file}:") for line in named.values())
    assert {2, 3, 10, 14, 15, 16} <= set(named), done.stderr
    assert "retention_days" in done.stderr
    for table in ("provider", "section", "rule"):
        assert asked(tmp_path / "data", f"SELECT count(*) FROM newsroom_{table}") == [0], table
    file.write_text("[site\n")
    done = command(tmp_path / "data", "setup", str(file))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith(f"{file}:1: ")


def test_the_same_twice_is_nothing_and_what_is_written_out_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "newsroom.toml"
    file.write_text(GOOD.format(folder=tmp_path / "in"))
    first, second = (command(tmp_path / "data", "setup", str(file)) for _ in range(2))
    assert (first.stdout, second.stdout) == ("set up\n", "nothing to change\n")
    written = command(tmp_path / "data", "setup", "--export").stdout
    for words in ('title = "De Zwaan"', "rail_size = 5", 'name = "Nieuws & meer"', 'action = "desk"'):
        assert words in written
    file.write_text(written)
    assert command(tmp_path / "data", "setup", str(file)).stdout == "nothing to change\n"
    assert command(tmp_path / "other", "setup", str(file)).stdout == "set up\n"
    assert command(tmp_path / "other", "setup", "--export").stdout == written


def test_a_running_site_follows_within_a_second(site: Running, tmp_path: Path) -> None:
    file = tmp_path / "title.toml"
    file.write_text('[site]\ntitle = "De Nieuwe Zwaan"\n')
    site.get("/")
    assert command(site.data, "setup", str(file)).returncode == 0
    until(lambda: texts(shown(site, "/"), "header .title") == ["De Nieuwe Zwaan"], 1.0, "the new title")
    assert texts(shown(site, "/buitenland/"), "header .title") == ["De Nieuwe Zwaan"]
