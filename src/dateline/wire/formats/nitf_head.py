"""NITF: what the head of a `<nitf>` says, identity, times and embargo among it. HEAD is the table of its elements."""

import re
from collections.abc import Callable
from datetime import datetime

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.signals import read_note
from dateline.wire.draft import Draft
from dateline.wire.formats.times import is_later, precision_of, read_time
from dateline.wire.formats.values import (
    STATUSES,
    add_keywords,
    joined,
    keep_fact,
    set_status,
    set_urgency,
    text_of,
)
from dateline.wire.item import Link, Precision, Signal, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import fold
from dateline.wire.text.tree import Element

IPTC_SUBJECTS = "IptcSubjectCodes"
"""The scheme of the IPTC's eight-digit subject codes, by the name that NewsML and NITF know it under."""


def docdata(draft: Draft, element: Element) -> bool:
    """Status and the document that it is about; whether it says that there is an embargo."""
    other, status = element.get("management-doc-idref"), element.get("management-idref-status")
    if other:
        draft.links.append(Link(guid=other, rel=status or "management"))
    if other and status and STATUSES.get(status.strip().lower(), "usable") == "canceled":
        keep_fact(draft, "cancels", other)
    return set_status(draft, element.get("management-status"), "docdata/@management-status")


Moments = dict[str, tuple[datetime, Precision | None]]
"""The times of a head by the names of their elements."""

TIMES = {"date.issue": "norm", "date.release": "norm", "date.expire": "norm", "pubdata": "date.publication"}
"""The elements that are times, with the attribute that has it."""


def take_time(draft: Draft, element: Element, moments: Moments) -> None:
    """Takes in an element of TIMES; the expiry and the section of a publication too."""
    name, text = element.tag, element.get(TIMES[element.tag])
    if name == "date.release" and not (text or "").strip():
        keep_fact(draft, "release", "empty")
    moment = read_time(draft, text, f"{name}/@{TIMES[name]}")
    if name == "pubdata" and (section := (element.get("position.section") or "").strip()) and len(section) > 2:
        draft.section = draft.section or section
    if moment is None:
        return
    moments.setdefault(name, (moment, precision_of(text)))
    if name == "date.expire":
        draft.expires = draft.expires or moment


def made(draft: Draft, moments: Moments, *names: str) -> None:
    """Sets the time of the version to the first of these that the head states, where nothing else has said it."""
    found = next((moments[name] for name in names if name in moments), None)
    if draft.version_created is None and found is not None:
        draft.version_created, draft.precision = found


_STAMPED = re.compile(r"(.+[^:]):(\d{13})")
"""A guid with the time of the revision behind it, in milliseconds."""


def settle_identity(draft: Draft) -> None:
    """Takes the revision out of a guid that has it at its end (`…-676016:1560755878000`)."""
    stamped = _STAMPED.fullmatch(draft.guid or "")
    if stamped is not None and draft.version is None:
        draft.guid, draft.version = stamped.groups()
    _settle_key(draft)


def _settle_key(draft: Draft) -> None:
    """The key of a story is its slug, unless it is the identity too (some write the revision behind it: `key_47`)."""
    key = draft.facts.get("du_key", "").partition("|")[0]
    if not key:
        return
    if draft.guid is None or not draft.guid.startswith(key):
        draft.slugline = draft.slugline or key
    elif draft.guid[len(key) :].lstrip("_:-.v").isdigit():
        draft.guid = key


def embargo(draft: Draft, moments: Moments, embargoed: bool) -> None:
    """A release later than the issue is the embargo; an embargo without a time is for a person to ask after."""
    issue, release = moments.get("date.issue"), moments.get("date.release")
    if release is not None and (embargoed or (issue is not None and is_later(release[0], issue[0]))):
        draft.embargoed = draft.embargoed or release[0]
    elif embargoed:
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "docdata/@management-status", "embargoed"))
    elif release is None and "release" in draft.facts and draft.embargoed is None:
        # An empty release, as any empty embargo, means that somebody must be asked.
        draft.status = "withheld" if draft.status == "usable" else draft.status
        draft.problems.append(problem("embargo-unclear", "date.release", ""))


def _doc_id(draft: Draft, element: Element) -> None:
    draft.guid = draft.guid or element.get("id-string") or text_of(element)
    keep_fact(draft, "provider_id", element.get("regsrc"))


def _urgency(draft: Draft, element: Element) -> None:
    if draft.urgency is None:
        set_urgency(draft, element.get("ed-urg"), "urgency/@ed-urg")


def _du_key(draft: Draft, element: Element) -> None:
    draft.version = draft.version or element.get("version") or None
    keep_fact(draft, "du_key", element.get("key"))


