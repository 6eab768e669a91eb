"""The agencies: their codes, and the names under which copy knows them."""

import re
from functools import lru_cache
from typing import NamedTuple


class Agency(NamedTuple):
    """An agency: the code that datelines and credits give it, its name for readers, and its other names.

    `names` are codes of other houses, spellings in datelines and credit lines, names of parties and provider ids.
    """

    code: str
    name: str
    names: tuple[str, ...] = ()


AGENCIES: tuple[Agency, ...] = (
    Agency("AA", "Anadolu Ajansı", ("Anadolu", "Anadolu Agency", "aa.com.tr", "الأناضول")),
    Agency("AAP", "Australian Associated Press", ("aap.com.au",)),
    Agency("ACCESSWIRE", "ACCESSWIRE", ("ACCESS Newswire", "accesswire.com")),
    Agency("ADNKRONOS", "Adnkronos"),
    Agency("AFN", "ANP Financieel Nieuws", ("AFN Web", "Algemeen Financieel Nieuws")),
    Agency(
        "AFP",
        "Agence France-Presse",
        ("afp.com", "Agence France Presse", "أ ف ب", "ا ف ب", "أ.ف.ب", "فرانس برس", "法新社"),
    ),
    Agency("AGI", "AGI", ("Agenzia Giornalistica Italia", "agi.it")),
    Agency("AGERPRES", "Agerpres", ("agerpres.ro",)),
    Agency("ANA-MPE", "Athens-Macedonian News Agency", ("ana-mpe.gr", "ANA", "ANA-MPA", "AMNA", "ΑΠΕ-ΜΠΕ", "APE-MPE")),
    Agency("ANI", "Asian News International"),
    Agency(
        "ANP",
        "Algemeen Nederlands Persbureau",
        ("anp.nl", "ANP 101", "ANP Producties", "ANP Nieuws", "Het Algemeen Nederlands Persbureau"),
    ),
    Agency("ANSA", "ANSA", ("ansa.it", "ANSAmed", "Agenzia ANSA", "Agenzia Nazionale Stampa Associata")),
    Agency("ANTARA", "Antara", ("antaranews.com",)),
    Agency("AP", "The Associated Press", ("Associated Press", "ap.org", "apnews.com", "أ ب", "أسوشيتد برس", "美联社")),
    Agency("APA", "Austria Presse Agentur", ("apa.at", "Austria Presseagentur")),
    Agency("ARMENPRESS", "Armenpress"),
    Agency("ASKANEWS", "askanews", ("askanews.it",)),
    Agency("ATS", "Keystone-ATS", ("www.sda-ats.ch", "sda-ats.ch", "SDA-ATS", "Agence télégraphique suisse")),
    Agency("ASIANET", "AsiaNet"),
    Agency("AWP", "AWP Finanznachrichten", ("awp international", "awp.ch")),
    Agency("BCN", "Bay City News", ("Bay City News Service",)),
    Agency("BELGA", "Belga", ("BGA", "BLG", "belga.be", "www.belga.be", "Agence Belga", "Persagentschap Belga")),
    Agency("BELTA", "BelTA", ("БЕЛТА",)),
    Agency("BLOOMBERG", "Bloomberg", ("BLOOM", "BBG", "Bloomberg News", "bloomberg.com", "bloomberg.net")),
    Agency("BOM", "Bureau of Meteorology", ("Australian Government Bureau of Meteorology", "bom.gov.au")),
    Agency("BERNAMA", "Bernama", ("bernama.com",)),
    Agency("BNS", "Baltic News Service", ("bns.lt", "bns.ee")),
    Agency(
        "BTA",
        "Bulgarian Telegraph Agency",
        (
            "БТА",
            "bta.bg",
        ),
    ),
    Agency(
        "BUSINESS WIRE",
        "Business Wire",
        ("businesswire.com", "BUSINESSWIRE", "美國商業資訊", "美国商业资讯", "ビジネスワイヤ", "비즈니스와이어"),
    ),
    Agency("CNA", "Central News Agency", ("中央社", "cna.com.tw", "focustaiwan.tw")),
    Agency("CNN", "CNN", ("cnn.com", "CNN Newsource", "CNN Wire")),
    Agency("CNW", "CNW", ("CNW Group", "CNW Telbec")),
    Agency(
        "CP", "The Canadian Press", ("Canadian Press", "La Presse Canadienne", "PC", "thecanadianpress.com", "cp.org")
    ),
    Agency("CTK", "ČTK", ("ČTK", "CTK", "ctk.cz", "ctk.eu")),
    Agency("DJ", "Dow Jones", ("Dow Jones Newswires", "DJN", "DOWJONES")),
    Agency("DPA", "dpa", ("dpa.com", "Deutsche Presse-Agentur", "dpa-infocom", "د ب أ")),
    Agency(
        "DPA-AFX", "dpa-AFX", ("dpa-afx.de", "dpa-AFX ProFeed", "dpa-AFX Broker", "dpa-AFX Analyser", "dpa-afx.com")
    ),
    Agency("EFE", "EFE", ("efe.com", "Agencia EFE", "EFE Newswires", "efeservicios.com")),
    Agency("ELTA", "ELTA", ("elta.lt",)),
    Agency("EPD", "epd", ("Evangelischer Pressedienst",)),
    Agency("EUROPA PRESS", "Europa Press", ("EuropaPress", "europapress.es")),
    Agency("GLOBE NEWSWIRE", "GlobeNewswire", ("globenewswire.com", "GlobeNewswire")),
    Agency("GNA", "Ghana News Agency"),
    Agency("HINA", "HINA", ("hina.hr",)),
    Agency("IANS", "Indo-Asian News Service"),
    Agency("INTERFAX", "Interfax", ("IFX", "Interfax-Ukraine", "interfax.ru", "interfax.com.ua", "Интерфакс")),
    Agency("IRNA", "IRNA", ("Islamic Republic News Agency", "ایرنا", "إرنا", "ارنا")),
    Agency("ITALPRESS", "Italpress", ("italpress.com",)),
    Agency("JIJI", "Jiji Press", ("Jiji", "jiji.com", "時事")),
    Agency("JTA", "Jewish Telegraphic Agency", ("jta.org",)),
    Agency("KAP", "Kathpress", ("kathpress.at", "Katholische Presseagentur")),
    Agency("KCNA", "Korean Central News Agency"),
    Agency("KEYSTONE-ATS", "Keystone-ATS", ("Keystone ATS",)),
    Agency("KEYSTONE-SDA", "Keystone-SDA", ("Keystone SDA", "keystone-sda.ch")),
    Agency("KNA", "KNA", ("Katholische Nachrichten-Agentur", "kna.de")),
    Agency("KYODO JBN", "Kyodo JBN"),
    Agency("KYODO", "Kyodo News", ("Kyodo", "KYODONEWS", "kyodonews.jp", "kyodonews.net", "共同", "共同通信")),
    Agency("KUNA", "Kuwait News Agency", ("kuna.net.kw", "كونا")),
    Agency("LAPRESSE", "LaPresse", ("lapresse.it",)),
    Agency("LETA", "LETA", ("leta.lv",)),
    Agency("LUSA", "Lusa", ("lusa.pt",)),
    Agency("MARKETWIRED", "Marketwired", ("Marketwire", "marketwired.com", "marketwire.com")),
    Agency("MARKETWATCH", "MarketWatch", ("marketwatch.com",)),
    Agency("MONTSAME", "Montsame"),
    Agency("MTI", "MTI", ("mti.hu",)),
    Agency("NEWSFILE", "Newsfile", ("Newsfile Corp.", "Newsfile Corp", "newsfilecorp.com")),
    Agency("NTB", "NTB", ("ntb.no", "Norsk Telegrambyrå")),
    Agency("OPTA", "Opta", ("Opta Sports Data",)),
    Agency(
        "PA",
        "PA Media",
        (
            "Press Association",
            "The Press Association",
            "PA News",
            "PA Sport",
            "pressassociation.com",
            "press.net",
            "pamedia.co.uk",
        ),
    ),
    Agency("OTS", "ots (news aktuell)", ("news aktuell", "APA-OTS", "ots.at", "presseportal.de", "presseportal.ch")),
    Agency("PAP", "PAP", ("Polska Agencja Prasowa", "pap.pl")),
    Agency("PRENSA LATINA", "Prensa Latina"),
    Agency(
        "PR NEWSWIRE",
        "PR Newswire",
        ("PRNewswire", "prnewswire.com", "PRNewswire-PRWeb", "PRNewswire-FirstCall", "PRNewswire-USNewswire"),
    ),
    Agency("PTI", "Press Trust of India", ("ptinews.com",)),
    Agency("QNA", "Qatar News Agency", ("qna.org.qa", "قنا")),
    Agency("RIA", "RIA Novosti", ("RIAN", "RIA Novosti", "РИА Новости", "ria.ru")),
    Agency("RITZAU", "Ritzau", ("ritzau.dk", "Ritzaus Bureau", "RB")),
    Agency(
        "RTR",
        "Reuters",
        (
            "RTRS",
            "REU",
            "Reuter",
            "reuters.com",
            "Thomson Reuters",
            "Reuters News",
            "Reuters Breakingviews",
            "Reuters Health",
            "Thomson Reuters Foundation",
            "رويترز",
            "ロイター",
            "Рейтер",
            "路透",
            "路透社",
            "thomsonreuters.com",
        ),
    ),
    Agency("SANA", "SANA", ("Syrian Arab News Agency", "سانا")),
    Agency("SDA", "Keystone-SDA", ("Schweizerische Depeschenagentur",)),
    Agency("SID", "SID", ("Sport-Informations-Dienst", "sid.de")),
    Agency("SPA", "Saudi Press Agency", ("spa.gov.sa", "واس")),
    Agency("SPUTNIK", "Sputnik", ("سبوتنيك", "sputniknews.com")),
    Agency("STA", "Slovenska tiskovna agencija", ("sta.si",)),
    Agency("STT", "STT", ("STT-Lehtikuva", "stt.fi", "STT Info")),
    Agency("TASNIM", "Tasnim News Agency"),
    Agency("TANJUG", "Tanjug", ("tanjug.rs",)),
    Agency("TASR", "TASR", ("tasr.sk",)),
    Agency("TASS", "TASS", ("ITAR-TASS", "ITARTASS", "itar-tass.com", "tass.com", "tass.ru", "ТАСС", "تاس")),
    Agency("TCA", "Tribune Content Agency", ("TNS",)),
    Agency("TT", "TT Nyhetsbyrån", ("tt.se", "Tidningarnas Telegrambyrå", "TT Nyhetsbyran")),
    Agency("UKRINFORM", "Ukrinform", ("Укрінформ", "Укринформ", "ukrinform.ua", "ukrinform.net")),
    Agency("UNN", "UNN", ("УНН",)),
    Agency("UPI", "United Press International", ("upi.com",)),
    Agency("VNA", "Vietnam News Agency", ("TTXVN", "vnanet.vn")),
    Agency("WAM", "WAM", ("Emirates News Agency", "وام", "wam.ae")),
    Agency("WENN", "WENN", ("WENN Newsdesk", "WENN Feed", "wenn.com", "wenn.org")),
    Agency(
        "XINHUA",
        "Xinhua",
        ("XHN", "Xinhua News Agency", "新华社", "新華社", "xinhuanet.com", "شينخوا", "xinhua.org", "news.cn"),
    ),
    Agency("YONHAP", "Yonhap", ("YNA", "Yonhap News Agency", "yna.co.kr", "연합뉴스", "聯合ニュース")),
)
"""Every agency that copy names by something else than its code, or in lower case."""

