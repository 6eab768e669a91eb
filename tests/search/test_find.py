"""Finding on the database: what was published, by words and by what else there is, and never what is not to be seen."""

import zlib
from datetime import timedelta
from itertools import product

import pytest

from dateline.newsroom.house import house
from dateline.newsroom.models import Article
from dateline.newsroom.transaction import writing
from dateline.newsroom.verbs import hold, kill, publish
from dateline.search import find, index
from dateline.search.models import Document, Progress
from dateline.search.query import parse
from dateline.search.stores import store
from dateline.wire.item import Dateline
from tests.newsroom.helpers import HOUR, NOW, arrive, copy, item, newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    return newsroom("ANP", "AFP")


def news(wire, guid: str, headline: str, text: str = "", **fields) -> Article:
    plain = {"headline": headline, "text": text or "Meer volgt.", "language": "nl"}
    return arrive(wire, copy(guid, **plain | fields)).article


def found(asked: str, now=NOW, **how) -> list[str]:
    page = find.for_readers(parse(asked), now, house(), **{"limit": 30} | how)
    return [article.headline for article in page.articles]


def test_words_are_found_in_headline_and_text_in_every_form(wire):
    news(wire, "a", "Brand in haven")
    news(wire, "b", "Storm op zee", "De branden langs de kust zijn uit.")
    news(wire, "c", "Rust in de stad")
    assert set(found("brand")) == {"Brand in haven", "Storm op zee"}
    assert found("BRANDEN kust") == ["Storm op zee"]
    assert found("nergens") == []


def test_a_phrase_is_found_only_where_its_words_stand_together(wire):
    news(wire, "a", "De rode haan kraait")
    news(wire, "b", "De haan is rode wijn gewend")
    assert found('"rode haan"') == ["De rode haan kraait"]
    assert found('"haan de"') == []
    assert len(found("rode haan")) == 2


def test_a_place_that_only_hidden_articles_have_is_none_to_readers(wire):
    news(wire, "a", "Brand", dateline=Dateline(text="DELFT (ANP) - ", places=("Delft",)))
    asked = parse("plaats:delft regen")
    assert find.nowhere(asked, house(), hidden=False) == []
    hold(item("a"), reason="x")
    assert find.nowhere(asked, house(), hidden=False) == list(asked.wanted[:1])
    assert find.nowhere(asked, house(), hidden=True) == []


def test_a_number_is_found_however_its_thousands_are_parted(wire):
    texts = ["5400 banen", "5.400 banen", "5,400 banen", "5\u202f400 banen", "5 400 banen", "5,4 banen", "400 van 5"]
    for n, text in enumerate(texts):
        news(wire, f"n{n}", text)
    assert set(found("5400")) == set(found("5.400")) == set(found('"5,400 banen"')) == set(texts[:5])
    assert found("banen -5400") == ["5,4 banen"]


def test_no_phrase_reaches_from_the_headline_into_the_text(wire):
    news(wire, "a", "Alles over de brand", "Haven is dicht.")
    assert found('"brand haven"') == []


def test_what_is_not_wanted_is_left_out(wire):
    news(wire, "a", "Brand in haven")
    news(wire, "b", "Brand in bos")
    assert found("brand -haven") == ["Brand in bos"]
    assert found('-"in haven"') == ["Brand in bos"]
    assert found("brand -brand") == found('"in haven" -"in haven"') == []


def test_each_language_has_its_own_forms(wire):
    news(wire, "a", "Le président élu", language="fr", provider="AFP")
    news(wire, "b", "Elections postponed", language="en")
    news(wire, "c", "Die Häuser brennen", language="de")
    assert found("president") == ["Le président élu"]
    assert found("election") == ["Elections postponed"]
    assert found("haus") == ["Die Häuser brennen"]


