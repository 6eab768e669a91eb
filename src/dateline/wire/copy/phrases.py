"""The set phrases by which agencies say what a piece of copy is: an update, a correction, a kill.

They count only at set places: as a mark or prefix of a headline, or as a whole line ahead of the text. Tables of
patterns, so that adding a phrase is adding a line (and its first word to FIRST_WORDS).
"""

import re
from functools import cached_property

from dateline.wire.item import SignalKind


class Phrase:
    """A phrase, and what copy that has it is. A group `target` of its pattern holds what the phrase names."""

    def __init__(self, words: str, kind: SignalKind) -> None:
        self.words = words
        self.kind = kind

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase compiled, when it is first asked for: most copy has no word of most phrases."""
        return re.compile(self.words, re.IGNORECASE | re.DOTALL)


def respaced(text: str) -> str:
    """`N i e u w bericht` as `Nieuw bericht`."""
    return _SPACED.sub(lambda found: "".join(found[0].split()), text) if text[1:2].isspace() else text


_SPACED = re.compile(r"(?<!\S)(?:\w\s+){3,}\w\b")


def _any(*words: str) -> str:
    return "|".join(word.replace(" ", r"\s+") for word in words)


_KILL = _any(
    "(?:mandatory|bulletin|story|notice|editors|picture|photo|image|graphic|video) kill",
    "(?:kill|takedown|kill/takedown) notice|takedown|kill(?:ed)?",
    "(?:story )?withdrawn",
    "withdrawal|cancellation",
    "ingetrokken|vervallen|vervalt|intrekking",
    "trek in",
    r"bericht\s*(?:vervallen|vervalt|ingetrokken)|vervallen\s*bericht",
    "(?:d[ée]p[êe]che )?annul[ée]e?|annulation(?: de (?:la )?d[ée]p[êe]che)?|retrait",
    "(?:meldung )?zur[üu]ckgezogen|r[üu]ckzug|storno|stornierung",
    "anulada|anulaci[óo]n|annullata|annullamento|anula[çc][ãa]o",
    "makulerad|makulering|makuleras|tilbaketrukket|tilbagetrukket|tilbagekaldt|tilbagekaldelse|annulleret|annullering",
    "trekkes(?: tilbake)?|peruttu|peruutus|(?:da )?annullare|anular|аннулировано|аннулируется",
)
_CORRECTION = _any(
    "corrected repeat|corrected|corrective|correction et mise [àa] jour|correction|corrects?|clarification|clarified",
    "refile[ds]?|refiling|rectification",
    r"correctie|gecorrigeerd(?:e versie)?|verbetering|verbeterd(?:e versie|\s*bericht)?|verbetert|rectificatie",
    "rectificatif|correctif",
    "berichtigung|berichtigt|korrektur|korr(?!-bericht)|corr|correct",
    "corregid[oa]|corrige|corrigid[oa]",
    "rectificaci[óo]n|rectifica|correcci[óo]n|correzione|(?:rpt )?corretto|rettifica|corre[çc][ãa]o|retifica[çc][ãa]o",
    "r[äa]ttelse|rettelse|korrigering|korrigerad|korrigert|korrigeret|oikaisu|korjaus|korjattu|تصحيح",
    "oprava|opraven[áé]|korekta|jav[íi]tott(?: h[íi]r)?|jav[íi]t[áa]s|ispravak|ispravka|popravek",
    "corec[țt]ie|rectificare|διορθωση|ορθη επαναληψη|d[üu]zeltme",
    "уточнение|исправление|поправка|уточнення|виправлення|訂正|更正",
)
_REPLACEMENT = _any(
    r"(?:nieuw\s*bericht|nieuwe versie|dit bericht)?[,;:\s\-–—]*vervangt(?: (?:het )?(?:eerdere? )?bericht)?",
    "annule et remplace|remplace|replaces|replacement(?: for)?|substitutes",
    "ersetzt|sustituye|anula y sustituye|annulla e sostituisce",
)
_UPDATE = _any(
    "(?:nieuwe )?update[ds]?|updating|wrapup|lead|writethru|write-?through|recasts?|bijgewerkt",
    "aktualisier(?:ung|te fassung|t)|zusammenfassung|ausf[üu]hrliche fassung|durchgehend neu|neue?",
    "actualisation|actualis[ée]|mise [àa] jour|maj|actualiza(?:ci[óo]n)?|ampliaci[óo]n|ampl?|roundup",
    "aggiornamento|atualizada|atualiza(?:[çc][ãa]o)?",
    "(?:uppdaterad|oppdatert|opdateret|p[äa]ivitetty)(?: versi?on| versjon| versio)?",
    "ny (?:version|versjon)|rsm|uppdatering|oppdatering|opdatering|p[äa]ivitys|t[äa]ydennetty|تحديث",
    "aktualizacja|aktualizace|aktualiz[áa]cia|friss[íi]tett?|actualizare|g[üu]ncelleme|дополнение|обновление|доповнення|оновлення",
)
_REPEAT = _any(
    "rpt|repeat(?:s|ed|ing)?|repetition",
    r"herh(?=\W)\.?|herhaling|herhaald(?:\s*bericht)?",
    "wiederholung|wdh|r[ée]p[ée]tition|repetici[óo]n|ripetizione|repeti[çc][ãa]o|gjentagelse|gentagelse|repris|uusinta|повтор",
)
_ADDITION = _any("aanvulling(?: op)?", "addition|adds?|to add", "erg[äa]nzung|compl[ée]ment|ajout|aggiunta")
_FLASH = _any(
    "flash|news\\s?alert|press alert|alerte?|urgente?|breaking(?: news)?|bulletin",
    "[úu]ltima hora|just nu|nu[-/]flash|εκτακτο|son dak[iİ]ka|fla[şs]|eilmeld[ui]ng|eilt?|pilne|blitz|flits|spoed|snel",
    "haster|hast|hastemelding|kiire|молния|срочно|عاجل",
)
_ADVISORY = _any(
    "advisory|adviser|attention",
    "attentie(?: redacties?)?|let op(?:,? redacties?)?|achtung(?:,? redaktionen)?",
)
_ORDINAL = r"(?:\d{1,2}\s?(?:st|nd|rd|th|e|de|ste)?\s+)"

HEADLINE_WORDS: tuple[tuple[str, SignalKind], ...] = (
    (_KILL, "kill"),
    (_CORRECTION, "correction"),
    (r"nieuw\s*bericht,?\s+vervangt|annule\s+et\s+remplace|replaces|replacement", "replacement"),
    (rf"{_ORDINAL}?(?:ld|lead|leadall|lead\s+all)(?:-?\s?writethru)?|{_UPDATE}", "update"),
    (_REPEAT, "repeat"),
    (_ADDITION, "addition"),
    (_FLASH, "flash"),
    (_ADVISORY, "advisory"),
)
"""What stands ahead of a headline's own words, or in brackets at its end."""