WIRES: dict[str, str] = {
    **dict.fromkeys("lah lbn lby lhe lmv lni lno lnw lrs lsn lsw lth".split(), "DPA"),
    "azin": "DPA",
}
"""Wires that have a name of their own, which datelines give as it is (`dpa/lni`), with the house that sends them."""

NOT_AGENCIES = frozenset(
    """
    VVD CDA PVV D66 PVDA SGP BBB FVD BIJ1 DENK VOLT JA21 NSC PVDD GROENLINKS VLD NVA MR CDH LDD CDU CSU SPD FDP
    AFD UMP FN RN LR LFI PSOE PP ERC USA EU UK VS GB VN UN NAVO NATO TV BV NV AG SA CEO CNV FNV CET CEST GMT UTC
    EST EDT PST PDT BST AM PM
    AEX AMX ASCX BEL20 CAC DAX FTSE NYSE NASDAQ KNVB FIFA UEFA IOC
    ALG ARG ARM AUS AUT AZE BEL BIH BLR BRA BUL CAN CHI CHN CIV CMR COL CRC CRO CUB CYP CZE DEN ECU EGY ENG ERI ESP
    EST ETH FIN FRA GBR GEO GER GHA GRE HUN INA IND IRI IRL IRQ ISL ISR ITA JAM JPN KAZ KEN KOR KOS KSA LAT LIE LTU
    LUX MAR MAS MDA MEX MKD MLT MNE MON NED NGR NIR NOR NZL PAR PER PHI POL POR PUR QAT ROU RSA RUS SCO SEN SGP SLO
    SMR SRB SUI SVK SWE THA TPE TTO TUN TUR UGA UKR URU USA UZB VEN VIE WAL ZIM
    """.split()
)
"""Parties, states, countries of athletes and the like: they stand in brackets after a name in ordinary sentences."""

