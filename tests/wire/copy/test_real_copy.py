"""The grammar over the real copy of ../shared, of which nothing stands here."""

import html
import re
from pathlib import Path

import pytest

from dateline.wire import Unreadable, read
from dateline.wire.copy.apparatus import is_apparatus, is_editors_note, opens_notebook, trailing
from dateline.wire.copy.bylines import is_byline
from dateline.wire.copy.datelines import parse_dateline, parse_dateline_field, render_dateline
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.headlines import read_headline
from dateline.wire.copy.signals import read_line

pytestmark = pytest.mark.needs_shared

_STORY = re.compile(r"<BODY>(.*?)</BODY>", re.DOTALL)
_FIELD = re.compile(r"<DATELINE>(.*?)</DATELINE>", re.DOTALL)
_TITLE = re.compile(r"<TITLE>(.*?)</TITLE>", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z\"])")


def reuters(shared: Path, pattern: re.Pattern[str]) -> list[str]:
    files = sorted((shared / "wire/corpora/reuters21578").glob("*.sgm"))
    text = "".join(path.read_text(encoding="latin-1") for path in files)
    return [html.unescape(found).replace("\x03", "") for found in pattern.findall(text)]


def test_no_sentence_of_two_thousand_stories_is_taken_for_something_else(shared: Path) -> None:
    paragraphs = [
        " ".join(paragraph.split())
        for story in reuters(shared, _STORY)
        for paragraph in story.split("\n    ")
        if paragraph.strip()
    ]
    sentences = {sentence for paragraph in paragraphs for sentence in [paragraph, *_SENTENCE.split(paragraph)]}
    assert len(sentences) > 10_000
    looks = (parse_dateline, read_line, is_byline, announces_embargo, is_editors_note, opens_notebook)
    taken = [sentence for sentence in sentences if any(look(sentence) for look in looks)]
    assert taken == []
    closing = [sentence for sentence in sentences if is_apparatus(sentence) or trailing(sentence)]
    assert all(re.search(r"(?i)\b(reuters?|more)\W*$", sentence) for sentence in closing)


def test_every_dateline_of_two_thousand_stories_gives_its_place(shared: Path) -> None:
    fields = [" ".join(field.split()) for field in reuters(shared, _FIELD)]
    assert len(fields) > 1_500
    assert [field for field in fields if (found := parse_dateline_field(field)) is None or not found.places] == []


def test_the_head_and_the_foot_of_two_thousand_stories_are_found_where_they_stand(shared: Path) -> None:
    stories = [story for story in reuters(shared, re.compile(r"<TEXT>(.*?)</TEXT>", re.DOTALL)) if "<BODY>" in story]
    assert len(stories) > 1_800
    missed, changed, left = [], [], []
    for story in stories:
        line, text = (html.unescape(pattern.findall(story)[0]).strip() for pattern in (_FIELD, _STORY))
        found = parse_dateline(f"{line} {text.lstrip()}")
        if found is None:
            missed.append(line)
        elif "".join(found.dateline.text.split()) != "".join(line.split()):
            changed.append((found.dateline.text, line))
        last = " ".join(text.split("\n")[-1].split())
        if re.search(r"(?<![a-z] )Reuter$", last) and not (is_apparatus(last) or trailing(last)):
            left.append(last)
    assert len(missed) <= 14  # `NEW YORK, Narch 2 -`, `Bogota, march 4 - colombia's …`: slips of those who keyed them
    assert len(changed) <= 3  # the field has some of the text in it
    assert left == []


def test_titles_lose_nothing_but_marks(shared: Path) -> None:
    titles = [" ".join(title.split()) for title in reuters(shared, _TITLE)]
    marked = [title for title in titles if read_headline(title).headline != title]
    assert 0 < len(marked) < 20
    assert all(title.startswith(("CORRECTED", "(CORRECTED)", "(RPT)", "RPT")) for title in marked)


def test_every_dateline_of_the_page_that_started_it_renders_as_it_was_written(shared: Path) -> None:
    page = (shared / "seed/page.txt").read_text(encoding="utf-8")
    lines = [re.sub(r"^\d+ uur geleden", "", line) for line in page.splitlines()]
    found = [(line, dateline) for line in lines if (dateline := parse_dateline(line)) is not None]
    assert len(found) == 8
    for line, (dateline, end) in found:
        assert render_dateline(dateline.places, dateline.agencies) == line[:end]


@pytest.mark.parametrize(
    ("folder", "pattern", "least"),
    [
        ("stt-lehtikuva-g2", "*.xml", 300),  # Finnish
        ("afp-arabic-newsml12", "*.xml", 30),
        ("dpa-newsmlg2-testdata", "*.xml", 80),  # German
        ("superdesk-belga", "*newsml*.xml", 10),  # Dutch and French
    ],
)
def test_no_paragraph_from_within_a_story_says_anything_of_the_copy(
    shared: Path, folder: str, pattern: str, least: int
) -> None:
    paragraphs: set[str] = set()
    for path in sorted((shared / "wire" / folder).rglob(pattern))[:80]:
        try:
            items = read(path.read_bytes()).items
        except Unreadable:
            continue
        paragraphs.update(text for item in items for text in item.text.split("\n\n")[2:-1])
    assert len(paragraphs) >= least
    looks = (read_line, is_byline, announces_embargo, is_editors_note, opens_notebook)
    assert [text for text in paragraphs if any(look(text) for look in looks)] == []
