"""NewsML 1.0 to 1.2, element by element: what each piece of metadata gives a draft.

A NewsItem says things on several levels (the item, a component, a component in it). They are taken in on the way from
the item to the text: what stands nearer to the text wins, lists grow.
"""

from collections.abc import Callable
from datetime import datetime

from dateline.wire.draft import Draft
from dateline.wire.formats.newsml1_names import attribute_of, name_of
from dateline.wire.formats.nitf_head import IPTC_SUBJECTS
from dateline.wire.formats.times import is_later, parse_time, precision_of, read_time
from dateline.wire.formats.values import (
    LONGEST,
    add_keywords,
    joined,
    keep_fact,
    language_of,
    set_status,
    set_urgency,
    text_of,
)
from dateline.wire.item import Link, Signal, SignalKind, Subject
from dateline.wire.problems import problem
from dateline.wire.text.tree import Element, child_of

Filler = Callable[[Draft, Element], None]
"""What one element does to a draft."""


def fill_management(draft: Draft, management: Element) -> None:
    """Fills status, times, urgency, embargo, links and signals from a `<NewsManagement>`."""
    embargoed = False
    changes: list[tuple[str, str | None]] = []
    for element in management:
        name = element.tag
        if name == "FirstCreated":
            draft.first_created = read_time(draft, element.text, name)
        elif name == "ThisRevisionCreated":
            draft.version_created = read_time(draft, element.text, name)
            draft.precision = precision_of(element.text) if draft.version_created else None
        elif name == "Status":
            embargoed = set_status(draft, name_of(element), name)
        elif name == "StatusWillChange":
            future = name_of(child_of(element, "FutureStatus")) or ""
            changes.append((future.lower(), element.findtext("DateAndTime")))
        else:
            fill = _MANAGEMENT.get(name)
            if fill is not None:
                fill(draft, element)
    if draft.version_created is None and draft.first_created is not None:
        draft.version_created = draft.first_created
        draft.precision = precision_of(management.findtext("FirstCreated"))
    _embargo(draft, embargoed, changes)
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))


def _embargo(draft: Draft, embargoed: bool, changes: list[tuple[str, str | None]]) -> None:
    """An embargo ends when the status becomes usable; without a readable time it is for a person to ask after."""
    ends: list[datetime] = []
    for future, text in changes:
        moment = read_time(draft, text, "StatusWillChange/DateAndTime")
        if future in ("canceled", "cancelled", "withdrawn"):
            draft.expires = moment
        elif future == "usable":
            embargoed = True
            if moment is not None and (not ends or is_later(moment, ends[-1])):
                ends.append(moment)
        elif not future:
            embargoed = True
    if not embargoed or draft.status == "canceled":
        return
    if ends:
        draft.embargoed = ends[-1]
        draft.status = "usable"
    else:
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "NewsManagement", "Embargoed"))


_INSTRUCTIONS: dict[str, SignalKind] = {
    **dict.fromkeys(("kill", "cancel", "canceled", "cancellation", "withdraw", "withdrawal", "retract"), "kill"),
    **dict.fromkeys(("delete", "remove", "annul", "suppress", "cancelled", "withdrawn"), "kill"),
    **dict.fromkeys(("correction", "correct", "corrected", "rectify", "corrective"), "correction"),
    **dict.fromkeys(("update", "updated", "newlead", "new lead", "lead"), "update"),
    **dict.fromkeys(("replace", "replacement", "substitute", "sub"), "replacement"),
    **dict.fromkeys(("repeat", "resend", "retransmit"), "repeat"),
    **dict.fromkeys(("addition", "add"), "addition"),
}


def _instruction(draft: Draft, element: Element) -> None:
    name = name_of(element)
    kind = _INSTRUCTIONS.get(name.lower()) if name else None
    keep_fact(draft, "instruction", name)
    if kind == "kill" and draft.status != "canceled" and _is_of_others(draft, element):
        kind = "replacement"
    if kind is not None:
        draft.signals.append(Signal(kind=kind))
        if kind == "kill":
            draft.status = "canceled"


def _is_of_others(draft: Draft, instruction: Element) -> bool:
    """Whether an instruction says what becomes of other revisions: deleting these is no kill of this one."""
    named = [element.get("Revision") for element in instruction.iterchildren("RevisionStatus")]
    return bool(named) and draft.version not in named


def _item_type(draft: Draft, element: Element) -> None:
    name = name_of(element)
    keep_fact(draft, "item_type", name)
    word = (name or "").lower()
    if word in ("alert", "flash"):
        draft.signals.append(Signal(kind="flash"))
    elif word == "advisory":
        draft.signals.append(Signal(kind="advisory"))


def _urgency(draft: Draft, element: Element) -> None:
    set_urgency(draft, name_of(element), "Urgency")


def _link(relation: str) -> Filler:
    def add(draft: Draft, element: Element) -> None:
        target = (element.get("NewsItem") or "").strip()
        if target:
            is_address = target.startswith(("http://", "https://"))
            relation_here = name_of(element) or relation
            title = text_of(child_of(element, "Comment"))
            draft.links.append(
                Link(href=target, rel=relation_here, title=title)
                if is_address
                else Link(guid=target, rel=relation_here, title=title)
            )

    return add