def _meta(draft: Draft, element: Element) -> None:
    name = element.get("name")
    if name:
        content = element.get("content")
        keep_fact(draft, f"meta.{name}", content)
        if content and name.lower().endswith("source") and code_of(content) is not None:
            keep_fact(draft, "source", content)


def _subject(draft: Draft, element: Element) -> None:
    code = element.get("tobject.subject.refnum") or element.get("tobject.subject.code") or None
    names = [element.get(f"tobject.subject.{level}") for level in ("detail", "matter", "type", "qualifier")]
    if code and code.endswith("000000"):
        names = [names[2], *names]
    name = next((name for name in names if name), None)
    scheme = element.get("tobject.subject.ipr") or "IPTC"
    if code or name:
        eight = code is not None and len(code) == 8 and code.isdigit()
        draft.subjects.append(
            Subject(scheme=IPTC_SUBJECTS if eight and scheme == "IPTC" else scheme, code=code, name=name)
        )


def _identified(draft: Draft, element: Element) -> None:
    """A classifier, organisation or person of `<identified-content>`."""
    name, code = text_of(element), element.get("value") or element.get("code") or None
    if name or code:
        scheme = element.get("type") or element.get("idsrc") or element.get("code-source") or element.tag
        draft.subjects.append(Subject(scheme=scheme, code=code, name=name))


def _series(draft: Draft, element: Element) -> None:
    name = element.get("series.name")
    if name:
        draft.subjects.append(Subject(scheme="series", name=name))


def location(element: Element) -> str:
    """The words of a location; its parts are joined by a comma where nothing but white space is between them."""
    parts = [text for text in map(text_of, element) if text]
    between = (element.text or "") + "".join(part.tail or "" for part in element)
    return ", ".join(parts) if parts and not between.strip() else fold("".join(element.itertext()))


def _identified_place(draft: Draft, element: Element) -> None:
    place = location(element)
    if place:
        draft.places.append(place)


def _keyword(draft: Draft, element: Element) -> None:
    add_keywords(draft, fold(element.get("key") or "") or text_of(element))


def _ed_msg(draft: Draft, element: Element) -> None:
    draft.ed_note = joined(draft.ed_note, element.get("info"))


def _copyright(draft: Draft, element: Element) -> None:
    holder, year = element.get("holder"), element.get("year")
    if holder and draft.copyright is None:
        draft.copyright = f"© {year} {holder}" if year else f"© {holder}"
    keep_fact(draft, "copyright_holder", holder)


def _rights(draft: Draft, element: Element) -> None:
    draft.usage_terms = joined(draft.usage_terms, element.get("limitations"))
    keep_fact(draft, "rights_owner", element.get("owner") or element.get("agent"))


def _correction(draft: Draft, element: Element) -> None:
    text, target = element.get("info") or None, element.get("id-string") or None
    draft.signals.append(Signal(kind="correction", text=text, target=target))


def _place(draft: Draft, element: Element) -> None:
    place = next((name for key in ("city", "county-dist", "state-prov") if (name := element.get(key))), None)
    if place:
        draft.places.append(place)
    keep_fact(draft, "country", element.get("iso-cc"))


def _revision(draft: Draft, element: Element) -> None:
    comment = element.get("comment")
    keep_fact(draft, "revision_comment", comment)
    signal = read_note(comment) if comment else None
    if signal is not None:
        draft.signals.append(signal)


def _fact_of(key: str, attribute: str) -> Callable[[Draft, Element], None]:
    def keep(draft: Draft, element: Element) -> None:
        keep_fact(draft, key, element.get(attribute))

    return keep


HEAD: dict[str, Callable[[Draft, Element], None]] = {
    "meta": _meta,
    "doc-id": _doc_id,
    "urgency": _urgency,
    "du-key": _du_key,
    "tobject": _fact_of("category", "tobject.type"),
    "tobject.property": _fact_of("genre", "tobject.property.type"),
    "tobject.subject": _subject,
    "keyword": _keyword,
    "ed-msg": _ed_msg,
    "doc.copyright": _copyright,
    "doc.rights": _rights,
    "correction": _correction,
    "evloc": _place,
    "from-src": _fact_of("source", "src-name"),
    "fixture": _fact_of("fixture", "fix-id"),
    "doc-scope": _fact_of("scope", "scope"),
    "series": _series,
    "revision-history": _revision,
    "location": _identified_place,
    **dict.fromkeys(("classifier", "org", "person", "event", "function", "object.title"), _identified),
}
"""What each element of a `<head>` gives, wherever in it it stands."""
