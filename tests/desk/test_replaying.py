"""Broken copy that is read again: all of it, what is broken alike, and one; what the desk tells meanwhile and after."""

import json
import re
from typing import Any

import pytest
from msgspec.structs import replace

from dateline.intake import reading, worker
from dateline.intake.worker import Worker
from dateline.newsroom.models import Article, Delivery, Event, Source
from tests.intake.helpers import work_all
from tests.newsroom.helpers import delivery, newsroom

from .people import signed_in

COUNT = 500


@pytest.fixture
def wire(db: None) -> Source:
    return newsroom()


def ninjs(number: int) -> bytes:
    """An invented message of ANP."""
    return json.dumps(
        {
            "uri": f"urn:verzonnen:{number}",
            "standard": {"name": "ninjs", "version": "3.1"},
            "type": "text",
            "versionCreated": "2026-03-02T11:00:00Z",
            "pubStatus": "usable",
            "language": "nl",
            "infoSources": [{"name": "ANP", "role": "provider"}],
            "subjects": [{"scheme": "anp", "code": "BUI"}],
            "headlines": [{"value": f"De brug van vak {number} is weer open"}],
            "bodies": [{"contentType": "text/html", "value": f"<p>Het verkeer kan over brug {number}.</p>"}],
        }
    ).encode()


