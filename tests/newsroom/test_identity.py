"""Short ids, the order of revisions, and the keys of references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.newsroom.identity import kept_guid, number_key, order_key, reference_key, short_id, slug_of, words_hash
from dateline.newsroom.terms import known_terms, understood

from .helpers import HOUR, NOW, copy


def test_short_ids_never_change():
    assert short_id("ANP", "urn:newsml:anp.nl:20230913:ANPX-1") == "7r5f2ezfshqw"
    assert short_id("AB", "C") != short_id("A", "BC")


@given(st.text(), st.text())
def test_short_ids_are_twelve_characters_of_an_address(provider, guid):
    found = short_id(provider, guid)
    assert len(found) == 12
    assert set(found) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_versions_sort_as_people_count():
    versions = ["0", "1", "1.2", "1.10", "2", "2a", "9", "010", "11", "20190210", "20190210112233"]
    keys = [order_key(copy(version=version)) for version in versions]
    assert keys == sorted(keys)
    assert order_key(copy(version="1", version_created=NOW)) < order_key(copy(version="2", version_created=NOW - HOUR))


def test_without_a_version_the_time_decides_and_versions_come_after():
    keys = [
        order_key(copy(version_created=None)),
        order_key(copy(version_created=NOW - HOUR)),
        order_key(copy(version_created=NOW)),
        order_key(copy(version="0")),
    ]
    assert keys == sorted(keys)


@given(st.text(max_size=200))
def test_order_keys_fit_their_column(version):
    assert len(order_key(copy(version=version))) <= 80


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kop van  „a”", "kop VAN a!"),
        ("Cafe\u0301", "café"),
        ("Rutte: 'nee'", "rutte nee"),
        ("042", "42"),
    ],
)
def test_references_fold_what_agencies_write_differently(one, other):
    assert reference_key(one) == reference_key(other) != ""


def test_numbers_are_those_at_the_end_of_a_guid():
    assert number_key("urn:newsml:anp.nl:20101218:ANPX-101218-041") == "41"
    assert number_key("abc12") == ""


def test_a_long_guid_is_kept_apart_from_others():
    long = "x" * 600
    assert len(kept_guid(long)) == 500
    assert kept_guid(long) != kept_guid(long + "y")


def test_words_are_compared_without_markup_and_only_where_there_are_enough():
    assert words_hash(copy(text="Kort")) == ""
    assert words_hash(copy()) == words_hash(copy(text=copy().text.replace(" ", "\n")))


def test_words_of_an_address():
    assert slug_of("Kremlin: 'géén' deals – Noord-Korea's raket") == "kremlin-geen-deals-noord-koreas-raket"
    assert slug_of("أ ف ب") == ""


@pytest.mark.parametrize(
    ("terms", "is_known"),
    [
        ("", True),
        ("© 2026", True),
        ("All rights reserved.", True),
        ("Niet voor internet", False),
        ("NO ARCHIVAL OR WIRELESS USE", False),
        ("© 2026 ANP, niet voor internet", False),
        ("alleen  voor kranten", True),
        ("Alleen voor kranten\nNiet voor internet", False),
    ],
)
def test_only_terms_that_are_known_or_say_nothing_are_understood(terms, is_known):
    assert understood(terms, known_terms("Alleen voor kranten\n\nAndere")) is is_known
