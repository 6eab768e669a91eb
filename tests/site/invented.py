"""Invented copy of invented events, for pictures of the site and for tests that need a full paper."""

from datetime import datetime, timedelta
from typing import Any

from dateline.newsroom.models import Article, Provider
from tests.site import make

AGENCIES = {"NNB": "Noordelijk Nieuwsbureau", "ALTO": "Alto Press", "MERIDIAAN": "Persdienst Meridiaan"}

TABLE = """<p>De drie grootste havens van de noordkust hebben in het derde kwartaal samen 41,2 miljoen ton goederen
overgeslagen, 2,3 procent meer dan een jaar eerder. Dat blijkt uit cijfers die de gezamenlijke havenbedrijven
dinsdag bekendmaakten.</p>
<p>Vooral de overslag van containers groeide. De aanvoer van kolen liep verder terug.</p>
<h3>Overslag per haven</h3>
<table><thead>
<tr><th>Haven</th><th>Containers</th><th>Droge bulk</th><th>Natte bulk</th><th>Totaal (mln.
ton)</th><th>Verschil</th></tr></thead>
<tbody>
<tr><td>Oosterhaven</td><td>9,1</td><td>4,4</td><td>6,0</td><td>19,5</td><td>+3,1 procent</td></tr>
<tr><td>Wadmonde</td><td>4,8</td><td>3,9</td><td>3,6</td><td>12,3</td><td>+1,9 procent</td></tr>
<tr><td>Nieuwe Rede</td><td>2,2</td><td>5,1</td><td>2,1</td><td>9,4</td><td>+1,0
procent</td></tr></tbody></table>
<p>De havens noemen drie oorzaken:</p>
<ul>
<li>de verlenging van de spoorlijn naar het achterland;</li>
<li>het wegvallen van een veerdienst in het voorjaar;</li>
<li>een zachte herfst, met weinig verlet door storm.</li></ul>
<blockquote>“Wij hadden op een half procent gerekend. Dat het er ruim twee zijn, hebben we te danken aan het
spoor,” zegt directeur Marit Oldehove.</blockquote>
<p>Voor het vierde kwartaal verwachten de bedrijven een kleinere groei. Het <a
href="https://example.org/havens">volledige overzicht</a> verschijnt in januari.</p>"""

LEAD = (
    "Na negentien dagen praten hebben de twaalf landen rond de Meren zich verbonden aan één "
    "verdrag over het water. "
    "Zij gaan samen bepalen hoeveel ieder land mag oppompen, en zij openen hun meetgegevens voor elkaar.",
    "De ministers tekenden het verdrag vannacht in het oude stationsgebouw van Ostrava aan de "
    "Lisse. Een zegsvrouw van "
    "het gastland sprak van een akkoord „waar een generatie op heeft gewacht”. Drie landen "
    "hadden tot het laatst "
    "bezwaar tegen een bindend plafond voor de landbouw.",
    "Het verdrag voorziet in een gezamenlijk bureau dat de waterstand dag en nacht volgt. Zakt "
    "het peil onder een "
    "afgesproken grens, dan gaan alle kranen in stappen dicht: eerst die van de industrie, dan "
    "die van de landbouw. "
    "Drinkwater blijft buiten schot.",
    "Milieuorganisaties reageren opgelucht, maar wijzen erop dat het verdrag pas ingaat als tien van de twaalf "
    "parlementen hebben ingestemd. Dat kan volgens waarnemers nog twee jaar duren.",
    "De grootste meren van het gebied verloren sinds 1990 een vijfde van hun oppervlak. Langs "
    "de zuidoever vielen "
    "vissersdorpen droog; in het noorden verzilten de putten. Eerdere pogingen om tot "
    "afspraken te komen strandden in "
    "2004 en 2016.",
)


