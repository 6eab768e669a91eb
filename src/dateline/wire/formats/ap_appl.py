"""AP's own XML (APPL, `Publication`), in which the AP keeps and sends its items: one item a file.

Its fields are those of the AP Media API, which is made of it; the words are in the file, as NITF.
"""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats import nitf_parts
from dateline.wire.formats.ap_media_api import HELD, PROVIDER, TYPES
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.flat import Flat, read_made
from dateline.wire.formats.newsml1_parts import usage_of
from dateline.wire.formats.times import is_later, read_time
from dateline.wire.formats.values import (
    add_keywords,
    joined,
    keep_fact,
    kind_of_media,
    language_of,
    number,
    set_status,
    set_urgency,
    text_of,
)
from dateline.wire.item import Kind, Link, Media, Signal, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import safe_address, squash
from dateline.wire.text.tree import Element, child_of
from dateline.wire.text.xml import parse_xml

NAME = "ap-appl"

NAMESPACE = "http://ap.org/schemas/03/2005/appl"
"""The namespace of the format, in all its versions."""

_MEDIA = ("PhotoContentItem", "GraphicContentItem", "VideoContentItem", "AudioContentItem")


def looks_like(head: Head) -> bool:
    """Whether a file is AP's own XML, by its root and namespace."""
    return head.root == "Publication" and head.namespace == NAMESPACE


def read(source: Source) -> Drafts:
    """The item of one file. Raises Unreadable."""
    document = parse_xml(source.data)
    if document.root.tag != "Publication":
        raise Unreadable("malformed", f"Its root element is <{document.root.tag}>, not <Publication>.")
    draft = Draft(format=NAME, provider=source.provider, problems=list(document.problems))
    keep_fact(draft, "party", PROVIDER)
    parts = {one.tag: Flat(one) for one in reversed(document.root)}
    _identity(draft, parts.get("Identification"))
    _management(draft, parts.get("PublicationManagement"))
    _lines(draft, parts.get("NewsLines"))
    _administrative(draft, parts.get("AdministrativeMetadata"))
    _rights(draft, parts.get("RightsMetadata"))
    _about(draft, parts.get("DescriptiveMetadata"))
    if (filing := parts.get("FilingMetadata")) is not None:
        draft.slugline = filing.text("SlugLine") or draft.slugline
    _content(draft, document.root.findall("PublicationComponent"))
    if not (draft.headline or draft.blocks or draft.media or draft.status == "canceled"):
        return Drafts(set_aside=[problem("not-an-item", "Publication", "It has no headline and no text.")])
    return Drafts([draft])


def _identity(draft: Draft, said: Flat | None) -> None:
    if said is None:
        return
    draft.guid, draft.version = said.text("ItemId", "RecordId"), said.text("RecordSequenceNumber")
    draft.kind = kind_of_media(said.text("MediaType")) or "text"
    draft.language = language_of(said.text("DefaultLanguage"))
    set_urgency(draft, said.text("Priority"), "Priority")


def _management(draft: Draft, said: Flat | None) -> None:
    if said is None:
        return
    read_made(draft, said.text("ArrivalDateTime"), "ArrivalDateTime")
    draft.first_created = read_time(draft, _first_created(child_of(said.element, "FirstCreated")), "FirstCreated")
    release = read_time(draft, said.text("ReleaseDateTime"), "ReleaseDateTime")
    status = said.text("Status")
    held = (status or "").lower() != "archived" and set_status(draft, status, "Status")
    if release is not None and (draft.version_created is None or held or is_later(release, draft.version_created)):
        draft.embargoed = release
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))
    for kind in filter(None, map(text_of, said.element.findall("Editorial/Type"))):
        word = kind.lower()
        signal = TYPES.get(word)
        if signal is not None:
            draft.signals.append(Signal(kind=signal))
        elif word not in (*TYPES, "advance"):
            draft.problems.append(problem("unknown-value", "Editorial/Type", kind))
        held = held or word in HELD or (word == "advance" and release is None)
    if held and draft.embargoed is None and draft.status == "usable":
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "Status", status or ""))
    draft.ed_note = said.text("SpecialInstructions")
    for one in said.element.findall("Instruction"):
        if (words := text_of(one)) and one.get("Type") == "Outing":
            draft.usage_terms = joined(draft.usage_terms, f"Outing: {words}")
    for other in said.element.findall("AssociatedWith"):
        if guid := text_of(other):
            draft.links.append(Link(guid=guid, rel="associatedWith"))


def _first_created(element: Element | None) -> str | None:
    """`Year="2019" Month="4" Day="16" Time="09:57:11"` as ISO 8601 writes it; None without a day."""
    if element is None:
        return None
    year, month, day = (element.get(name) or "" for name in ("Year", "Month", "Day"))
    time = element.get("Time")
    return f"{year}-{month:0>2}-{day:0>2}{f'T{time}' if time else ''}" if year and month and day else None


