"""The desk's own version of an article: forked, kept beside its agency's, taken over in parts, undone."""

import pytest

from dateline.newsroom.content import news_item
from dateline.newsroom.editing import Words, edited, source_of, words_of
from dateline.newsroom.merging import hunks, parts
from dateline.newsroom.models import Edit, Event, Section
from dateline.newsroom.states import NotAllowed, Overtaken
from dateline.newsroom.verbs import correct, edit, expire, follow, kill, leave, publish, purge, reinstate, take
from dateline.newsroom.verbs.edit import last_seen
from dateline.newsroom.visible import Gone, Shown, article_for
from tests.desk.people import somebody

from .helpers import HOUR, NOW, arrive, article, copy, item, newsroom

FIRST = "<p>De brug is dicht.</p><p>Er zijn omleidingen.</p><p>De burgemeester is boos.</p>"
SECOND = "<p>De brug is weer open.</p><p>Er zijn omleidingen.</p><p>De burgemeester is boos.</p><p>Morgen meer.</p>"
MINE = Words(
    headline="Onze kop", body="De brug is dicht.\n\nEr zijn omleidingen langs de haven.\n\nDe burgemeester is boos."
)


def told(body: str) -> dict[str, str]:
    return {"body": body, "text": body.replace("</p><p>", "\n\n").replace("<p>", "").replace("</p>", "")}


@pytest.fixture
def wire(db):
    source = newsroom()
    arrive(source, copy("a", version="1", **told(FIRST)))
    return source


def second(wire, **fields) -> None:
    arrive(wire, copy("a", version="2", **{"headline": "Brug open", **told(SECOND), **fields}), now=NOW + HOUR)


def text() -> str:
    shown = news_item(article())
    assert shown is not None
    return shown.text


def test_an_edit_shows_and_later_versions_wait(wire):
    edit(item(), words=MINE, by=somebody("editor", "anna"))
    assert (article().headline, article().lead) == ("Onze kop", "De brug is dicht.")
    second(wire)
    assert article().headline == "Onze kop"
    assert "langs de haven" in text()
    assert article().waiting_id == article().revision_id != article().edit.base_id
    event = Event.objects.get(verb="edit")
    assert (event.act, event.by_name, event.revision_id) == (True, "anna", article().edit.base_id)


def test_following_again_undoes_the_edit(wire):
    edit(item(), words=MINE, section=Section.objects.get(slug="binnenland"))
    assert article().section.slug == "binnenland"
    second(wire)
    follow(item())
    now = article()
    assert (now.headline, now.section.slug, now.edit_id, now.waiting_id) == ("Brug open", "buitenland", None, None)
    second(wire, headline="Brug nog open", version_created=NOW)
    with pytest.raises(NotAllowed, match="volgt zijn bureau"):
        follow(item())


def test_what_is_ticked_is_taken_and_the_rest_is_the_desks(wire):
    edit(item(), words=MINE)
    base = article().edit.base
    second(wire)
    ours, theirs = news_item(article()), copy("a", **{"headline": "Brug open", **told(SECOND)})
    found = hunks(ours, theirs, copy("a", **told(FIRST)))
    assert [(hunk.key, hunk.is_new) for hunk in found if hunk.key] == [("1", True), ("2", False), ("3", True)]
    assert [(part.key, part.is_new) for part in parts(ours, theirs, copy("a", **told(FIRST)))] == [("headline", True)]
    take(item(), revision=article().revision, parts={"1", "3"})
    assert text() == (
        "De brug is weer open.\n\nEr zijn omleidingen langs de haven.\n\nDe burgemeester is boos.\n\nMorgen meer."
    )
    assert (article().headline, article().waiting_id) == ("Onze kop", None)
    assert article().edit.base_id != base.pk


def test_a_version_can_be_taken_whole_or_left(wire):
    edit(item(), words=MINE)
    second(wire)
    take(item(), revision=article().revision)
    assert (article().headline, text()) == ("Brug open", told(SECOND)["text"])
    arrive(wire, copy("a", version="3", headline="Derde"), now=NOW + 2 * HOUR)
    assert article().waiting_id
    leave(item(), revision=article().revision)
    assert (article().headline, article().waiting_id) == ("Brug open", None)


def test_of_two_who_edit_one_wins_and_the_other_is_told(wire):
    seen = last_seen(item())
    edit(item(), words=MINE, seen=seen, by=somebody("editor", "anna"))
    with pytest.raises(Overtaken, match="anna heeft"):
        edit(item(), words=Words(headline="De mijne"), seen=seen, by=somebody("editor", "bram"))
    assert article().headline == "Onze kop"
    edit(item(), words=Words(headline="De mijne"), seen=last_seen(item()))
    assert Edit.objects.filter(item=item()).count() == 2


@pytest.mark.parametrize("meanwhile", ["correct", "follow", "publish"])
def test_what_others_do_to_what_an_editor_sees_is_never_overwritten(wire, meanwhile):
    edit(item(), words=MINE)
    seen = last_seen(item())
    {
        "correct": lambda: correct(item(), note="Het was dinsdag."),
        "follow": lambda: follow(item()),
        "publish": lambda: publish(item(), section=Section.objects.get(slug="binnenland")),
    }[meanwhile]()
    with pytest.raises(Overtaken):
        edit(item(), words=Words(headline="x"), seen=seen)


