"""Answers of the AP Media API, 1.1 to 2.1: one item (`data.item`), or those of a feed or a search (`data.items`).

A text has its words not in the answer but behind the address of a rendition, in NITF or ANPA: such an item has no body,
and a problem says where it is.
"""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.times import precision_of, read_embargo, read_time
from dateline.wire.formats.values import keep_fact, kind_of_media, language_of, set_status, set_urgency
from dateline.wire.item import Kind, Link, Media, Signal, SignalKind, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import safe_address
from dateline.wire.text.json import Object, parse_json

NAME = "ap-media-api"

PROVIDER = "AP"
"""Whose API it is: the AP delivers the copy of its members and partners in it as well."""

MAX_ITEMS = 2000
"""The most items of an answer that are read."""

TYPES: dict[str, SignalKind | None] = {
    "add": "addition",
    "advisory": "advisory",
    "clarification": "correction",
    "corrective": "correction",
    "correction": "correction",
    "disregard": "kill",
    "elimination": "kill",
    "kill": "kill",
    "lead": "update",
    "writethru": "update",
    "takes": None,
    "holdforrelease": None,
    "withhold": None,
}
"""The editorial types of a revision (`editorialtypes`), and what they signal."""

HELD = ("holdforrelease", "withhold")
"""The editorial types that keep an item back."""


def looks_like(head: Head) -> bool:
    """Whether a file is an answer of the AP Media API, by the keys around its items."""
    return head.text.startswith("{") and '"api_version"' in head.text and b'"data"' in head.data


def read(source: Source) -> Drafts:
    """The items of one answer. Raises Unreadable, also for the answer to a request that failed."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    for value in document.values:
        answer = value if isinstance(value, dict) else {}
        data = answer.get("data")
        if not isinstance(data, dict):
            error = answer.get("error")
            told = error.get("message") if isinstance(error, dict) else error
            raise Unreadable(
                "malformed", f"The AP Media API answered without data: {str(told or 'no reason given')[:200]}."
            )
        items = data.get("items")
        listed = items if isinstance(items, list) else [data]
        for order, entry in enumerate(listed[:MAX_ITEMS]):
            item = entry.get("item") if isinstance(entry, dict) else None
            if not isinstance(item, dict):
                found.set_aside.append(problem("not-an-item", f"data.items[{order}]", "An entry without an item."))
                continue
            draft = Draft(format=NAME, provider=source.provider, problems=list(document.problems))
            _fill(Fields(item, draft), draft)
            _words(answer, item, draft)
            found.drafts.append(draft)
    return found


def _fill(fields: Fields, draft: Draft) -> None:
    _identity(fields, draft)
    draft.kind = kind_of_media(fields.text("type")) or "text"
    draft.headline = fields.text("headline", "title")
    extended = fields.text("headline_extended")
    draft.subheadline = extended if extended != draft.headline else None
    draft.slugline = fields.text("slugline")
    draft.abstract = fields.text("description_summary")
    draft.byline = _byline(fields)
    draft.note = fields.text("description_editornotes")
    draft.ed_note = fields.text("ednote")
    draft.copyright = fields.text("copyrightnotice")
    draft.usage_terms = "\n".join(fields.texts("usageterms")) or None
    draft.language = language_of(fields.text("language"))
    set_urgency(draft, fields.text("urgency"), "urgency")
    draft.keywords = fields.texts("keywords")
    _source(fields, draft)
    _about(fields, draft)
    for one in fields.objects("links"):
        href = safe_address(one.text("href"))
        if href:
            draft.links.append(Link(href=href, rel=one.text("rel")))
    for name, one in fields.entries("associations"):
        _association(name, one, draft)


def _identity(fields: Fields, draft: Draft) -> None:
    ids = fields.object("altids")
    draft.guid = (ids.text("itemid") if ids is not None else None) or fields.text("uri")
    draft.version = fields.text("version")
    made = fields.text("versioncreated")
    draft.version_created = read_time(draft, made, "versioncreated")
    draft.precision = precision_of(made) if draft.version_created is not None else None
    draft.first_created = read_time(draft, fields.text("firstcreated"), "firstcreated")
    held = set_status(draft, fields.text("pubstatus"), "pubstatus")
    read_embargo(draft, fields.stated("embargoed"), "embargoed")
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))
    for name in fields.texts("editorialtypes"):
        word = name.lower()
        kind = TYPES.get(word)
        if kind is not None:
            draft.signals.append(Signal(kind=kind))
        elif word not in TYPES:
            draft.problems.append(problem("unknown-value", "editorialtypes", name))
        held = held or (word in HELD and draft.embargoed is None)
    if held and draft.embargoed is None and draft.status == "usable":
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "pubstatus", fields.text("pubstatus") or ""))


def _byline(fields: Fields) -> str | None:
    """`By MATT OTT, AP Business Writer`; for a picture its photographer."""
    writers = []
    for one in fields.objects("bylines"):
        writers.append(", ".join(text for key in ("by", "title") if (text := one.text(key))))
    photographer = fields.object("photographer")
    if not any(writers) and photographer is not None:
        writers = [photographer.text("name") or ""]
    return "; ".join(filter(None, writers)) or None


def _source(fields: Fields, draft: Draft) -> None:
    keep_fact(draft, "party", PROVIDER)
    names = [name for one in fields.objects("infosource") if (name := one.text("name"))]
    credit = fields.text("description_creditline")
    draft.credit = [credit] if credit else names or [name for name in [fields.text("provider")] if name]


def _about(fields: Fields, draft: Draft) -> None:
    for key in ("subject", "organisation", "person", "event"):
        for one in fields.objects(key):
            scheme = one.text("scheme") or next(iter(one.texts("rels")), key)
            name, code = one.text("name"), one.text("code")
            if name or code:
                draft.subjects.append(
                    Subject(scheme=scheme if key == "subject" else f"{scheme}#{key}", code=code, name=name)
                )
    located = fields.text("located")
    city = fields.object("datelinelocation")
    if located or city is not None:
        draft.places.append(located or (city.text("city", "countryname") if city is not None else None) or "")
    town = (located or "").partition(",")[0].strip().lower()
    for one in fields.objects("place"):
        name = one.text("name")
        if name and name.lower() != town and "ancestor" not in one.texts("rels"):
            draft.places.append(name)
    draft.places = [place for place in draft.places if place]


def _words(answer: Object, item: Object, draft: Draft) -> None:
    """A picture's caption; the text of a story where whoever fetched the answer put it in; else a problem."""
    fields = Fields(item, draft)
    caption = fields.text("description_caption")
    if draft.kind != "text":
        if caption:
            add_text(draft, caption)
        draft.media.insert(0, _media(fields, draft.kind, caption))
        return
    story = answer.get("nitf")
    text = Fields(story, draft, "nitf").text("body_html") if isinstance(story, dict) else None
    if text:
        add_text(draft, text)
    elif caption:
        add_text(draft, caption)
    elif draft.status != "canceled":
        forms = [name for name, one in fields.entries("renditions") if one.text("href")]
        draft.problems.append(
            problem("content-unknown", "renditions", f"the text is a call of its own: {', '.join(forms)}")
        )