_QUOTED = r"[\"“„«'‘].{3,200}?[\"”“»'’]"
_OR_NO_MORE = r"(?P<more>[\s.!]*).{0,200}"
_REST = r"(?:\s*[:;\-–—!]+\s*.*|[\s.!]*)"
_OF = r"(?P<target>[^:]{3,160})"

ATTENTION = re.compile(
    r"(?:let\s+op|attentie|aan|attention|advisory|eds?|editors|note\s+to\s+editors|achtung)\b[,:]?\s*"
    r"(?:(?:de|alle|all|aux)\s+)?(?:redacties?|redaktionen|r[ée]dactions?|editors|clients|subscribers)?[\s:,.!\-–—]+",
    re.IGNORECASE,
)
"""Words that call an editor's attention. A sentence behind them may kill; the same sentence alone must say no more."""

KILL_WORD = Phrase(rf"(?P<word>{_KILL})(?:\s*[:!–—\-]+\s*(?P<target>.+?)|[\s.!]*)", "kill")
"""A word that kills, alone or ahead of what it names."""

_COPY = r"(?:story|stories|item|copy|alert|slug|headline|dispatch|d[ée]p[êe]che|bericht|meldung|notizia|noticia)"
KILL_AND_SENTENCE = Phrase(
    rf"(?P<word>{_KILL})[.!]\s+(?=.{{0,160}}\b{_COPY})(?:[^\"“«]{{0,160}}(?P<target>{_QUOTED}).{{0,160}}|.{{2,300}})",
    "kill",
)
"""A word that kills in capitals, and a sentence about it: `KILL. Please kill the story slugged Bridge.`"""

