"""The page that started it: from its file to a page in a browser, and from that page back."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browsing import New
from tests.conftest import SHARED, needs_shared
from tests.serve.forked import command
from tests.serve.running import Running, running
from tests.whole.helpers import receive

NOON = "2025-11-28T12:00:00+01:00"

INVENTED = """Havenmeester: geen boten vergaan bij storm in Valdorië
MONTELAR (ANP/AFP/RTR) - De havenmeester van Montelar zegt dat er geen boten zijn vergaan. De storm duurde twee dagen.
Vissers dachten woensdag nog dat er drie schepen waren gezonken. Die bleken "een nachtje" in een andere haven te liggen.
Meer uit Economie
KARSHOLT (ANP/RTR) - De regering van Kestrië treedt af. De premier maakte dat bekend na een debat van elf uur.
1 uur geledenMONTELAR (ANP/RTR) - Boeren in Valdorië krijgen volgend jaar minder water. De meren staan lager dan ooit.
1 uur geledenPORT AMARA (ANP/AFP) - De veerpont naar Lumara vaart weer. Zij lag veertien maanden in het dok.
2 uur geledenWENEN (ANP/RTR/AFP) - Een ambassade is per ongeluk verhuisd. De dozen stonden bij het verkeerde pand.
3 uur geledenKARSHOLT (ANP/RTR/BLOOMBERG) - De centrale bank van Kestrië houdt de rente gelijk. De prijzen dalen.
4 uur geledenWENEN (ANP) - De dozen van de ambassade zijn terug. Er ontbreekt een paraplu, meldt een zegsman.
4 uur geledenLUMARA (ANP) - De klok van Lumara loopt weer gelijk. De torenwachter stelde haar zondag bij.
4 uur geleden
"""

RAILS = {
    "seed": ["KYIV", "WASHINGTON", "PARIJS", "BERLIJN", "BISJKEK", "WASHINGTON", "MANCHESTER"],
    "invented": ["KARSHOLT", "MONTELAR", "PORT AMARA", "WENEN", "KARSHOLT", "WENEN", "LUMARA"],
}
DATELINES = {
    "seed": "MOSKOU (ANP/AFP/RTR) - De Noord-Koreaanse",
    "invented": "MONTELAR (ANP/AFP/RTR) - De havenmeester",
}
SECTIONS = {"seed": "Buitenland", "invented": "Economie"}
AGES = ["1 uur geleden", "1 uur geleden", "2 uur geleden", "3 uur geleden", *3 * ["4 uur geleden"]]


@pytest.fixture(params=[pytest.param("seed", marks=needs_shared), "invented"], scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def file(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if name == "seed":
        return SHARED / "seed" / "page.txt"
    file = tmp_path_factory.mktemp("copy") / "page.txt"
    file.write_text(INVENTED)
    return file


def rail(page: Page) -> list[str]:
    return [text.split(" (")[0] for text in page.locator(".rail .dateline").all_inner_texts()]


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Takes pages in with the time at which they were fetched."""
    with running(tmp_path_factory.mktemp("fetched") / "data") as site:
        yield site


@pytest.fixture(scope="module")
def unfetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Takes pages in without it."""
    with running(tmp_path_factory.mktemp("unfetched") / "data") as site:
        yield site


def test_with_the_time_of_fetching(name: str, file: Path, fetched: Running, new_page: New, tmp_path: Path) -> None:
    received = receive(fetched.data, file, "--section", SECTIONS[name], "--fetched-at", NOON)
    assert (received.status, received.wrong) == (0, [])
    assert len(received.paths) == 8
    page = open_article(fetched, received.paths[0], new_page)
    assert page.inner_text(".body p >> nth=0").startswith(DATELINES[name])
    assert page.inner_text(".rail h2") == f"Meer uit {SECTIONS[name]}"
    assert rail(page) == RAILS[name]
    assert page.locator(".rail .age").all_inner_texts() == AGES
    assert page.locator("article time").count() == 0, "the article has no date, so none is invented"
    saved = tmp_path / "saved.txt"  # as somebody saves the page
    saved.write_text(page.inner_text("body"))
    done = command(tmp_path, "convert", str(saved), str(file), "--fetched-at", NOON)
    assert done.returncode == 0, done.stderr
    read = [plain(json.loads(line)) for line in done.stdout.splitlines()]
    assert len(read) == 16
    assert read[:8] == read[8:]


def test_without_it_times_are_unknown(name: str, file: Path, unfetched: Running, new_page: New) -> None:
    received = receive(unfetched.data, file, "--section", SECTIONS[name])
    assert (received.status, received.wrong) == (0, [])
    assert len(received.paths) == 8
    page = open_article(unfetched, received.paths[0], new_page)
    assert rail(page) == RAILS[name]
    assert page.locator("main time").count() == 0
    said = [json.loads(line) for line in command(unfetched.data, "convert", str(file)).stdout.splitlines()]
    assert len(said) == 8
    for item in said:
        assert item["versionCreated"] is None
        assert "time-unknown" in {problem["code"] for problem in item["problems"]}


def open_article(site: Running, path: str, new_page: New) -> Page:
    return new_page(f"http://localhost:{site.port}{path}", at=datetime.fromisoformat(NOON))


def plain(item: dict[str, object]) -> dict[str, object]:
    """What a reader gets of an item, and its identity."""
    keys = ("guid", "headline", "dateline", "credit", "text", "section", "versionCreated", "precision")
    return {key: item[key] for key in keys}