def _property(draft: Draft, element: Element) -> None:
    _properties(draft, element, "")


_MANAGEMENT: dict[str, Filler] = {
    "NewsItemType": _item_type,
    "Urgency": _urgency,
    "DerivedFrom": _link("derivedFrom"),
    "AssociatedWith": _link("associatedWith"),
    "Instruction": _instruction,
    "Property": _property,
}


def _line(field: str) -> Filler:
    """A NewsLines element that gives one field of the draft; of several, the first that has words."""

    def fill(draft: Draft, element: Element) -> None:
        text = text_of(element)
        if text:
            setattr(draft, field, text)

    return fill


def _byline(draft: Draft, element: Element) -> None:
    text = text_of(element)
    if text and len(draft.byline or "") < LONGEST and text not in (draft.byline or ""):
        draft.byline = f"{draft.byline}, {text}" if draft.byline else text


def _credit_line(draft: Draft, element: Element) -> None:
    text = text_of(element)
    if text:
        draft.credit[:] = [text]
        draft.facts["credit"] = text


def _keyword_line(draft: Draft, element: Element) -> None:
    add_keywords(draft, text_of(element))


def _rights_line(draft: Draft, element: Element) -> None:
    draft.usage_terms = joined(draft.usage_terms, text_of(element))


_NEWS_LINES = {
    **dict.fromkeys(("advisoryline", "advisory", "editorsnote", "editornote", "ednote", "notetoeditors"), "ed_note"),
    **dict.fromkeys(("catchword", "catchline", "kicker", "overline"), "kicker"),
    **dict.fromkeys(("abstract", "summary", "teaser"), "abstract"),
    **dict.fromkeys(("note", "publicnote"), "note"),
    **dict.fromkeys(("subheadline", "deck", "subtitle", "standfirst"), "subheadline"),
    **dict.fromkeys(("rightsline", "restriction", "restrictions"), "usage_terms"),
}
"""What a NewsLine of each type gives, by the type's name in lower case."""


def _news_line(draft: Draft, element: Element) -> None:
    kind = name_of(child_of(element, "NewsLineType"))
    for line in element:
        text = text_of(line)
        if line.tag in NEWS_LINES and line.tag != "NewsLine":
            NEWS_LINES[line.tag](draft, line)
        elif text and line.tag == "NewsLineText":
            keep_fact(draft, f"line.{kind}", text)
            field = _NEWS_LINES.get(kind.lower()) if kind else None
            if field is not None:
                setattr(draft, field, joined(getattr(draft, field), text))
            elif kind and kind.lower().endswith("url"):
                draft.links.append(Link(href=text, rel=kind))


NEWS_LINES: dict[str, Filler] = {
    "HeadLine": _line("headline"),
    "SubHeadLine": _line("subheadline"),
    "ByLine": _byline,
    "ByLineTitle": _byline,
    "DateLine": _line("dateline_field"),
    "CreditLine": _credit_line,
    "CopyrightLine": _line("copyright"),
    "RightsLine": _rights_line,
    "SlugLine": _line("slugline"),
    "KeywordLine": _keyword_line,
    "NewsLine": _news_line,
}
"""What each element of `<NewsLines>` gives."""


def _party(key: str) -> Filler:
    def keep(draft: Draft, element: Element) -> None:
        for party in element:
            if party.tag == "Party":
                keep_fact(draft, key, name_of(party))

    return keep


def _properties(draft: Draft, element: Element, prefix: str) -> None:
    name, value = name_of(element), attribute_of(element, "Value") or ""
    if name == "EditorialInfo":
        draft.ed_note = joined(draft.ed_note, value)
    elif name in ("Keyword", "Keywords"):
        add_keywords(draft, value)
    elif name == "City" and prefix != "property.NewsPackage":
        add_place(draft, value)
    if name and value:
        keep_fact(draft, f"{prefix or 'property'}.{name}", value)
    for inner in element:
        if inner.tag == "Property":
            _properties(draft, inner, f"property.{name}")


def add_place(draft: Draft, name: str | None) -> None:
    """Adds the name of a place."""
    name = " ".join(name.split()) if name else ""
    if name:
        draft.places.append(name)


ADMINISTRATIVE: dict[str, Filler] = {
    "Provider": _party("party"),
    "Creator": _party("creator"),
    "Source": _party("source"),
    "Contributor": _party("contributor"),
    "Property": _property,
}
"""What each element of `<AdministrativeMetadata>` gives."""


def _language(draft: Draft, element: Element) -> None:
    name = name_of(element)
    language = language_of(name)
    if language is not None:
        draft.language = language
    elif name:
        draft.problems.append(problem("unknown-value", "Language", name))


def _genre(draft: Draft, element: Element) -> None:
    keep_fact(draft, "genre", name_of(element))