def _lines(draft: Draft, said: Flat | None) -> None:
    if said is None:
        return
    draft.headline = said.text("HeadLine", "Title")
    draft.subheadline = said.text("ExtendedHeadLine") if said.text("ExtendedHeadLine") != draft.headline else None
    draft.kicker, draft.slugline = said.text("OverLine"), said.text("Title")
    if draft.slugline == draft.headline:
        draft.slugline = None
    writers = [(text_of(one), one.get("Title")) for one in said.element.findall("ByLine")]
    draft.byline = "; ".join(", ".join(filter(None, one)) for one in writers if one[0]) or None
    draft.dateline_field = said.text("DateLine")
    draft.credit = [name for name in [said.text("CreditLine")] if name]
    draft.copyright = said.text("CopyrightLine")
    for one in said.element.findall("RightsLine"):
        draft.usage_terms = joined(draft.usage_terms, text_of(one))
    for one in said.element.findall("KeywordLine"):
        add_keywords(draft, text_of(one))
    draft.places = [place for place in [said.text("LocationLine")] if place]


def _administrative(draft: Draft, said: Flat | None) -> None:
    if said is None:
        return
    sources = [name for one in said.element.findall("Source") if (name := text_of(one))]
    draft.credit = draft.credit or sources or [name for name in [said.text("Provider")] if name]


def _rights(draft: Draft, said: Flat | None) -> None:
    for element in said.element if said is not None else ():
        if element.tag == "Copyright" and draft.copyright is None:
            words = " ".join(word for name in ("Date", "Holder") if (word := element.get(name)))
            draft.copyright = f"© {words}" if words else None
        elif element.tag == "UsageRights":
            draft.usage_terms = joined(draft.usage_terms, usage_of(element))


def _about(draft: Draft, said: Flat | None) -> None:
    if said is None:
        return
    draft.abstract = said.text("Description")
    located = next(iter(said.inner("DateLineLocation")), None)
    city = located.text("City", "CountryName") if located is not None else None
    if city and not draft.places:
        draft.places.append(city)
    for name in ("SubjectClassification", "EntityClassification"):
        for element in said.element.findall(name):
            scheme = element.get("Authority") or element.get("System")
            for one in element.findall("Occurrence"):
                code, value = one.get("Id"), one.get("Value")
                if code or value:
                    draft.subjects.append(Subject(scheme=scheme, code=code, name=value))


def _content(draft: Draft, components: list[Element]) -> None:
    """Fills in the words and the media: each text once, of each kind of media the largest rendition."""
    captions: list[str] = []
    best: dict[Kind, Element] = {}
    unread: list[str] = []
    told: set[str] = set()
    for component in components:
        role = (component.get("Role") or "Main").lower()
        for one in component:
            if one.tag in _MEDIA and role in ("main", "preview"):
                kind = kind_of_media(component.get("MediaType"), _characteristics(one).get("MimeType")) or "picture"
                if kind not in best or _width(one) > _width(best[kind]):
                    best[kind] = one
            elif one.tag == "TextContentItem":
                words = Draft(format=NAME)
                if not _text(words, one):
                    unread.append(role)
                    continue
                squashed = squash("".join(block.text for block in words.blocks))
                if squashed in told:
                    continue
                told.add(squashed)
                _take(draft, words, role, captions)
    if unread and not told:
        draft.problems.append(problem("content-unknown", "TextContentItem", ", ".join(unread)))
    _media(draft, best, "\n".join(captions) or None)


def _text(draft: Draft, item: Element) -> bool:
    """Adds the words of a text; whether they are in a form that is read. The same in ANPA stands beside them."""
    content = item.find("DataContent/nitf/body.content")
    if content is None:
        return False
    nitf_parts.fill_content(draft, content)
    return True


def _take(draft: Draft, words: Draft, role: str, captions: list[str]) -> None:
    """Puts the words of a text where its role says."""
    draft.problems += words.problems
    draft.links += words.links
    draft.media += words.media
    text = "\n".join(block.text for block in words.blocks)
    if role == "caption":
        captions.append(text)
        if draft.kind == "text":
            return
    if role == "publishableeditornotes":
        draft.note = joined(draft.note, text)
        return
    draft.blocks += words.blocks


def _media(draft: Draft, best: dict[Kind, Element], caption: str | None) -> None:
    for kind, one in best.items():
        if kind != draft.kind and draft.kind in ("video", "audio"):
            continue  # a still beside a video or sound is no picture of its own
        facts = _characteristics(one)
        href = _address(one)
        if href is None:
            draft.problems.append(problem("media-incomplete", one.tag, one.get("Id") or ""))
        length = number(text_of(child_of(facts, "TotalDuration")))
        draft.media.append(
            Media(
                kind=kind,
                href=href,
                guid=one.get("Id"),
                mime_type=facts.get("MimeType"),
                headline=draft.headline if kind == draft.kind else None,
                caption=caption,
                byline=draft.byline if kind == draft.kind else None,
                credit=draft.credit[0] if kind == draft.kind and draft.credit else None,
                width=number(text_of(child_of(facts, "Width"))),
                height=number(text_of(child_of(facts, "Height"))),
                size=number(facts.get("SizeInBytes")),
                duration=length / 1000 if length is not None and kind in ("video", "audio") else None,
            )
        )


def _address(item: Element) -> str | None:
    """Where a rendition is on the web: `Href` may be the path of a file at the AP."""
    places = [one.text for one in item.findall("BinaryLocation") if one.get("BinaryPath") == "URL"]
    address = next((place for place in (item.get("Href"), *places) if place and "://" in place), None)
    return safe_address(address)


def _characteristics(item: Element) -> Element:
    found = child_of(item, "Characteristics")
    return item if found is None else found


def _width(item: Element) -> int:
    return number(text_of(child_of(_characteristics(item), "Width"))) or 0


FORMAT = Format(name=NAME, title="AP's own XML (APPL)", looks_like=looks_like, read=read)
