"""Agencies by the names that copy gives them."""

import pytest

from dateline.wire.copy.agencies import AGENCIES, agencies_of_credit, code_of, codes_in, name_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Reuters", "RTR"),
        ("RTR", "RTR"),
        ("Reuters.Com", "RTR"),
        ("afp.com", "AFP"),
        ("أ ف ب", "AFP"),
        ("ا ف ب", "AFP"),
        ("Algemeen Nederlands Persbureau", "ANP"),
        ("belga.be", "BELGA"),
        ("www.sda-ats.ch", "ATS"),
        ("ats", "ATS"),
        ("kyodonews.jp", "KYODO"),
        ("KYODONEWS", "KYODO"),
        ("ΑΠΕ-ΜΠΕ", "ANA-MPE"),
        ("EuropaPress", "EUROPA PRESS"),
        ("dpa-AFX", "DPA-AFX"),
        ("Dow Jones", "DJ"),
        ("thomsonreuters.com", "RTR"),
        ("dpa-afx.com", "DPA-AFX"),
        ("thecanadianpress.com", "CP"),
        ("美联社", "AP"),
    ],
)
def test_an_agency_is_known_by_its_names_codes_and_ids(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize("name", ["Jansen", "", "VVD", "Nemo"])
def test_others_are_no_agency(name: str) -> None:
    assert code_of(name) is None


def test_names_for_readers() -> None:
    assert name_of("RTR") == "Reuters"
    assert name_of("AFP") == "Agence France-Presse"
    assert name_of("NNB") == "NNB"


def test_the_order_of_the_copy_is_kept_and_nobody_stands_twice() -> None:
    assert codes_in("RTR/ANP/Reuters") == ("RTR", "ANP")


@pytest.mark.parametrize(
    ("credit", "codes"),
    [
        ("STT–AFP-Reuters", ("STT", "AFP", "RTR")),
        ("STT–", ("STT",)),
        ("Anna Muster/dpa", ("DPA",)),
        ("dpa", ("DPA",)),
        ("Getty Images", ("Getty Images",)),
        (" ", ()),
    ],
)
def test_a_credit_line_gives_its_agencies(credit: str, codes: tuple[str, ...]) -> None:
    assert agencies_of_credit(credit) == codes


def test_every_code_leads_back_to_itself() -> None:
    assert [code_of(agency.code) for agency in AGENCIES] == [agency.code for agency in AGENCIES]
