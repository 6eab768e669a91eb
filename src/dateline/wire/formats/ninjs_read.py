"""ninjs 1.0 to 3.1 and the dialects of it that Superdesk, Newsroom and agencies send: items, lists and lines of items.

The names of ninjs 3 are those of ninjs 2 with capitals in them, so all keys are read in lower case. Where the shapes
differ (an object of associations, a list of them) the reader takes both.
"""

import re
from typing import Any

from dateline.wire.copy.agencies import code_of_host
from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Head, Source
from dateline.wire.formats.identity import authority_of, made_guid, without_version
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.ninjs_bodies import fill_body, fill_descriptions, fill_headlines
from dateline.wire.formats.ninjs_media import fill_associations, own_media, usage_of
from dateline.wire.formats.ninjs_reuters import as_ninjs, unwrapped
from dateline.wire.formats.ninjs_rules import faults_of
from dateline.wire.formats.ninjs_superdesk import fill_superdesk
from dateline.wire.formats.ninjs_tt import fill_tt
from dateline.wire.formats.own import restore
from dateline.wire.formats.times import precision_of, read_embargo, read_time
from dateline.wire.formats.values import keep_fact, language_of, set_status, set_urgency
from dateline.wire.item import Kind, Link, Signal, SignalKind, Subject
from dateline.wire.problems import problem
from dateline.wire.text.json import Object, parse_json

NAME = "ninjs"

MAX_ITEMS = 10_000
"""The most items of a file that are read."""

LISTS = ("_items", "items", "item", "data", "results", "hits", "newsitems")
"""Where answers of APIs keep their items."""

KINDS: dict[str, Kind] = {
    "text": "text",
    "story": "text",
    "article": "text",
    "preformatted": "text",
    "advisory": "text",
    "picture": "picture",
    "graphic": "graphic",
    "video": "video",
    "audio": "audio",
    "composite": "composite",
}
"""The types of ninjs, and what Superdesk and the BBC call a text."""

SIGNALS: dict[str, SignalKind] = {
    "correction": "correction",
    "update": "update",
    "repeat": "repeat",
    "kill": "kill",
    "cancel": "kill",
}
"""What NewsML-G2's signals, which Superdesk hands on, mean here."""

URN = "urn:x-dateline:"
"""What the URIs begin with that Dateline makes of guids which are none."""

NO_NEWS = ("event", "planning")
"""Types of items that are plans and no news."""

_MARKS = (
    b'"pubstatus"',
    b'"pubStatus"',
    b'"versioncreated"',
    b'"versionCreated"',
    b'"firstcreated"',
    b'"body_html"',
    b'"body_text"',
    b'"body_xhtml"',
    b'"description_text"',
    b'"bodies"',
    b'"headlines"',
    b'"eventDetails"',
    b'"plannedCoverage"',
    b'"ninjs"',
)
_IDENTITIES = (b'"uri"', b'"guid"', b'"_id"', b'"headline"', b'"headlines"')
_OTHERS = ('"swagger"', '"openapi"', '"$schema"', '"$id"')
_CATEGORY = re.compile(r"(?P<scheme>.*[/#:])(?P<code>[^/#:]+)")


def looks_like(head: Head) -> bool:
    """Whether a file is ninjs: by keys that nothing else has, or because it has no others than those of ninjs."""
    if not head.text.startswith(("{", "[")) or any(mark in head.text for mark in _OTHERS):
        return False
    data = head.data
    if any(mark in data for mark in _MARKS) and any(mark in data for mark in _IDENTITIES):
        return True
    return b'"uri"' in data and len(data) < 65_536 and _is_bare(data)


def _is_bare(data: bytes) -> bool:
    """Whether a small file is an item of which little more is said than what it is called."""
    try:
        values = parse_json(data).values
    except Exception:
        return False
    return all(isinstance(value, dict) and isinstance(value.get("uri"), str) for value in values)


