"""Every real file of NewsML 1 and NITF: nothing fails, and every word of a body is in exactly one place of the item.

The words are counted here with lxml alone, so that neither the walker nor the reader can vouch for itself.
"""

import re
from html import unescape
from pathlib import Path

import pytest
from lxml import etree, html

from dateline.wire import NewsItem, read
from dateline.wire.formats.base import head_of
from dateline.wire.problems import CODES
from tests.conftest import SHARED, needs_shared

pytestmark = needs_shared

FILES = sorted(
    path for path in (SHARED / "wire").rglob("*.xml") if head_of(path.read_bytes()).root in ("NewsML", "nitf")
)
NO_ITEMS = {"iptc-mastercatalog.xml", "invalid.xml", "valid-efe-high-priority.xml", "aap-finance-lite.xml"}


def squash(text: str) -> str:
    return "".join(text.split())


def tree(data: bytes) -> etree._Element:
    """The file as lxml alone reads it, bare ampersands and the DOCTYPE aside, in UTF-8 or as it is declared."""
    data = re.sub(rb"<!DOCTYPE[^\[>]*(\[.*?\])?\s*>", b"", data, count=1, flags=re.DOTALL)
    data = re.sub(rb"&(?![A-Za-z]+;|#)", b"&amp;", data)
    try:
        data.decode("utf-8")
        parser = etree.XMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    except UnicodeDecodeError:
        parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    root = etree.fromstring(data.strip(), parser)
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


def bodies(root: etree._Element) -> list[str]:
    """The words of each body of a file, in order; of a file of pictures those of the captions."""
    main, captions = [], []
    for element in root.iter("body.content", "DataContent", "ContentItem"):
        if element.find(".//body.content") is not None or element.find("DataContent") is not None:
            continue
        role = element.xpath("string(ancestor::NewsComponent[Role][1]/Role/@FormalName)")
        if role in ("Title", "HeadLine", "SubHeadLine", "StyleSheet") or element.xpath("ancestor::note"):
            continue
        (captions if role == "Caption" else main).append(words_of(element))
    return [words for words in (main if any(main) else captions) if words]


def words_of(element: etree._Element) -> str:
    for aside in element.xpath(".//media | .//head | .//Catalog | .//TopicSet | Comment | Characteristics"):
        tail = aside.tail or ""
        aside.clear()
        aside.tail = tail
    text = "".join(element.itertext())
    if not len(element) and re.search(r"<[A-Za-z]|&lt;", text):
        text = html.fromstring(f"<div>{unescape(text) if '&lt;' in text else text}</div>").text_content()
    return squash(text)


def other_words(item: NewsItem) -> list[str]:
    """What of the body's words went elsewhere than into the text, each piece on its own; long ones first."""
    pieces = [item.dateline.text if item.dateline else "", (item.signal.text or "") if item.signal else ""]
    pieces += [*item.apparatus, item.byline or "", item.note or "", item.headline or ""]
    lines = [squash(line) for piece in pieces for line in piece.split("\n")]
    return sorted(filter(None, lines), key=len, reverse=True)


def without(source: str, items: tuple[NewsItem, ...]) -> str:
    """What is left of a body when each paragraph of the texts, in order, and each other piece is taken out once."""
    left, at = [], 0
    for item in items:
        for paragraph in map(squash, item.text.split("\n\n")):
            found = source.index(paragraph, at)
            left.append(source[at:found])
            at = found + len(paragraph)
    rest = "\n".join([*left, source[at:]])
    for item in items:
        for piece in other_words(item):
            rest = rest.replace(piece, "", 1)
    return squash(rest)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_is_read_and_each_of_its_words_is_in_one_place(path: Path) -> None:
    data = path.read_bytes()
    reading = read(data)
    assert bool(reading.items) == (path.name not in NO_ITEMS)
    assert reading.items or reading.set_aside
    for item in reading.items:
        assert {problem.code for problem in item.problems} <= CODES.keys() - {"words-differ"}
        assert item.guid
        assert squash(html.fromstring(f"<div>{item.body}</div>").text_content()) == squash(item.text)
    assert without("".join(bodies(tree(data))), reading.items) == ""


def test_the_corpus_is_there() -> None:
    assert len(FILES) > 80
