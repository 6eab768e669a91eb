"""How agencies of many countries withdraw copy, and sentences of stories that look like it. All copy is invented."""

import pytest

from dateline.wire.copy import grammar
from dateline.wire.copy.gathering import gather
from dateline.wire.copy.headlines import read_headline
from dateline.wire.copy.signals import calls_attention, read_line
from dateline.wire.draft import Draft
from dateline.wire.item import Signal
from dateline.wire.text.blocks import paragraph


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ('ATTENTION - KILL. Please kill AFP story slugged "Bridge". ///', "Bridge"),
        ('Please kill story slugged Bridge headlined "Bridge opens" at 05/01/2024 11:30.', "Bridge opens"),
        ("KILL. The story on the bridge should not have been sent.", None),
        ("Följande artikel makuleras: Bron är öppen.", "Bron är öppen"),
        ('Telegrammet "Broen er åben" annulleres.', "Broen er åben"),
        ("Meldingen «Broen er åpen» trekkes tilbake.", "Broen er åpen"),
        ("Juttu perutaan.", None),
        ("Het bericht 'Brug open' van 08.12 uur is ingetrokken.", "Brug open"),
        ("Si prega di annullare la notizia 'Ponte aperto' delle 10.00.", "Ponte aperto"),
        ('Rogamos anulen la noticia "Puente abierto" enviada a las 10:00.', "Puente abierto"),
        ("Просим аннулировать сообщение «Мост открыт».", "Мост открыт"),
    ],
)
def test_every_agency_s_sentence_kills(line: str, target: str | None) -> None:
    assert read_line(line) == Signal(kind="kill", text=line, target=target)


@pytest.mark.parametrize(
    "line",
    [
        "KILL. The word stands in capitals on the wall.",
        "Kill. That is what the story was about.",
        "Denna text dras tillbaka från hyllorna, sade förläggaren.",
        "Saken trekkes frem av flere, sier politiet.",
        "Telegrammet kom frem, og forestillingen annulleres.",
        "Juttu on ohi, ja keikka perutaan.",
        "Se ruega no publicar la información personal, pide la alcaldesa.",
        "Si prega di non utilizzare la notizia come prova, dice il giudice.",
        "Просим соблюдать тишину, сообщение передано по радио.",
        'The third story headlined "Bridge opens" has been withdrawn from the prize, the jury said.',
    ],
)
def test_a_sentence_of_a_story_kills_nothing(line: str) -> None:
    found = read_line(line)
    assert found is None or found.kind != "kill"


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("MAKULERAS: Bron är öppen", "Bron är öppen"),
        ("TAKEDOWN NOTICE: Bridge opens", "Bridge opens"),
        ("ANNULLERING: Broen er åben", "Broen er åben"),
        ("TREKKES: Broen er åpen", "Broen er åpen"),
        ("ANNULLARE: Ponte aperto", "Ponte aperto"),
        ("АННУЛИРУЕТСЯ: Мост открыт", "Мост открыт"),
        ("Achtung - Meldung zurückgezogen", None),
    ],
)
def test_a_headline_that_kills(written: str, target: str | None) -> None:
    (signal,) = read_headline(written).signals
    assert (signal.kind, signal.target) == ("kill", target)


@pytest.mark.parametrize(
    "written",
    [
        "Achtung vor dem Leben",
        "Attention! Bridge withdrawn from service",
        "Trekkes han ut, er det slutt",
        "Storia da annullare",
    ],
)
def test_a_headline_of_a_story_kills_nothing(written: str) -> None:
    assert [signal for signal in read_headline(written).signals if signal.kind == "kill"] == []


def read(headline: str, *texts: str) -> Draft:
    draft = Draft(format="x", headline=headline, blocks=[paragraph(text) for text in texts])
    grammar.apply(draft)
    return draft


SENTENCE = "Het bericht over de brug is ingetrokken omdat de gegevens niet kloppen."


def test_a_sentence_below_a_call_for_attention_kills_and_alone_it_does_not() -> None:
    called = read("Brug open", "LET OP REDACTIES", SENTENCE)
    assert (called.status, [one.role for one in called.blocks]) == ("canceled", ["signal", "signal"])
    alone = read("Brug open", SENTENCE)
    assert (alone.status, [one.role for one in alone.blocks]) == ("usable", ["body"])
    assert calls_attention("Aan alle redacties:")
    assert not calls_attention("Attention to detail wins the day")


def test_a_notice_of_a_story_withdrawn_names_what_it_withdraws() -> None:
    notice = (
        'The March 4 story headlined "Bridge opens" has been withdrawn because it was wrong. There will be no other.'
    )
    draft = read("ADVISORY-Bridge story withdrawn", notice)
    signal = gather(draft).signal
    assert signal == Signal(kind="kill", text=notice, target="Bridge opens")


@pytest.mark.parametrize(
    ("written", "headline", "kind"),
    [
        ("(Berichtigung: Name im 2. Absatz berichtigt) Brücke offen", "Brücke offen", "correction"),
        ("(Zweite Zusammenfassung - neu: Reaktionen) Brücke offen", "Brücke offen", "update"),
        ("(2. Zusammenfassung) Brücke offen", "Brücke offen", "update"),
    ],
)
def test_a_mark_in_brackets_may_be_counted_and_say_what_is_new(written: str, headline: str, kind: str) -> None:
    reading = read_headline(written)
    assert (reading.headline, [signal.kind for signal in reading.signals]) == (headline, [kind])
