"""Why copy could not be read or sent, in the editor's language."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from dateline import outgoing, wire
from dateline.desk.reasons import FORMS, in_words
from dateline.wire.errors import Unreadable

UNREADABLE = {
    b"": "Er staat niets in.",
    b"<nitf>\n<body>": "Het houdt middenin op, bij regel 2.",
    b"<nitf><b></i></nitf>": "Regel 1 is tegen de regels van XML: ",
    b"<nergens/>": "Het lijkt op XML met <nergens> als buitenste element, en dat wordt niet gelezen.",
    b"%PDF-1.7": "Het lijkt op een pdf, en dat wordt niet gelezen.",
    b"\x1f\x8b\x08\0": "Het lijkt op een bestand dat door gzip is ingepakt, en dat wordt niet gelezen.",
    b'{"type":': "Het lijkt op JSON van een onbekend soort, en dat wordt niet gelezen.",
}


@pytest.mark.parametrize(("data", "told"), UNREADABLE.items())
def test_what_a_reader_says_is_told_in_dutch(data, told):
    with pytest.raises(Unreadable) as unreadable:
        wire.read(data)
    with translation.override("nl"):
        assert in_words(str(unreadable.value)).startswith(told)
        assert in_words(f"2 of 12 items were not taken in. {unreadable.value}").startswith(
            f"2 van de 12 berichten zijn niet opgenomen. {told}"
        )
    with translation.override("en"):
        assert in_words(str(unreadable.value)) == str(unreadable.value)


def test_what_has_no_known_form_stays_and_nothing_takes_long():
    odd = ("het is geen XML", "Line x breaks the rules", "1 of 2 items were not taken in. " * 3000, "%(count)s", "100%")
    with translation.override("en"):
        assert [in_words(text) for text in odd] == list(odd)
    with translation.override("nl"):
        assert [in_words(form) for form in FORMS if "%(" not in form and in_words(form) == form] == []


def test_why_a_call_failed_is_told_in_dutch():
    said = list(_failures())
    assert "it answered 7" in said
    with translation.override("nl"):
        assert [text for text in said if in_words(text) == text] == []
        assert in_words("it answered 503") == "het antwoordde met 503"


def _failures():
    """What calls say when they fail, with 7 for what is another each time; but for what others say alone."""
    for file in Path(outgoing.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Failed":
                (about,) = node.args
                parts = about.values if isinstance(about, ast.JoinedStr) else [about]
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)
                if any(char.isalpha() for char in text):
                    yield text
