"""Every real file of NewsML-G2: nothing fails, and every word of a text is in exactly one place of the item.

The words are counted here with lxml alone: those of the one form of the text that is best marked up (`inlineXML`, else
the longest `inlineData`).
"""

from pathlib import Path

import pytest
from lxml import etree, html

from dateline.wire import read
from dateline.wire.formats.base import head_of
from dateline.wire.problems import CODES
from tests.conftest import SHARED, needs_shared
from tests.wire.test_corpus import other_words, squash

pytestmark = needs_shared

ROOTS = {"newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"}
FILES = sorted(
    path
    for path in (SHARED / "wire").rglob("*")
    if path.is_file()
    and path.suffix not in (".json", ".txt", ".html", ".md", ".py")
    and head_of(path.read_bytes()[:100_000]).root in ROOTS
)
NO_NEWS = {"events", "sports-content"}


def tree(data: bytes) -> etree._Element:
    """The file as lxml alone reads it, in UTF-8 where it is, with the prefix declared that one sample forgets."""
    data = data.replace(b"<nitf xsi:schemaLocation", b"<nitf schemaLocation")
    try:
        data.decode("utf-8")
        parser = etree.XMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, recover=True)
    except UnicodeDecodeError:
        parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    root = etree.fromstring(data.strip(), parser)
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


def text_of(item: etree._Element) -> str:
    """The words of an item's text."""
    forms = item.xpath("contentSet/inlineXML") or sorted(
        item.xpath("contentSet/inlineData"), key=lambda one: -len(one.text or "")
    )
    for form in forms[:1]:
        if form.xpath(".//*[self::events or self::sports-content]"):
            return ""
        for element in form.xpath(".//head | .//body.head | .//media | .//img | .//script | .//style"):
            tail = element.tail or ""
            element.clear()
            element.tail = tail
        text = "".join(form.itertext())
        if not len(form) and "<p" in text:
            text = html.fromstring(f"<div>{text}</div>").text_content()
        return squash(text)
    return ""


def without(text: str, titles: list[str]) -> str:
    """A text without the headlines that stand in it."""
    for title in titles:
        text = text.replace(title, "")
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_is_read_and_each_of_its_words_is_in_one_place(path: Path) -> None:
    data = path.read_bytes()
    reading = read(data)
    assert reading.format == "newsml-g2"
    assert reading.items or reading.set_aside
    sources = {element.get("guid"): element for element in tree(data).iter("newsItem")}
    for item in reading.items:
        assert {problem.code for problem in item.problems} <= CODES.keys() - {"words-differ", "content-unknown"}
        assert squash(html.fromstring(f"<div>{item.body}</div>").text_content()) == squash(item.text)
        source = text_of(sources[item.guid]) if item.guid in sources else ""
        marks = ["", *((item.signal.text or "").split("\n") if item.signal else [])]
        titles = [*(mark + (item.headline or "") for mark in marks), item.kicker or "", item.subheadline or ""]
        titles = sorted(filter(None, map(squash, titles)), key=len, reverse=True)
        if item.kind != "text" and not without(source, titles):
            continue  # the text is the caption, from the metadata
        if not source:
            assert item.kind != "text" or not item.text or path.name.startswith("LISTING_21")
            continue
        at, left = 0, []
        for paragraph in map(squash, item.text.split("\n\n")):
            found = source.index(paragraph, at)
            left.append(source[at:found])
            at = found + len(paragraph)
        rest = without("\n".join([*left, source[at:]]), titles)
        for piece in other_words(item):
            rest = rest.replace(piece, "", 1)
        assert squash(rest) == ""


def test_the_corpus_is_there() -> None:
    assert len(FILES) > 550
