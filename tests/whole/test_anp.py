"""ANP's copy: what it says of itself, its versions, and what replaces what."""

import json
from pathlib import Path

import pytest

from tests.conftest import needs_shared
from tests.serve.forked import command
from tests.serve.running import Running, until
from tests.whole.helpers import anp, receive, shown, texts

pytestmark = pytest.mark.once

FOUND = "superdesk-belga/_history/9222bf9_2019-02-10_anp_belga.xml"
API = "superdesk-anp/io/fixtures/anp_news_api-item-detail-{}.json"


@needs_shared
def test_anp_newsml_as_it_was_found(site: Running, shared: Path) -> None:
    file = shared / "wire" / FOUND
    (item,) = (json.loads(line) for line in command(site.data, "convert", str(file)).stdout.splitlines())
    assert item["headline"] == "FNV staat alleen met acties bij PostNL"
    assert (item["guid"], item["version"]) == ("urn:newsml:anp.nl:20181210:ANPX-101218-041", "2")
    assert (item["urgency"], item["firstCreated"]) == (3, "2018-12-10T08:35:49Z")
    assert (item["signal"]["kind"], item["signal"]["target"]) == (
        "replacement",
        "FNV staat alleen met ultimatum aan PostNL",
    )
    received = receive(site.data, file)
    assert received.status == 0
    page = shown(site, received.paths[0])
    assert texts(page, "h1") == ["FNV staat alleen met acties bij PostNL"]
    assert texts(page, ".body p")[0].startswith(f"{item['dateline']['text'].strip()} ")
    assert "N i e u w" not in page.text_content()


@needs_shared
@pytest.mark.parametrize(
    ("name", "headline", "dateline"),
    [
        ("7404db79e88ae6483f56941204943a4a", "Assange wil zich niet 'overgeven' aan VS", "LONDEN (ANP/RTR/BLOOMBERG)"),
        ("bd34da5aa71ea490639e5601f98b238a", "Uitkeringsaanvragen VS stabiel", "WASHINGTON (AFN/BLOOMBERG)"),
    ],
)
def test_anp_news_api(site: Running, shared: Path, name: str, headline: str, dateline: str) -> None:
    file = shared / "wire" / API.format(name)
    item = json.loads(command(site.data, "convert", str(file)).stdout)
    assert (item["guid"], item["headline"]) == (name, headline)
    received = receive(site.data, file)
    assert received.status == 0
    page = shown(site, received.paths[0])
    assert texts(page, "h1") == [headline]
    assert texts(page, ".body p")[0].startswith(f"{dateline} - ")
    for line in item["apparatus"]:
        assert line not in page.text_content(), "no contact line shows"


@pytest.mark.parametrize("order", [(1, 2), (2, 1)], ids=["in order", "the newer first"])
def test_version_2_shows_whichever_comes_first(site: Running, tmp_path: Path, order: tuple[int, int]) -> None:
    number = 100 + order[0]
    copies = {
        1: anp(number, "Brug open", "ZUTPHEN (ANP) - De brug over de IJssel is open."),
        2: anp(number, "Brug weer dicht (2)", "ZUTPHEN (ANP) - De brug over de IJssel is weer dicht.", version=2),
    }
    files = [tmp_path / f"{version}.xml" for version in order]
    for version, file in zip(order, files, strict=True):
        file.write_bytes(copies[version])
    (short_id,) = {path.rsplit("-", 1)[-1] for path in receive(site.data, *files).paths}
    path = f"/buitenland/brug-weer-dicht-{short_id}"
    until(lambda: site.get(path).status == 200, 1.0, "the page of version 2")
    page = shown(site, path)
    assert texts(page, "h1") == ["Brug weer dicht"]
    assert texts(page, ".body p") == ["ZUTPHEN (ANP) - De brug over de IJssel is weer dicht."]
    assert site.get(f"/buitenland/brug-open-{short_id}").headers["location"].endswith(path)


@pytest.mark.parametrize("order", ["old first", "new first"])
def test_what_is_replaced_leads_to_its_replacement(site: Running, tmp_path: Path, order: str) -> None:
    number = 200 if order == "old first" else 210
    headline = f"Staking van {number} loodsen in Delfzijl"
    old = anp(number, headline, "DELFZIJL (ANP) - De loodsen staken.", minutes=90)
    mark = f"N i e u w bericht, vervangt: {headline}"
    text = f"DELFZIJL (ANP) - De {number} loodsen zijn weer aan het werk."
    new = anp(number + 1, f"Loodsen na {number} minuten aan het werk", mark, text, minutes=40)
    (tmp_path / "old.xml").write_bytes(old)
    (tmp_path / "new.xml").write_bytes(new)
    names = ["old.xml", "new.xml"] if order == "old first" else ["new.xml", "old.xml"]
    lines = receive(site.data, *(tmp_path / name for name in names)).items
    first, second = (line.split("  ")[1] for line in (lines if order == "old first" else reversed(lines)))
    gone, stays = first.rsplit("-", 1)[-1], second
    until(lambda: site.get(f"/buitenland/x-{gone}").status == 302, 1.0, "the way to the replacement")
    assert site.get(f"/buitenland/x-{gone}").headers["location"].endswith(stays)
    assert texts(shown(site, stays), ".body p") == [text]
    front = site.get("/buitenland/").body.decode()
    assert stays in front
    assert gone not in front
