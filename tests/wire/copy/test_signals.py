"""What copy says about itself. All copy here is invented; no kill of ANP's was to be had, so those are made up too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.copy.headlines import read_headline
from dateline.wire.copy.signals import leading_note, read_line, read_note
from dateline.wire.item import Signal


@pytest.mark.parametrize(
    ("written", "headline", "kind", "text"),
    [
        ("Bond staat alleen (2)", "Bond staat alleen", "update", "(2)"),
        ("Bond staat alleen (2) =", "Bond staat alleen", "update", "(2)"),
        ("Zaak loopt (3DER)", "Zaak loopt", "update", "(3DER)"),
        ("Zaak loopt (1LEAD)", "Zaak loopt", "update", "(1LEAD)"),
        ("Zaak loopt (UPDATE)", "Zaak loopt", "update", "(UPDATE)"),
        ("Zaak loopt (CORRECT)", "Zaak loopt", "correction", "(CORRECT)"),
        ("Affaire en cours (RECTIFICATIF)", "Affaire en cours", "correction", "(RECTIFICATIF)"),
        ("Zaak loopt (VERBETERING)", "Zaak loopt", "correction", "(VERBETERING)"),
        ("Zaak loopt (VERBETERING/RECTIFICATIF)", "Zaak loopt", "correction", "(VERBETERING/RECTIFICATIF)"),
        ("(Eil) Kanzler tritt zurück", "Kanzler tritt zurück", "flash", "(Eil)"),
        ("EILMELDUNG: Kanzler tritt zurück", "Kanzler tritt zurück", "flash", "EILMELDUNG:"),
        ("FLITS: Gans loopt door Utrecht", "Gans loopt door Utrecht", "flash", "FLITS:"),
        ("URGENT - Le ministre part", "Le ministre part", "flash", "URGENT -"),
        ("FLASH Minister treedt af", "Minister treedt af", "flash", "FLASH"),
        ("ALERTE Le ministre part", "Le ministre part", "flash", "ALERTE"),
        ("Eil: Kanzler tritt zurück", "Kanzler tritt zurück", "flash", "Eil:"),
        ("Brug dicht - INGETROKKEN", "Brug dicht", "kill", "- INGETROKKEN"),
        ("Brücke gesperrt - Zusammenfassung 1745", "Brücke gesperrt", "update", "- Zusammenfassung 1745"),
        ("Storm nears, 3rd Ld-Writethru", "Storm nears", "update", ", 3rd Ld-Writethru"),
        ("Le pont ferme (2 et fin)", "Le pont ferme", "update", "(2 et fin)"),
        ("(AMPLIACIÓN) El banco sube", "El banco sube", "update", "(AMPLIACIÓN)"),
        ("UPDATE 2-Cup results", "Cup results", "update", "UPDATE 2-"),
        ("WRAPUP 3-Bank raises rates", "Bank raises rates", "update", "WRAPUP 3-"),
        ("CORRECTED-Bank raises rates", "Bank raises rates", "correction", "CORRECTED-"),
        ("REFILE-Bank raises rates", "Bank raises rates", "correction", "REFILE-"),
        ("RPT-Bank raises rates", "Bank raises rates", "repeat", "RPT-"),
        ("Zaak loopt (3, met reactie oppositie)", "Zaak loopt", "update", "(3, met reactie oppositie)"),
        ("EIL +++ Kanzler tritt zurück", "Kanzler tritt zurück", "flash", "EIL +++"),
        ("1. Lead - Kanzler tritt zurück", "Kanzler tritt zurück", "update", "1. Lead -"),
        ("ROUNDUP 2/Bank hebt Zinsen", "Bank hebt Zinsen", "update", "ROUNDUP 2/"),
        ("Bank Raises Rates (Correct)", "Bank Raises Rates", "correction", "(Correct)"),
        ("OPRAVA: Most je zavřený", "Most je zavřený", "correction", "OPRAVA:"),
        ("JAVÍTOTT HÍR - A híd zárva", "A híd zárva", "correction", "JAVÍTOTT HÍR -"),
        ("УТОЧНЕНИЕ: Мост закрыт", "Мост закрыт", "correction", "УТОЧНЕНИЕ:"),
        ("ALERTE", "", "flash", "ALERTE"),
        ("Breaking News: Bridge shuts", "Bridge shuts", "flash", "Breaking News:"),
        ("Urgent: Bridge shuts", "Bridge shuts", "flash", "Urgent:"),
        ("+++ Eilmeldung +++ Kanzler tritt zurück", "Kanzler tritt zurück", "flash", "Eilmeldung +++"),
        ("ÚLTIMA HORA: El banco sube", "El banco sube", "flash", "ÚLTIMA HORA:"),
        ("JUST NU: Bron stängd", "Bron stängd", "flash", "JUST NU:"),
        ("2ND LEAD Bank raises rates", "Bank raises rates", "update", "2ND LEAD"),
        ("UPDATE Bank verhoogt rente", "Bank verhoogt rente", "update", "UPDATE"),
        ("UPDATE 2 | Bank verhoogt rente", "Bank verhoogt rente", "update", "UPDATE 2 |"),
        ("(Zusammenfassung 1600) Bank hebt Zinsen", "Bank hebt Zinsen", "update", "(Zusammenfassung 1600)"),
        ("Bank hebt Zinsen (Aktualisiert)", "Bank hebt Zinsen", "update", "(Aktualisiert)"),
        ("Bank hebt Zinsen - Korrektur", "Bank hebt Zinsen", "correction", "- Korrektur"),
        ("CORRECTIVE: Bank raises rates", "Bank raises rates", "correction", "CORRECTIVE:"),
        ("Bank raises rates, KILL", "Bank raises rates", "kill", ", KILL"),
        ("KILL: Bank raises rates", "Bank raises rates", "kill", "KILL:"),
        ("INGETROKKEN: Bank verhoogt rente", "Bank verhoogt rente", "kill", "INGETROKKEN:"),
        ("VERVALLEN Bank verhoogt rente", "Bank verhoogt rente", "kill", "VERVALLEN"),
        ("AMP.- El banco sube", "El banco sube", "update", "AMP.-"),
        ("Correctie: bank verhoogt rente", "bank verhoogt rente", "correction", "Correctie:"),
    ],
)
def test_marks_and_prefixes_are_signal_and_not_headline(written: str, headline: str, kind: str, text: str) -> None:
    reading = read_headline(written)
    assert reading.headline == headline
    assert [(signal.kind, signal.text) for signal in reading.signals] == [(kind, text)]


@pytest.mark.parametrize(
    "headline",
    [
        "GLOBAL MARKETS-Asian shares shake",
        "IMF: economie krimpt",
        "Kill Bill keert terug",
        "KILL BILL RETURNS",
        "Army withdraws troops",
        "Meisje vermist (7)",
        "Meisje (3, met hond) vermist",
        "1. FC Köln - Bayern 2:0",
        "Alerte rouge en Bretagne",
        "NATO--Allies meet",
        "Korrektur an der Börse",
        "Update 2 spelers geblesseerd",
        "Politie zoekt jongetje (3)",
        "Acteur overleden (78)",
        "Deel (1)",
        "Update voor telefoon",
        "Attentie voor de wolf",
        "Alert: storm komt eraan",
        "Neu: Brot ohne Mehl",
        "DN: uusi huume",
        "Un taureau à Landquart (GR)",
        "Spoedberaad over de dijk",
    ],
)
def test_a_headline_s_own_words_stay(headline: str) -> None:
    assert read_headline(headline) == (headline, [], [])


@pytest.mark.parametrize(
    ("written", "headline"), [("Kop =", "Kop"), ("Kop +", "Kop"), ("*Kop", "Kop"), ("Kop ///", "Kop")]
)
def test_layout_marks_go(written: str, headline: str) -> None:
    assert read_headline(written) == (headline, [], [])


def test_routing_prefixes_are_apparatus() -> None:
    assert read_headline(">>>ANSA/ Governo, ok alla legge") == ("Governo, ok alla legge", [], [">>>ANSA/"])
    assert read_headline("RL: Koning opent brug") == ("Koning opent brug", [], ["RL:"])
    assert read_headline(">ANSA-FOCUS/ Ponte chiuso") == ("Ponte chiuso", [], [">ANSA-FOCUS/"])
    assert read_headline("US--Bridge Opens") == ("Bridge Opens", [], ["US--"])


def test_several_prefixes_are_all_taken() -> None:
    reading = read_headline("CORRECTED-UPDATE 1-Bank raises rates")
    assert reading.headline == "Bank raises rates"
    assert [signal.kind for signal in reading.signals] == ["correction", "update"]


def test_a_number_that_is_the_version_is_a_mark_whatever_its_size() -> None:
    assert read_headline("Zaak loopt (7)", "7").headline == "Zaak loopt"
    assert read_headline("Zaak loopt (7)", "2").headline == "Zaak loopt (7)"


def test_a_kill_ahead_of_a_headline_names_it() -> None:
    assert read_headline("INGETROKKEN: Brug open").signals[0].target == "Brug open"


@pytest.mark.parametrize(
    ("line", "kind", "target"),
    [
        ("N i e u w bericht, vervangt: Brug open", "replacement", "Brug open"),
        ("N i e u w b e r i c h t, vervangt: Brug open", "replacement", "Brug open"),
        ("Nieuw bericht, vervangt Brug open", "replacement", "Brug open"),
        ("Vervangt: Brug open", "replacement", "Brug open"),
        ("ANNULE ET REMPLACE: Pont ouvert", "replacement", "Pont ouvert"),
        ("V e r v a l l e n: Brug open", "kill", "Brug open"),
        ("VERVALLEN", "kill", None),
        ("INGETROKKEN", "kill", None),
        ("Ingetrokken: Brug open", "kill", "Brug open"),
        ("Het bericht 'Brug open' is ingetrokken.", "kill", "Brug open"),
        ("LET OP REDACTIES: het bericht 'Brug open' is ingetrokken wegens fouten.", "kill", "Brug open"),
        ("MANDATORY KILL", "kill", None),
        ("KILL: Bridge open", "kill", "Bridge open"),
        ("Please disregard the story slugged BRIDGE", "kill", None),
        ("ATTENTION EDITORS - the story on the bridge is withdrawn. A new one follows.", "kill", None),
        ("Die Meldung „Brücke offen“ wird zurückgezogen", "kill", "Brücke offen"),
        ("Veuillez annuler la dépêche", "kill", None),
        ("Eds: Kill the story slugged BRIDGE.", "kill", None),
        ("Herhaling", "repeat", None),
        ("(Wiederholung)", "repeat", None),
        ("Verbetering: in alinea 2 staat de juiste naam", "correction", None),
        ("RECTIFICATIE", "correction", None),
        ("Berichtigung: Im 2. Absatz heißt es richtig", "correction", None),
        ("(Corrects name in second paragraph)", "correction", None),
        ("ATTENTION - CORRECTS figure ///", "correction", None),
        ("ATTENTION - ADDS details ///", "update", None),
        ("(Adds quotes, background)", "update", None),
        ("(Aktualisierung: Nach dem Urteil)", "update", None),
        ("2ND LEAD", "update", None),
        ("Eds: Adds quote", "update", None),
        ("Aanvulling op: Brug open", "addition", "Brug open"),
        ("LET OP REDACTIES", "advisory", None),
        ("Achtung Redaktionen: Bilder folgen", "advisory", None),
    ],
)
def test_set_phrases_at_the_head_are_signals(line: str, kind: str, target: str | None) -> None:
    signal = read_line(line)
    assert signal is not None
    assert (signal.kind, signal.text, signal.target) == (kind, line, target)


@pytest.mark.parametrize(
    "line",
    [
        "De minister trekt het voorstel in.",
        "De vergunning is ingetrokken en het feest vervalt.",
        "Vervallen huizen worden gesloopt in de wijk.",
        "The story is withdrawn by the company, which said more would follow.",
        "The report was withdrawn after protests.",
        "Kill",
        "The alert has been cancelled.",
        "Killed in the attack were two soldiers.",
        "Withdrawal from the town began on Monday, officers said.",
        "Retrait des troupes: le ministre s'explique",
        "zurückgezogen.",
        "berichtigt.",
        "Herhaling van de uitslag is niet nodig, zegt de bond.",
        "Update over de situatie volgt later op de dag.",
        "Nieuwe regels gelden voor iedereen.",
        "Correctie op de beurs zet door.",
        "Attention aux chiens dans les rues",
        "Het bericht dat de brug vervalt is onjuist, zegt de gemeente.",
        "Met die woorden opende hij de brug voor iedereen.",
        "Adds the minister: no way.",
        "(Fragen & Antworten)",
        "Snel: wie weet het?",
        "",
    ],
)
def test_sentences_are_no_signals(line: str) -> None:
    assert read_line(line) is None


def test_a_field_for_notes_needs_no_brackets() -> None:
    update, correction = read_note("UPDATES: With AP Photos."), read_note("Corrects spelling of name")
    assert update is not None
    assert update.kind == "update"
    assert correction is not None
    assert correction.kind == "correction"
    assert read_note("Foto volgt") is None


def test_a_note_may_run_on_into_the_dateline() -> None:
    found = leading_note("(Adds quotes) LONDON, Jan 3 (Reuters) - The bridge")
    assert found is not None
    assert found[0].text == "(Adds quotes)"
    assert found[1] == len("(Adds quotes) ")


@given(st.text(max_size=120))
def test_any_headline_and_line_is_read_and_a_headline_never_becomes_empty(text: str) -> None:
    reading = read_headline(text)
    assert bool(reading.headline) == bool(text.strip())
    read_line(text)
    read_note(text)


@given(st.text(alphabet="abc (2)=+-:*KILUPDATE", max_size=60))
def test_a_headline_only_loses_pieces_at_its_ends(text: str) -> None:
    assert read_headline(text).headline in text


def test_an_advisory_that_withdraws_kills() -> None:
    kinds = [signal.kind for signal in read_headline("ADVISORY-Bridge story is withdrawn").signals]
    assert kinds == ["advisory", "kill"]
    assert [signal.kind for signal in read_headline("ADVISORY-Troops are withdrawn").signals] == ["advisory"]


@pytest.mark.parametrize(
    ("written", "headline", "route"),
    [("ANSA/ Il ponte chiude", "Il ponte chiude", "ANSA/"), ("BC-BBN--Top Ten", "Top Ten", "BC-BBN--")],
)
def test_more_routes_of_headlines_are_apparatus(written: str, headline: str, route: str) -> None:
    reading = read_headline(written)
    assert (reading.headline, reading.apparatus, reading.signals) == (headline, [route], [])


@pytest.mark.parametrize(
    "headline", ["POLICE OFFICER - KILLED", "AA: drie doden", "Acht/ negen doden", "Bank - update van de cijfers"]
)
def test_what_looks_like_a_mark_behind_or_ahead_of_a_headline_stays(headline: str) -> None:
    reading = read_headline(headline)
    assert (reading.headline, reading.signals, reading.apparatus) == (headline, [], [])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Verbeterd bericht, bedrag in tweede alinea aangepast", "correction"),
        ("N i e u w bericht, meer informatie", "update"),
        ("(ATTN: UPDATES with more info in paras 3-4)", "update"),
    ],
)
def test_lines_with_a_comma_or_a_call_in_brackets(line: str, kind: str) -> None:
    found = read_line(line)
    assert found is not None
    assert (found.kind, found.text) == (kind, line)


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("Let op redacties: het bericht Brug open is vervallen.", "Brug open"),
        ("LET OP: bericht Brug blijft open vervalt", "Brug blijft open"),
        ("Attentie redacties: het bericht Brug open is ingetrokken wegens een fout.", "Brug open"),
        ("Het bericht met de kop Brug open wordt ingetrokken.", "Brug open"),
        ("Het ANP trekt het bericht 'Brug open' in.", "Brug open"),
        ("Het ANP heeft het bericht 'Brug open' ingetrokken.", "Brug open"),
        ("Dit bericht is ingetrokken. Gelieve het niet te gebruiken.", None),
        ("This story has been withdrawn. Please do not use it.", None),
        ("(INGETROKKEN)", None),
        ("(Dit bericht is vervallen)", None),
        ("EDITORS: PLEASE KILL BRIDGE STORY", None),
    ],
)
def test_a_kill_may_name_a_headline_without_quotes_go_on_or_stand_in_brackets(line: str, target: str | None) -> None:
    signal = read_line(line)
    assert signal is not None
    assert (signal.kind, signal.target, signal.text) == ("kill", target, line)


@pytest.mark.parametrize(
    "line",
    [
        "Let op: het bericht van het spoor over vervallen treinen komt later.",
        "Het ANP trekt het bericht in de lucht na.",
        "Het bericht over de brand is ingetrokken, meldt de politie.",
        "Correctie in de markt zet door.",
        "Vervangt de oude brug over de Maas.",
        "Update met nieuwe functies voor telefoons komt eraan.",
    ],
)
def test_a_sentence_about_messages_corrections_and_updates_is_no_such_thing(line: str) -> None:
    signal = read_line(line)
    assert signal is None or signal.kind == "advisory"


@pytest.mark.parametrize(
    ("line", "kind", "target"),
    [
        ("Vervangt eerder bericht: Brug open", "replacement", "Brug open"),
        ("Vervangt NNB-020519-224", "replacement", "NNB-020519-224"),
        ("Nieuw bericht - vervangt: Brug open", "replacement", "Brug open"),
        ("Correctie in tweede alinea", "correction", None),
        ("Update met reactie minister", "update", None),
        ("Aanvulling op bericht Brug open", "addition", "Brug open"),
        ("Herhaling van bericht van 12.00 uur", "repeat", "bericht van 12.00 uur"),
        ("ATTENTION - CORRECTIF ///", "correction", None),
        ("ATTENTION - ANNULE ET REMPLACE notre dépêche ///", "replacement", "notre dépêche"),
        ("ATTENTION - MISE A JOUR ///", "update", None),
        ("(This version of the story corrects the date)", "correction", None),
        ("(Nieuw: reactie minister)", "update", None),
        ("(Removes extra word)", "update", None),
    ],
)
def test_more_words_for_the_same_signals(line: str, kind: str, target: str | None) -> None:
    signal = read_line(line)
    assert signal is not None
    assert (signal.kind, signal.target) == (kind, target)


@pytest.mark.parametrize(
    ("written", "headline", "kind"),
    [
        ("Brug dicht (update 2)", "Brug dicht", "update"),
        ("Brug dicht (2de LEAD)", "Brug dicht", "update"),
        ("Brücke gesperrt (2. Lead)", "Brücke gesperrt", "update"),
        ("Bridge shut (2nd LD)", "Bridge shut", "update"),
        ("Brug dicht (HERH.)", "Brug dicht", "repeat"),
        ("KORREKTUR/Brücke gesperrt", "Brücke gesperrt", "correction"),
        ("KORR: Brücke gesperrt", "Brücke gesperrt", "correction"),
        ("WDH/Brücke gesperrt", "Brücke gesperrt", "repeat"),
        ("ACTUALIZA 1-Puente cerrado", "Puente cerrado", "update"),
        ("CORREGIDO-Puente cerrado", "Puente cerrado", "correction"),
        ("EILT: Brücke gesperrt", "Brücke gesperrt", "flash"),
    ],
)
def test_marks_may_be_counted_abbreviated_or_end_with_a_slash(written: str, headline: str, kind: str) -> None:
    reading = read_headline(written)
    assert (reading.headline, [signal.kind for signal in reading.signals]) == (headline, [kind])


def test_a_report_of_a_correspondent_is_no_correction() -> None:
    assert read_headline("KORR-Bericht: Brücke gesperrt").signals == []
    assert read_line("KORR-Bericht") is None


@pytest.mark.parametrize(
    ("written", "version", "headline"),
    [
        ("Bond staat alleen (12)", "12", "Bond staat alleen"),
        ("Bond staat alleen (12)", "1", "Bond staat alleen (12)"),
        ("Meisje gered uit vijver (12)", "12", "Meisje gered uit vijver (12)"),
        ("Meisje gered uit vijver (3)", "1", "Meisje gered uit vijver (3)"),
        ("Meisje gered uit vijver (3)", "3", "Meisje gered uit vijver"),
        ("**Brug dicht**", None, "Brug dicht"),
    ],
)
def test_a_number_is_a_version_where_it_is_the_item_s_and_no_child_s_age(
    written: str, version: str | None, headline: str
) -> None:
    assert read_headline(written, version).headline == headline


@pytest.mark.parametrize(
    ("written", "headline", "kinds"),
    [
        ("EXCLUSIVE-UPDATE 2-Bridge opens", "EXCLUSIVE-Bridge opens", ["update"]),
        ("CORRECTED-(OFFICIAL)-UPDATE 1-Bridge opens", "Bridge opens", ["correction", "update"]),
        ("1st LD: Bridge opens", "Bridge opens", ["update"]),
        ("2e LEAD - Le pont est ouvert", "Le pont est ouvert", ["update"]),
        ("Brücke offen - Eilmeldung", "Brücke offen", ["flash"]),
        ("Brug open - herhaling", "Brug open", ["repeat"]),
        ("URGENTE Puente abierto", "Puente abierto", ["flash"]),
        ("KIIRE: Silta on auki", "Silta on auki", ["flash"]),
        ("Ponte aperto (RPT CORRETTO)", "Ponte aperto", ["correction"]),
        ("(повтор) Мост открыт", "Мост открыт", ["repeat"]),
    ],
)
def test_marks_of_more_agencies(written: str, headline: str, kinds: list[str]) -> None:
    reading = read_headline(written)
    assert (reading.headline, [signal.kind for signal in reading.signals]) == (headline, kinds)


@pytest.mark.parametrize(
    "headline",
    [
        "COVID-UPDATE helpt niet meer",
        "1st leader of new party named",
        "Brug open - een herhaling van zetten",
        "Urgente Hilfe kommt",
        "Kiire on nyt ohi",
        "ROUND-UPDATE 2 opens",
    ],
)
def test_words_like_those_marks_stay(headline: str) -> None:
    assert read_headline(headline) == (headline, [], [])


def test_a_note_in_brackets_may_end_with_what_was_done() -> None:
    note = "(In der Meldung vom 4.3. wurde im ersten Absatz der Name berichtigt.)"
    assert read_line(note) == Signal(kind="correction", text=note)
    assert read_line("(Im Saal wurde es still, als der Name fiel.)") is None


def test_lusa_says_what_it_corrects_on_a_line_ahead() -> None:
    assert read_line("CORRIGE título e nome") == Signal(kind="correction", text="CORRIGE título e nome")
    assert read_line("Corrige o título quem o deu, disse o presidente do clube na terça-feira.") is None


def test_a_note_in_brackets_tells_what_is_new_behind_a_comma_too() -> None:
    assert read_line("(Nieuw, meer reacties)") == Signal(kind="update", text="(Nieuw, meer reacties)")


def test_a_note_may_stand_in_brackets_only_in_part() -> None:
    assert read_note("(CORRECTION) name in second paragraph") == Signal(
        kind="correction", text="(CORRECTION) name in second paragraph"
    )


def test_how_a_text_was_made_is_no_word_of_its_headline() -> None:
    reading = read_headline("Parliament passed the act*** TRANSLATED ***")
    assert (reading.headline, reading.signals) == ("Parliament passed the act", [])
    assert reading.apparatus == ["*** TRANSLATED ***"]