def test_place_agency_and_section_narrow_it_down(wire):
    paris = Dateline(text="PARIJS (ANP/AFP) - ", places=("Parijs",), agencies=("ANP", "AFP"))
    news(wire, "a", "Kaartjes duurder", dateline=paris, credit=("ANP", "AFP"))
    news(wire, "b", "Kaartjes goedkoper", category="BIN", credit=("ANP",))
    assert found("kaartjes plaats:parijs") == ["Kaartjes duurder"]
    assert found("kaartjes agency:afp") == ["Kaartjes duurder"]
    assert found("kaartjes rubriek:binnenland") == ["Kaartjes goedkoper"]
    assert found("kaartjes rubriek:Buitenland") == ["Kaartjes duurder"]
    assert found("kaartjes -agency:AFP") == ["Kaartjes goedkoper"]
    assert found("rubriek:nergens") == []


def test_dates_are_days_of_the_house(wire):
    news(wire, "a", "Brand vandaag")
    news(wire, "b", "Brand eerder", version_created=NOW - timedelta(days=40))
    assert found("brand van:2026-03-02") == ["Brand vandaag"]
    assert found("brand tot:2026-02") == ["Brand eerder"]
    assert found("van:2026-03-02") == ["Brand vandaag"]


def test_the_newest_come_first_or_those_that_fit_best(wire):
    news(wire, "a", "Brand in de haven", version_created=NOW - 3 * HOUR)
    news(wire, "b", "Storm", "Eerste alinea.\n\nLater was er brand in de haven.", version_created=NOW - 2 * HOUR)
    news(wire, "c", "Brand", "Wind in de haven.", version_created=NOW - HOUR)
    assert found("brand haven") == ["Brand", "Storm", "Brand in de haven"]
    assert found("brand haven", order="best") == ["Brand in de haven", "Brand", "Storm"]


@pytest.mark.parametrize("order", ["new", "best"])
def test_pages_follow_each_other_without_a_gap_or_a_repeat_while_news_comes_in(wire, order):
    for n in range(9):
        news(wire, f"n{n}", f"Brand {n}", version_created=NOW - n * HOUR)
    seen, after = [], None
    for page in range(5):
        got = find.for_readers(parse("brand"), NOW, house(), limit=2, order=order, after=after)
        seen += [article.headline for article in got.articles]
        after = got.after
        news(wire, f"later{page}", f"Brand later {page}", version_created=NOW + timedelta(seconds=page))
    assert seen == [f"Brand {n}" for n in range(9)]
    assert after is None


def test_a_kill_a_hold_and_an_update_are_in_the_index_at_once(wire):
    for guid in "abc":
        news(wire, guid, f"Brand {guid}")
    kill(item("a"), reason="x")
    hold(item("b"), reason="x")
    news(wire, "c", "Storm c", version="2")
    assert found("brand") == []
    assert found("storm") == ["Storm c"]
    publish(item("b"))
    assert found("brand") == ["Brand b"]


def test_an_embargo_ends_and_rights_end_by_the_clock_of_each_request(wire):
    news(wire, "a", "Brand onder embargo", embargoed=NOW + HOUR)
    news(wire, "b", "Brand met einde", expires=NOW + HOUR)
    assert found("brand") == ["Brand met einde"]
    assert found("brand", NOW + 2 * HOUR) == ["Brand onder embargo"]


