"""Wire copy as the Guardian's gateway hands it on (`GOA-WIRES-NINJS`): PA's API above all, and other agencies.

It calls itself ninjs and is not: keys have hyphens, codes stand in objects, texts hold HTML, and what is unknown is an
empty text.
"""

from dateline.wire.copy.agencies import code_of
from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.times import precision_of, read_time
from dateline.wire.formats.values import keep_fact, kind_of_media, language_of, set_status, set_urgency
from dateline.wire.item import Signal, Subject
from dateline.wire.problems import problem
from dateline.wire.text.json import parse_json

NAME = "pa-api"

MAX_ITEMS = 10_000
"""The most items of a file that are read."""

FEEDS: dict[str, str] = {
    "REUTERS": "RTR",
    "AAP": "AAP",
    "AFP": "AFP",
    "AP": "AP",
    "PA": "PA",
    "APBIZWIR": "BUSINESS WIRE",
}
"""The agencies by the first word of the feed that an item came in; other feeds are known by the copyright."""

_AP_FEEDS = frozenset("ADVIS APAPIUS APMAW ENTERTAINMENT FEATURES LOST NATIONAL POLITICS WASH WEATHER WORLD".split())


def looks_like(head: Head) -> bool:
    """Whether a file is of this format, by what it says that it is."""
    return head.text.startswith(("{", "[")) and (
        '"GOA-WIRES-NINJS"' in head.text or ('"source-feed"' in head.text and b'"body_text"' in head.data)
    )


def read(source: Source) -> Drafts:
    """The items of one file, in their order. Raises Unreadable."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    entries = [one for value in document.values for one in (value if isinstance(value, list) else [value])]
    for order, entry in enumerate(entries[:MAX_ITEMS]):
        if not isinstance(entry, dict):
            found.set_aside.append(problem("not-an-item", f"[{order}]", "An entry that is no object."))
            continue
        draft = Draft(format=NAME, provider=source.provider, problems=list(document.problems))
        _fill(Fields(entry, draft), draft)
        found.drafts.append(draft)
    return found


def _fill(fields: Fields, draft: Draft) -> None:
    draft.version = fields.text("version")
    made = fields.text("versionCreated")
    draft.version_created = read_time(draft, made, "versionCreated")
    draft.precision = precision_of(made) if draft.version_created is not None else None
    draft.first_created = read_time(draft, fields.text("firstVersion"), "firstVersion")
    if set_status(draft, fields.text("status"), "status"):
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "status", "embargoed"))
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))
    draft.kind = kind_of_media(fields.text("type")) or "text"
    draft.headline, draft.subheadline, draft.byline = map(fields.text, ("headline", "subhead", "byline"))
    if draft.subheadline == draft.headline:
        draft.subheadline = None
    draft.slugline, draft.abstract, draft.ed_note = map(fields.text, ("slug", "abstract", "ednote"))
    draft.language = language_of(fields.text("language"))
    set_urgency(draft, fields.text("priority"), "priority")
    draft.usage_terms = fields.text("usage")
    _source(fields, draft)
    location = fields.text("location")
    if location:
        draft.places = [location]
    _about(fields, draft)
    text = fields.text("body_text", "originalContentText")
    if text:
        add_text(draft, text)
    draft.guid = fields.text("usn", "uri") or made_guid(draft)


def _source(fields: Fields, draft: Draft) -> None:
    """Who sent it, by the feed; the holder of the copyright is credited where he is an agency or nobody else is."""
    feed = fields.text("source-feed") or ""
    first = feed.replace("_", " ").replace("-", " ").upper().split()
    agency = FEEDS.get(first[0]) if first else None
    if agency is None and first and (first[0] in _AP_FEEDS or first[0].startswith("USSP")):
        agency = "AP"
    keep_fact(draft, "party", agency or feed or None)
    holder = fields.text("copyrightHolder")
    notice = fields.text("copyrightNotice")
    draft.copyright = notice or (f"© {holder}" if holder else None)
    if holder and (code_of(holder) is not None or agency is None):
        draft.credit = [holder]


def _about(fields: Fields, draft: Draft) -> None:
    subjects = fields.object("subjects")
    for code in subjects.texts("code") if subjects is not None else []:
        scheme, _, bare = code.rpartition(":")
        draft.subjects.append(Subject(scheme=scheme or "category", code=bare))
    for code in (fields.text("mediaCatCodes") or "").split("+"):
        if code:
            draft.subjects.append(Subject(scheme="mediaCatCodes", code=code))
    draft.keywords = [word for text in fields.texts("keywords") for word in text.split("+") if word]
    organisation = fields.object("organisation")
    for symbol in organisation.texts("symbols") if organisation is not None else []:
        draft.subjects.append(Subject(scheme="symbol", code=symbol))


FORMAT = Format(name=NAME, title="PA API (GOA-WIRES-NINJS)", looks_like=looks_like, read=read)
