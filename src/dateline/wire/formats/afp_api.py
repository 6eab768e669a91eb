"""The AFP's API (AFP Core): the answer to a search, a document, or documents. See docs/formats/afp-api.md."""

from dateline.wire.copy.agencies import code_of
from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.times import precision_of, read_embargo, read_time
from dateline.wire.formats.values import keep_fact, language_of, set_status, set_urgency
from dateline.wire.item import Kind, Link, Media, Signal, SignalKind, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import safe_address
from dateline.wire.text.json import Object, parse_json

NAME = "afp-api"
PROVIDER = "AFP"

MAX_ITEMS = 10_000
"""The most documents of a file that are read."""

CLASSES: dict[str, Kind] = {
    **dict.fromkeys(("text", "factcheck", "multimedia", "webstory"), "text"),
    "picture": "picture",
    "graphic": "graphic",
    **dict.fromkeys(("video", "videography"), "video"),
}
"""What a document is, by its class."""

SIGNALS: dict[str, SignalKind | None] = {"correction": "correction", "update": "update", "cwarn": None}
"""What a document says of itself; `cwarn` warns of its content."""

ALERT, LOUD = 2, 3
"""Up to these urgencies a document is a flash or an alert, or else an urgent; their headline may be the first line."""

_SHOWN = frozenset(("Photo", "Video", "Graphic"))
"""Renditions that show a picture or video; others belong to it."""


def looks_like(head: Head) -> bool:
    """Whether a file holds documents of the AFP, by what no other JSON has beside each other."""
    return (
        head.text.startswith(("{", "["))
        and b'"uno"' in head.data
        and (b'"news"' in head.data or b'"bagItem"' in head.data)
        and (b'"revision"' in head.data or b'"afpshortid"' in head.data or b"afp.com" in head.data)
    )