def read(source: Source) -> Drafts:
    """The items of one file, in their order; events and plans are set aside. Raises Unreadable."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    items = [item for value in document.values for item in _items(value)]
    for order, item in enumerate(items[:MAX_ITEMS]):
        _read_item(as_ninjs(_folded(item)), f"[{order}]" if len(items) > 1 else "", source, found)
    for draft in found.drafts:
        draft.problems[:0] = document.problems
    if len(items) > MAX_ITEMS:
        found.set_aside.append(problem("not-an-item", f"[{MAX_ITEMS}]", f"{MAX_ITEMS:,} items are read, not more."))
    if not items:
        found.set_aside.append(problem("not-an-item", "", "It holds no item."))
    return found


def _items(value: Any) -> list[Object]:
    """The items in a document: the document itself, or those of the list that it is or holds."""
    value = unwrapped(value)
    if isinstance(value, dict) and not any(key in value for key in ("uri", "guid", "headline", "headlines")):
        for key in LISTS:
            inner = value.get(key)
            if isinstance(inner, list) and all(isinstance(one, dict) for one in inner):
                return inner
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _folded(value: Any) -> Any:
    """A value with all its keys in lower case; of two keys that then are the same the first stays."""
    if isinstance(value, list):
        return [_folded(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: Object = {}
    for key, inner in value.items():
        found.setdefault(key.lower(), _folded(inner))
    return found


def _read_item(item: Object, where: str, source: Source, found: Drafts) -> None:
    draft = Draft(format=NAME, provider=source.provider, problems=faults_of(item))
    fields = Fields(item, draft)
    kind = (fields.text("type") or "").lower()
    if kind in NO_NEWS or "eventdetails" in item or "plannedcoverage" in item:
        name = fields.text("title", "name", "headline", "uri") or ""
        found.set_aside.append(
            problem("not-an-item", where, f"What is planned is no news item ({kind or 'event'}): {name}")
        )
        found.set_aside.extend(draft.problems)
        return
    if not any(fields.text(key) for key in ("uri", "guid", "_id", "headline")) and "headlines" not in fields:
        found.set_aside.append(problem("not-an-item", where, "An object without uri and headline."))
        return
    _fill(fields, draft)
    found.drafts.append(draft)


def _fill(fields: Fields, draft: Draft) -> None:
    _identity(fields, draft)
    _times(fields, draft)
    _kind(fields, draft)
    fill_headlines(fields, draft)
    draft.slugline = fields.text("slugline")
    draft.byline = fields.text("byline", "by")
    draft.language = language_of(fields.text("language"))
    if "urgency" in fields:
        number = fields.decimal("urgency")
        whole = number is not None and number.is_integer()
        set_urgency(draft, str(int(number)) if whole and number is not None else fields.text("urgency"), "urgency")
    draft.ed_note = fields.text("ednote")
    draft.usage_terms = usage_of(fields)
    fill_tt(fields, draft)
    _rights(fields, draft)
    _provider(fields, draft)
    _about(fields, draft)
    fill_body(fields, draft)
    fill_descriptions(fields, draft)
    fill_associations(fields, draft)
    own_media(fields, draft)
    fill_superdesk(fields, draft)
    restore(draft, draft.facts)
    draft.guid = draft.guid or made_guid(draft)


def _identity(fields: Fields, draft: Draft) -> None:
    """Identity and version; a guid that the writer of this package put into a URN comes out of it again."""
    own = None
    if isinstance(fields.values.get("altids"), list):
        own = next((one.text("value") for one in fields.objects("altids") if one.text("role") == "guid"), None)
    elif (fields.text("uri") or "").startswith(URN) and (named := fields.object("altids")) is not None:
        own = named.text("guid")
    draft.guid = own or fields.text("guid", "uri", "_id")
    draft.version = fields.text("version", "_current_version")
    draft.guid = own or without_version(draft.guid, draft.version)
    status = fields.text("pubstatus")
    if status == "cancelled":
        draft.problems.append(problem("unknown-value", "pubstatus", "cancelled: ninjs spells it canceled"))
    held = set_status(draft, status, "pubstatus")
    state = (fields.text("state") or "").lower()
    if state in ("killed", "recalled", "unpublished"):
        draft.status = "canceled"
    for code in _signals(fields):
        kind = SIGNALS.get(code.rpartition(":")[2].lower())
        if kind is not None:
            draft.signals.append(Signal(kind=kind))
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))
    elif state in ("corrected", "being_corrected"):
        draft.signals.append(Signal(kind="correction"))
    if held and not fields.text("embargoed", "embargoeduntil"):
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "pubstatus", status or ""))


def _signals(fields: Fields) -> list[str]:
    """What Superdesk says that an item is: `sig:correction`, as a text or with a name."""
    if isinstance(fields.values.get("signal"), str):
        return fields.texts("signal")
    return [code for one in fields.objects("signal") if (code := one.text("qcode", "code", "name"))]


def _times(fields: Fields, draft: Draft) -> None:
    made = fields.text("versioncreated")
    draft.version_created = read_time(draft, made, "versioncreated")
    draft.precision = precision_of(made) if draft.version_created is not None else None
    draft.first_created = read_time(draft, fields.text("firstcreated"), "firstcreated")
    draft.expires = read_time(draft, fields.text("expires"), "expires")
    for key in ("embargoed", "embargoeduntil"):
        read_embargo(draft, fields.stated(key), "embargoed")


def _kind(fields: Fields, draft: Draft) -> None:
    named = fields.text("type")
    if named is None:
        return
    kind = KINDS.get(named.lower())
    if kind is None:
        draft.problems.append(problem("unknown-value", "type", named))
    draft.kind = kind or "text"
    if named.lower() == "advisory":
        draft.signals.append(Signal(kind="advisory"))


def _rights(fields: Fields, draft: Draft) -> None:
    draft.copyright = fields.text("copyrightnotice")
    holder = fields.text("copyrightholder")
    if holder:
        keep_fact(draft, "copyright_holder", holder)
        draft.copyright = draft.copyright or f"© {holder}"


def _provider(fields: Fields, draft: Draft) -> None:
    """Who sends it: the source that says so, else the only one, else who the uri belongs to."""
    for key in ("infosources", "infosource"):
        for one in fields.objects(key):
            name, role = one.text("name", "literal", "code"), one.text("role", "rel")
            if not name:
                continue
            if role == "provider":
                keep_fact(draft, "provider_id", name)
            else:
                draft.credit.append(name)
                keep_fact(draft, "source", name)
    name = fields.text("source", "provider")
    if name:
        keep_fact(draft, "party", name)
        draft.credit = draft.credit or [name]
    extra = fields.object("extra") if isinstance(fields.values.get("extra"), dict) else None
    if extra is not None:
        keep_fact(draft, "party", extra.text("provider"))
    for named in (fields.text("copyrightholder"), authority_of(fields.text("uri", "guid"))):
        if named and code_of_host(named) is not None:
            keep_fact(draft, "sent_from", named)


_ABOUT = {
    "subject": None,
    "subjects": None,
    "genre": "genre",
    "genres": "genre",
    "service": "service",
    "services": "service",
    "anpa_category": "anpa_category",
    "event": "event",
    "events": "event",
    "fixture": "fixture",
    "object": "object",
    "objects": "object",
    "person": "person",
    "people": "person",
    "organisation": "organisation",
    "organisations": "organisation",
}
"""The lists of what an item is about, with the scheme of entries that name none."""


def _about(fields: Fields, draft: Draft) -> None:
    for key, scheme in _ABOUT.items():
        for one in fields.objects(key):
            if key in ("subject", "subjects") and one.text("rel") == "keyword" and one.text("name"):
                draft.keywords.append(one.text("name") or "")
            elif (subject := _subject(one, scheme)) is not None:
                draft.subjects.append(subject)
    for key in ("place", "places"):
        draft.places.extend(name for one in fields.objects(key) if (name := one.text("name", "literal", "code")))
    draft.keywords.extend(fields.texts("keywords"))
    located = fields.text("located")
    told = "description_dateline" in fields or any(
        one.text("role") == "dateline" for one in fields.objects("descriptions")
    )
    if located and not told:
        draft.places.append(located)
    former = fields.text("evolvedfrom", "rewrite_of")
    if former:
        draft.links.append(Link(guid=former, rel="evolvedFrom"))
        draft.signals.append(Signal(kind="update", target=former))


def _subject(one: Fields, kind: str | None) -> Subject | None:
    """An entry with a scheme and a code, or a uri, or a `scheme:code` in its literal."""
    name = one.text("name", "genre")
    scheme, code = one.text("scheme"), one.text("code", "qcode")
    uri, literal = one.text("uri"), one.text("literal")
    if code is None and uri:
        found = _CATEGORY.fullmatch(uri)
        scheme, code = (found["scheme"], found["code"]) if found is not None else (scheme, uri)
    elif code is None and literal:
        before, _, code = literal.rpartition(":")
        scheme = scheme or before or None
    if not (name or code):
        return None
    return Subject(scheme=scheme or kind, code=code, name=name)
