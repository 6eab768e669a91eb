"""An item at the desk: what readers see, what came, its versions, what was done; broken copy, and the history."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.broken import shown
from dateline.desk.difference import difference
from dateline.intake.now import put_back
from dateline.newsroom.editing import Words
from dateline.newsroom.models import Delivery
from dateline.newsroom.verbs import edit, hold, purge
from dateline.wire.problems import problem
from tests.newsroom.helpers import arrive, article, copy, delivery, item, newsroom

from .people import signed_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    return newsroom()


def page(guid: str = "a", query: str = "", **headers: str) -> str:
    return signed_in("viewer").get(f"/desk/item/{article(guid).short_id}/{query}", headers=headers).text


def test_what_is_not_for_readers_is_shown_apart(wire):
    arrive(wire, copy(apparatus=("axm/ch/jm",), ed_note="Niet voor 18.00", problems=(problem("no-zone", "x", "y"),)))
    assert "axm/ch/jm" not in page()
    assert "Niet voor 18.00" in page(), "the desk's own note is for whoever decides"
    assert "axm/ch/jm" in page(query="?tab=copy")
    came = page(query="?tab=copy")
    for told in ("no-zone", "Niet voor 18.00", "anp BUI", f"/desk/delivery/{article().revision.delivery_id}/"):
        assert told in came


def test_what_replaced_what_and_where_readers_get_it_is_named(wire):
    arrive(wire, copy("a", headline="Brug dicht"))
    arrive(wire, copy("b", headline="Brug open", signal="replacement", target="Brug dicht"))
    old, new = (article(guid) for guid in "ab")
    assert old.state == "replaced"
    assert f'Replaced by</dt><dd><a href="/desk/item/{new.short_id}/" dir="auto">Brug open' in page("a")
    assert f'Replaces</dt><dd><a href="/desk/item/{old.short_id}/" dir="auto">Brug dicht' in page("b")
    assert f'On the site</dt><dd><a href="/buitenland/brug-open-{new.short_id}">Buitenland</a></dd>' in page("b")
    assert "On the site" not in page("a")
    arrive(wire, copy("k", signal="kill", target="Brug open"))
    assert f'Kills</dt><dd><a href="/desk/item/{new.short_id}/"' in page("k")


def test_the_pane_has_the_item_without_the_frame(wire):
    arrive(wire, copy())
    pane = page(**{"hx-request": "true"})
    assert "<html" not in pane
    assert "Kop van a" in pane
    assert "<html" in page()


def test_what_changed_between_two_versions_is_marked(wire):
    arrive(wire, copy(version="1", text="De brug is dicht.", body="<p>De brug is dicht.</p>"))
    arrive(wire, copy(version="2", text="De brug is weer open.", body="<p>De brug is weer open.</p>"))
    text = page(query="?tab=versions")
    assert "<del>dicht.</del>" in text
    assert "<ins>weer open.</ins>" in text


def test_the_desks_own_versions_stand_among_its_agencys(wire):
    arrive(wire, copy(version="1", text="De brug is dicht.", body="<p>De brug is dicht.</p>"))
    for body in ("De brug is nog dicht.", "De brug is weer open."):
        edit(item(), words=Words(headline="Kop van a", body=body), by=somebody("editor"))
    text = page(query="?tab=versions")
    own = re.findall(r"the desk’s own, (\d) .+?Kop van a.+?>editor\b", text)
    assert own == ["2", "1"]
    assert text.index("the desk’s own, 2") < text.index("this one shows") < text.index("the desk’s own, 1")
    assert ("<del>nog dicht.</del>" in text, "<ins>weer open.</ins>" in text) == (True, True)
    oldest = item().revisions.get().pk
    text = page(query=f"?tab=versions&older={oldest}&newer=e1")
    assert "<ins>nog</ins>" in text
    assert re.findall(r'<option value="(\w+)" selected', text) == [str(oldest), "e1"]


def test_versions_of_another_item_cannot_be_compared(wire):
    for guid in "ab":
        arrive(wire, copy(guid, version="1"))
        arrive(wire, copy(guid, version="2", headline="Twee"))
    other = item("b").revisions.first().pk
    address = f"/desk/item/{article('a').short_id}/?tab=versions&older={other}&newer={other}"
    assert signed_in("viewer").get(address).status_code == 404
    assert signed_in("editor").get(address.replace(str(other), "x")).status_code == 404


def test_the_history_says_who_did_what_and_why(wire):
    arrive(wire, copy())
    hold(item(), reason="even wachten", by="dateline hold")
    for text in (page(query="?tab=history"), signed_in("editor").get("/desk/history/").text):
        assert "held it by hand" in text
        assert "even wachten" in text
        assert "dateline hold" in text
        assert "took in a version" in text


def test_the_history_can_be_asked_for_a_person_and_a_day(wire):
    arrive(wire, copy())
    hold(item(), reason="even wachten", by="anna")
    browser = signed_in("viewer")
    assert "took in a version" not in browser.get("/desk/history/?who=anna").text
    assert "even wachten" in browser.get("/desk/history/?who=anna").text
    assert "even wachten" not in browser.get("/desk/history/?day=1999-01-01").text
    broken = [delivery(wire, name=f"{n}.xml", state=Delivery.State.QUARANTINED, reason="x") for n in range(3)]
    put_back([one.pk for one in broken], somebody("editor", "anna"))
    assert re.search(
        r'had copy read again: <a href="/desk/delivery/\d+/">2.xml</a> and 2 more<', browser.get("/desk/history/").text
    )
    assert browser.get("/desk/history/?day=1999-99-99&before=x").status_code == 200


def test_what_was_purged_says_that_it_is_no_longer_kept(wire):
    arrive(wire, copy())
    purge(item(), reason="privacy")
    for query in ("", "?tab=copy"):
        assert "no longer kept" in page(query=query)


def test_broken_copy_is_shown_with_its_reason_and_bytes_and_read_again(wire):
    broken = delivery(wire, b"\x01<b>half", state=Delivery.State.QUARANTINED, reason="It is cut off.")
    browser = signed_in("editor")
    assert "It is cut off." in browser.get("/desk/broken/").text
    assert "\\x01&lt;b&gt;half" in browser.get(f"/desk/delivery/{broken.pk}/").text
    answer = browser.post("/desk/broken/replay/", follow=True)
    assert "1 delivery is read again:" in answer.text
    broken.refresh_from_db()
    assert (broken.state, broken.reason) == ("pending", "")
    assert browser.get("/desk/delivery/999999/").status_code == 404


@given(st.binary(max_size=200))
def test_bytes_can_be_looked_at_whatever_they_are(data: bytes):
    assert all(one.isprintable() or one in "\n\t" for one in shown(data))


WORDS = st.lists(st.sampled_from(["de", "brug", "is", "open.", "dicht.", "\n\n"]), max_size=14).map(" ".join)


@given(WORDS, WORDS)
def test_a_difference_has_every_word_of_both_texts_in_order(older: str, newer: str):
    pieces = [piece for paragraph in difference(older, newer) for piece in paragraph]
    for text, kind in ((older, "in"), (newer, "out")):
        assert " ".join(piece.text for piece in pieces if piece.kind != kind).split() == text.split()


@pytest.mark.parametrize(
    ("older", "newer", "told"),
    [
        # One word each: what stands between them stands.
        ("De brug is nu dicht.", "Die brug is weer dicht.", "-De +Die =brug is -nu +weer =dicht."),
        # Two sentences that share a "de" by chance are two sentences.
        ("Monteurs zoeken nog naar de oorzaak van dit", "Een vrouw belde de wethouder wakker vannacht",
         "-Monteurs zoeken nog naar de oorzaak van dit +Een vrouw belde de wethouder wakker vannacht"),
        # Words that go or come are one change, and what stays is not touched.
        ("De tram en de bus rijden weer.", "De bus rijden weer.", "=De -tram en de =bus rijden weer."),
        # A paragraph that stays is never drawn into what changes around it.
        ("Een twee drie.\n\nJa.\n\nVier vijf zes.", "Zeven acht negen.\n\nJa.\n\nTien elf twaalf.",
         "-Een twee drie. +Zeven acht negen. | =Ja. | -Vier vijf zes. +Tien elf twaalf."),
    ],
)  # fmt: skip
def test_a_difference_can_be_read(older, newer, told):
    signs = {"same": "=", "out": "-", "in": "+"}
    paragraphs = [" ".join(signs[one.kind] + one.text for one in each) for each in difference(older, newer)]
    assert " | ".join(paragraphs) == told


def test_a_long_difference_goes_by_paragraphs():
    older = "\n\n".join(f"Alinea {n} " + "woord " * 200 for n in range(100))
    newer = older.replace("Alinea 50", "Alinea vijftig")
    kinds = [piece.kind for paragraph in difference(older, newer) for piece in paragraph]
    assert (kinds.count("out"), kinds.count("in")) == (1, 1)