@pytest.fixture
def broken(wire: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 files that a mistake of Dateline's, since mended, has broken, and two that are broken by themselves."""
    for number in range(COUNT):
        delivery(wire, ninjs(number), name=f"{number}.json")
    for text in (b"%PDF-1.7 een", b"%PDF-1.7 twee"):
        delivery(wire, text, name="a.pdf")

    def mistaken(one: Delivery) -> Any:
        if one.name.endswith(".json"):
            raise KeyError("urgency")
        return reading.read_delivery(one)

    with monkeypatch.context() as patch:
        patch.setattr(worker, "read_delivery", mistaken)
        work_all()


@pytest.fixture
def alike(wire: Source) -> None:
    """500 files that are broken for one reason."""
    for number in range(COUNT):
        delivery(wire, name=f"{number}.json", state=Delivery.State.QUARANTINED, reason="It is cut off.")


def states() -> dict[str, int]:
    found = list(Delivery.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def words(text: str) -> str:
    """What a page says."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub("<[^>]+>", " ", main).split())


@pytest.mark.slow
@pytest.mark.both
@pytest.mark.once
def test_what_is_broken_alike_is_one_line_and_500_are_read_again_by_one_press(broken, django_assert_max_num_queries):
    browser = signed_in("editor", "anna")
    assert states() == {"quarantined": COUNT + 2}
    page = browser.get("/desk/broken/")
    assert "502 deliveries could not be read." in words(page.text)
    assert "499.json and 499 like it Dateline itself failed on it" in words(page.text)
    assert page.text.count("<li><time>") == 2

    newest = Delivery.objects.get(name="499.json")
    with django_assert_max_num_queries(40):
        answer = browser.post("/desk/broken/replay/", {"like": newest.pk})
    assert states() == {"pending": COUNT, "quarantined": 2}
    where = answer["Location"]
    told = words(browser.get(where).text)
    assert "500 deliveries are read again: 0 read, 0 still broken, 500 to go." in told

    hands = Worker()
    hands.step()
    hands.close()  # as a worker that died: what it had begun is nobody's
    some = states()["done"]
    assert 0 < some < COUNT
    told = words(browser.get(where).text)
    assert f"{some} read, 0 still broken, {COUNT - some} to go." in told
    work_all()
    page = browser.get(where)
    assert "500 deliveries were read again, and all are well now." in words(page.text)
    assert "every 1s" not in page.text.partition("<main")[2]
    assert Article.objects.filter(state="published").count() == COUNT

    answer = browser.post("/desk/broken/replay/", follow=True)
    assert "2 deliveries are read again:" in words(answer.text)
    work_all()
    where = answer.redirect_chain[0][0]
    assert "2 deliveries were read again: 0 are well, 2 are still broken." in words(browser.get(where).text)
    assert "a.pdf and 1 like it" in words(browser.get(where).text)


def test_the_history_says_in_one_line_what_was_read_again_at_once(alike):
    browser = signed_in("editor", "anna")
    browser.post("/desk/broken/replay/")
    page = browser.get("/desk/history/?who=anna")
    assert re.search(r"anna had copy read again: \S+ and 499 more", words(page.text))
    assert page.text.count("had copy read again") == 1
    assert "before=" not in page.text


def test_each_of_those_that_are_alike_can_be_looked_at(alike):
    browser = signed_in("viewer")
    newest = Delivery.objects.get(name="499.json")
    seen: list[str] = []
    query = f"?like={newest.pk}"
    while query:
        page = browser.get(f"/desk/broken/{query}")
        assert "replay" not in page.text
        seen += re.findall(r">(\d+)\.json<", page.text)
        older = re.search(r'class="older"><a href="([^"]+)', page.text)
        query = older[1].replace("&amp;", "&") if older else ""
    assert seen == [str(number) for number in reversed(range(COUNT))]


def test_what_somebody_else_had_read_again_meanwhile_is_not_asked_for_twice(wire):
    one = delivery(wire, state=Delivery.State.QUARANTINED, reason="It is cut off.")
    anna, bram = signed_in("editor", "anna"), signed_in("editor", "bram")
    anna.post(f"/desk/delivery/{one.pk}/replay/")
    for path, fields in ((f"/desk/delivery/{one.pk}/replay/", {}), ("/desk/broken/replay/", {"like": one.pk})):
        assert "There is nothing to read again" in bram.post(path, fields, follow=True).text
    assert Event.objects.filter(verb="replay").count() == 1


@pytest.mark.parametrize("asked", ["", "x", "1", "1-", "-1", "3-1", "0-999999999999999999", "1-2"])
def test_an_address_that_asks_for_nothing_is_told_nothing(wire, asked):
    answer = signed_in("viewer").get(f"/desk/broken/?asked={asked}&like=x&before=x")
    assert answer.status_code == 200
    assert "Nothing is broken." in answer.text


def test_what_nobody_can_mend_is_shelved_and_waits_for_nobody(alike):
    browser = signed_in("editor", "anna")
    newest = Delivery.objects.get(name="499.json")
    browser.post(f"/desk/delivery/{newest.pk}/shelve/")
    assert states() == {"quarantined": COUNT - 1, "shelved": 1}
    browser.post("/desk/broken/shelve/", {})
    assert states() == {"quarantined": COUNT - 1, "shelved": 1}, "all is not shelved by a form that names nothing"
    other = Delivery.objects.get(name="7.json")
    page = browser.post("/desk/broken/shelve/", {"like": other.pk}, follow=True)
    assert "499 deliveries were shelved." in page.text
    assert "Nothing is broken." in page.text
    assert 'id="broken-count" class="count"></span>' in page.text
    assert "499.json and 499 like it" in words(browser.get("/desk/broken/?shelved=1").text)
    assert re.search(r"anna shelved broken copy: \S+ and 498 more", words(browser.get("/desk/history/").text))
    browser.post(f"/desk/delivery/{newest.pk}/replay/")
    assert states() == {"pending": 1, "shelved": COUNT - 1}


def test_what_was_read_wrongly_is_read_again_and_readers_get_what_comes_of_it(
    wire: Source, monkeypatch: pytest.MonkeyPatch
):
    one = delivery(wire, ninjs(1), name="1.json")

    def mistaken(delivery: Delivery) -> Any:
        read = reading.read_delivery(delivery)
        return replace(read, items=tuple(replace(item, headline="verkeerd") for item in read.items))

    with monkeypatch.context() as patch:
        patch.setattr(worker, "read_delivery", mistaken)
        work_all()
    assert Article.objects.get().headline == "verkeerd"
    page = f"/desk/delivery/{one.pk}/"
    assert "Read it again" not in signed_in("viewer").get(page).text
    browser = signed_in("editor")
    delivery(wire, ninjs(2), name="2.json", state=Delivery.State.DONE)
    shown = browser.get(page).text
    assert "Read it again" in shown
    assert "like it" not in shown, "only what is broken has others that are broken alike"
    answer = browser.post(f"{page}replay/", follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "It is read again: its items follow in a moment." in answer.text
    assert "Read it again" not in answer.text, "it waits for the worker now"
    work_all()
    assert Article.objects.get().headline == "De brug van vak 1 is weer open"
    assert str(Event.objects.get(verb="replay").by) == "editor"
    browser.post(f"{page}shelve/")
    assert Delivery.objects.get(pk=one.pk).state == Delivery.State.DONE, "only what is broken can be shelved"