LONGEST_NAME = 80
"""No agency has a name of more characters than this."""

LONGEST_HOST = 80
"""A name of more characters is not looked at as a host."""

LONGEST_CREDIT = 200
"""A credit line of more characters than this is no list of agencies."""

_FOLD = re.compile(r"[\s.\-–_]+")


def _key(name: str) -> str:
    return _FOLD.sub("", name).casefold()


_CODES: dict[str, str] = {_key(name): agency.code for agency in AGENCIES for name in (agency.code, *agency.names)}
_CODES |= {_key(agency.name): agency.code for agency in AGENCIES if _key(agency.name) not in _CODES}
_NAMES: dict[str, str] = {agency.code: agency.name for agency in AGENCIES}
_PLAIN: dict[str, str] = {agency.code: agency.code for agency in AGENCIES}
_BETWEEN = re.compile(r"\s*(?:[/,;+&]|\s[-–—]\s|\b(?:en|and|und|et|y|e|och|og|ja)\b)\s*")
_HYPHEN = re.compile(r"\s*[-–—]\s*")
_UNKNOWN = re.compile(r"[A-Z][A-Z0-9&.]{1,11}(?: [A-Z0-9&]{2,12})?|[A-Z][A-Za-z]{2,20}\.(?:com|org|net)")
_NEXT = re.compile(r"[A-Za-z]{2,4}|[A-Z][A-Za-z0-9.\-]{1,14}")
_NEXT_WORDS = re.compile(r"[A-Z][\w.'’\-]{0,14}(?: (?:[A-Z][\w.'’\-]{0,14}|van|de|of|the|&)){1,3}")
_CREDIT_PIECES = re.compile(r"\s*[/–—,;()]\s*|\s+-\s+")
_LETTER = re.compile(r"[^\W\d_]")


