"""The rules of ninjs 1.0 to 3.1 that a reader can be misled by: what each key holds, and what excludes each other.

Keys are in lower case: ninjs 3 has the names of ninjs 2 with capitals in them. Not all of the IPTC's schemas is here;
what is, names a fault as a problem, and the item is read all the same.
"""

import re
from typing import Any

from dateline.wire.formats.json_fields import shown
from dateline.wire.formats.ninjs_tt import KEYS as TT_KEYS
from dateline.wire.problems import Problem, problem
from dateline.wire.text.json import Object

TEXT, NUMBER, OBJECTS, OBJECT, NAMED, ANY = (
    "a text",
    "a number",
    "a list of objects",
    "an object",
    "objects",
    "anything",
)
"""What a key holds. NAMED are objects by name (ninjs 1) or in a list (ninjs 2 and 3)."""

KEYS: dict[str, str] = {
    **dict.fromkeys(("uri", "type", "mimetype", "representationtype", "profile", "version", "language", "title"), TEXT),
    **dict.fromkeys(
        ("versioncreated", "firstcreated", "contentcreated", "embargoed", "embargoeduntil", "expires"), TEXT
    ),
    **dict.fromkeys(("pubstatus", "copyrightholder", "copyrightnotice", "usageterms", "ednote", "byline", "by"), TEXT),
    **dict.fromkeys(("headline", "slugline", "located", "embargoeduntil", "expires"), TEXT),
    **dict.fromkeys(("urgency", "charcount", "wordcount"), NUMBER),
    **dict.fromkeys(("person", "organisation", "place", "subject", "event", "object", "infosource", "genre"), OBJECTS),
    **dict.fromkeys(("people", "organisations", "places", "subjects", "events", "objects", "infosources"), OBJECTS),
    **dict.fromkeys(("headlines", "descriptions", "bodies", "trustindicator", "trustindicators", "genres"), OBJECTS),
    **dict.fromkeys(("renditions", "associations", "altids"), NAMED),
    **dict.fromkeys(("$standard", "standard", "rightsinfo", "digitalsourcetype"), OBJECT),
    **dict.fromkeys(("eventdetails", "newscoveragestatus", "body_event", "body_pages"), OBJECT),
    **dict.fromkeys(("plannedcoverage", "advice", "advices", "contributors"), ANY),
}
"""Every key of an item, of any version, and what it holds."""

EXTENSIONS = frozenset(
    (
        "guid _id id source priority service services evolvedfrom body_html description_html extra annotations "
        "attachments keywords products subscribers readtime firstpublished publishedat authors charcount wordcount "
        "ancestors bookmarks coverage_id event_id planning_id assignment_id family_id expiry _created _updated _etag "
        "_links _current_version _type _source original_id original_creator version_creator state operation format "
        "flags task unique_id unique_name publish_schedule schedule_settings lock_user lock_session lock_time "
        "lock_action force_unlock template sign_off signal abstract item_id original_source ingest_id ingest_version "
        "ingest_provider auto_publish correction_sequence rewrite_of rewritten_by rewrite_sequence anpa_category "
        "versionedguid usagetermsrole productlabel contenttimestamp sorttimestamp dateline embargo "
        "company_codes translations translation_id translated_from refs feature_media feature_image "
        "is_nextversion nextversion previous_version takes sms_message associations_order fetch_endpoint selected poi "
        "desk_name highlights deliver_embargoed display_headline language_variants media audiences contracts lang "
        "mime_type"
    ).split()
)
"""What Superdesk, Newsroom and other producers add to ninjs, as far as it is known."""

WITHIN_ASSOCIATION = frozenset(
    ("name", "rel", "renditions", "poi", "media", "caption", "credit", "filemeta", "alt_text")
)
"""What an association may hold beside the keys of an item."""

_FREE = re.compile(r"(?:body|description|headline)_.+")
_PLAIN_FREE = re.compile(r"(?:body|description|headline)_[a-z0-9_]+.*")
_PARTIES = ("person", "organisation", "place", "subject", "event", "object", "infosource", "genre")
_PARTY_LISTS = frozenset((*_PARTIES, *(f"{name}s" for name in _PARTIES), "people"))
_PARTY_TEXTS = ("name", "rel", "scheme", "code", "uri", "literal", "role")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?)?)?")
_DATES = ("startdate", "expectedstartdate", "enddate", "expectedenddate")


def faults_of(item: Object, where: str = "") -> list[Problem]:
    """What in an item (keys in lower case) breaks the rules. `where` is the path of an association."""
    found = []
    for key, value in item.items():
        path = f"{where}.{key}" if where else key
        wrong = _fault(key, value, within=bool(where))
        if wrong:
            found.append(problem("unknown-value", path, f"{wrong}: {shown(value)}"))
        elif key in _PARTY_LISTS and isinstance(value, list):
            found.extend(_parties(path, value))
        elif not value:
            continue
        elif key == "rightsinfo" and {"linkedrights", "encodedrights"} <= value.keys():
            found.append(problem("unknown-value", path, "linkedrights and encodedrights exclude each other"))
        elif key == "eventdetails":
            found.extend(_dates(path, value))
    return found


def association_faults(association: Object, where: str, *, listed: bool) -> list[Problem]:
    """What in an association breaks the rules; one of a list (ninjs 2 and 3) has a name and a uri."""
    found = faults_of(association, where)
    for key in ("name", "uri") if listed else ():
        if not association.get(key):
            found.append(problem("unknown-value", f"{where}.{key}", "an association of a list must have it"))
    return found


def _fault(key: str, value: Any, *, within: bool) -> str | None:
    """What is wrong with a key and its value; None where nothing is."""
    kind = KEYS.get(key)
    if kind is None:
        if _FREE.fullmatch(key):
            if not _PLAIN_FREE.fullmatch(key):
                return "a name that ninjs does not allow"
            return None if isinstance(value, str | None) else f"it must be {TEXT}"
        known = key.startswith("_") or key in EXTENSIONS or key in TT_KEYS or (within and key in WITHIN_ASSOCIATION)
        return None if known else "a key that ninjs does not know"
    if value is None or kind == ANY or _holds(kind, value, key):
        return None
    return f"it must be {kind}"


def _holds(kind: str, value: Any, key: str) -> bool:
    if kind == TEXT:
        return isinstance(value, str) or (key == "version" and isinstance(value, int))
    if kind == NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == OBJECT:
        return isinstance(value, dict)
    if kind == NAMED and isinstance(value, dict):
        return True
    return isinstance(value, list)


def _parties(path: str, entries: list[Any]) -> list[Problem]:
    found = []
    for order, entry in enumerate(entries[:100]):
        if not isinstance(entry, dict):
            found.append(problem("unknown-value", f"{path}[{order}]", f"it must be {OBJECT}: {shown(entry)}"))
            break
        wrong = next((key for key in _PARTY_TEXTS if not isinstance(entry.get(key), str | int | None)), None)
        if wrong:
            found.append(
                problem("unknown-value", f"{path}[{order}].{wrong}", f"it must be {TEXT}: {shown(entry[wrong])}")
            )
    return found


def _dates(path: str, details: Object) -> list[Problem]:
    dates = details.get("dates")
    if not isinstance(dates, dict):
        return []
    found = []
    for exact, expected in (_DATES[:2], _DATES[2:]):
        if exact in dates and expected in dates:
            told = f"{exact} and {expected} exclude each other"
            found.append(problem("unknown-value", f"{path}.dates", told))
    for key in _DATES:
        value = dates.get(key)
        if value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)):
            found.append(problem("time-unreadable", f"{path}.dates.{key}", shown(value)))
    return found