PLAIN_KILL_WORDS = re.compile(
    _any(
        "ingetrokken|vervallen",
        r"bericht\s*(?:vervallen|vervalt|ingetrokken)|vervallen\s*bericht",
        "(?:mandatory|bulletin|story|notice|editors) kill",
        "story withdrawn|d[ée]p[êe]che annul[ée]e|meldung zur[üu]ckgezogen",
    ),
    re.IGNORECASE,
)
"""The words that kill in small letters too; the others are ordinary words there."""

ATTENDED_KILL = Phrase(
    r"(?:het\s+|dit\s+|bovenstaande?\s+|eerder\s+verzonden\s+|ons\s+)*bericht\s+(?P<target>[^.!?]{3,160}?)"
    r"\s+(?:(?:is|wordt|komt|moet)\s+(?:hierbij\s+|te\s+)?(?:ingetrokken|vervallen|teruggetrokken)|vervalt)"
    r"(?:\s+(?:wegens|omdat|vanwege|door|in\s+verband)\b.{0,200}|\s*[.!].{0,200}|)"
    rf"|please\s+(?:kill|withdraw|disregard|do\s+not\s+use)\b(?:.{{0,80}}?\bheadlined,?\s+(?P<target2>{_QUOTED}))?.{{0,240}}"
    r"|(?:bitte\s+)?(?:die|diese|unsere)\s+meldung\b[^.!?]{0,160}?\s(?:bitte\s+)?nicht\s+(?:mehr\s+)?(?:verwenden|ver[öo]ffentlichen)\b.{0,120}"
    r"|bitte\s+verwenden\s+sie\s+(?:die|diese|unsere)\s+meldung\b[^.!?]{0,160}?\snicht\b.{0,120}"
    r"|(?:die\s+)?meldung\s[^.!?]{1,120}?\s(?:wird\s+|wurde\s+|ist\s+)?(?:hiermit\s+)?zur[üu]ckgezogen\b.{0,120}"
    r"|annulation\s+de\s+(?:la\s+|notre\s+)?d[ée]p[êe]che\b.{0,200}",
    "kill",
)
"""What kills behind a call for attention only: there the headline need not stand between quotes."""

SELF = re.compile(r"(?:dit|bovenstaande?|this|diese|cette)\s", re.IGNORECASE)
"""Words by which a line names the very copy that it stands in: a kill may be followed by another sentence there."""