def code_of(name: str) -> str | None:
    """The code of a known agency by any of its names, codes or provider ids (`Reuters` is RTR, `أ ف ب` is AFP)."""
    return _PLAIN.get(name) or (_code_of(name) if len(name) <= LONGEST_NAME else None)


@lru_cache(maxsize=2048)
def _code_of(name: str) -> str | None:
    return _CODES.get(_key(name))


def code_of_host(name: str) -> str | None:
    """The same of a name that may be a host of the agency: `texto.efeservicios.com`, `test.tt.se`."""
    found = code_of(name)
    host = name.partition(":")[0] if "." in name and len(name) <= LONGEST_HOST else ""
    while found is None and "." in host:
        found = code_of(host)
        host = host.partition(".")[2]
    return found


def name_of(code: str) -> str:
    """The name of an agency for readers (`RTR` is Reuters); an unknown code is its own name."""
    return _NAMES.get(code, code)


def house_of(wire: str) -> str | None:
    """The code of the house whose wire this is (`lni` is DPA's for Lower Saxony); None for a name that is no wire."""
    return WIRES.get(wire.lower())


@lru_cache(maxsize=2048)
def codes_in(text: str, *, unknown: bool = True) -> tuple[str, ...]:
    """The codes of the agencies of a bracket or credit (`ANP/AFP/RTR`, `BELGA-AFP`), in order; () where a name is none.

    A name that nothing is known of is an agency where it is in capitals or a site's (`Variety.com`), or
    a short code or a name after another agency (`dpa/lni`, `ANP/Novum`), or several words after one that is known
    (`ANP/Omroep Brabant`), and `unknown` allows it.
    """
    found: list[str] = []
    for name in _BETWEEN.split(text.strip()):
        codes = _codes_of_piece(name.strip(), unknown=unknown)
        if not codes and unknown and found and _NEXT.fullmatch(name.strip()):
            codes = (name.strip(),)
        if not codes and unknown and found and found[0] in _NAMES and _NEXT_WORDS.fullmatch(name.strip()):
            codes = (name.strip(),)
        if not codes:
            return ()
        found.extend(code for code in codes if code not in found)
    return tuple(found)


def _codes_of_piece(name: str, *, unknown: bool) -> tuple[str, ...]:
    known = code_of(name)
    if known is not None:
        return (known,)
    parts = _HYPHEN.split(name)
    if len(parts) > 1:
        codes = tuple(_codes_of_piece(part, unknown=unknown) for part in parts if part)
        return tuple(code for piece in codes for code in piece) if all(codes) else ()
    return (name,) if unknown and _UNKNOWN.fullmatch(name) else ()


def agencies_of_credit(credit: str) -> tuple[str, ...]:
    """The agencies of a credit line: `STT–AFP` gives two, `Jo Carstensen/dpa` one; an unknown one stands as it is."""
    return _agencies_of(credit) if len(credit) <= LONGEST_CREDIT else (credit.strip(),)


@lru_cache(maxsize=1024)
def _agencies_of(credit: str) -> tuple[str, ...]:
    whole = codes_in(credit, unknown=False)
    if whole:
        return whole
    pieces = (code_of(piece) for piece in _CREDIT_PIECES.split(credit) if _LETTER.search(piece))
    known = tuple(dict.fromkeys(code for code in pieces if code is not None))
    stripped = credit.strip(" \t\r\n–—-/")
    return known or ((stripped,) if stripped else ())
