"""The set phrases of the pages of news sites: titles of rails, labels, credits and bylines, in four languages."""

import re
from typing import NamedTuple

from dateline.wire.copy.agencies import code_of


class Rail(NamedTuple):
    """The title of a rail: the section that it names, if any, and the language of its words (empty where unknown)."""

    section: str | None
    language: str


_NAMED = re.compile(
    r"""(?ix) (?:
      (?P<nl> (?:(?:het\s)?laatste(?:\snieuws)?|nieuwste|ander\snieuws|overig\snieuws
          |(?:meer|ander|overige?)(?:\s(?:nieuws|artikelen|berichten|verhalen))?) \s+(?:uit|in|van)
        (?:\s+(?:de|het)\s+(?:rubriek|categorie|sectie|dossier))? )
    | (?P<en> (?:more|latest|other\snews)(?:\s(?:news|stories|articles))?\s+(?:from|in) )
    | (?P<de> (?:mehr|weitere\s(?:nachrichten|meldungen|artikel)|neues)\s+aus(?:\s+(?:dem\s+ressort|der\s+rubrik))? )
    | (?P<fr> (?:plus|encore)\s+(?:de|du|des) )
    | (?P<es> más\s+(?:noticias\s+)?(?:de|en) )
    | (?P<it> (?:altre\snotizie|altro)\s+(?:da|di|su) )
    | (?P<sv> mer\s+från )
    | (?P<da> mere\s+fra )
    | (?P<nb> mer\s+fra )
    ) \s*(?::\s*|\s) (?P<section>[^\s.:!?][^.:!?]{1,39}) """
)
_SECTION = re.compile(
    r"""(?ix) (?:
      (?P<nl> meer )
    | (?P<en> more )
    | (?P<de> mehr )
    ) \s+ (?P<section> binnenland|buitenland|economie|sport|politiek|cultuur|regio|entertainment|wetenschap
      | technologie|tech | politics|business|world|technology|science|culture
      | politik|wirtschaft|kultur|panorama|wissen ) """
)
"""A section right behind `Meer`: only those that many papers have, as `Meer doden` is no title."""

_NAMELESS = re.compile(
    r"""(?ix) (?:
      (?P<nl> lees\s(?:ook(?:\sdeze\s(?:artikelen|berichten))?|verder|meer) | verder\slezen | (?:bekijk|zie)\sook
        | meer\s(?:nieuws|artikelen|berichten) | meer\sover\s.{2,40} | (?:meest|best)\sgelezen
        | (?:het\s)?laatste\snieuws | net\sbinnen | ook\sinteressant | (?:verder|ook)\sin\shet\snieuws
        | aanbevolen | gerelateerd(?:e?\s(?:artikelen|berichten|nieuws))? )
    | (?P<en> read\s(?:also|more|next) | (?:also\sread|see\salso) | related(?:\s(?:articles|stories|news))?
        | related\s(?:topics|content) | more\s(?:news|stories) | most\sread | latest(?:\snews)?
        | more\son\sthis(?:\s(?:story|topic))? | you\s(?:may|might)\salso\slike | recommended | also\sin\sthe\snews )
    | (?P<de> lesen\ssie\sauch | auch\sinteressant | mehr\szum\sthema | mehr\snachrichten | meistgelesen
        | weitere\s(?:nachrichten|meldungen|artikel) )
    | (?P<fr> (?:à\s)?lire\saussi | à\slire\s(?:également|ensuite) | sur\sle\smême\s(?:sujet|thème) | les\splus\slus
        | voir\saussi | plus\sd['’]\s?(?:actualités?|actus?|infos?|informations?|articles?)
        | dans\sla\smême\s(?:rubrique|catégorie) )
    | (?P<es> le[ae]\stambién | (?:lo\s)?más\sleído | noticias\srelacionadas | te\spuede\sinteresar | más\snoticias )
    | (?P<it> leggi\sanche | (?:i\s)?più\sletti | articoli\scorrelati | potrebbe\sinteressarti | altre\snotizie )
    | (?P<sv> läs\s(?:också|även|mer) | mest\släst )
    | (?P<da> læs\s(?:også|mere) | mest\slæste )
    | (?P<nb> les\s(?:også|mer) | mest\slest )
    ) """
)

