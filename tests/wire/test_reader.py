"""The reader: from bytes to items, whatever the format. All copy is invented."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire import Reading, Unreadable, read, reader
from dateline.wire.draft import Block, Draft
from dateline.wire.errors import REASONS
from dateline.wire.formats.base import head_of
from dateline.wire.formats.table import FORMATS, detect
from dateline.wire.profiles import UNKNOWN
from tests.wire.formats.newsml1_copy import simple


def refusal(data: bytes, **known: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, **known)  # type: ignore[arg-type]
    assert caught.value.code in REASONS
    return caught.value


def test_detection_looks_at_the_content_and_not_at_the_name() -> None:
    assert read(simple(), name="plaatje.jpg").format == "newsml-1"
    assert detect(b"<!-- a --><?x y?>\n<!DOCTYPE nitf [<!ENTITY % a '>'>]>\n<nitf/>").name == "nitf"
    assert detect(b"\xef\xbb\xbf<NewsML/>").name == "newsml-1"
    assert detect("<?xml version='1.0'?><NewsML/>".encode("utf-16")).name == "newsml-1"
    assert detect(b"<n:NewsML xmlns:n='urn:x'>").name == "newsml-1"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<foo><nitf/></foo>", "XML whose root element is <foo>"),
        (b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", "RDF that is no feed"),
        (b'{"a": 1}', "JSON"),
        (bytes(range(256)) * 4, "something that is not text"),
    ],
)
def test_what_is_in_no_known_format_is_refused_with_what_it_looks_like(data: bytes, words: str) -> None:
    error = refusal(data)
    assert error.code == "unknown-format"
    assert words in str(error)


@pytest.mark.parametrize("data", [b"", b"  \r\n", b"\0\0\0\0", b"\xef\xbb\xbf \n"])
def test_nothing_is_empty(data: bytes) -> None:
    assert refusal(data).code == "empty"


def test_a_format_that_is_named_and_not_known() -> None:
    assert "newsml-1" in str(refusal(simple(), format="morse"))


def test_every_format_has_a_name_of_its_own_and_reads_or_writes() -> None:
    assert len({row.name for row in FORMATS}) == len(FORMATS)
    for row in FORMATS:
        assert row.reads or row.writes
        assert (row.format.looks_like is None) == (row.format.read is None)


def test_the_table_says_of_each_format_what_its_module_says() -> None:
    for row in FORMATS:
        format = row.format
        assert (row.name, row.reads, row.writes) == (format.name, format.read is not None, format.write is not None)


def test_an_unexpected_error_becomes_unreadable_and_keeps_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(draft: Draft) -> object:
        raise RuntimeError("kapot")

    monkeypatch.setattr(reader, "profile_for", fail)
    error = refusal(simple())
    assert error.code == "malformed"
    assert isinstance(error.__cause__, RuntimeError)


def test_a_grammar_that_loses_a_word_leaves_the_copy_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(draft: Draft, habit: object) -> None:
        draft.blocks[0] = Block("p", "<p>Eerste</p>", "Eerste")
        draft.blocks[1].role = "apparatus"

    monkeypatch.setattr(reader.grammar, "apply", lose)
    [found] = read(simple()).items
    assert found.text == "Eerste alinea.\n\nTweede alinea."
    assert [problem.code for problem in found.problems] == ["words-differ"]


def test_a_grammar_that_only_splits_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def split(draft: Draft, habit: object) -> None:
        draft.blocks[0:1] = [
            Block("p", "<p>Eerste</p>", "Eerste", "apparatus"),
            Block("p", "<p>alinea.</p>", "alinea."),
        ]

    monkeypatch.setattr(reader.grammar, "apply", split)
    [found] = read(simple()).items
    assert (found.text, found.apparatus, found.problems) == ("alinea.\n\nTweede alinea.", ("Eerste",), ())


def test_the_zone_of_the_source_comes_before_that_of_the_agency() -> None:
    def moment(zone: ZoneInfo | None, own: ZoneInfo | None) -> datetime | None:
        draft = Draft(format="nitf", guid="a", version_created=datetime(2024, 7, 1, 12))
        profile = msgspec.structs.replace(UNKNOWN, zone=own)
        reader._settle_times(draft, zone or profile.zone)
        return draft.version_created

    brussels, tokyo = ZoneInfo("Europe/Brussels"), ZoneInfo("Asia/Tokyo")
    assert moment(tokyo, brussels) == datetime(2024, 7, 1, 3, tzinfo=UTC)
    assert moment(None, brussels) == datetime(2024, 7, 1, 10, tzinfo=UTC)
    assert moment(None, None) == datetime(2024, 7, 1, 12, tzinfo=UTC)


def outcome(file: bytes) -> Reading | Unreadable:
    try:
        return read(file)
    except Unreadable as refused:
        return refused


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    for file in (data, b"<NewsML>" + data, b"<nitf>" + data, b"<nitf><body>" + data + b"</body></nitf>"):
        head_of(file)
        found = outcome(file)
        if isinstance(found, Unreadable):
            assert found.code in REASONS
            assert str(found)


TAGS = (
    "NewsItem Identification NewsIdentifier PublicIdentifier RevisionId NewsManagement Status StatusWillChange "
    "FutureStatus DateAndTime Urgency NewsComponent Role NewsLines HeadLine ByLine NewsLine NewsLineText ContentItem "
    "DataContent nitf head docdata doc-id date.issue body body.head hedline hl1 dateline location story.date p media "
    "body.content media-reference media-caption table tr td ul li AdministrativeMetadata Provider Party Topic TopicSet "
    "DescriptiveMetadata Language SubjectCode Subject Location Property"
).split()
ATTRIBUTES = [
    "",
    'FormalName="x"',
    'FormalName="Caption"',
    'Value="2"',
    'norm="20240101"',
    'Href="a.jpg"',
    'Duid="d"',
    'Topic="#d"',
    'Update="A"',
    'EquivalentsList="yes"',
    'id-string="7"',
]


def trees() -> st.SearchStrategy[str]:
    def build(tag: str, attribute: str, parts: list[str]) -> str:
        return f"<{tag} {attribute}>{''.join(parts)}</{tag}>"

    words = st.text(st.characters(codec="utf-8", exclude_characters="<&"), max_size=5)
    return st.recursive(
        words,
        lambda inner: st.builds(build, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), st.lists(inner, max_size=5)),
        max_leaves=30,
    )


@given(trees())
def test_no_arrangement_of_known_elements_makes_the_reader_itself_fail(inner: str) -> None:
    component = f"<NewsML><NewsItem><NewsComponent>{inner}</NewsComponent></NewsItem></NewsML>"
    for file in (f"<NewsML>{inner}</NewsML>", component, f"<nitf>{inner}</nitf>"):
        found = outcome(file.encode())
        if isinstance(found, Unreadable):
            assert "Reading it failed" not in str(found), found.__cause__
        else:
            assert all(problem.code != "words-differ" for item in found.items for problem in item.problems)


def test_a_time_before_the_first_in_utc_is_unreadable_and_costs_nothing_else() -> None:
    draft = Draft(format="nitf", version_created=datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")))
    item = reader.item_of(draft)
    assert (item.version_created, item.precision) == (None, None)
    assert "time-unreadable" in {one.code for one in item.problems}


@pytest.mark.parametrize("name", ["iptc7901", "anpa1312"])
def test_copy_without_the_header_that_a_format_asks_for_is_set_aside(name: str) -> None:
    found = read(b"De brug gaat open.\nDat zegt de gemeente.\n", format=name)
    assert found.items == ()
    assert [one.excerpt for one in found.set_aside] != []
