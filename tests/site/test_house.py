"""The pages of the house: imprint, privacy, corrections."""

import msgspec
import pytest
from django.test import Client

from dateline.newsroom.addresses import article_path
from dateline.newsroom.editing import Words
from dateline.newsroom.models import Event, House, Section, Touch
from dateline.newsroom.verbs import correct, edit, kill, take
from dateline.wire.item import Signal
from tests.desk.people import signed_in
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_chief_writes_imprint_and_privacy_and_they_are_clean():
    assert Client().get("/imprint").status_code == 404
    assert 'href="/imprint"' not in page("/")
    chief = signed_in("chief", "carl")
    words = "De Avondster & zonen\n\n<h2>Adres</h2>\n\n"
    words += '<p onclick="x()">Straat 1 <a href="javascript:x()">x</a><script>y()</script></p>'
    assert chief.post("/desk/settings/pages/", {"imprint": words, "privacy": ""}).status_code == 302
    made = page("/imprint")
    assert "<p>De Avondster &amp; zonen</p>" in made
    assert "<h2>Adres</h2>" in made
    assert not any(bad in made for bad in ("onclick", "javascript:", "y()"))
    assert 'href="/imprint"' in page("/")
    assert 'href="/privacy"' not in page("/")
    assert Event.objects.get(verb="setup").by_name == "carl"
    assert Touch.objects.filter(tag="house").exists()


def test_a_section_of_that_name_keeps_its_address_until_the_page_is_written():
    Section.objects.create(slug="privacy", name="Privacy")
    assert Client().get("/privacy")["Location"] == "/privacy/"
    House.objects.update(privacy="Wij bewaren niets.")
    assert "Wij bewaren niets." in page("/privacy")
    assert Client().get("/privacy/").status_code == 200


def test_corrections_are_listed_latest_first_with_their_notes_and_go_with_their_article():
    House.objects.update(page_size=2, language="en")
    wire = newsroom()
    for n, guid in enumerate("abc"):
        note = Signal(kind="correction", text=f"Corrects the figure of {guid}.")
        arrive(wire, copy(guid, version_created=NOW - (3 - n) * HOUR))
        arrive(wire, msgspec.structs.replace(copy(guid), version_created=NOW - (3 - n) * HOUR / 10, signal=note))
    arrive(wire, copy("d"))
    before = Touch.objects.count()
    correct(item("a"), note="It was Tuesday.")
    assert Touch.objects.filter(tag="corrections").count() > 0
    assert Touch.objects.count() > before
    made = page("/corrections")
    assert [made.count(article(guid).short_id) > 0 for guid in "abcd"] == [True, False, True, False]
    assert made.index("It was Tuesday.") < made.index("Corrects the figure of c.")
    older = made.split('<a href="/corrections?before=')[1].split('"')[0]
    assert article("b").short_id in page(f"/corrections?before={older}")
    assert Client().get("/corrections?before=x").status_code == 404

    path = article_path(article("c"))
    kill(item("c"), reason="x")
    assert path not in page("/corrections")
    assert article("b").short_id in page("/corrections")


def test_a_note_of_the_desk_is_a_correction_on_the_page_in_its_data_and_in_feeds():
    House.objects.update(language="en", feed_text="full")
    arrive(newsroom(), copy("a"))
    correct(item("a"), note="It was Tuesday.")
    made = page(article_path(article("a")))
    assert '<p class="note-title">Correction</p>' in made
    assert '"correction":{"@type":"CorrectionComment","text":"It was Tuesday.","datePublished":"' in made
    [entry] = msgspec.json.decode(page("/feed.json"))["items"]
    assert entry["content_html"].startswith("<p><em>Correction: It was Tuesday.</em></p>")


def test_a_correction_is_one_of_the_desks_own_version_once_that_takes_it_over():
    wire = newsroom()
    arrive(wire, copy("a", version="1"))
    edit(item("a"), words=Words(headline="Onze kop", body="Onze tekst."))
    note = Signal(kind="correction", text="Corrects the day.")
    corrected = msgspec.structs.replace(copy("a", version="2"), version_created=NOW + HOUR, signal=note)
    arrive(wire, corrected, now=NOW + HOUR)
    path = article_path(article("a"))
    assert article("a").waiting_id
    assert article("a").short_id not in page("/corrections")
    assert "Correctie" not in page(path).partition("<footer")[0]
    take(item("a"), revision=article("a").revision)
    assert article("a").short_id in page("/corrections")
