"""The demonstration's copy: whole, valid where its format says what valid is, and clearly invented."""

import json
import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import etree

from dateline.intake.demo.playlist import PLAYLIST, WIRE, Entry, Playlist, load
from dateline.intake.demo.template import fill

START = datetime(2024, 12, 31, 23, 59, 30, tzinfo=UTC)
MARK = "Invented for Dateline's demonstration. No agency, person or event in it is real."
README = "README.md"
BARE = {"pagina-wetenschap.txt"}
"""Pages saved as text, which have no room for the mark: the README names them."""

FILES = sorted(path.name for path in WIRE.iterdir())
COPY = [name for name in FILES if name not in (PLAYLIST, README)]
XML = [name for name in COPY if name.endswith(".xml")]
JSON = [name for name in COPY if name.endswith(".json")]
NEWSML = [name for name in XML if "<NewsML " in (WIRE / name).read_text("utf-8")]
NITF = "http://iptc.org/std/NITF/2006-10-18/"


@pytest.fixture(scope="module")
def playlist() -> Playlist:
    return load()


def template(name: str) -> str:
    return (WIRE / name).read_text("utf-8")


def parsed(name: str) -> etree._Element:
    return etree.fromstring(fill(template(name), START).encode())


class TestFill:
    def test_forms(self) -> None:
        start = datetime(2025, 1, 1, 12, 0, tzinfo=UTC)
        assert fill("{{t:-5400:basic}}", start) == "20250101T103000+0000"
        assert fill("{{t:-5400:iso}}", start) == "2025-01-01T10:30:00Z"
        assert fill("{{t:-5400:date}}", start) == "20250101"
        assert fill("{{t:-5400:en}}", start) == "Jan 1"
        assert fill("{{t:-5400:day-nl}}", start) == "1 januari 2025"

    def test_signs_and_several_in_one_text(self) -> None:
        text = "a {{t:0:date}} b {{t:+30:date}} c {{t:30:iso}}"
        assert fill(text, START) == "a 20241231 b 20250101 c 2025-01-01T00:00:00Z"

    def test_every_zone_comes_out_in_utc(self) -> None:
        amsterdam = START.astimezone(timezone(timedelta(hours=1)))
        assert fill("{{t:0:basic}} {{t:0:day-nl}}", amsterdam) == "20241231T235930+0000 31 december 2024"

    @pytest.mark.parametrize(
        "text", ["{{t:5:year}}", "{{t:x:iso}}", "{{ t:5:iso }}", "{{t:1.5:iso}}", "{t:5:iso}", "{{}}", "t:5:iso"]
    )
    def test_nothing_else_is_replaced(self, text: str) -> None:
        assert fill(text, START) == text

    def test_a_start_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="zone"):
            fill("{{t:0:iso}}", datetime(2025, 1, 1))


class TestPlaylist:
    def test_every_file_it_names_is_there_and_every_file_is_named(self, playlist: Playlist) -> None:
        assert {entry.file for entry in playlist.initial + playlist.live} == set(COPY)

    def test_it_fills_the_fronts_at_once_and_plays_for_a_while(self, playlist: Playlist) -> None:
        assert len(playlist.initial) >= 60
        assert len(playlist.live) >= 20
        assert all(entry.after == 0 for entry in playlist.initial)
        assert all(3 <= entry.after <= 6 for entry in playlist.live)

    def test_one_file_arrives_a_second_time(self, playlist: Playlist) -> None:
        initial = [entry.file for entry in playlist.initial]
        assert len(initial) == len(set(initial))
        again = [entry.file for entry in playlist.live if entry.file in initial]
        assert len(again) == 1

    def test_the_kill_comes_three_items_after_what_it_kills(self, playlist: Playlist) -> None:
        live = [entry.file for entry in playlist.live]
        kill = next(index for index, name in enumerate(live) if name.endswith("-kill.xml"))
        assert live[kill - 3] == live[kill].replace("-kill", "")
        ids = [parsed(live[index]).findtext(".//NewsItemId") for index in (kill - 3, kill)]
        assert ids[0] == ids[1]

    def test_the_embargo_ends_while_it_plays(self, playlist: Playlist) -> None:
        elapsed = 0.0
        for entry in playlist.live:
            elapsed += entry.after
            change = parsed(entry.file).findtext(".//StatusWillChange/DateAndTime") if entry.file in XML else None
            if change is not None:
                ends = datetime.strptime(change, "%Y%m%dT%H%M%S%z") - START
                end_of_play = sum(one.after for one in playlist.live)
                assert elapsed + 30 < ends.total_seconds() < end_of_play
                return
        pytest.fail("nothing in the playlist is under embargo")

    def test_the_replacement_names_a_headline_that_is_there_once(self, playlist: Playlist) -> None:
        live = "".join(template(entry.file) for entry in playlist.live)
        (named,) = re.findall(r"<p>N i e u w bericht, vervangt: (.*?)</p>", live)
        assert sum(f"<HeadLine>{named}</HeadLine>" in template(entry.file) for entry in playlist.initial) == 1

    def test_only_pages_say_when_they_were_fetched(self, playlist: Playlist) -> None:
        for entry in playlist.initial + playlist.live:
            page = Path(entry.file).suffix in (".txt", ".html")
            assert (entry.fetched_at is not None) == page
            if entry.fetched_at is not None:
                assert datetime.fromisoformat(fill(entry.fetched_at, START)) <= START

    def test_an_entry_stands_by_itself(self) -> None:
        assert Entry("a.xml") == Entry(file="a.xml", after=0.0, fetched_at=None, section=None, provider=None)


