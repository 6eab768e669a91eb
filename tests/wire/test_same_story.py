"""One story of dpa in its several formats reads alike: facts and words."""

from pathlib import Path

import pytest

from dateline.wire import NewsItem, read
from dateline.wire.formats.table import FORMATS
from tests.conftest import SHARED, needs_shared

pytestmark = needs_shared

WIRE = SHARED / "wire"
NAMES = {row.name for row in FORMATS if row.reads}
STORIES = ("nsb-n1", "lesestuecke")


def renderings(story: str) -> dict[str, Path]:
    """The files of a story that a reader of this tree reads, by the name of their folder."""
    name = story.replace("-", "_")
    found = {"iptc7901": WIRE / f"dpa-iptc7901/tests/data/output/{story}.iptc"}
    if "dpa-digitalwires" in NAMES:
        found["json"] = WIRE / f"dpa-iptc7901/tests/data/input/{story}.json"
    if "newsml-g2" in NAMES:
        found["g2"] = WIRE / f"dpa-digitalwires/tests/data/output/{name}.xml"
    return found


def one(path: Path) -> NewsItem:
    (item,) = [item for item in read(path.read_bytes()).items if item.kind == "text"]
    return item


def words(text: str | None) -> list[str]:
    """The words of a text; addresses and quotation marks are written differently by the formats."""
    return (text or "").replace("«", '"').replace("»", '"').replace("„", '"').replace("“", '"').split()


@pytest.mark.parametrize("story", STORIES)
def test_a_story_reads_alike_in_all_its_formats(story: str) -> None:
    items = {name: one(path) for name, path in renderings(story).items()}
    telex = items["iptc7901"]
    for name, item in items.items():
        assert (item.provider, item.language, item.status) == (telex.provider, telex.language, telex.status), name
        assert (item.headline, item.urgency, item.section) == (telex.headline, telex.urgency, telex.section), name
        # a teaser is a field of its own in some, and the first paragraph of the body in G2
        assert words(item.abstract) + words(item.text) == words(telex.abstract) + words(telex.text), name
        assert (item.signal and item.signal.kind) == (telex.signal and telex.signal.kind), name
        assert (item.dateline is None) == (telex.dateline is None), name
        if item.dateline is not None and telex.dateline is not None:
            assert item.dateline.text == telex.dateline.text, name
            assert (item.dateline.places, item.dateline.agencies) == (telex.dateline.places, telex.dateline.agencies)
        assert item.version_created is not None
        assert telex.version_created is not None
        # the telex is made from the story up to some minutes later, and has no seconds
        assert abs((item.version_created - telex.version_created).total_seconds()) < 120, name


def test_nitf_reads_like_the_telex_of_another_day() -> None:
    """No story is there both in NITF and in IPTC 7901: the same kinds of facts come from each."""
    nitf = one(WIRE / "dpa-nitf-s3push/extended/preprocess/data/nitf-starline.xml")
    telex = one(WIRE / "dpa-iptc7901/tests/data/output/nsb-n1.iptc")
    for item in (nitf, telex):
        assert (item.provider, item.status, item.urgency) == ("DPA", "usable", 4)
        assert item.abstract is not None
        assert item.dateline is not None
        assert item.dateline.agencies[0] == "DPA"
        assert not item.text.startswith(item.dateline.text)
    assert nitf.keywords == ("Auszeichnungen", "Film", "Niedersachsen")
    assert telex.keywords == ("Verkehr", "Bahn", "Niedersachsen")
