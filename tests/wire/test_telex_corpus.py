"""Every real file of the old line formats: nothing fails, and every word of a text is in the item, in its order.

The words are counted here from the bytes alone, with no help of the readers.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from dateline.wire import NewsItem, read
from dateline.wire.problems import CODES
from tests.conftest import SHARED, needs_shared

pytestmark = needs_shared

WIRE = SHARED / "wire"
FILES = sorted(
    path
    for pattern in (
        "dpa-iptc7901/tests/data/output/*.iptc",
        "superdesk-core/io/fixtures/*anpa*.tst",
        "superdesk-core/io/fixtures/*dpa_*.txt",
        "superdesk-core/io/fixtures/IPTC7901.txt",
        "superdesk-belga/io/fixtures/dpa.txt",
        "superdesk-aap/io/fixtures/*.tst",
        "superdesk-aap/io/fixtures/premierships.txt",
        "belga-telex-examples/*.txt",
        "anpa-pozar/testfile.baycity",
        "depeches-fr/depeches.txt",
    )
    for path in WIRE.glob(pattern)
    if path.name != "IDY21020.tst"
)
WORD = re.compile(r"[^\W_½]+")
ROUTING = re.compile(r"(?:YY .*|%\S.*|[$*&]\S|\+\d{8}|[A-Z]{2}#.*|\s*ZCZC.*|NNNN|:\d+/\d+/\d+|=.*)", re.IGNORECASE)


def text_of(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.replace(b"\0", b"").decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def source_words(path: Path) -> list[str]:
    """The words of all texts of a file, in order, without headers and trailers."""
    text = text_of(path)
    if "\x02" in text:
        texts = [piece.partition("\x03")[0] for piece in text.split("\x02")[1:]]
        texts = [re.sub(r"^\^(?:BC|AM|PM)-[^<]*<", "", piece) for piece in texts]
        texts = [re.sub(r"^\s*BCN\d+:UPDATE:", "", piece) for piece in texts]  # the signal has the words of the text
        return [word for piece in texts for word in WORD.findall(piece.casefold())]
    lines = re.split(r"\r\n|\n|\r", text)
    if path.suffix == ".tst" or path.name == "premierships.txt":
        lines = [line.removeprefix("^") for line in lines if not ROUTING.fullmatch(line.strip("\x0f\x19 "))]
        lines = lines[1:] if lines[0].startswith("\x01") else lines
        if lines[0].startswith("Source:"):
            lines = lines[2:]
    elif path.name == "depeches.txt":
        lines = [line.removeprefix(".T ") for line in lines if not re.match(r"\.[NDC] ", line)]
    else:
        lines = [line for line in lines[2:] if not re.fullmatch(r"/\S+/|\S+/|\d{6} .*", line.strip())]
    return [word for line in lines for word in WORD.findall(line.casefold())]


def item_words(item: NewsItem) -> list[str]:
    told = [item.headline, item.subheadline, item.abstract, item.byline, item.note, item.ed_note, item.text]
    told += [item.dateline.text if item.dateline else None, item.signal.text if item.signal else None]
    told += [*item.apparatus, *(subject.name for subject in item.subjects), item.slugline]
    return [word for piece in told if piece for word in WORD.findall(piece.casefold())]


def is_in_order(words: list[str], source: list[str]) -> bool:
    at = iter(source)
    return all(any(word == found for found in at) for word in words)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_word_is_in_the_item_and_those_of_the_text_are_in_order(path: Path) -> None:
    reading = read(path.read_bytes())
    assert reading.items
    assert {problem.code for problem in reading.set_aside} <= CODES.keys()
    for item in reading.items:
        assert {problem.code for problem in item.problems} <= CODES.keys() - {"words-differ", "cut-off"}
        assert item.guid
        assert item.status == "usable"
    assert len({item.guid for item in reading.items}) == len(reading.items)
    source = source_words(path)
    assert Counter(source) - Counter(word for item in reading.items for word in item_words(item)) == Counter()
    assert is_in_order([word for item in reading.items for word in WORD.findall(item.text.casefold())], source)


def test_every_story_of_reuters_keeps_its_words() -> None:
    for path in sorted((WIRE / "corpora/reuters21578").glob("*.sgm")):
        data = path.read_bytes()
        reading = read(data)
        stories = re.findall(rb"<TEXT.*?</TEXT>", data, re.DOTALL)
        assert len(reading.items) == len(stories) == 1000
        assert len({item.guid for item in reading.items}) == 1000
        for item, story in zip(reading.items, stories, strict=True):
            plain = re.sub(r"</?[A-Z]+(?: TYPE=\"[A-Z]+\")?>", "", story.decode("latin-1"))
            plain = re.sub(r"&#\d+;", "", plain).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            assert (item.provider, item.language, item.status) == ("RTR", None, "usable")
            assert item.version_created is not None
            assert Counter(WORD.findall(plain.casefold())) - Counter(item_words(item)) == Counter()
            assert is_in_order(WORD.findall(item.text), WORD.findall(plain))


def test_the_corpus_is_there() -> None:
    assert len(FILES) >= 29