KILL_SENTENCES: tuple[Phrase, ...] = (
    Phrase(
        r"(?:het\s+|dit\s+|bovenstaande?\s+|eerder\s+verzonden\s+|ons\s+)*bericht"
        rf"(?:\s+(?:met\s+(?:de\s+|als\s+)?(?:kop|titel)\s+)?(?P<target>{_QUOTED}|(?:(?<=kop\s)|(?<=titel\s)|over\s|van\s).{{3,200}}?))?(?:\s+van\s+\d\d[.:]\d\d(?:\s+uur)?)?"
        r"\s+(?:(?:is|wordt|komt|moet)\s+(?:hierbij\s+|te\s+)?(?:ingetrokken|vervallen|teruggetrokken)|vervalt"
        r"|(?:ingetrokken|vervallen)(?=\s*(?:[.!]|$)))" + _OR_NO_MORE,
        "kill",
    ),
    Phrase(
        r"(?:het\s+)?(?:ANP|Belga)\s+(?:heeft|trekt)\s+(?:het|een|ons)\s+(?:eerder\w*\s+)?bericht\s+"
        rf"(?P<target>{_QUOTED}|met\s+.{{3,160}}?)\s+(?:hierbij\s+)?(?:in(?:getrokken)?)" + _OR_NO_MORE,
        "kill",
    ),
    Phrase(
        r"(?:gelieve\s+)?(?:dit|het|bovenstaande?|eerdere)\s+bericht\s+(?:s\.v\.p\.\s+)?niet\s+(?:te\s+)?"
        r"(?:gebruiken|publiceren)" + _OR_NO_MORE,
        "kill",
    ),
    Phrase(
        r"please\s+(?:kill|disregard|withdraw)\s+(?:the\s+|this\s+|our\s+|all\s+)?(?:\w+\s+){0,3}"
        rf"(?:story|stories|item|alert|report|version)\b(?:.{{0,80}}?\bheadlined,?\s+(?P<target>{_QUOTED}))?.{{0,240}}",
        "kill",
    ),
    Phrase(r"kill\s+(?:the\s+|this\s+|our\s+)(?:\w+\s+){0,3}(?:story|item|alert|version)" + _OR_NO_MORE, "kill"),
    Phrase(
        r"(?:the|this|our)\s+(?:\w+\s+){0,3}(?:story|item|dispatch|alert)\b"
        rf"(?:.{{0,40}}?\bheadlined,?\s+(?P<target>{_QUOTED}))?.{{0,160}}?\s(?:is|has\s+been)\s+"
        r"(?:hereby\s+)?(?:withdrawn|killed)" + _OR_NO_MORE,
        "kill",
    ),
    Phrase(
        rf"(?:die|diese|unsere)\s+meldung\s*(?P<target>{_QUOTED})?.{{0,80}}?(?:wird|ist|wurde)\s+(?:hiermit\s+)?"
        r"zur[üu]ckgezogen" + _OR_NO_MORE,
        "kill",
    ),
    Phrase(
        r"(?:bitte\s+)?(?:die|diese)\s+meldung\s+(?:bitte\s+)?nicht\s+(?:mehr\s+)?verwenden\b.{0,120}"
        rf"|bitte\s+verwenden\s+sie\s+(?:die|diese)\s+meldung\s*(?P<target>{_QUOTED})?\s+nicht\b.{{0,120}}",
        "kill",
    ),
    Phrase(
        r"(?:pri[èe]re\s+d['’]annuler|veuillez\s+(?:annuler|ne\s+pas\s+(?:utiliser|publier)))\s+"
        rf"(?:la\s+|notre\s+|cette\s+)?d[ée]p[êe]che\b\s*(?P<target>{_QUOTED})?.{{0,160}}",
        "kill",
    ),
    Phrase(
        rf"(?:la|cette|notre)\s+d[ée]p[êe]che\b\s*(?P<target>{_QUOTED})?.{{0,100}}?(?:est|a\s+[ée]t[ée])\s+"
        r"(?:annul[ée]e|retir[ée]e)" + _OR_NO_MORE,
        "kill",
    ),
    Phrase(
        r"(?:f[öo]ljande|ovanst[åa]ende|nedanst[åa]ende|denna)\s+(?:artikel|text|nyhet)\s+(?:makuleras|dras\s+tillbaka)"
        r"\s*(?::\s*(?P<target>.{3,160}?)[\s.]*|[\s.!]*)",
        "kill",
    ),
    Phrase(
        rf"(?:telegrammet|historien|artiklen|saken|meldingen|artikkelen)\s+(?P<target>{_QUOTED})\s+"
        r"(?:annulleres|tr[æe]kke[rs]\s+tilba[gk]e|trekkes|er\s+(?:annulleret|trukket\s+tilba[gk]e|trukket))"
        + _OR_NO_MORE,
        "kill",
    ),
    Phrase(rf"juttu\s+(?P<target>{_QUOTED})?\s*(?:perutaan|on\s+peruttu)" + _OR_NO_MORE, "kill"),
    Phrase(
        r"si\s+prega\s+di\s+(?:annullare|considerare\s+(?:nulla|annullata))\s+la\s+notizia\b\s*"
        rf"(?P<target>{_QUOTED})?.{{0,160}}",
        "kill",
    ),
    Phrase(
        r"(?:rogamos|se\s+ruega|por\s+favor,?)\s+(?:que\s+)?(?:anulen|anular)\s+"
        rf"la\s+(?:noticia|informaci[óo]n)\b\s*(?P<target>{_QUOTED})?.{{0,160}}",
        "kill",
    ),
    Phrase(
        r"просим\s+аннулировать\s+(?:сообщение|новость|материал)\b\s*"
        rf"(?P<target>{_QUOTED})?.{{0,160}}",
        "kill",
    ),
)
"""Sentences that kill. A group `more` ends where the killing is said: alone, such a line must end there too."""

