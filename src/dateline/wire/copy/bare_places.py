"""Places in capitals ahead of a dash or colon, without an agency: `DOMBURG - De …`, `NEW YORK--Acme …`, `OSLO: Det …`.

`LIVE - …` and `VIDEO - …` look the same. So it is a place only where the copy says elsewhere that something is in it,
or where it is one of the cities that much news comes from; and never where several paragraphs begin so, as in a digest.
"""

import re
from collections.abc import Sequence

from dateline.wire.copy.places import reader_case

_CAPITALS = "A-ZÀ-ÖØ-Þ'’‘.\\- "
_HEAD = re.compile(
    rf"(?P<place>[A-ZÀ-ÖØ-Þ][{_CAPITALS}]{{2,39}}?)(?:/[{_CAPITALS}]{{3,30}}|,\s(?P<state>[A-Z][A-Za-z. ]{{1,15}}))?"
    r"(?:\s+(?:-{1,2}|[–—_])\s+|:\s+|(?:--|—)(?=[A-Z\"“]))[\"“„«'‘,]*(?P<word>\w+)"
)
_IN = r"\b(?i:in|nabij|near|uit|te|rond|à|en|em|aus|bei|i)\s+"
_REACH = 20_000
_STATES = frozenset(
    """
    Ala. Alaska Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Hawaii Idaho Ill. Ind. Iowa Kan. Ky. La. Maine Md. Mass.
    Mich. Minn. Miss. Mo. Mont. Neb. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Ohio Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Texas
    Utah Vt. Va. Wash. W.Va. Wis. Wyo. D.C. Ont. Que. Man. Alta. Sask. B.C. N.B. N.S. P.E.I. N.L. England Scotland Wales
    """.split()
)
"""What states and provinces of the USA and Canada are called in datelines."""

_CITIES = frozenset(
    """
    AMSTERDAM|ROTTERDAM|DEN HAAG|UTRECHT|EINDHOVEN|GRONINGEN|HILVERSUM|ARNHEM|MAASTRICHT|LEEUWARDEN|ZWOLLE|BREDA
    TILBURG|BRUSSEL|BRUSSELS|BRUXELLES|BRÜSSEL|BRUSELAS|ANTWERPEN|GENT|LUIK|LUXEMBURG|LUXEMBOURG|PARIJS|PARIS
    PARÍS|LYON|MARSEILLE|STRASBOURG|LONDEN|LONDON|LONDRES|MANCHESTER|LIVERPOOL|EDINBURGH|GLASGOW|BELFAST|DUBLIN
    BERLIJN|BERLIN|HAMBURG|KEULEN|KÖLN|MÜNCHEN|FRANKFURT|STUTTGART|DÜSSELDORF|LEIPZIG|DRESDEN|BONN|WENEN|WIEN
    VIENNA|ZÜRICH|GENÈVE|GENEVA|GENF|BERN|BERNE|MADRID|BARCELONA|LISSABON|LISBON|LISBOA|ROME|ROMA|ROM|MILAAN
    MILAN|MILANO|ATHENE|ATHENS|ATHEN|ISTANBUL|ANKARA|MOSKOU|MOSCOW|MOSKAU|MOSCOU|KIEV|KYIV|KIEW|MINSK|WARSCHAU
    WARSAW|WARSZAWA|PRAAG|PRAGUE|PRAG|BOEDAPEST|BUDAPEST|BOEKAREST|BUCHAREST|SOFIA|BELGRADO|BELGRADE|ZAGREB
    STOCKHOLM|GÖTEBORG|MALMÖ|UPPSALA|OSLO|BERGEN|TRONDHEIM|STAVANGER|TROMSØ|KOPENHAGEN|COPENHAGEN|KØBENHAVN
    AARHUS|ODENSE|AALBORG|HELSINKI|TAMPERE|TURKU|REYKJAVIK|RIGA|VILNIUS|TALLINN|WASHINGTON|NEW YORK
    LOS ANGELES|CHICAGO|BOSTON|HOUSTON|SAN FRANCISCO|SEATTLE|MIAMI|ATLANTA|DALLAS|OTTAWA|TORONTO|MONTREAL
    MONTRÉAL|VANCOUVER|CALGARY|EDMONTON|WINNIPEG|HALIFAX|QUEBEC|QUÉBEC|MEXICO CITY|HAVANA|CARACAS|BOGOTA|BOGOTÁ
    LIMA|SANTIAGO|BUENOS AIRES|BRASILIA|SAO PAULO|SÃO PAULO|RIO DE JANEIRO|JERUZALEM|JERUSALEM|TEL AVIV|GAZA
    BEIROET|BEIRUT|DAMASCUS|AMMAN|CAIRO|BAGDAD|BAGHDAD|TEHERAN|TEHRAN|RIYAD|DUBAI|ABU DHABI|DOHA|KABUL|KABOEL
    ISLAMABAD|NEW DELHI|MUMBAI|DHAKA|COLOMBO|BANGKOK|SINGAPORE|JAKARTA|MANILA|HANOI|KUALA LUMPUR|HONGKONG
    HONG KONG|PEKING|BEIJING|SHANGHAI|TAIPEI|SEOUL|PYONGYANG|TOKIO|TOKYO|OSAKA|SYDNEY|MELBOURNE|CANBERRA
    BRISBANE|PERTH|ADELAIDE|WELLINGTON|AUCKLAND|JOHANNESBURG|KAAPSTAD|CAPE TOWN|PRETORIA|NAIROBI|LAGOS|ABUJA
    ACCRA|DAKAR|ADDIS ABEBA|KHARTOUM|TRIPOLI|TUNIS|ALGIERS|RABAT|PARAMARIBO|WILLEMSTAD|ORANJESTAD
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
) - {""}


def is_known_city(name: str) -> bool:
    """Whether a name in capitals is that of a city that much news comes from."""
    return name in _CITIES


def bare_place(text: str, told: Sequence[str | None], others: Sequence[str] = ()) -> str | None:
    """The place that a paragraph begins with, ahead of a dash and without an agency; None where it may be none.

    `others` are the paragraphs behind it, `told` other words of the item: `in Domburg` in them makes DOMBURG a place.
    """
    found = _HEAD.match(text)
    if found is None or any(_HEAD.match(other) for other in others):
        return None
    place, word = found["place"].strip(), found["word"]
    if not word[0].isupper() or (len(word) > 1 and word.isupper()):
        return None
    shown = reader_case(place)
    if place in _CITIES or (found["state"] or "").strip() in _STATES:
        return shown
    said = re.compile(_IN + re.escape(shown) + r"(?!\w)")
    words = (text[found.end() :], *told, *others)
    return shown if any(one == shown or said.search(one[:_REACH]) for one in words if one) else None
