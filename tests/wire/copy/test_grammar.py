"""The grammar over whole drafts. All copy here is invented, in the habits of the agencies."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.copy import grammar
from dateline.wire.copy.gathering import Gathered, gather
from dateline.wire.copy.grammar import apply
from dateline.wire.copy.habit import COMMON, Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Dateline, Signal
from dateline.wire.profiles import profile_named
from dateline.wire.text.blocks import body_text, paragraph, squash


def draft_of(*paragraphs: str, headline: str | None = None) -> Draft:
    return Draft(format="test", headline=headline, blocks=[paragraph(text) for text in paragraphs])


def words_of(draft: Draft) -> str:
    return squash("".join(block.text for block in draft.blocks))


def read(draft: Draft, habit: Habit = COMMON) -> Gathered:
    before = words_of(draft)
    apply(draft, habit)
    assert words_of(draft) == before
    return gather(draft)


def test_a_replacement_of_anp_is_taken_apart() -> None:
    draft = draft_of(
        "N i e u w bericht, vervangt: Brug blijft dicht",
        "ZUTPHEN (ANP) - De brug gaat open.",
        "Dat zei de gemeente.",
        "(ANP Redactie Binnenland, email iemand(at)anp.nl, +31 20 555 0100)",
        headline="Brug gaat open (2)",
    )
    found = read(draft)
    assert draft.headline == "Brug gaat open"
    assert found.signal == Signal(
        kind="replacement", text="N i e u w bericht, vervangt: Brug blijft dicht", target="Brug blijft dicht"
    )
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("ZUTPHEN (ANP) -", ("Zutphen",))
    assert found.credit == ("ANP",)
    assert found.apparatus == ("(ANP Redactie Binnenland, email iemand(at)anp.nl, +31 20 555 0100)",)
    assert body_text(draft.blocks) == "De brug gaat open.\n\nDat zei de gemeente."
    assert draft.status == "usable"


def test_lines_of_one_paragraph_are_told_apart() -> None:
    draft = draft_of("N i e u w bericht, vervangt: Brug dicht\nZUTPHEN (ANP) - De brug gaat open.\naxm/ch/jm")
    found = read(draft)
    assert found.signal is not None
    assert found.signal.target == "Brug dicht"
    assert found.apparatus == ("axm/ch/jm",)
    assert body_text(draft.blocks) == "De brug gaat open."


def test_notes_byline_and_summary_points_may_stand_ahead_of_the_dateline() -> None:
    draft = draft_of(
        "(Adds quotes)",
        "* Bridge opens",
        "* Ships wait",
        "By Jo Doe",
        "ZUTPHEN, Jan 3 (Reuters) - The bridge opens.",
        "It was shut. (Reporting by Jo Doe; Editing by Al Roe)",
    )
    found = read(draft)
    assert found.signal == Signal(kind="update", text="(Adds quotes)")
    assert found.byline == "By Jo Doe"
    assert found.credit == ("RTR",)
    assert found.apparatus == ("(Reporting by Jo Doe; Editing by Al Roe)",)
    assert body_text(draft.blocks) == "* Bridge opens\n\n* Ships wait\n\nThe bridge opens.\n\nIt was shut."


def test_a_note_that_runs_into_the_dateline_is_cut_off() -> None:
    draft = draft_of("(Corrects name) ZUTPHEN, Jan 3 (Reuters) - The bridge opens.")
    found = read(draft)
    assert found.signal == Signal(kind="correction", text="(Corrects name)")
    assert body_text(draft.blocks) == "The bridge opens."


@pytest.mark.parametrize(
    ("first", "byline", "body"),
    [
        ("By Ann Other and Bo Bar LONDON/PARIS, Jan 5 (Reuters) - The bridge shut.", "By Ann Other and Bo Bar", ""),
        ("By Ann Other\nLONDON/PARIS, Jan 5 (Reuters) - The bridge shut.", "By Ann Other", ""),
        ("The bridge is old\nLONDON/PARIS, Jan 5 (Reuters) - The bridge shut.", None, "The bridge is old\n\n"),
    ],
)
def test_what_stands_ahead_of_a_dateline_in_its_paragraph_is_no_place(
    first: str, byline: str | None, body: str
) -> None:
    draft = draft_of(first, "It is old.")
    found = read(draft)
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("LONDON/PARIS, Jan 5 (Reuters) -", ("London", "Paris"))
    assert (found.byline, body_text(draft.blocks)) == (byline, f"{body}The bridge shut.\n\nIt is old.")


def test_a_line_of_strokes_between_place_agency_and_day_is_a_dateline() -> None:
    line = "Paris, France | AFP | Friday 1/5/2024 - 11:30 UTC+1 | 250 words"
    found = read(draft := draft_of(line, "The bridge shut."))
    assert found.dateline == Dateline(text=line, places=("Paris, France",), agencies=("AFP",), date="Friday 1/5/2024")
    assert body_text(draft.blocks) == "The bridge shut."


@pytest.mark.parametrize(
    ("ahead", "apparatus", "body"),
    [
        ("EDITORS: This story has words that some may find offensive.", True, ""),
        ("(The author is a columnist. The opinions expressed are his own.)", False, "(The author"),
    ],
)
def test_a_note_ahead_of_the_text_hides_no_dateline(ahead: str, apparatus: bool, body: str) -> None:
    found = read(draft := draft_of(ahead, "- von Ann Other", "LONDON (Reuters) - The bridge shut.", "It is old."))
    assert found.dateline is not None
    assert (found.dateline.places, found.byline) == (("London",), "- von Ann Other")
    assert found.apparatus == ((ahead,) if apparatus else ())
    assert body_text(draft.blocks).startswith(body or "The bridge shut.")


def test_a_note_below_the_text_tells_what_is_new() -> None:
    found = read(draft_of("(Bloomberg) -- The bridge shut.", "It is old.", "(Updates with prices in third paragraph.)"))
    assert found.signal == Signal(kind="update", text="(Updates with prices in third paragraph.)")


def test_only_the_first_dateline_of_a_round_up_is_taken() -> None:
    draft = draft_of("ZUTPHEN (ANP) - De brug gaat open.", "DEVENTER (ANP) - De markt gaat dicht.")
    read(draft)
    assert body_text(draft.blocks) == "De brug gaat open.\n\nDEVENTER (ANP) - De markt gaat dicht."


def test_a_dateline_behind_a_paragraph_of_the_story_stays() -> None:
    draft = draft_of("De brug gaat open, zegt de gemeente.", "ZUTPHEN (ANP) - De brug gaat open.")
    assert read(draft).dateline is None


def test_the_field_gives_the_dateline_where_the_text_has_none() -> None:
    draft = draft_of("The bridge opens.")
    draft.dateline_field = "STOCKHOLM, Aug 29, 2014 (AFP) -"
    found = read(draft)
    assert found.dateline is not None
    assert found.dateline.agencies == ("AFP",)


def test_a_dateline_in_field_and_text_is_the_one_of_the_text() -> None:
    draft = draft_of("ZUTPHEN (ANP) - De brug gaat open.")
    draft.dateline_field = "Zutphen"
    found = read(draft)
    assert found.dateline is not None
    assert found.dateline.text == "ZUTPHEN (ANP) -"


@pytest.mark.parametrize(
    ("headline", "first"),
    [
        ("INGETROKKEN: Brug gaat open", "Dit bericht is ingetrokken."),
        ("Brug gaat open", "V e r v a l l e n: Brug gaat open"),
        ("KILL: Bridge opens", "The story is wrong."),
        ("Brug gaat open", "LET OP REDACTIES: het bericht 'Brug gaat open' is ingetrokken wegens fouten."),
    ],
)
def test_a_kill_cancels(headline: str, first: str) -> None:
    draft = draft_of(first, headline=headline)
    found = read(draft)
    assert found.signal is not None
    assert found.signal.kind == "kill"
    assert draft.status == "canceled"


def test_words_inside_a_story_kill_nothing() -> None:
    draft = draft_of(
        "ZUTPHEN (ANP) - Het plan is ingetrokken.",
        "INGETROKKEN",
        "De vergunning vervalt.",
        headline="Minister trekt plan in",
    )
    assert read(draft).signal is None
    assert draft.status == "usable"


def test_the_strongest_signal_wins_and_keeps_all_its_words() -> None:
    draft = draft_of("Herhaling", "N i e u w bericht, vervangt: Brug dicht", "ZUTPHEN (ANP) - De brug gaat open.")
    found = read(draft)
    assert found.signal == Signal(
        kind="replacement", text="Herhaling\nN i e u w bericht, vervangt: Brug dicht", target="Brug dicht"
    )


def test_a_signal_of_the_metadata_takes_its_words_from_the_copy() -> None:
    draft = draft_of("(Berichtigung: Name)", "Zürich (dpa) - Die Brücke geht auf.")
    draft.signals.append(Signal(kind="correction"))
    assert read(draft).signal == Signal(kind="correction", text="(Berichtigung: Name)")


def test_a_headline_that_the_text_repeats_is_not_repeated() -> None:
    draft = draft_of("Brug gaat open", "ZUTPHEN (ANP) - De brug gaat open.", headline="Brug gaat open (2)")
    read(draft)
    assert body_text(draft.blocks) == "De brug gaat open."


def test_a_notebook_goes_to_the_end() -> None:
    draft = draft_of("Zürich (dpa) - Die Brücke geht auf.", "# Notizblock", "## Orte", "Brücke 1")
    found = read(draft)
    assert found.apparatus == ("# Notizblock", "## Orte", "Brücke 1")
    assert body_text(draft.blocks) == "Die Brücke geht auf."


def test_a_note_to_editors_is_apparatus_wherever_it_stands() -> None:
    draft = draft_of("ZUTPHEN (ANP) - De brug gaat open.", "Noot voor de redactie: foto volgt", "Dat zei de gemeente.")
    found = read(draft)
    assert found.apparatus == ("Noot voor de redactie: foto volgt",)
    assert body_text(draft.blocks) == "De brug gaat open.\n\nDat zei de gemeente."


def test_an_embargo_in_words_withholds() -> None:
    draft = draft_of("EMBARGO tot dinsdag 12.00 uur", "ZUTPHEN (ANP) - De brug gaat open.")
    read(draft)
    assert draft.status == "withheld"
    assert [found.code for found in draft.problems] == ["embargo-unclear"]


def test_initials_for_a_byline_are_apparatus() -> None:
    draft = draft_of("Het is zo.")
    draft.byline = "gr/bp"
    found = read(draft)
    assert found.byline is None
    assert found.apparatus == ("gr/bp",)


def test_credit_is_that_of_the_dateline_else_of_the_credit_line_else_of_the_provider() -> None:
    draft = draft_of("Het is zo.")
    draft.provider = "AFP"
    assert read(draft).credit == ("AFP",)
    draft.credit = ["STT–Reuters"]
    assert gather(draft).credit == ("STT", "RTR")


def test_a_single_short_paragraph_stays_body() -> None:
    draft = draft_of("EFE")
    read(draft)
    assert body_text(draft.blocks) == "EFE"


def test_markup_across_a_dateline_stays_well_formed() -> None:
    draft = draft_of("x")
    draft.blocks[0].html = "<p><strong>ZUTPHEN (ANP) - De brug</strong> gaat open.</p>"
    draft.blocks[0].text = "ZUTPHEN (ANP) - De brug gaat open."
    read(draft)
    assert [block.html for block in draft.blocks] == [
        "<p><strong>ZUTPHEN (ANP) -</strong></p>",
        "<p><strong>De brug</strong> gaat open.</p>",
    ]


PIECES = st.sampled_from(
    [
        "ZUTPHEN (ANP/AFP) - De brug gaat open.",
        "N i e u w bericht, vervangt: Brug dicht",
        "(Adds quotes) LONDON (Reuters) - The bridge",
        "Herhaling\nZUTPHEN (ANP) - De brug\naxm/ch/jm",
        "INGETROKKEN",
        "By Jo Doe",
        "# Notizblock",
        "Noot voor de redactie:",
        "Het is zo. (SDA\\/sj)",
        "Lo dijo. EFE",
        "axm/ch/jm",
        "./.",
        "EMBARGO",
        "Kop",
        "Gewone zin, met woorden.",
    ]
)


@given(
    st.lists(st.one_of(PIECES, st.text(min_size=1, max_size=80).filter(str.strip)), max_size=9), st.text(max_size=40)
)
def test_words_are_kept_whatever_the_paragraphs(paragraphs: list[str], headline: str) -> None:
    read(draft_of(*(" ".join(text.split(" ")) for text in paragraphs), headline=headline))


@pytest.mark.parametrize(
    "line",
    [
        "ففففففف/" * 7 + "!",
        "abcdef/" * 8 + "!",
        "By " + "Al in " * 22 + "!",
        "By " + "Al de " * 22 + "!",
        "(Reporting by " + "(a" * 100 + ")" * 99,
        "het bericht over " + "is " * 120,
        "N i e u w " * 39,
        "LET OP " + "redacties, " * 30,
        "- " * 150 + "(ANP",
    ],
)
def test_no_line_makes_a_pattern_try_every_way(line: str) -> None:
    draft = draft_of(line, "Het is zo.", line, headline=line)
    started = time.process_time()
    apply(draft, COMMON)
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize(
    "hostile",
    [
        "=" * 60_000 + "x",
        "(" * 60_000,
        " (A" * 20_000,
        "a/" * 30_000,
        "1/1 - " * 10_000,
        "N i " * 20_000,
        "A. " * 20_000,
    ],
)
def test_hostile_copy_is_read_in_bounded_time(hostile: str) -> None:
    draft = draft_of(hostile, hostile, "ends\n" * 3_000 + "x", "ends\n" * 3_000 + "ends", headline=hostile)
    draft.dateline_field = draft.byline = draft.ed_note = hostile
    draft.places = [hostile]
    draft.credit = [hostile]
    started = time.process_time()
    apply(draft, COMMON)
    gather(draft)
    assert time.process_time() - started < 1.0


def test_a_dateline_may_be_a_paragraph_of_its_own_and_its_dash_begin_the_next() -> None:
    draft = draft_of("SEVILLA, 2 (EUROPA PRESS)", "- El puente se cierra.", headline="El puente")
    draft.dateline_field = "2 Oct. 2019"
    found = read(draft)
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("SEVILLA, 2 (EUROPA PRESS) -", ("Sevilla",))
    assert body_text(draft.blocks) == "El puente se cierra."


def test_a_line_break_at_the_end_of_a_repeated_headline_is_no_further_line() -> None:
    draft = draft_of("Kop\n", "Tekst.", headline="Kop")
    read(draft)
    assert body_text(draft.blocks) == "Tekst."


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("EMBARGO tot 12.00 uur: Brug blijft", "Brug blijft"),
        ("EMBARGO TOT 4 MAART 12:00 - Brug blijft", "Brug blijft"),
        ("Sperrfrist 9. Oktober 14.20 Uhr: Brücke bleibt", "Brücke bleibt"),
        ("Embargo: EU stopt met olie", "Embargo: EU stopt met olie"),
        ("Embargo van 1973 bepaalde onze toekomst", "Embargo van 1973 bepaalde onze toekomst"),
    ],
)
def test_an_embargo_with_its_hour_is_no_part_of_the_headline(headline: str, shown: str) -> None:
    draft = draft_of("ZUTPHEN (ANP) - De brug.", headline=headline)
    found = read(draft)
    assert found.headline == shown
    assert draft.status == ("usable" if "1973" in headline else "withheld")
    assert found.apparatus == ((headline.removesuffix(shown).strip(),) if shown != headline else ())


def test_a_headline_below_a_dateline_of_its_own_paragraph_is_not_repeated() -> None:
    draft = draft_of("MUMBAI, May 3 /PRNewswire/", "Invented sells well", "It sold.", headline="Invented sells well")
    assert read(draft).headline == "Invented sells well"
    assert body_text(draft.blocks) == "It sold."


@pytest.mark.parametrize(
    ("last", "text", "noted"),
    [
        ("--corrects year", "A story.\n\nThe end.", "--corrects year"),
        ("- Corrects the sum in item of May 3.", "A story.\n\nThe end.", "- Corrects the sum in item of May 3."),
        ("(Corrects the name)", "A story.\n\nThe end.", "(Corrects the name)"),
        ("It went on. -- corrects year of loss", "A story.\n\nThe end.\n\nIt went on.", "-- corrects year of loss"),
        ("- Corrected proofs were sent.", "A story.\n\nThe end.\n\n- Corrected proofs were sent.", None),
    ],
)
def test_a_note_at_the_foot_says_that_the_copy_corrects(last: str, text: str, noted: str | None) -> None:
    draft = draft_of("A story.", "The end.", last)
    found = read(draft)
    assert (found.signal and found.signal.text) == noted
    assert body_text(draft.blocks) == text


@pytest.mark.parametrize("note", ["-- corrects town --", "--corrects year", "(This story corrects the year)"])
def test_a_note_between_paragraphs_says_so_too(note: str) -> None:
    draft = draft_of("A story.", "It went on for a while.", note, "The end.")
    assert read(draft).signal == Signal(kind="correction", text=note)
    assert body_text(draft.blocks) == "A story.\n\nIt went on for a while.\n\nThe end."


def test_a_first_line_that_begins_with_the_moment_of_the_field_is_apparatus() -> None:
    line = "3.6.2024 10:00:01 EEST | Keksitty Oyj | Tiedote"
    draft = draft_of(line, "A story.")
    draft.dateline_field = "3.6.2024 10:00:01 EEST"
    assert read(draft).apparatus == (line,)
    assert draft.dateline is None


def test_an_abstract_that_is_the_headline_again_is_none() -> None:
    draft = draft_of("A story.", headline="Invented sells well")
    draft.abstract = "Invented  sells well"
    read(draft)
    assert draft.abstract is None


def test_when_the_canadian_press_published_a_report_is_apparatus() -> None:
    line = "This report by The Canadian Press was first published March 4, 2025."
    draft = draft_of("A story about it.", "The end of it.", line)
    found = read(draft, profile_named("CP").habit)
    assert found.apparatus == (line,)


def test_other_paragraphs_in_brackets_are_the_story_s() -> None:
    draft = draft_of("A story.", "(Correct answers will be sent.)", "(This one is in brackets.)", "The end.")
    assert read(draft).signal is None


def test_what_afp_sends_with_the_copy_and_who_else_wrote_the_ap_s_are_apparatus() -> None:
    draft = draft_of("=(PHOTO+VIDEO)=", "PARIS (AFP) - A story.", "The end.")
    assert read(draft, profile_named("AFP").habit).apparatus == ("=(PHOTO+VIDEO)=",)
    told = "Bloggs reported from Paris. AP writer Jane Doe in St. Louis contributed to this report."
    draft = draft_of("PARIS (AP) — A story.", "He said rain contributed.", "———", told)
    assert read(draft, profile_named("AP").habit).apparatus == ("———", told)
    assert body_text(draft.blocks) == "A story.\n\nHe said rain contributed."


def test_a_subheadline_that_begins_like_the_copy_loses_the_dateline() -> None:
    draft = draft_of("Lisboa, 28 jan 2025 (Bureau) -- Notícias breves:", "Texto.", headline="Breves")
    draft.subheadline = "Lisboa, 28 jan 2025 (Bureau) -- Notícias breves:"
    found = read(draft)
    assert draft.subheadline == "Notícias breves:"
    assert found.dateline is not None
    assert found.dateline.places == ("Lisboa",)


def test_the_employer_below_a_byline_belongs_to_it() -> None:
    draft = draft_of("By JO BLOGGS", "AP Sports Writer", "MIAMI (AP) — The bridge is closed.", headline="Bridge")
    found = read(draft)
    assert found.byline == "By JO BLOGGS\nAP Sports Writer"
    assert body_text(draft.blocks) == "The bridge is closed."


@pytest.mark.parametrize(
    ("closing", "role"),
    [("By Ann Other", "byline"), ("Door Ann Other/ANP", "byline"), ("By Jo Bloggs", "body"), ("Ann Other", "body")],
)
def test_the_byline_of_a_field_may_stand_below_the_text(closing: str, role: str) -> None:
    draft = Draft(format="rss", byline="Ann Other", blocks=[paragraph("The ferry sails again."), paragraph(closing)])
    grammar.apply(draft)
    assert draft.blocks[-1].role == role


def test_an_embargo_below_the_text_withholds_too() -> None:
    draft = draft_of("Berlin (dpa) - Die Brücke ist gesperrt.", "(Achtung: Sperrfrist 12 Uhr)", headline="Brücke")
    found = read(draft)
    assert draft.status == "withheld"
    assert [problem.code for problem in draft.problems] == ["embargo-unclear"]
    assert found.apparatus == ("(Achtung: Sperrfrist 12 Uhr)",)


def test_several_marks_close_one_sentence() -> None:
    draft = draft_of("Wien (APA) - Die Brücke ist gesperrt. (Forts.) abc/def", headline="Brücke")
    found = read(draft)
    assert found.apparatus == ("(Forts.)", "abc/def")
    assert body_text(draft.blocks) == "Die Brücke ist gesperrt."


def test_a_notizblock_without_a_number_sign_opens_a_notebook() -> None:
    draft = draft_of("Berlin (dpa) - Die Brücke.", "dpa-Notizblock", "Bitte die Karte beachten.", headline="Brücke")
    assert read(draft).apparatus == ("dpa-Notizblock", "Bitte die Karte beachten.")


def test_a_story_that_runs_on_behind_a_signal_is_none_of_it() -> None:
    draft = draft_of("N i e u w bericht, vervangt: Brug dicht ZUTPHEN (NNB) - De brug gaat open. Dat zei de stad.")
    found = read(draft)
    assert found.signal == Signal(
        kind="replacement", text="N i e u w bericht, vervangt: Brug dicht", target="Brug dicht"
    )
    assert found.dateline is not None
    assert found.dateline.text == "ZUTPHEN (NNB) -"
    assert body_text(draft.blocks) == "De brug gaat open. Dat zei de stad."


def test_a_dateline_in_the_middle_of_a_sentence_splits_nothing() -> None:
    draft = draft_of("Wie ZUTPHEN (NNB) - De krant leest, weet dat de brug open is.")
    read(draft)
    assert body_text(draft.blocks) == "Wie ZUTPHEN (NNB) - De krant leest, weet dat de brug open is."