def _location(draft: Draft, element: Element) -> None:
    for inner in element:
        if inner.tag != "Property":
            continue
        name, value = name_of(inner), attribute_of(inner, "Value")
        if name == "City":
            add_place(draft, value)
        elif name:
            keep_fact(draft, name.lower(), value)


def _guid(draft: Draft, element: Element) -> None:
    draft.guid = draft.guid or text_of(element)


def _interest(draft: Draft, element: Element) -> None:
    keep_fact(draft, "of_interest_to", name_of(element))


def fill_date(draft: Draft) -> None:
    """Takes the DateId for the time of an item that states none."""
    text = draft.facts.get("DateId")
    moment = parse_time(text) if draft.version_created is None else None
    if moment is not None:
        draft.first_created = draft.first_created or moment
        draft.version_created, draft.precision = moment, precision_of(text)


def _dateline_date(draft: Draft, element: Element) -> None:
    if draft.version_created is None:
        draft.version_created = parse_time(element.text)
        draft.precision = precision_of(element.text) if draft.version_created else None


DESCRIPTIVE: dict[str, Filler] = {
    "Language": _language,
    "Genre": _genre,
    "Location": _location,
    "OfInterestTo": _interest,
    "DateLineDate": _dateline_date,
    "Property": _property,
    "guid": _guid,
}
"""What each element of `<DescriptiveMetadata>` gives, subjects aside (see `Vocabularies`)."""


_USAGE = ("UsageType", "Geography", "RightsHolder", "Limitations", "StartDate", "EndDate")


def fill_rights(draft: Draft, rights: Element) -> None:
    """Fills copyright and usage terms from a `<RightsMetadata>`."""
    for element in rights:
        if element.tag == "Copyright" and draft.copyright is None:
            parts = (text_of(element.find(name)) for name in ("CopyrightDate", "CopyrightHolder"))
            words = " ".join(part for part in parts if part)
            draft.copyright = f"© {words}" if words else None
        elif element.tag == "UsageRights":
            draft.usage_terms = joined(draft.usage_terms, usage_of(element))


def usage_of(usage: Element) -> str | None:
    """What a `<UsageRights>` allows, in its own words."""
    parts = (text_of(usage.find(name)) for name in _USAGE)
    return ", ".join(part for part in parts if part) or None


_MOST_NAMES = 50
"""How many names (one a language) of a topic are looked at."""


class Vocabularies:
    """What catalogs and topic sets say about codes: the default vocabulary of an element, the names of topics.

    Pointers to outside are never followed.
    """

    def __init__(self) -> None:
        self._defaults: dict[str, str] = {}
        self._names: dict[str, list[tuple[str, str]]] = {}
        self._topics: dict[str, Subject] = {}

    def add_catalog(self, catalog: Element) -> None:
        """Learns the default vocabularies of a `<Catalog>`."""
        for resource in catalog.iterchildren("Resource"):
            address = (resource.findtext("Urn") or resource.findtext("Url") or "").strip()
            for default in resource.iterchildren("DefaultVocabularyFor"):
                context = (default.get("Context") or "").rpartition("/")[2]
                if context and (default.get("Scheme") or address):
                    self._defaults[context] = default.get("Scheme") or address

    def add_topics(self, topics: Element) -> None:
        """Learns the names of a `<TopicSet>`."""
        for topic in topics.iterchildren("Topic"):
            names = [
                (language_of(found.get("{http://www.w3.org/XML/1998/namespace}lang")) or "", text)
                for found in topic.iterchildren("Description")
                if found.get("Variant", "Name") == "Name" and (text := text_of(found))
            ]
            for code in topic.iterchildren("FormalName"):
                words = text_of(code)
                if words:
                    self._names.setdefault(words, names[:_MOST_NAMES])
                    duid = topic.get("Duid")
                    if duid:
                        scheme, name = code.get("Scheme"), names[0][1] if names else None
                        self._topics.setdefault(duid, Subject(scheme=scheme, code=words, name=name))

    def subjects_of(self, subject_code: Element, draft: Draft) -> None:
        """Adds the subjects of a `<SubjectCode>` to a draft."""
        for element in subject_code:
            code = name_of(element)
            if code is None:
                continue
            vocabulary = (element.get("Vocabulary") or "").strip()
            scheme = vocabulary or (element.get("Scheme") or "").strip() or self._defaults.get(element.tag)
            if not scheme and len(code) == 8 and code.isdigit():
                scheme = IPTC_SUBJECTS
            keep_fact(draft, "category", element.get("cat"))
            draft.subjects.append(Subject(scheme=scheme or None, code=code, name=self._name(code, draft.language)))

    def occurrence(self, element: Element, draft: Draft) -> None:
        """Adds the subject that a `<TopicOccurrence>` points to in this document."""
        subject = self._topics.get((element.get("Topic") or "").removeprefix("#"))
        if subject is not None:
            draft.subjects.append(subject)

    def _name(self, code: str, language: str | None) -> str | None:
        names = self._names.get(code)
        if not names:
            return None
        primary = (language or "en").partition("-")[0]
        return next((name for lang, name in names if lang.partition("-")[0] == primary), names[0][1])
