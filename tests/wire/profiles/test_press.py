"""Press releases: who issued them, contacts at the foot, lines below the headline. All companies are invented."""

import pytest

from dateline.wire.copy import grammar
from dateline.wire.copy.gathering import gather
from dateline.wire.draft import Block, Draft
from dateline.wire.profiles import profile_named
from dateline.wire.text.blocks import paragraph


def release(provider: str, *blocks: str | Block, headline: str = "Acme opens bridge") -> Draft:
    draft = Draft(format="x", provider=provider, headline=headline)
    draft.blocks = [paragraph(block) if isinstance(block, str) else block for block in blocks]
    profile = profile_named(provider)
    profile.adjust(draft)
    grammar.apply(draft, profile.habit)
    return draft


def body(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.role == "body"]


FIRST = "NEW YORK, March 4, 2026 /PRNewswire/ -- Acme today opened a bridge."
TEXT = ["Acme today opened a bridge.", "About Acme", "Acme builds bridges."]


@pytest.mark.parametrize(
    ("provider", "foot"),
    [
        (
            "PR NEWSWIRE",
            [
                "Contact: Jo Bloggs, 555-0100, jo@acme.example",
                "View original content: https://x.example",
                "SOURCE Acme",
            ],
        ),
        ("PR NEWSWIRE", ["Logo - https://x.example/logo.jpg", "SOURCE Acme Corp."]),
        ("GLOBE NEWSWIRE", ["Media Contact:", "Jo Bloggs", "jo@acme.example", "A photo is at https://x.example/1"]),
        ("CNW", ["SOURCE Acme Inc.", "For further information: Jo Bloggs, 416-555-0100"]),
        ("OTS", ["Pressekontakt:", "Jo Bloggs, Tel. 030 123", "Original-Content von: Acme GmbH, übermittelt durch x"]),
        ("MARKETWIRED", ["Investor Relations Contacts", "Jo Bloggs", "416-555-0100"]),
    ],
)
def test_who_issued_a_release_and_contacts_are_apparatus(provider: str, foot: list[str]) -> None:
    draft = release(provider, FIRST, *TEXT[1:], *foot)
    assert (body(draft), gather(draft).apparatus) == (TEXT, tuple(foot))


@pytest.mark.parametrize(
    "last",
    [
        "Source material came from the north.",
        "For further information is what people ask, and they get it.",
        "Contacts between the two firms go back to 1990, the company said in a statement on Monday.",
        "Information",
    ],
)
def test_the_last_sentence_of_a_release_is_its_own(last: str) -> None:
    assert body(release("PR NEWSWIRE", FIRST, *TEXT[1:], last)) == [*TEXT, last]


def test_a_heading_like_that_of_contacts_with_more_of_the_story_below_stays() -> None:
    more = ("The bridge has a long story. " * 10).strip()
    draft = release("PR NEWSWIRE", FIRST, "Investor Relations", more)
    assert body(draft) == [TEXT[0], "Investor Relations", more]


def test_headings_ahead_of_the_dateline_are_lines_below_the_headline() -> None:
    heads = [
        Block("h2", f"<h2>{text}</h2>", text) for text in ("Acme opens bridge", "First in the north", "Second in all")
    ]
    draft = release("GLOBE NEWSWIRE", *heads, FIRST)
    assert (draft.subheadline, body(draft)) == ("First in the north\nSecond in all", TEXT[:1])
    assert [block.text for block in draft.blocks if block.role == "headline"] == ["Acme opens bridge"]
    undated = release("GLOBE NEWSWIRE", heads[1], "Acme today opened a bridge.")
    assert (undated.subheadline, body(undated)) == (None, ["First in the north", "Acme today opened a bridge."])


def test_a_release_that_replaces_another_names_it() -> None:
    note = "Le communiqué suivant corrige et remplace le communiqué de presse intitulé « Un pont » diffusé le 3 mars."
    draft = release("GLOBE NEWSWIRE", note, "Acme a ouvert un pont.")
    signal = gather(draft).signal
    assert signal is not None
    assert (signal.kind, signal.text, signal.target) == ("correction", note, "Un pont")


def test_a_corrected_release_tells_so_below_its_headline_and_keeps_the_dateline_behind_long_headings() -> None:
    note = "Le communiqué suivant corrige et remplace le communiqué intitulé « Un pont » diffusé le 3 mars."
    heading = "Un investissement soutenu dans la construction de ponts a permis " + "une augmentation très nette " * 4
    first = "TORONTO, 4 mars 2026 (GLOBE NEWSWIRE) -- Acme a ouvert un pont."
    draft = release("GLOBE NEWSWIRE", "Acme ouvre un pont", note, heading.strip(), first, headline="Acme ouvre un pont")
    assert [block.role for block in draft.blocks] == ["headline", "signal", "body", "dateline", "body"]
    assert draft.dateline is not None
    assert draft.dateline.places == ("Toronto",)


def test_a_mark_that_the_repeated_headline_carries_stays_with_the_signal_that_the_text_gives() -> None:
    note = "Le communiqué suivant corrige et remplace le communiqué intitulé « Un pont » diffusé le 3 mars."
    first = "TORONTO, 4 mars 2026 (GLOBE NEWSWIRE) -- Acme a ouvert un pont."
    marked = "CORRECTION - Acme ouvre un pont"
    draft = release("GLOBE NEWSWIRE", marked, note, first, headline=marked)
    gathered = gather(draft)
    assert gathered.headline == "Acme ouvre un pont"
    assert gathered.signal is not None
    assert gathered.signal.text == f"CORRECTION -\n{note}"