_LABEL = re.compile(
    r"""(?ix) (?:
      deel(?:\sdit(?:\sartikel|\sbericht)?)? | delen | share(?:\sthis(?:\s(?:article|story|post))?)? | teilen | partager
    | print(?:en)? | reageer | (?:\d{1,4}\s)?(?:reacties?|comments?)(?:\s\(\d+\))?
    | kopieer\slink | copy\slink | luister | voorlezen
    | (?:please\s)?(?:follow|volg|suivez|folgen\ssie)\s.{1,60}\s(?:on|op|sur|auf)\s
      (?:twitter|x|facebook|instagram)\b.{0,60}
    | read\sor\sshare\sthis\sstory:?.{0,60}
    | facebook | twitter | x | whatsapp | e-?mail | linkedin | mastodon | bluesky
    | advertentie | advertisement | anzeige | publicité
    | \d+[\s-]?min(?:uten|utes?|s)?\.?\s(?:leestijd|lezen|read|lesezeit|de\slecture)
    | (?:temps\sde\slecture|lesezeit|leestijd|reading\stime|tiempo\sde\slectura|tempo\sdi\slettura)\s?:?\s.{1,20}
    | (?:save|bewaar|opslaan|merken|enregistrer|offrir|gift\sthis\sarticle) | (?:article\s)?réservé\saux\sabonnés
    | [-•*]\s(?:[^\W\d_][\w\s&/-]{2,30}\s)?\d{1,2}[:.]\d\d\s.{3,150}
    | filed\sunder:? | (?:filed|posted)\sin:?\s.{1,60}
    | (?:foto|photo|picture|bild|beeld)\s?: .{1,80}
    | (?:tags?|trefwoorden|onderwerpen|keywords|schlagworte|mots-clés)\s?: .{1,200}
    ) """
)
_DESK = re.compile(
    r"""(?ix) (?:door|van)\s(?:onze|een\sonzer)\s[\w\s]{3,40} | (?:(?:door\s)?(?:de|onze)\s)?(?:nieuws)?redactie
    | (?:von\sunserer\s|die\s)?redaktion | (?:by\s)?(?:our\s)?(?:staff(?:\s(?:writers?|reporters?))?|newsroom)
    | (?:par\s)?(?:la\s|notre\s)?rédaction """
)
"""Who wrote, where that is nobody in particular."""

_CREDIT = re.compile(r"(?i)(?:bron|bronnen|source|sources|quelle|quellen|credit)\s*:\s*(?P<names>.{2,200})")
_BYLINE = re.compile(
    r"(?:(?:Door|DOOR|By|BY|Von|VON|Par|PAR)|(?:Auteur|Author|Autor|Tekst)\s*:)\s*:?\s+"
    r"(?P<name>(?:(?:[A-ZÀ-Þ][^\s,.:;!?]*\.?|van|de|der|den|von|en|and|und|et|te|le|la|,)(?:[,\s]+|$)){1,8})"
)

_INSET = re.compile(
    r"(?i)(?:lees\s(?:ook|verder|meer)|bekijk\sook|read\s(?:also|more|next)|see\salso|lesen\ssie\sauch|mehr\szum\sthema"
    r"|(?:à\s)?lire\s(?:aussi|également)|voir\saussi|le[ae]\stambién|leggi\sanche|läs\s(?:också|även|mer)|læs\s(?:også|mere)|les\s(?:også|mer))\s*[:|»>–-]\s*\S.{2,200}"
)

_PICTURE = re.compile(
    r"(?i)(?P<caption>.{1,160}(?:[|.(]|\s-)\s*)?(?:(?:foto|photo|picture|bild|beeld)\b|©)\s*:?\s*"
    r"(?P<agency>[\w.\-]{2,20})(?:\s*[/|,(–-].{0,60})?[)\s.]*"
)
"""Whose a picture is: `Foto ANP`, `De premier in de Kamer. © ANP / Jan Jansen`."""

_NO_SECTIONS = frozenset(
    (
        "our partners|partners|the web|around the web|our network|this author|our sponsors|onze partners|onze auteurs"
        "|unseren partnern|nos partenaires|le web"
    ).split("|")
)
"""Where else copy is from that a rail shows: no section of the site."""

LONGEST = 220
"""Characters of the longest label."""


def rail_of(text: str) -> Rail | None:
    """The rail that a line is the title of, or None."""
    text = text.rstrip(" :»›>→")
    if len(text) > 60:
        return None
    nameless = _NAMELESS.fullmatch(text)
    if nameless:
        return Rail(None, nameless.lastgroup or "")
    found = _NAMED.fullmatch(text) or _SECTION.fullmatch(text)
    if found is None:
        return None
    section = found["section"].strip()
    if section.islower() and (found.re is _NAMED and _SECTION.fullmatch(f"meer {section}") is None):
        return None
    language = next(name for name in found.groupdict() if name != "section" and found[name])
    named = None if section.casefold() in _NO_SECTIONS else section
    return Rail(named.capitalize() if named and named.islower() else named, language)


def is_label(text: str) -> bool:
    """Whether a line is none of the copy: a button, a notice, a credit, a byline, an agency alone or its picture."""
    if len(text) > LONGEST:
        return False
    bare = _BULLET.sub("", text)
    if bare and bare != text and _LABEL.fullmatch(bare):
        return True
    if any(pattern.fullmatch(text) for pattern in (_LABEL, _CREDIT, _BYLINE, _DESK)) or code_of(text) is not None:
        return True
    if _by_agency(text) is not None:
        return True
    picture = _PICTURE.fullmatch(text)
    return picture is not None and picture["caption"] is None and code_of(picture["agency"]) is not None


