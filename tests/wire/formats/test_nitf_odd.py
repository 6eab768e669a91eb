"""NITF: elements that real copy seldom has. All copy is invented."""

import pytest

from dateline.wire.item import Subject
from tests.wire.formats.test_nitf import HEAD, nitf, only


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Over <frac><numer>1</numer><frac-sep>/</frac-sep><denom>2</denom></frac> mijl.", "Over 1/2 mijl."),
        ("Over <frac><numer>1</numer><denom>2</denom></frac> mijl.", "Over 1/2 mijl."),
        ("Over 2<frac><numer>1</numer><denom>2</denom></frac> mijl.", "Over 2 1/2 mijl."),
        ("Over <num>2<frac><numer>3</numer><denom>4</denom></frac></num> mijl.", "Over 2 3/4 mijl."),
    ],
)
def test_a_fraction_has_its_stroke_and_stands_apart_from_the_number_ahead_of_it(written: str, read: str) -> None:
    assert only(nitf(content=f"<p>{written}</p>")).text == read


def test_a_right_in_a_paragraph_does_not_part_it() -> None:
    line = "<copyrite>Copyright <copyrite.year>2024</copyrite.year> <copyrite.holder>Acme</copyrite.holder></copyrite>"
    found = only(nitf(content=f"<p>Zo staat er {line} onder.</p>{line}<p>Verder.</p>"))
    assert found.text == "Zo staat er Copyright 2024 Acme onder.\n\nCopyright 2024 Acme\n\nVerder."


def test_a_headline_may_stand_in_the_content() -> None:
    found = only(nitf(body_head="", content="<hl1>Brug dicht</hl1><p>Tekst.</p>"))
    assert (found.headline, found.text) == ("Brug dicht", "Tekst.")
    within = only(nitf(content="<hl1>Waarom</hl1><p>Tekst.</p>"))
    assert (within.headline, within.text) == ("Brug dicht", "Waarom\n\nTekst.")


def test_a_series_is_what_a_text_is_about() -> None:
    found = only(nitf(HEAD.replace("</docdata>", '<series series.name="Bruggen" series.part="2"/></docdata>')))
    assert found.subjects == (Subject(scheme="series", name="Bruggen"),)