LINES: tuple[Phrase, ...] = (
    Phrase(rf"(?:{_REPLACEMENT})\s*[:;\-–—]\s*(?P<target>.+?)[\s.]*", "replacement"),
    Phrase(
        r"nieuw\s*bericht[,;:\s]*vervangt\s+(?P<target>.+?)[\s.]*"
        r"|vervangt\s+(?:(?:eerder\s+)?bericht\s+(?P<target2>.+?)|(?P<target3>[A-Z]{2,6}-?\d[\w\-]{3,30}))[\s.]*",
        "replacement",
    ),
    Phrase(
        rf"(?:{_CORRECTION})(?:/(?:{_CORRECTION}))?(?:\s+(?:op|bij|van|van\s+bericht|to|[àa]|zu)\s+{_OF})?{_REST}"
        r"|(?:verbeterd|gecorrigeerd)\s*bericht\s*,\s*.{2,160}"
        rf"|(?:{_CORRECTION})\s+(?:in|im|dans)\s+(?:de\s+|the\s+|le\s+)?(?:kop|titel|lead|intro|headline|titre|alinea|absatz"
        r"|paragraph|(?:\w+\.?\s+)(?:alinea|absatz|paragraph|paragraphe|zin))(?:\s+\w{1,6})?[\s.]*",
        "correction",
    ),
    Phrase(
        r"(?:corrige|rectifica|retifica)\s+(?:o\s+|el\s+)?(?:t[íi]tulo|lead|nome|nombre|data|fecha|par[áa]grafo|p[áa]rrafo)\b.{0,60}",
        "correction",
    ),
    Phrase(
        rf"{_ORDINAL}?(?:urgent\s+)?(?:lead|ld|net|add|writethru|update|leadall|wrap|wrapup)"
        r"(?:[\s-]*(?:writethru|all|\d{1,2}))*[\s.=]*",
        "update",
    ),
    Phrase(
        rf"(?:{_UPDATE}|nieuwe\s+versie|met\s+(?:nieuwe\s+)?(?:reacties?|informatie|details|quotes?|achtergrond))"
        rf"(?:\s+\d{{1,2}})?{_REST}",
        "update",
    ),
    Phrase(
        rf"(?:{_UPDATE})\s+met\s+(?:nieuwe?\s+)?(?:reacties?|informatie|details|quotes?|achtergrond)\b.{{0,80}}",
        "update",
    ),
    Phrase(r"nieuw\s*bericht\s*,\s*.{2,160}", "update"),
    Phrase(
        rf"(?:{_REPEAT})(?:\s+(?:van|van\s+(?:eerder\s+)?bericht(?:\s+van)?|of)\s+{_OF})?{_REST}|(?:{_REPEAT})\s+from\s+[\w\s]{{3,30}}",
        "repeat",
    ),
    Phrase(
        rf"(?:{_ADDITION})(?:\s*[:;\-–—]+\s*(?P<target>.*?)"
        r"|\s+(?:ons\s+)?(?:eerder\s+)?bericht\s+(?P<target2>.+?)|[\s.!]*)",
        "addition",
    ),
    Phrase(rf"(?:{_FLASH})[\s:.!\-–—/*]*", "flash"),
    Phrase(rf"(?:{_ADVISORY})\s*(?:[:;!\-–—].*|[\s.!]*)", "advisory"),
    Phrase(
        r"(?:let\s+op|attentie|aan\s+(?:de|alle)|achtung|attention)[,:]?\s+(?:aux\s+)?"
        r"(?:redacties?|redaktionen|editors|clients|subscribers|r[ée]dactions)\b.{0,300}",
        "advisory",
    ),
)
"""Whole lines ahead of the text, strongest first; those that kill are KILL_WORD and KILL_SENTENCES."""

