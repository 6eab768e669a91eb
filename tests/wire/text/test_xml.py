"""The XML parser: what wire copy may have, and what is refused. All documents are invented."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.errors import Unreadable
from dateline.wire.text.xml import MAX_BYTES, MAX_DEPTH, parse_xml


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        parse_xml(data)
    assert str(caught.value).endswith(".")
    return caught.value.code


def test_comments_and_instructions_are_dropped_and_text_around_them_joined() -> None:
    root = parse_xml(b"<a>one<!-- c --> two<?pi x?> three</a>").root
    assert "".join(root.itertext()) == "one two three"
    assert len(root) == 0


def test_a_doctype_with_unfetched_parameter_entities_is_normal() -> None:
    data = (
        b'<!DOCTYPE n PUBLIC "x" "http://127.0.0.1:1/x.dtd" [\n<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;\n]>\n<n>ok</n>'
    )
    assert parse_xml(data).root.text == "ok"


def test_a_declared_entity_that_is_not_used_is_fine() -> None:
    assert parse_xml(b'<!DOCTYPE a [<!ENTITY x "]>y">]><a>z</a>').root.text == "z"


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<!DOCTYPE a [<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;]><a>&x;</a>",
        b"<!DOCTYPE a [<!ENTITY a0 'ha'><!ENTITY a1 '&a0;&a0;&a0;&a0;'><!ENTITY a2 '&a1;&a1;&a1;'>]><a>&a2;</a>",
        b"<a>&nbsbp;</a>",
        b"<!DOCTYPE a [<!ENTITY eacute 'xx'>]><a>&eacute;</a>",
    ],
)
def test_entities_are_refused_where_they_are_used(data: bytes) -> None:
    assert refusal(data) == "entity"


def test_a_second_doctype_does_not_slip_through() -> None:
    assert refusal(b"<!DOCTYPE a><!-- --><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>") == "malformed"


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'",
        b"<a><b>te",
        b"<a><b>text</b>",
        b"<a><b>text</b",
        b"<a x='1",
        b"<a><![CDATA[x",
        b"<a>&am",
        b"<!DOCTYPE a [<!ENTITY",
        "<a>café".encode()[:-1],
    ],
)
def test_what_ends_in_the_middle_is_cut_off(data: bytes) -> None:
    assert refusal(data) == "cut-off"


@pytest.mark.parametrize("data", [b"<a><b></a>", b"<a/><b/>", b"<a b=c/>", b"<a/>junk", b"<a><b></a><c>"])
def test_what_breaks_the_rules_is_malformed(data: bytes) -> None:
    assert refusal(data) == "malformed"


def test_the_line_of_a_mistake_is_named_behind_a_doctype_of_several_lines() -> None:
    with pytest.raises(Unreadable, match="Line 4 "):
        parse_xml(b"<!DOCTYPE a [\n<!ENTITY x 'y'>\n]>\n<a></b>")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\0\0\0"])
def test_nothing_is_empty(data: bytes) -> None:
    assert refusal(data) in ("empty", "malformed", "cut-off")


def test_control_characters_are_taken_out_with_a_problem() -> None:
    document = parse_xml(b"<a>x\x02y&#x1f;z\x0b</a>")
    assert document.root.text == "xyz"
    assert [found.code for found in document.problems] == ["control-characters"]
    assert document.problems[0].where == "line 1"


def test_control_characters_do_not_hide_another_mistake() -> None:
    assert refusal(b"<a>x\x02<b></a>") == "malformed"


def test_bare_ampersands_are_read_as_they_are_meant_with_a_problem() -> None:
    document = parse_xml(b'<a href="x?a=1&b=2&amp;c=3">Q&A</a>')
    assert document.root.get("href") == "x?a=1&b=2&c=3"
    assert document.root.text == "Q&A"
    assert [found.code for found in document.problems] == ["markup-repaired"]


def test_padding_around_a_document_is_no_mistake() -> None:
    assert parse_xml(b"\r\n <?xml version='1.0'?><a>x</a>\r\n\x1a\0\0").root.text == "x"


def test_names_are_without_their_namespace() -> None:
    root = parse_xml(b"<n:a xmlns:n='urn:x' xmlns='urn:y'><b><n:c/></b></n:a>").root
    assert [element.tag for element in root.iter()] == ["a", "b", "c"]


def test_a_namespace_is_taken_off_names_only() -> None:
    root = parse_xml(
        b"""<!-- <z xmlns="urn:x"> --><a xmlns="urn:x" b="c">xmlns="urn:x" <d xmlns='urn:y'><e/></d></a>"""
    ).root
    assert [(element.tag, element.text) for element in root.iter()] == [
        ("a", 'xmlns="urn:x" '),
        ("d", None),
        ("e", None),
    ]
    assert dict(root.attrib) == {"b": "c"}


def test_depth_is_bounded() -> None:
    assert len(list(parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).root.iter())) == MAX_DEPTH
    assert refusal(b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1)) == "too-deep"


def test_numbers_and_sizes_are_bounded() -> None:
    assert refusal(b"<r>" + b"<a/>" * 1_000_000 + b"</r>") == "too-many"
    assert refusal(b"<r " + b" ".join(b"a%d='1'" % index for index in range(450_000)) + b"/>") == "too-many"
    assert refusal(b"<r>" + b"x" * MAX_BYTES + b"</r>") == "too-large"
    assert refusal(b"<!DOCTYPE a [" + b"<!-- -->" * 200_000 + b"]><a/>") == "too-large"


def test_the_declared_charset_is_used() -> None:
    assert parse_xml("<?xml version='1.0' encoding='ISO-8859-15'?><a>5 €</a>".encode("iso-8859-15")).root.text == "5 €"
    assert parse_xml("<?xml version='1.0' encoding='UTF-16'?><a>één</a>".encode("utf-16")).root.text == "één"


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    for document in (data, b"<a>" + data + b"</a>", b"<!DOCTYPE a [" + data):
        with contextlib.suppress(Unreadable):
            parse_xml(document)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="<&\ufffe\uffff")))
def test_any_text_between_tags_comes_back(text: str) -> None:
    assert (parse_xml(f"<a>{text}</a>".encode()).root.text or "") == text


def test_characters_by_the_names_that_html_has_for_them_are_read_as_such() -> None:
    document = parse_xml(b"<a>Caf&eacute;&nbsp;&amp; bar &ndash; <![CDATA[&euro;]]></a>")
    assert document.root.text == "Café\u00a0& bar – €"
    assert [problem.code for problem in document.problems] == ["markup-repaired"]