def test_what_a_transaction_takes_back_the_index_takes_back(wire):
    def fails() -> None:
        with writing():
            arrive(wire, copy("a", headline="Brand"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert Document.objects.count() == 0


def test_the_desk_finds_what_came_in_whatever_its_state(wire):
    for guid in "abc":
        news(wire, guid, f"Brand {guid}", category="" if guid == "c" else "BUI")
    kill(item("a"), reason="x")
    hold(item("b"), reason="x")
    keys = dict(Article.objects.values_list("pk", "headline"))
    assert {keys[key] for key in find.for_desk(parse("brand"), house())} == {"Brand a", "Brand b", "Brand c"}
    some = [key for key, headline in keys.items() if headline != "Brand b"]
    assert find.among(parse("brand"), house(), some) == set(some)


def test_notes_to_editors_and_keywords_are_not_found(wire):
    news(wire, "a", "Brand", ed_note="Bron geheim", keywords=("sleutel",), apparatus=("axm",), slugline="slak")
    assert [found(word) for word in ("geheim", "sleutel", "axm", "slak")] == [[], [], [], []]


def test_articles_of_one_moment_and_place_are_all_there(wire):
    for n in range(5):
        one = news(wire, f"n{n}", f"Brand {n}")
        Article.objects.filter(pk=one.pk).update(short_id=f"00{n}")
    Document.objects.all().delete()
    store().clear()
    while index.fill_some():
        pass
    assert len(found("brand")) == 5
    assert len(set(Document.objects.values_list("docid", flat=True))) == 5


def test_what_was_there_before_the_index_is_taken_up_newest_first(wire):
    for n in range(7):
        arrive(wire, copy(f"n{n}", headline=f"Brand {n}"), arrived_at=NOW + n * HOUR / 60)
    Document.objects.all().delete()
    Progress.objects.all().delete()
    store().clear()
    assert found("brand") == []
    assert not index.is_whole()
    index.fill_some(3)
    assert set(found("brand")) == {"Brand 6", "Brand 5", "Brand 4"}
    while index.fill_some(3):
        pass
    assert len(found("brand")) == 7
    assert index.is_whole()


def test_what_came_into_the_index_by_itself_is_passed_by_when_it_is_filled(wire):
    for n in range(7):
        arrive(wire, copy(f"n{n}", headline=f"Brand {n}"), arrived_at=NOW + n * HOUR / 60)
    for row in Document.objects.order_by("docid")[:2]:
        store().take(row.docid)
    Progress.objects.all().delete()
    assert len(found("brand")) == 5
    seen = list(iter(lambda: index.fill_some(2), 0))
    assert (sum(seen), len(seen) <= 2) == (7, True)
    assert len(found("brand")) == 7
    assert index.is_whole()


def test_of_very_many_long_words_as_many_count_as_either_database_takes(wire):
    long = [f"{n:05}" + "ж" * 35 for n in range(15_000)]
    news(wire, "a", "Lang", " ".join(long))
    assert found(long[0]) == found(long[4_900]) == ["Lang"]
    assert found(long[5_400]) == []


def test_an_article_of_the_longest_letters_is_taken_in(wire):
    short = ["".join(three) for three in product("𐌰𐌱𐌲𐌳𐌴𐌵𐌶𐌷𐌸𐌹𐌺𐌻𐌼𐌽𐌾𐌿𐍀𐍁𐍂𐍃𐍄𐍅𐍆𐍇𐍈", repeat=3)][:13_000]
    news(wire, "a", "Lang", " ".join([*short, *(one * 20 for one in short)]))
    assert found(short[0]) == found(short[-1]) == found(short[0] * 20) == ["Lang"]


def test_the_same_row_is_not_written_again(wire):
    one = news(wire, "a", "Brand")
    row = Document.objects.get(article=one)
    with writing() as work:
        work.shows(one)
    assert Document.objects.get(article=one) == row


@pytest.mark.sqlite
def test_what_the_index_has_of_its_first_version_is_found_and_made_anew(wire):
    news(wire, "a", "Brand in haven", "Wind.\n\nMeer volgt.")
    row = Document.objects.get()
    columns = [row.headline.strip(), row.lead.strip(), *zlib.decompress(row.packed).decode().split("\n")]
    packed = zlib.compress("\n".join(columns).encode())
    Document.objects.update(version=1, headline=None, lead=None, packed=packed)
    Progress.objects.update(version=1)
    assert found("brand", order="best") == ["Brand in haven"]
    while index.fill_some():
        pass
    assert found("brand", order="best") == found("wind") == ["Brand in haven"]
    kept = Document.objects.get()
    assert (kept.version, kept.headline, kept.lead) == (store().version, row.headline, row.lead)
    store().take(kept.docid)
    assert found("brand") == found("wind") == []
