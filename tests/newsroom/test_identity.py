"""Short ids, the order of revisions, and the keys of references."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.newsroom.identity import (
    kept_guid,
    number_key,
    order_key,
    reference_key,
    short_id,
    slug_of,
    storable,
    target_key,
    words_hash,
)
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


def test_keys_of_words_hold_no_words_and_numbers_are_themselves():
    assert reference_key("Brug dicht") != reference_key("Brug open")
    assert "brug" not in reference_key("Brug dicht")
    assert reference_key("Brug dicht " * 99) != reference_key("Brug dicht " * 98)
    assert reference_key("007") == "7"
    assert reference_key(" \x00!") == reference_key(None) == ""


@pytest.mark.parametrize(
    ("target", "means"),
    [
        ("Brug dicht na aanvaring", "Brug dicht na aanvaring"),
        ("met de kop ‘Brug dicht na aanvaring", "Brug dicht na aanvaring"),
        ('la dépêche intitulée "Le pont" est annulée', "Le pont"),
        ("the story headlined “Bridge”, sent at 10:12", "Bridge"),
        ("titel: \"Brug 'dicht' na aanvaring\"", "Brug dicht na aanvaring"),
        ("titel: \"Brug 'dicht' na aanvaring", "Brug dicht na aanvaring"),
        ("met de kop “Brug ‘dicht’ na aanvaring”, van 10.12", "Brug dicht na aanvaring"),
        ("met de kop “Brug “dicht” na aanvaring”", "Brug dicht na aanvaring"),
        ("met de kop „Brug 'dicht'“ van 10.12", "Brug dicht"),
        ("met de kop «‘Brug’ dicht», van 10.12", "Brug dicht"),
        ("met de kop 'Brug 'dicht' na aanvaring', van 10.12", "Brug dicht na aanvaring"),
        ('met de kop ‘Brug "dicht" na aanvaring’', "Brug dicht na aanvaring"),
        ("met de kop ‘Auto's dicht in 't dorp’, van 10.12", "Auto's dicht in 't dorp"),
        ("met de kop “Brug dicht”, en niet “Brug open”", "Brug dicht"),
        ('titel "Brug" ' + "en nog veel meer " * 9, "titel Brug " + "en nog veel meer " * 9),
        ("041", "41"),
        ("ANP041", "41"),
        ("bericht nr. 41", "41"),
        ("ANP-bericht 41", "ANP-bericht 41"),
        ("G20", "G20"),
        ("urn:newsml:anp.nl:20101218:ANPX-101218-041:2N", "urn:newsml:anp.nl:20101218:ANPX-101218-041"),
        ("urn:newsml:anp.nl:20101218:41", "urn:newsml:anp.nl:20101218:41"),
        ("“Brug” dicht", "Brug dicht"),
        ("over de brug", "over de brug"),
    ],
)
def test_what_a_kill_names_is_found_among_the_words_around_it(target, means):
    assert target_key(target, "ANP") == reference_key(means) != ""


def test_texts_are_kept_as_every_database_takes_them():
    assert storable("a\x00b\ud800c") == "a\ufffdb\ufffdc"
    assert storable("abcdef", 3) == "abc"
    assert kept_guid("a\x00b") != kept_guid("a\ud800b") != kept_guid("a\ufffdb") == "a\ufffdb"
    assert len(kept_guid("\x00" * 600)) == 500
    assert "\x00" not in order_key(copy(version="1\x002"))


def test_the_case_of_a_code_says_nothing_about_the_address():
    assert short_id("Anp", "x") == short_id("ANP", "x") != short_id("ANP", "X")


def test_numbers_are_those_at_the_end_of_a_guid():
    assert number_key("urn:newsml:anp.nl:20101218:ANPX-101218-041") == "41"
    assert number_key("abc12") == number_key("") == ""
    assert number_key("urn:newsml:anp.nl:20101218:ANPX-101218-041#2") == "41"
    assert number_key("urn:x:strike#2") == reference_key("urn:x:strike")
    assert number_key("https://news.example/#/article/41") == "41"


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
        ("© Только для печати", False),
        ("Copyright 禁止转载", False),
        ("alle Rechte vorbehalten: © (c)", True),
        ("noncopyright", False),
        ("alleen  voor kranten", True),
        ("Alleen voor kranten\nNiet voor internet", False),
    ],
)
def test_only_terms_that_are_known_or_say_nothing_are_understood(terms, is_known):
    assert understood(terms, known_terms("Alleen voor kranten\n\nAndere")) is is_known


def test_terms_that_repeat_a_sign_are_judged_at_once():
    started = process_time()
    assert not understood("©" * 26 + "x", frozenset())
    assert process_time() - started < 1