_NOTE_CORRECTION = _any(
    "(?:this (?:story|item|version)(?: of the (?:story|item))? )?"
    "(?:corrects?|correcting|corrected|fixes|refiles?|refiling|clarif(?:ies|ying))",
    "this [^.]{0,30}(?:story|item|version) (?:corrects|has been (?:corrected|refiled)|is being (?:corrected|refiled))",
    "corrige|corrigez|rectifie|pr[ée]cise|bien lire|corregge|rectifica",
    "berichtigung|berichtigt|korrigiert|korrektur|richtigstellung",
    "verbetert|corrigeert|rectificeert|correction|correctie|correctif|rectificatif|rectificatie|verbetering",
    "corre[çc][ãa]o|retifica[çc][ãa]o|corrige|r[äa]ttar|r[äa]ttelse|rettelse|retter|korrigerer|korjaa|korjaus|korjattu|oikaisu|تصحيح",
)
_NOTE_UPDATE = _any(
    "adds?|adding|updates?|updating|recasts?|recasting|rewrites?|writes? thr(?:u|ough)|with (?:new|more)",
    r"edits|changes|deletes|removes|inserts|incorporates|upgrades|drops|trims|tops|leads with|lead|2nd|3rd|\dth",
    "ajoute|actualis(?:e|[ée]e?)|actualisation|mise [àa] jour|maj",
    "compl[èe]te|avec (?:r[ée]action|pr[ée]cision|d[ée]tails)|d[ée]veloppe",
    r"papier g[ée]n[ée]ral|voegt|toegevoegd|nieuw(?=\s*[:,])|actualiseert",
    "meer (?:info(?:rmatie)?|details|reacties|achtergrond)",
    r"met(?!\s+(?:foto|video|beeld|audio|kader|graphic|tabel))",
    "aktualisierung|aktualisiert|neu|durchgehend neu|erg[äa]nzt|mehr details|weitere details|leadwechsel",
    "zusammenfassung|ausf[üu]hrliche fassung|actualiza|a[ñn]ade|ampl[íi]a|aggiorna|aggiunge|atualiza(?:da)?|acrescenta",
    "uppdaterar|uppdaterad|oppdaterer|oppdatert|opdaterer|opdateret|p[äa]ivitetty|lis[äa]tty|تحديث|إضافة|يضيف",
    "(?:noe |betydelig |kraftig )?utvidet|uddyber|tilf[øo]jer|ny (?:versjon|version)",
    "t[äa]ydennetty|1st (?:lead|ld|add|update|writethru)",
)
_NOTE_REPEAT = _any(
    "repeats?|repeating|rpts?|wiederholung|wiederholt|herhaling|herhaalt|r[ée]p[ée]tition|r[ée]p[èe]te|repite"
)

NOTES: tuple[Phrase, ...] = (
    Phrase(rf"(?:{_NOTE_CORRECTION})\b.*", "correction"),
    Phrase(
        r"(?:im|in\s+der|in\s+den|in\s+the|dans|au|in\s+de)\s.{3,240}?\b(?:berichtigt|korrigiert|corrected|corrigée?s?|rectifiée?s?|gecorrigeerd)"
        r"\b.{0,60}",
        "correction",
    ),
    Phrase(
        r"(?:replaces|replacing|(?:annule\s+et\s+)?remplace|ersetzt|(?:anula\s+y\s+)?sustituye|vervangt)\b[\s:]*(?P<target>.*)",
        "replacement",
    ),
    Phrase(rf"(?:{_NOTE_UPDATE})\b.*", "update"),
    Phrase(rf"(?:{_NOTE_REPEAT})\b.*", "repeat"),
    Phrase(r"(?:eil|eilmeldung|flash|urgent|alert)[\s!]*", "flash"),
)
"""What a note in brackets ahead of the text (`(Adds quotes)`), or an agency's own field for such notes, begins with."""

