"""A reader's capitals for places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.copy.places import reader_case


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("MOSKOU", "Moskou"),
        ("DEN HAAG", "Den Haag"),
        ("‘S-GRAVENHAGE", "‘s-Gravenhage"),
        ("DE IJ", "De IJ"),
        ("FORT McCOY", "Fort McCoy"),
        ("DeLAND, Fla.", "DeLand, Fla."),
        ("SAN JOSÉ (Costa Rica)", "San José (Costa Rica)"),
        ("'S-HERTOGENBOSCH", "'s-Hertogenbosch"),
        ("'T HARDE", "'t Harde"),
        ("NEW YORK", "New York"),
        ("RIO DE JANEIRO", "Rio de Janeiro"),
        ("AIX-EN-PROVENCE", "Aix-en-Provence"),
        ("IJMUIDEN", "IJmuiden"),
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("WASHINGTON D.C.", "Washington D.C."),
        ("ST. PETERSBURG", "St. Petersburg"),
        ("FRANKFURT/MAIN", "Frankfurt/Main"),
        ("MÜNCHEN", "München"),
        ("SAINT-DENIS", "Saint-Denis"),
        ("L'AQUILA", "L'Aquila"),
        ("VILLENEUVE-D'ASCQ", "Villeneuve-d'Ascq"),
        ("N'DJAMENA", "N'Djamena"),
        ("ALPHEN AAN DEN RIJN", "Alphen aan den Rijn"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("SHARM EL-SHEIKH", "Sharm el-Sheikh"),
        ("PORT-AU-PRINCE", "Port-au-Prince"),
        ("LE HAVRE", "Le Havre"),
        ("MCALLEN", "McAllen"),
        ("LANDQUART GR", "Landquart GR"),
        ("CHEYENNE, Wyo.", "Cheyenne, Wyo."),
        ("NEWPORT NEWS, VA", "Newport News, VA"),
        ("KYIV", "Kyiv"),
        ("BUFFALO, N.Y.", "Buffalo, N.Y."),
        ("FRANKFURT A. M.", "Frankfurt a. M."),
        ("VS", "VS"),
    ],
)
def test_capitals_become_those_of_a_reader(written: str, shown: str) -> None:
    assert reader_case(written) == shown


@given(st.text(max_size=60))
def test_only_the_case_of_letters_changes(place: str) -> None:
    assert reader_case(place).casefold() == place.casefold()


@pytest.mark.parametrize("place", ["Landquart GR", "McAllen", "Frankfurt/Main", "كييف", "den Haag"])
def test_mixed_case_stays_as_written(place: str) -> None:
    assert reader_case(place) == place
