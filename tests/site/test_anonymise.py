"""A name that is replaced is gone from every way out, from later versions too, and comes back when it is given back."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from dateline.newsroom import apikeys
from dateline.newsroom.addresses import article_path
from dateline.newsroom.content import item_of
from dateline.newsroom.models import Event, House
from dateline.newsroom.standins import anonymous, said
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import anonymise, correct, edit, noindex, purge, restore_name
from dateline.newsroom.verbs.edit import Words
from dateline.wire.item import Link, Media, NewsItem, Signal
from tests.desk.people import signed_in
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, item, newsroom

NAME = "Jan Jánsen-Bos"
PIECES = ("jánsen", "jansen")
FORMATS = ("rss", "atom", "json")


def story(**fields):
    return copy(
        headline=f"Rechter veroordeelt {NAME}",
        text=f"JAN JÁNSEN-BOS moet zitten.\n\nVolgens Jan\nJánsen-Bos' broer zijn {NAME}s boeken kwijt.",
        body='<p>JAN <b>JÁNSEN-BOS</b> moet zitten.</p><p>Volgens <a href="https://x.example/jan-jansen-bos">Jan<br>'
        f"Jánsen-Bos</a>' broer zijn {NAME}s boeken kwijt.</p>",
        byline=f"Door {NAME}",
        signal="correction",
        note=f"{NAME} is 41.",
        keywords=(NAME,),
        links=(Link(href="https://x.example/Jan_J%C3%A1nsen-Bos/", title=NAME),),
        media=(Media(kind="picture", caption=f"Foto van {NAME}", href="https://x.example/janjansenbos.jpg"),),
        **fields,
    )


@pytest.fixture
def wire(db):
    source = newsroom()
    House.objects.update(feed_text="full", base_url="https://nieuws.example", zone="UTC")
    arrive(source, copy("b"))
    arrive(source, story())
    return source


def surfaces(old_path: str) -> dict[str, str]:
    """Everything that readers and programs get, whole."""
    client, key = Client(), apikeys.make(f"k{Event.objects.count()}", rate=0, by="test")
    paths = ["/", "/buitenland/", article_path(article()), article_path(article("b")), "/latest", "/buitenland/latest"]
    paths += ["/buitenland/rail", "/search?q=boeken", "/sitemap-0.xml", "/sitemap-news.xml"]
    paths += [f"{folder}/feed.{name}" for folder in ("", "/buitenland", "/agency/anp") for name in FORMATS]
    found = {path: client.get(path) for path in paths}
    api = {"authorization": f"Bearer {key}"}
    for path in ("/items", f"/items/{article().short_id}", "/sections/buitenland/items"):
        found[f"/api/v1{path}"] = client.get(f"/api/v1{path}", headers=api)
    moved = client.get(old_path)
    texts = {path: (b"".join(one) if one.streaming else one.content).decode() for path, one in found.items()}
    return texts | {"moved": moved.get("Location", "")}


def named(texts: dict[str, str]) -> list[str]:
    """The surfaces on which any part of the name stands."""
    found = []
    for path, text in texts.items():
        plain = json.dumps(json.loads(text), ensure_ascii=False) if text[:1] == "{" else text
        if any(piece in plain.lower() for piece in PIECES):
            found.append(path)
    return found


def test_a_name_is_gone_everywhere_and_comes_back(wire):
    old = article_path(article())
    before = named(surfaces(old))
    assert {"/", "/buitenland/", old, "/feed.rss", "/search?q=boeken", "/sitemap-0.xml", "/api/v1/items"} <= set(before)
    told = article().told

    anonymise(item(), name="jan  jánsen-bos", stand_in="een man", reason="op verzoek", by="test")
    texts = surfaces(old)
    assert named(texts) == []
    page = texts[article_path(article())]
    assert ">Rechter veroordeelt een man</h1>" in page
    assert "<b></b>" in page
    assert "zijn een mans boeken" in page
    assert "een man is 41" in page
    assert texts["moved"] == article_path(article()) != old
    assert "boeken" in texts["/search?q=boeken"]
    assert Client().get("/search?q=J%C3%A1nsen").content.count(b'<li class="entry') == 0
    assert article().told > told
    assert article().modified_at is not None

    arrive(wire, story(version_created=NOW), now=NOW)
    assert article().revision.version_created == NOW
    assert named(surfaces(old)) == []
    assert NAME in item_of(article().revision).text  # the copy is as it came

    event = Event.objects.get(verb="anonymise")
    assert (event.reason, event.by_name) == ("op verzoek", "test")
    restore_name(item(), name="jan jánsen-bos", reason="vrijgesproken", by="test")
    assert set(before) <= set(named(surfaces(old))) | {old}
    assert NAME in article().headline


def test_it_holds_for_the_desks_own_words_and_notes_and_goes_with_a_purge(wire):
    old = article_path(article())
    anonymise(item(), name=NAME, stand_in="NN", reason="rechter", by="test")
    edit(item(), words=Words(headline=f"{NAME} in hoger beroep", body=f"Dat zegt {NAME}.", note=f"Over {NAME}."))
    correct(item(), note=f"{NAME} is 42.")
    assert named(surfaces(old)) == []
    assert article().headline == "NN in hoger beroep"
    chief = signed_in("chief")
    for path in (f"/desk/item/{item().short_id}/?tab=history", "/desk/history/"):
        record = chief.get(path).content.decode()
        assert "NN is 42." in record, path
        assert NAME not in record.partition("NN is 42.")[0][-500:], path
    purge(item(), reason="bevel", by="test")
    assert article().stand_ins == []
    rows = str(list(Event.objects.values_list())).lower()
    assert not any(piece in rows for piece in PIECES)


@pytest.mark.parametrize(
    ("name", "stand_in", "reason"),
    [
        ("Piet", "NN", "waarom"),
        ("J", "NN", "waarom"),
        (NAME, "", "waarom"),
        (NAME, "NN", " "),
        (NAME, f"broer van {NAME}", "x"),
    ],
)
def test_what_replaces_nothing_or_says_no_reason_is_refused(wire, name, stand_in, reason):
    with pytest.raises(NotAllowed):
        anonymise(item(), name=name, stand_in=stand_in, reason=reason, by="test")
    assert article().stand_ins == []
    assert not Event.objects.filter(verb="anonymise").exists()


def test_a_name_is_whole_words_in_one_paragraph_and_markup_stays_sound():
    plain = NewsItem(
        format="test",
        body="<p>Bos &amp; Bo</p><p>s. <i>B</i>os, bosrand, Bos&#39;</p>",
        text="x",
        signal=Signal(kind="update", text="Bos"),
    )
    made = anonymous(plain, [("Bos", "A & B")])
    assert made.body == "<p>A &amp; B &amp; Bo</p><p>s. <i>A &amp; B</i>, bosrand, A &amp; B&#39;</p>"
    assert made.signal.text == "A & B"
    assert said("Jan\n\nBos", [("Jan Bos", "NN")]) == "Jan\n\nBos"


def test_an_article_is_kept_from_search_engines_and_from_no_reader(wire):
    sort_at = article().sort_at
    noindex(item(), reason="oud", by="test")
    page = Client().get(article_path(article())).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    maps = "".join(
        b"".join(Client().get("/sitemap-0.xml")).decode() + Client().get("/sitemap-news.xml").content.decode()
    )
    assert article().short_id not in maps
    assert article("b").short_id in maps
    assert article().short_id in Client().get("/").content.decode()
    arrive(wire, story(version_created=NOW + timedelta(minutes=1)), now=NOW + HOUR)
    assert article().noindex
    assert article().sort_at == sort_at


def test_the_desk_does_each_of_them_and_takes_it_back(wire):
    editor, chief = signed_in("editor", "anna"), signed_in("chief", "carl")
    here = f"/desk/item/{article().short_id}/"

    def do(browser, verb, **fields):
        return browser.post(f"{here}{verb}/", {"change": str(article().change), **fields}).status_code

    assert do(editor, "noindex", words="oud") == 302
    assert article().noindex
    assert do(editor, "index") == 302
    assert not article().noindex
    assert do(editor, "anonymise", name=NAME, stand_in="NN", words="verzoek") == 302
    assert "Jan" not in article().headline
    assert f'<option value="{NAME}">' in editor.get(here).content.decode()
    assert do(editor, "anonymise", name="Piet Puk", stand_in="NN", words="verzoek") == 409
    assert do(editor, "restore_name", name=NAME, words="mag weer") == 302
    assert NAME in article().headline
    assert do(editor, "purge", words="bevel", confirm="purge") == 403
    assert do(chief, "purge", words="bevel") == 409
    assert do(chief, "purge", words="bevel", confirm="purge") == 302
    assert article().state == "purged"