FIRST_WORDS = frozenset(
    """
    mandatory bulletin story notice editors picture photo image graphic video kill takedown
    killed withdrawn withdrawal ingetrokken vervallen
    vervallenbericht vervalt intrekking trek bericht annulation annulé annulée annule annulee dépêche depeche
    retrait storno stornierung zurückgezogen zuruckgezogen rückzug ruckzug meldung anulada anulación anulacion
    annullata annullamento cancellation het dit bovenstaand bovenstaande eerder eerdere ons gelieve please the
    this our die diese unsere bitte prière priere veuillez la cette notre let attentie aan attention advisory
    adviser ed eds note achtung corrected correction correct corrects correctie gecorrigeerd gecorrigeerde
    verbetering verbeterd verbeterde verbetert verbeterdbericht rectificatie rectificatif correctif
    rectification clarification clarified refile refiled refiles refiling berichtigung berichtigt korrektur korr
    corr rectificación rectificacion rectifica corrección correccion correzione rettifica nieuw nieuwe
    nieuwbericht vervangt remplace replaces replacement substitutes sustituye ersetzt annulla anula update
    updated updates updating aktualisierung aktualisierte aktualisiert actualisation actualisé actualise mise
    maj wrapup wrap actualización actualizacion zusammenfassung ausführliche ausfuhrliche durchgehend neu neue
    lead leadall ld net add adds writethru write writethrough recast recasts amp ampl bijgewerkt met urgent
    urgente rpt repeat repeats repeated repeating repetition herhaling herhaald herhaaldbericht wiederholung wdh
    répétition herh repetición repeticion ripetizione aanvulling addition ergänzung erganzung complément complement
    ajout aggiunta to flash eilmeldung eilmelding eil blitz alert alerte breaking newsalert news spoed snel
    press st nd rd th e de ste
    flits makulerad makulering tilbaketrukket tilbagekaldt annulleret peruttu peruutus anulação anulacao correção
    correcao retificação retificacao rättelse rattelse rettelse korrigering korrigerad korrigert korrigeret oikaisu
    korjaus korjattu تصحيح roundup atualizada atualização atualizacao uppdaterad oppdatert opdateret päivitetty
    paivitetty uppdatering oppdatering opdatering päivitys paivitys täydennetty taydennetty تحديث repetição repeticao
    makuleras annullering tilbagekaldelse trekkes annullare da anular аннулировано аннулируется följande ovanstående
    nedanstående denna telegrammet historien artiklen saken meldingen artikkelen juttu si rogamos se por просим
    corregido corregida corrige corrigido corrigida actualiza atualiza aggiornamento eilt pilne
    oprava opravené korekta javított javítás ispravak ispravka popravek corecție rectificare düzeltme уточнение
    исправление поправка дополнение обновление уточнення виправлення доповнення оновлення aktualizacja aktualizace
    aktualizácia frissítés frissített actualizare güncelleme bien
    gjentagelse gentagelse repris uusinta повтор haster hast hastemelding kiire молния срочно عاجل
    """.split()
)
"""The first words of all LINES and KILL sentences: a quick test ahead of the patterns."""

AFTER_GENRE = re.compile(
    r"(?P<genre>(?!UPDATE|WRAPUP|CORRECTED|REFILE|RPT)[A-Z]{4,12}-)"
    r"(?P<mark>(?:UPDATE|WRAPUP) \d{1,2}-|CORRECTED-|REFILE-)(?=\S)"
)
"""Reuters' genre ahead of the mark of a headline: `EXCLUSIVE-UPDATE 2-Bridge opens`."""

AGED = frozenset(
    """
    man vrouw jongen meisje jongetje meisjes jongens kind baby peuter kleuter zoon zoontje dochter dochtertje
    broertje zusje broer zus tweeling scholier vader moeder opa oma boy girl son daughter child toddler brother
    sister garçon fille fillette fils enfant garçonnet junge mädchen sohn tochter kleinkind hond pup acteur
    zanger
    """.split()
)
"""Who is so old that a number in brackets behind them is an age: `meisje (7)`."""
