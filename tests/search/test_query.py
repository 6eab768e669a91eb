"""The grammar of queries: every text is one, and what it says is what is asked."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dateline.search.query import LONGEST, MOST, About, Kind, Problem, Query, Trouble, Words, narrowed, parse


def test_words_are_all_wanted_in_their_order():
    assert parse("brand in  Haven").wanted == (Words(("brand",)), Words(("in",)), Words(("Haven",)))


def test_words_in_quotation_marks_of_any_kind_stand_together():
    for text in ('"de rode haan"', "“de rode haan”", "„de rode haan“", "«de rode haan»"):
        assert parse(text).wanted == (Words(("de", "rode", "haan")),)


def test_what_is_joined_in_writing_stands_together():
    assert parse("Oost-Europa").wanted == (Words(("Oost", "Europa")),)
    assert parse("12.500").wanted == (Words(("12", "500")),)


def test_a_minus_before_a_word_or_phrase_leaves_out_what_has_it():
    found = parse('brand -haven -"rode haan" -plaats:Gent')
    assert found.wanted == (Words(("brand",)),)
    assert found.without == (Words(("haven",)), Words(("rode", "haan")), About(Kind.PLACE, "Gent"))


def test_a_minus_that_stands_alone_or_between_letters_leaves_nothing_out():
    assert parse("a - b x-y").without == ()


def test_place_agency_and_section_are_asked_for_in_dutch_and_english():
    for text in (
        'place:"New York" agency:AFP section:buitenland',
        'plaats:"New York" persbureau:AFP rubriek:buitenland',
    ):
        assert parse(text).wanted == (
            About(Kind.PLACE, "New York"),
            About(Kind.AGENCY, "AFP"),
            About(Kind.SECTION, "buitenland"),
        )


def test_other_names_before_a_colon_are_words():
    assert parse("http://example.com 10:30 Trump:").wanted == (
        Words(("http", "example", "com")),
        Words(("10", "30")),
        Words(("Trump",)),
    )


def test_days_months_and_years_are_dates():
    assert (parse("van:2025-11-03").since, parse("from:3-11-2025").since) == (date(2025, 11, 3), date(2025, 11, 3))
    assert (parse("until:2024-02").until, parse("tot:2025").until) == (date(2024, 2, 29), date(2025, 12, 31))
    assert parse("vanaf:2025 van:2025-06").since == date(2025, 6, 1)


def test_what_is_no_date_is_said_and_left_out():
    for text in ("31-02-2025", "gisteren", "2025-13"):
        found = parse(f"brand van:{text}")
        assert (found.since, found.problems) == (None, (Problem(Trouble.DATE, text),))
        assert found.wanted == (Words(("brand",)),)


def test_dates_in_the_wrong_order_are_exchanged_and_that_is_said():
    found = parse("van:2025-12-01 tot:2025-11-01")
    assert (found.since, found.until) == (date(2025, 11, 1), date(2025, 12, 1))
    assert found.problems == (Problem(Trouble.ORDER),)


def test_a_quotation_mark_that_is_not_closed_reaches_to_the_end():
    found = parse('brand "in de haven')
    assert found.wanted[1:] == (Words(("in", "de", "haven")),)
    assert found.problems == (Problem(Trouble.QUOTE, "in de haven"),)


def test_signs_alone_are_left_out_and_that_is_said():
    found = parse("??? brand")
    assert found.wanted == (Words(("brand",)),)
    assert found.problems == (Problem(Trouble.NO_WORD, "???"),)


def test_what_is_too_much_is_left_out_and_that_is_said():
    assert parse(" ".join(f"w{n}" for n in range(50))).problems == (Problem(Trouble.MANY, str(MOST)),)
    assert Problem(Trouble.LONG, str(LONGEST)) in parse("woord" * 100).problems


def test_what_a_form_adds_narrows_what_its_text_asks():
    found = narrowed(parse("brand van:2025-01-01"), {Kind.PLACE: "Gent", Kind.AGENCY: ""}, "2025-02-01", "")
    assert found == Query((Words(("brand",)), About(Kind.PLACE, "Gent")), (), date(2025, 2, 1), None)


def test_nothing_asks_for_nothing():
    assert parse("  ").is_empty
    assert parse("?!").is_empty
    assert not parse("-brand").is_empty


parts = st.sampled_from(
    ['"', "-", ":", "van:", "place:", "brand", "“", " ", "é", "2025", "\x00", "'", "日本", "\ud7ff"]
)


@given(st.one_of(st.text(max_size=400), st.lists(parts, max_size=60).map("".join)))
def test_every_text_is_a_query_of_bounded_size(text):
    found = parse(text)
    assert len(found.wanted) + len(found.without) <= MOST
    assert len(found.problems) <= MOST + 2
    assert all(one.words for one in found.phrases)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=MOST, unique=True))
def test_plain_words_come_back_as_they_were_asked(written):
    assert parse(" ".join(written)) == Query(tuple(Words((word,)) for word in written))


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=8))
def test_a_phrase_comes_back_as_it_was_asked(written):
    assert parse(f'-"{" ".join(written)}"') == Query((), (Words(tuple(written)),))
