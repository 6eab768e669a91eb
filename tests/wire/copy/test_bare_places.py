"""Datelines that name no agency: a place in capitals ahead of a dash, and what only looks like one. Invented copy."""

import pytest

from dateline.wire.copy.bare_places import bare_place

MORE = ["De man woont in Domburg.", "Er is nog niets bekend."]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("DOMBURG - De brandweer is uitgerukt.", "Domburg"),
        ("DOMBURG/VEERE – De brandweer is uitgerukt.", "Domburg"),
        ("PARIS - La ministre a parlé.", "Paris"),
        ("OTTAWA — “A storm is coming”, she said.", "Ottawa"),
        ("DEN HAAG - A", "Den Haag"),
        ("ANAHEIM, Calif. -- Musicians play.", "Anaheim"),
        ("NEW YORK--Acme is working on an app.", "New York"),
        ("WASHINGTON—“No”, the senator said.", "Washington"),
        ("OTTAWA _ A storm is coming.", "Ottawa"),
        ("OSLO: Det er vinter.", "Oslo"),
        ("DOMBURG: De brandweer is uitgerukt.", "Domburg"),
    ],
)
def test_a_place_ahead_of_a_dash(text: str, place: str) -> None:
    assert bare_place(text, (), MORE) == place


@pytest.mark.parametrize(
    "text",
    [
        "LIVE - Volg het debat.",
        "VIDEO - Brand in een schuur.",
        "FEYENOORD - De trainer van Feyenoord vertrekt.",
        "PARIS - LYON 2-2",
        "DOMBURG - de badplaats - loopt vol.",
        "DOMBURG-De brandweer is uitgerukt.",
        "LIVE--Volg het debat.",
        "PARIS--LYON 2-2",
        "NOTE: The office is closed.",
        "FEYENOORD: De trainer van Feyenoord vertrekt.",
        "OSLO: 1.234 kroner",
        "OSLO:Det er vinter.",
        "Domburg - De brandweer is uitgerukt.",
        "A - B",
        "JANSEN, Piet - De zanger is terug.",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert bare_place(text, ("Nieuws",), MORE) is None


def test_a_digest_has_no_dateline_of_its_own() -> None:
    assert bare_place("SYDNEY - Shares rose.", (), ["PERTH - Santos will cut."]) is None


def test_the_section_or_a_keyword_names_the_place() -> None:
    assert bare_place("VEERE - De brandweer is uitgerukt.", (None, "Veere")) == "Veere"
