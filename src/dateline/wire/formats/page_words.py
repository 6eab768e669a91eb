"""The set phrases of the pages of news sites: titles of rails, labels, credits and bylines, in four languages."""

import re
from typing import NamedTuple


class Rail(NamedTuple):
    """The title of a rail: the section that it names, if any, and the language of its words (empty where unknown)."""

    section: str | None
    language: str


_NAMED = re.compile(
    r"""(?ix) (?:
      (?P<nl> (?:meer|ander\snieuws|laatste\snieuws|nieuwste)\s+(?:uit|in|van)\s+)
    | (?P<en> (?:more|latest|other\snews)\s+(?:from|in)\s+)
    | (?P<de> (?:mehr|weitere\snachrichten|neues)\s+aus\s+(?:dem\s+ressort\s+|der\s+rubrik\s+)?)
    | (?P<fr> (?:plus|encore)\s+(?:de\s+|du\s+|des\s+))
    ) (?P<section>[^\s.:!?][^.:!?]{1,39}) """
)
_NAMELESS = re.compile(
    r"""(?ix) (?:
      (?P<nl> lees\s(?:ook|verder|meer) | meer\snieuws | meer\sover\s.{2,40} | (?:meest|best)\sgelezen
        | (?:het\s)?laatste\snieuws | net\sbinnen )
    | (?P<en> read\s(?:also|more|next) | (?:also\sread|see\salso) | related(?:\s(?:articles|stories|news))?
        | related\s(?:topics|content) | more\s(?:news|stories) | most\sread | latest(?:\snews)? )
    | (?P<de> lesen\ssie\sauch | auch\sinteressant | mehr\szum\sthema | mehr\snachrichten | meistgelesen
        | weitere\s(?:nachrichten|meldungen|artikel) )
    | (?P<fr> (?:à\s)?lire\saussi | à\slire\s(?:également|ensuite) | sur\sle\smême\s(?:sujet|thème) | les\splus\slus
        | voir\saussi | plus\sd['’]\s?(?:actualités?|actus?|infos?|informations?|articles?) )
    ) """
)

_LABEL = re.compile(
    r"""(?ix) (?:
      deel(?:\sdit(?:\sartikel|\sbericht)?)? | delen | share(?:\sthis(?:\sarticle)?)? | teilen | partager
    | print(?:en)? | reageer | reacties?(?:\s\(\d+\))? | kopieer\slink | copy\slink | luister | voorlezen
    | facebook | twitter | x | whatsapp | e-?mail | linkedin | mastodon | bluesky
    | advertentie | advertisement | anzeige | publicité
    | \d+\s?min(?:uten|utes)?\.?\s(?:leestijd|lezen|read|lesezeit|de\slecture)
    | (?:foto|photo|picture|bild)\s?: .{1,80}
    ) """
)
_CREDIT = re.compile(r"(?i)(?:bron|bronnen|source|sources|quelle|quellen|credit)\s*:\s*(?P<names>.{2,200})")
_BYLINE = re.compile(
    r"(?:(?:Door|DOOR|By|BY|Von|VON|Par|PAR)|(?:Auteur|Author|Autor|Tekst)\s*:)\s*:?\s+"
    r"(?P<name>(?:(?:[A-ZÀ-Þ][^\s,.:;!?]*\.?|van|de|der|den|von|en|and|und|et|te|le|la|,)(?:[,\s]+|$)){1,8})"
)

_INSET = re.compile(
    r"(?i)(?:lees\s(?:ook|verder|meer)|bekijk\sook|read\s(?:also|more|next)|see\salso|lesen\ssie\sauch|mehr\szum\sthema"
    r"|(?:à\s)?lire\s(?:aussi|également)|voir\saussi)\s*[:|»>–-]\s*\S.{2,200}"
)

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
    found = _NAMED.fullmatch(text)
    if found is None or not found["section"][0].isupper():
        return None
    return Rail(found["section"].strip(), next(name for name in ("nl", "en", "de", "fr") if found[name]))


def is_label(text: str) -> bool:
    """Whether a line is none of the copy: a button, a notice, a credit or a byline of the page."""
    return len(text) <= LONGEST and any(pattern.fullmatch(text) for pattern in (_LABEL, _CREDIT, _BYLINE))


def is_inset(text: str) -> bool:
    """Whether a line in an article only points to another: `Lees ook: Park in Zeist blijft dicht`."""
    return len(text) <= LONGEST and _INSET.fullmatch(text) is not None


def byline_of(text: str) -> str | None:
    """The names of a line that is a byline: `Door Noor de Wit`."""
    found = _BYLINE.fullmatch(text) if len(text) <= LONGEST else None
    return found["name"].strip() if found else None


def credit_of(text: str) -> list[str]:
    """The names of a line that is a credit: `Bron: ANP/AFP`."""
    found = _CREDIT.fullmatch(text) if len(text) <= LONGEST else None
    return [name.strip() for name in re.split(r"[,/]", found["names"]) if name.strip()] if found else []