def read(source: Source) -> Drafts:
    """The documents of one file, in their order. Raises Unreadable."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    entries = [one for value in document.values for one in _documents(value)]
    for order, entry in enumerate(entries[:MAX_ITEMS]):
        if not isinstance(entry, dict) or not entry.get("uno"):
            found.set_aside.append(problem("not-an-item", f"docs[{order}]", "An entry that is no document."))
            continue
        draft = Draft(format=NAME, provider=source.provider, problems=list(document.problems))
        _fill(Fields(entry, draft), draft)
        found.drafts.append(draft)
    return found


def _documents(value: object) -> list[object]:
    """The documents of an answer (`response.docs`, or `docs.documents` in it), of a list, or the one that it is."""
    for key in ("response", "docs", "documents"):
        if isinstance(value, dict) and key in value:
            value = value[key]
    return value if isinstance(value, list) else [value]


def _fill(fields: Fields, draft: Draft) -> None:
    _identity(fields, draft)
    draft.kind = CLASSES.get(fields.text("class") or "text", "text")
    draft.headline = fields.text("headline", "title")
    draft.subheadline = fields.text("subheadline")
    draft.slugline = "-".join(fields.texts("slug")) or None
    draft.abstract = "\n".join(fields.texts("summary")) or None
    draft.language = language_of(fields.text("lang", "language"))
    draft.ed_note = "\n".join((*fields.texts("advisory"), *fields.texts("disclaimer"))) or None
    creator = fields.text("creator")
    draft.byline = creator if creator and code_of(creator) is None else None
    draft.keywords = fields.texts("keyword")
    draft.places = list(filter(None, (fields.text("city"), fields.text("countryname"))))
    draft.usage_terms = "\n".join(_terms(fields)) or None
    draft.copyright = fields.text("copyright")
    credit = fields.text("creditLine")
    draft.credit = [credit] if credit else []
    href = safe_address(fields.text("href"))
    if href:
        draft.links.append(Link(href=href, rel="alternate"))
    _about(fields, draft)
    _words(fields, draft)
    for item in fields.objects("bagItem"):
        _add_media(item, draft)
    draft.guid = draft.guid or made_guid(draft)


def _identity(fields: Fields, draft: Draft) -> None:
    keep_fact(draft, "party", fields.text("provider") or PROVIDER)
    set_urgency(draft, fields.text("urgency"), "urgency")
    draft.guid, draft.version = fields.text("uno"), fields.text("revision")
    made = fields.text("published", "created")
    draft.version_created = read_time(draft, made, "published")
    draft.precision = precision_of(made) if draft.version_created is not None else None
    draft.first_created = read_time(draft, fields.text("created"), "created")
    draft.expires = read_time(draft, fields.text("expires"), "expires")
    is_held = set_status(draft, fields.text("status"), "status")
    read_embargo(draft, fields.stated("embargoed"), "embargoed")
    if is_held and draft.embargoed is None and draft.status == "usable":
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "status", fields.text("status") or ""))
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))
    if draft.urgency is not None and draft.urgency <= ALERT:
        draft.signals.append(Signal(kind="flash"))
    for word in fields.texts("signal"):
        kind = SIGNALS.get(word.lower().removeprefix("sig:"))
        if kind is not None:
            draft.signals.append(Signal(kind=kind))
        elif word.lower().removeprefix("sig:") not in SIGNALS:
            draft.problems.append(problem("unknown-value", "signal", word))


def _terms(fields: Fields) -> list[str]:
    """What may be done with a document: rules, rights, and who may not have it."""
    rights = [one.text("phrase") or one.text("name") or "" for one in fields.objects("usageRight")]
    excluded = [f"Not for {name}" for one in fields.objects("exclusion") if (name := one.text("name"))]
    return [term for term in (*fields.texts("rules"), *rights, *excluded) if term]


def _about(fields: Fields, draft: Draft) -> None:
    for key, scheme in (("iptc", "IptcSubjectCodes"), ("mediatopic", "medtop")):
        for code in fields.texts(key):
            draft.subjects.append(Subject(scheme=scheme, code=code.removeprefix(f"{scheme}:")))
    for key in ("genre", "topic"):
        draft.subjects += [Subject(scheme=key, name=name) for name in fields.texts(key)]
    entities = fields.object("afpentity")
    for key in ("event", "organisation", "person", "location") if entities is not None else ():
        for one in entities.objects(key) if entities is not None else ():
            scheme, _, code = (one.text("qcode") or "").rpartition(":")
            draft.subjects.append(Subject(scheme=scheme or key, code=code or None, name=one.text("keyword")))


def _words(fields: Fields, draft: Draft) -> None:
    """The paragraphs of a text, or the caption of what is shown; the headline of what is urgent may be the first."""
    lines = _paragraphs(fields.values)
    marks = next((at for at, line in enumerate(lines) if not line.endswith(":")), 0)
    if draft.headline is None and draft.urgency is not None and draft.urgency <= LOUD and len(lines) > marks + 1:
        draft.headline = lines.pop(marks)
    if draft.kind != "text":
        captions = fields.texts("caption")
        lines = captions if captions and not lines else [*captions, *lines]
    add_text(draft, "\n\n".join(lines))


def _paragraphs(document: Object) -> list[str]:
    """The entries of `news`; in order, also where one stands twice."""
    news = document.get("news")
    entries = news if isinstance(news, list) else [news]
    return [text for one in entries if isinstance(one, str) and (text := one.strip())]


def _add_media(item: Fields, draft: Draft) -> None:
    """What goes with a document, in the largest form that there is."""
    shown = [one for one in item.objects("medias") if one.text("type") in _SHOWN or one.text("type") is None]
    addressed = [one for one in shown if safe_address(one.text("href"))]
    best = max(addressed, key=lambda one: one.decimal("width") or 0, default=None)
    lines, provider = item.object("newslines"), item.object("provider")
    if best is None:
        draft.problems.append(problem("media-incomplete", item.where, item.text("uno") or ""))
        return
    kind: Kind = {"Video": "video", "Graphic": "graphic"}.get(best.text("type") or "", "picture")  # type: ignore[assignment]
    draft.media.append(
        Media(
            kind=kind,
            href=safe_address(best.text("href")),
            guid=item.text("uno"),
            headline=lines.text("headline") if lines is not None else None,
            caption=item.text("caption"),
            byline=item.text("creator"),
            credit=provider.text("name") if provider is not None else None,
            width=best.number("width"),
            height=best.number("height"),
            size=best.number("sizeInBytes"),
            duration=best.decimal("duration"),
        )
    )


FORMAT = Format(name=NAME, title="AFP API (AFP Core)", looks_like=looks_like, read=read)