def fill(now: datetime = make.NOON) -> dict[str, Article]:
    """A whole paper, the newest item some minutes before `now`; the articles that tests ask for, by a name."""
    make.paper(motto="Nieuws van vandaag, voor morgen bewaard")
    for code, name in AGENCIES.items():
        Provider.objects.get_or_create(code=code, defaults={"name": name, "retention_days": 0})
    named: dict[str, Article] = {}

    def add(minutes: int, headline: str | None, *paragraphs: str, name: str = "", **more: Any) -> None:
        at = now - timedelta(minutes=minutes)
        codes = more.pop("agencies", ("NNB",))
        row = make.article(headline, *paragraphs, at=at, agencies=codes, provider=codes[0], **more)
        if name:
            named[name] = row

    add(
        4,
        "Brand in distributiecentrum Wadmonde: omwonenden moeten ramen sluiten",
        "Bij een zeer grote brand in een distributiecentrum in Wadmonde komt veel rook vrij. De "
        "brandweer roept omwonenden "
        "op ramen en deuren te sluiten. Over slachtoffers is nog niets bekend.",
        section="binnenland",
        places=("Wadmonde",),
        signal="flash",
        urgency=1,
        name="flash",
    )
    add(
        38,
        "Twaalf landen eens over verdrag voor de Meren",
        *LEAD,
        places=("Ostrava",),
        urgency=2,
        agencies=("NNB", "ALTO", "MERIDIAAN"),
        name="lead",
        updated=timedelta(minutes=21),
        fields={
            "subheadline": "Plafond voor de landbouw, open meetgegevens en één bureau dat het peil bewaakt",
            "byline": "Door Iris Vandervelde",
        },
    )
    add(
        52,
        "Havens van de noordkust groeien door het spoor",
        "De drie grootste havens van de noordkust hebben in het derde kwartaal samen 41,2 miljoen ton goederen "
        "overgeslagen, 2,3 procent meer dan een jaar eerder.",
        section="economie",
        places=("Oosterhaven",),
        body=TABLE,
        name="table",
    )
    add(
        71,
        None,
        "De regering van Karelmark trekt haar ambassadeur terug uit buurland Sund. Aanleiding is "
        "de aanhouding van twee "
        "journalisten, zondag aan de grens. Sund spreekt van een misverstand.",
        "Het is de tweede keer dit jaar dat de landen om de grensovergang botsen.",
        places=("Karelstad",),
        agencies=("NNB", "ALTO"),
        name="plain",
    )
    add(
        95,
        "Kabinet stelt besluit over nachttreinen uit tot na de zomer",
        "Het kabinet neemt dit voorjaar nog geen besluit over de nachttreinen naar het zuiden. De "
        "staatssecretaris wil eerst "
        "weten wat de aangepaste dienstregeling kost.",
        section="binnenland",
        places=("Den Haag",),
    )
    add(
        120,
        "Meesterwerk van Aleida Bos na tachtig jaar terug in museum",
        "Het verdwenen doek De Veerman van schilderes Aleida Bos hangt vanaf zaterdag weer in het "
        "Stedelijk Museum van "
        "Hoogezand. Het dook op bij het opruimen van een zolder.",
        section="cultuur",
        places=("Hoogezand",),
    )
    add(
        150,
        "Central bank of Meridia leaves rates unchanged",
        "The central bank of Meridia left its key interest rate at 3.25 percent on Friday, in line "
        "with expectations, and "
        "said that prices were “on the right path”.",
        section="economie",
        places=("Port Meridia",),
        agencies=("ALTO",),
        language="en",
        name="english",
    )
    add(
        185,
        "Schaatsster Femke Hollander wint derde wereldbeker op rij",
        "Femke Hollander heeft ook de derde wereldbekerwedstrijd over 3000 meter van dit seizoen "
        "gewonnen. In Inzell bleef ze "
        "de Noorse favoriete ruim twee seconden voor.",
        section="sport",
        places=("Inzell",),
        agencies=("NNB", "MERIDIAAN"),
    )
    add(
        210,
        "Brug bij Veerhaven in maart, niet in mei dicht",
        "De brug bij Veerhaven gaat in maart drie weken dicht voor onderhoud. Het verkeer wordt omgeleid over de dijk.",
        section="binnenland",
        places=("Veerhaven",),
        signal="correction",
        name="correction",
        note="In een eerdere versie van dit bericht stond dat de brug in mei dichtgaat. Dat is maart.",
    )
    hours = (4, 5, 6, 8, 9, 11, 13, 16, 19, 22, 26, 31, 40, 50)
    rest: list[tuple[str, str, str, str]] = [
        (
            "buitenland",
            "Parijs",
            "Museum aan de Seine vraagt niet-Europeanen hogere prijs",
            "Bezoekers van buiten Europa gaan volgend jaar bijna de helft meer betalen voor een kaartje.",
        ),
        (
            "binnenland",
            "Utrecht",
            "Meer studenten blijven bij hun ouders wonen",
            "Zes op de tien eerstejaars woont nog thuis, tegen vijf op de tien voor de verbouwing van het stelsel.",
        ),
        (
            "economie",
            "Amsterdam",
            "Beurs sluit hoger, chipmachinebouwer aan kop",
            "De belangrijkste graadmeter van het Damrak won driekwart procent.",
        ),
        (
            "sport",
            "Hoogezand",
            "Doelman Kees Brandsma stopt na dit seizoen",
            "De keeper van Sportclub Noord speelde 412 wedstrijden voor de club.",
        ),
        (
            "cultuur",
            "Gent",
            "Jeugdorkest speelt vergeten symfonie uit 1911",
            "De partituur lag een eeuw in een la van het conservatorium.",
        ),
        (
            "buitenland",
            "Sundhavn",
            "Veerdienst over de Sund hervat na staking van elf dagen",
            "Reizigers moeten nog tot maandag rekening houden met vertraging.",
        ),
        (
            "sport",
            "Rome",
            "Wielerbond kiest nieuwe route langs de kust",
            "De ronde van volgend jaar telt twee tijdritten en geen enkele aankomst bergop in de eerste week.",
        ),
        (
            "binnenland",
            "Assen",
            "Gemeenten delen voortaan één strooiploeg",
            "Vijf gemeenten in de provincie leggen hun wagens en hun zout bij elkaar.",
        ),
        (
            "economie",
            "Brussel",
            "Commissie geeft staalbedrijf meer tijd voor waterstof",
            "Het bedrijf krijgt twee jaar respijt voor de eerste oven.",
        ),
        (
            "cultuur",
            "Leiden",
            "Bibliotheek leent nu ook gereedschap uit",
            "Naast boeken gaan boormachines en ladders over de balie.",
        ),
        (
            "buitenland",
            "Lissedal",
            "Eerste sneeuw sluit bergpas vroeger dan ooit gemeten",
            "De pas gaat volgens de wegbeheerder op zijn vroegst in april weer open.",
        ),
        (
            "buitenland",
            "Karelstad",
            "Grensovergang bij Sund weer open voor vrachtverkeer",
            "Honderden chauffeurs stonden sinds donderdag stil.",
        ),
        (
            "sport",
            "Heerenveen",
            "IJsbaan in Heerenveen krijgt dak van zonnepanelen",
            "De baan wil over drie jaar meer stroom leveren dan zij gebruikt.",
        ),
        (
            "cultuur",
            "Den Bosch",
            "Prijs voor vertaling van Baltische poëzie",
            "De jury roemt het gehoor van de vertaalster.",
        ),
    ]
    for hour, (section, place, headline, text) in zip(hours, rest, strict=True):
        add(60 * hour, headline, text, section=section, places=(place,))
    add(
        60 * 30,
        "قمة الماء تنتهي باتفاق بين اثنتي عشرة دولة",
        "اتفقت اثنتا عشرة دولة مطلة على البحيرات على معاهدة واحدة بشأن المياه بعد تسعة عشر يوما من المحادثات.",
        language="ar",
        agencies=("ALTO",),
        name="arabic",
    )
    return named