@pytest.mark.parametrize("name", COPY)
class TestFile:
    def test_it_is_marked_as_invented(self, name: str) -> None:
        if name in BARE:
            assert f"`{name}`" in template(README)
            assert MARK in template(README)
        elif name in JSON:
            assert json.loads(template(name))["_note"] == MARK
        else:
            assert f"<!-- {MARK} -->" in template(name)

    def test_no_placeholder_is_left(self, name: str) -> None:
        filled = fill(template(name), START)
        assert "{{" not in filled
        assert "}}" not in filled

    def test_it_names_no_day_month_or_time_of_the_day(self, name: str) -> None:
        """The demonstration starts whenever somebody wants to see it."""
        found = re.findall(
            r"(?i)\b(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
            r"|vanochtend|vanmiddag|vanavond|vannacht|this (?:morning|afternoon|evening)|tonight"
            r"|januari|februari|april|juni|juli|augustus|september|oktober|november|december)\b",
            template(name),
        )
        assert not found


@pytest.mark.parametrize("name", XML)
def test_xml_is_well_formed(name: str) -> None:
    assert parsed(name).tag in ("NewsML", f"{{{NITF}}}nitf")


@pytest.mark.parametrize("name", JSON)
def test_json_is_an_answer_of_the_api(name: str) -> None:
    answer = json.loads(fill(template(name), START))
    assert answer["hasError"] is False
    item = answer["data"]
    assert re.fullmatch(r"[0-9a-f]{32}", item["id"])
    etree.fromstring(f"<div>{item['bodyText']}</div>")


@pytest.fixture(scope="module")
def newsml(shared: Path) -> etree.DTD:
    return etree.DTD(str(shared / "schemas" / "dtd" / "NewsMLv1.2.dtd"))


@pytest.fixture(scope="module")
def nitf(shared: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared / "schemas" / "nitf" / "nitf-3-6.xsd"))


@pytest.mark.parametrize("name", NEWSML)
def test_newsml_is_valid(name: str, newsml: etree.DTD, nitf: etree.XMLSchema) -> None:
    """The envelope by its DTD, which knows nothing of NITF; what is inside by the one schema of NITF that loads."""
    tree = parsed(name)
    for content in tree.iter("DataContent"):
        (inner,) = content
        content.remove(inner)
        inner.attrib.clear()  # version and date of its own schema
        for element in inner.iter(etree.Element):
            element.tag = f"{{{NITF}}}{element.tag}"
        assert nitf.validate(inner), nitf.error_log
    assert newsml.validate(tree), newsml.error_log


@pytest.mark.parametrize("name", [name for name in XML if name not in NEWSML])
def test_nitf_is_valid(name: str, nitf: etree.XMLSchema) -> None:
    assert nitf.validate(parsed(name)), nitf.error_log


def test_the_setup_has_a_home_for_everything(playlist: Playlist) -> None:
    setup = tomllib.loads((WIRE.parent / "setup.toml").read_text("utf-8"))
    providers = {provider["code"] for provider in setup["provider"]}
    sections = {section["name"] for section in setup["section"]}
    assert {entry.provider for entry in playlist.initial + playlist.live} - {None} == providers
    assert {rule["section"] for rule in setup["rule"]} == sections
    assert {rule.get("provider") for rule in setup["rule"]} - {None} == providers
    assert {rule["action"] for rule in setup["rule"]} == {"publish", "desk"}
    assert {entry.section for entry in playlist.initial + playlist.live} - {None} <= sections