def _media(fields: Fields, kind: Kind, caption: str | None) -> Media:
    renditions = [one for _, one in fields.entries("renditions")]
    addressed = [one for one in renditions if safe_address(one.text("href"))]
    best = max(addressed or renditions, key=lambda one: one.decimal("width") or 0, default=None)
    href = safe_address(best.text("href")) if best is not None else None
    if href is None:
        fields.draft.problems.append(
            problem("media-incomplete", fields.where or "renditions", fields.text("headline") or "")
        )
    ids = fields.object("altids")
    return Media(
        kind=kind,
        href=href,
        guid=(ids.text("itemid") if ids is not None else None) or fields.text("uri"),
        mime_type=best.text("mimetype") if best is not None else None,
        headline=fields.text("headline"),
        caption=caption,
        byline=_byline(fields),
        credit=fields.text("description_creditline"),
        width=best.number("width") if best is not None else None,
        height=best.number("height") if best is not None else None,
        size=best.number("sizeinbytes") if best is not None else None,
        usage_terms=None if fields.where == "" else "\n".join(fields.texts("usageterms")) or None,
    )


def _association(name: str, one: Fields, draft: Draft) -> None:
    """A picture or video that goes with a story; a story that goes with another is a link."""
    kind = kind_of_media(one.text("type"))
    if kind is not None and kind != "text":
        draft.media.append(_media(one, kind, one.text("description_caption")))
        return
    ids = one.object("altids")
    guid = (ids.text("itemid") if ids is not None else None) or one.text("uri")
    draft.links.append(Link(guid=guid, rel=name, title=one.text("headline")))


FORMAT = Format(name=NAME, title="AP Media API", looks_like=looks_like, read=read)