def test_a_version_that_comes_while_somebody_edits_stops_nobody_and_waits(wire):
    seen, base = last_seen(item()), article().revision
    second(wire)
    edit(item(), words=MINE, base=base, seen=seen)
    assert article().waiting_id == article().revision_id != base.pk


def test_a_kill_by_the_agency_goes_through_the_desks_version(wire):
    edit(item(), words=MINE)
    arrive(wire, copy("a", version="2", signal="kill"), now=NOW + HOUR)
    assert article().state == "killed"
    assert article_for(article().short_id, NOW + HOUR) == Gone()
    with pytest.raises(NotAllowed, match="niet worden bewerkt"):
        edit(item(), words=MINE)


def test_what_is_reinstated_is_as_the_desk_had_it(wire):
    edit(item(), words=MINE)
    kill(item(), reason="x")
    reinstate(item(), reason="y")
    assert article().headline == "Onze kop"


def test_a_later_embargo_withdraws_what_the_desk_edited(wire):
    edit(item(), words=MINE)
    second(wire, embargoed=NOW + 5 * HOUR)
    assert article().state == "embargoed"
    assert not isinstance(article_for(article().short_id, NOW + 2 * HOUR), Shown)


@pytest.mark.parametrize("verb", [expire, purge])
def test_the_words_of_the_desk_go_when_those_of_the_agency_have_to(wire, verb):
    edit(item(), words=MINE)
    verb(item(), reason="x")
    assert set(Edit.objects.values_list("content", flat=True)) == {None}
    assert article().headline == ""
    assert news_item(article()) is None


def test_the_desks_version_outlives_no_expiry(wire):
    edit(item(), words=MINE)
    arrive(wire, copy("a", version="2", expires=NOW + HOUR / 2), now=NOW + HOUR)
    assert article().state == "expired"
    arrive(wire, copy("a", version="3", headline="Weer"), now=NOW + 2 * HOUR)
    assert (article().state, article().headline, article().edit_id) == ("published", "Weer", None)


def test_saving_publishes_nothing(wire):
    arrive(wire, copy("d", category=""))
    edit(item("d"), words=MINE, section=Section.objects.get(slug="binnenland"))
    assert (article("d").state, article("d").section.slug) == ("desk", "binnenland")
    publish(item("d"))
    assert article("d").state == "published"


def test_the_note_for_readers_is_whole_in_the_editor_and_goes_with_what_comes_later(wire):
    correct(item(), note="Het was dinsdag.")
    assert words_of(news_item(article()), article().note).note == "Het was dinsdag."
    edit(item(), words=Words(headline="x", body="y", note="Het was woensdag."))
    assert article().note == "Het was woensdag."
    correct(item(), note="Of toch dinsdag.")
    assert article().note == "Of toch dinsdag.\nHet was woensdag."
    second(wire)
    leave(item(), revision=article().revision)
    assert article().note == "Of toch dinsdag.\nHet was woensdag."
    follow(item())
    assert article().note == "Of toch dinsdag."


def test_a_lead_of_the_desk_is_what_lists_show(wire):
    edit(item(), words=Words(headline="x", lead="Kort gezegd.", body="Lang verhaal."))
    assert article().lead == "Kort gezegd."


def test_only_who_may_edits(wire):
    with pytest.raises(NotAllowed):
        edit(item(), words=MINE, by=somebody("viewer"))
    with pytest.raises(NotAllowed):
        follow(item(), by=somebody("nobody"))


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("Een\nregel\n\n\nTwee", "<p>Een<br>regel</p>\n<p>Twee</p>"),
        ("Q&A & <b>vet</b>", "<p>Q&amp;A &amp; <b>vet</b></p>"),
        ("1 < 2", "<p>1 &lt; 2</p>"),
        ("<h2>Kop</h2>\n\n<ul><li>een</li></ul>", "<h2>Kop</h2>\n<ul><li>een</li></ul>"),
        ('<script>x()</script>Tekst <a href="javascript:x()" onclick="y()">hier</a>', "<p>Tekst hier</p>"),
        ('<img src=x onerror=alert(1)>Tekst <a href="https://x.example/">daar</a>',
         '<p>Tekst <a href="https://x.example/">daar</a></p>'),
    ],
)  # fmt: skip
def test_what_is_typed_goes_through_the_rules_of_all_copy(typed, stands):
    made = edited(copy("a"), Words(headline="x", body=typed))
    assert made.body == stands
    again = edited(made, Words(headline="x", body=source_of(made)))
    assert (again.body, again.text) == (made.body, made.text)


def test_an_article_without_words_is_refused():
    with pytest.raises(NotAllowed, match="kop of een tekst"):
        edited(copy("a"), Words(body="<script>x</script>"))
    with pytest.raises(NotAllowed, match="te lang"):
        edited(copy("a"), Words(body="x" * 400_001))
    with pytest.raises(NotAllowed):
        edited(copy("a"), Words(body="<div>" * 2000))