# What a browser sets around the words of a list of links where it saves them as text.
_BULLET = re.compile(r"^[*•+]\s+|\s*<https?://[^<>\s]{1,300}>$")


def is_desk(name: str) -> bool:
    """Whether a byline names nobody in particular: `Door onze redactie`, `Staff`."""
    return len(name) <= 60 and _DESK.fullmatch(name) is not None


def without_bullet(text: str) -> str:
    """A headline without the star of a list and the address of a link behind it, which a browser adds in text."""
    return _BULLET.sub("", text).strip() or text


def _by_agency(text: str) -> str | None:
    """The agency that a byline names alone: `Von: dpa`."""
    found = _BY_AGENCY.fullmatch(text) if len(text) <= 60 else None
    return found["name"] if found and code_of(found["name"]) is not None else None


_BY_AGENCY = re.compile(r"(?i)(?:door|by|von|par|por|di|av|af)\s*:?\s+(?P<name>\S.{0,40})")


def is_caption(text: str) -> bool:
    """Whether a line ahead of the text ends like the caption of a picture."""
    return credit_of_caption(text) is not None


def credit_of_caption(text: str) -> str | None:
    """Whose a picture is, by a caption that names an agency at its end: `De koepel. © ANP / Jan Jansen`."""
    picture = _PICTURE.fullmatch(text) if len(text) <= LONGEST else None
    if picture is None or code_of(picture["agency"]) is None:
        return None
    return text[picture.start("agency") :].strip(" ().")


_META_CREDIT = re.compile(r"(?i)\b(?:bron|source|quelle|fuente|fonte|källa|kilde)\s*:\s*(?P<names>[\w./ -]{2,40})$")


def credit_in_line(text: str) -> list[str]:
    """The agencies that a line of times and names ends with: `Redactie 24-11-25, 08:12 Bron: BELGA`."""
    found = _META_CREDIT.search(text) if len(text) <= LONGEST else None
    names = re.split(r"[,/]", found["names"]) if found else []
    return [name.strip() for name in names if code_of(name.strip()) is not None]


_SIGNATURE = re.compile(r"[a-z]{2,4}(?:/[A-Za-z\-]{2,10}){1,4}")


def credit_of_signature(text: str) -> list[str]:
    """The agencies of a signature below an article (`abc/dpa/AFP`), whose words stay where they are."""
    found = _SIGNATURE.fullmatch(text)
    return [name for name in text.split("/")[1:] if code_of(name) is not None] if found is not None else []


_OFFER = re.compile(
    r"(?i)(?:sign\sup\s(?:to|for|here)|subscribe\s(?:to|for|here)|get\s|receive\s|every\s(?:day|morning|week)|meld\s(?:je|u)\saan|schrijf\s(?:je|u)\sin"
    r"|ontvang\s|abonneer\s|elke\s(?:dag|ochtend|week)|abonnieren\ssie|melden\ssie\ssich|jetzt\s|abonnez-vous|inscrivez-vous|recevez\s"
    r"|suscríbe(?:te|tete)|recibe\s|iscriviti|ricevi\s|prenumerera\spå|tilmeld\sdig|meld\sdeg\spå)"
    r"(?=.*\b(?:news\s?letters?|(?:e-?mail)?\s?inbox|headlines\b.{0,30}(?:e-?mail|$)|e-?mailed\s(?:direct(?:ly)?\s)?to\syou|briefing|nieuwsbrief"
    r"|nieuwsbrieven|mailbox|postfach|infolettre|boîte\smail|boletín|bandeja|nyhetsbrev|nyhedsbrev)\b).{0,140}"
)
"""What a site offers by mail in the middle of an article."""


def is_inset(text: str) -> bool:
    """Whether a line in an article only points to another (`Lees ook: Park in Zeist blijft dicht`) or offers mail."""
    if len(text) > LONGEST:
        return False
    return _INSET.fullmatch(text) is not None or (len(text) <= LONGEST_OFFER and _OFFER.fullmatch(text) is not None)


LONGEST_OFFER = 140
"""Characters of the longest line that offers a newsletter."""


def byline_of(text: str) -> str | None:
    """The names of a line that is a byline: `Door Noor de Wit`."""
    found = _BYLINE.fullmatch(text) if len(text) <= LONGEST else None
    return found["name"].strip() if found else None


def credit_of(text: str) -> list[str]:
    """The names of a line that is a credit: `Bron: ANP/AFP`."""
    if (agency := _by_agency(text)) is not None:
        return [agency]
    found = _CREDIT.fullmatch(text) if len(text) <= LONGEST else None
    names = re.split(r"[,/]", found["names"].partition("|")[0]) if found else []
    return [name.strip() for name in names if name.strip()]
