"""Press releases of the release services of NTB, STT, Ritzau and TT (`release`, Solita's system): one a file."""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.flat import Flat, read_local
from dateline.wire.formats.values import add_keywords, language_of
from dateline.wire.item import Link, Media
from dateline.wire.problems import problem
from dateline.wire.text.blocks import fold, safe_address
from dateline.wire.text.tree import child_of
from dateline.wire.text.xml import parse_xml

NAME = "solita-release"

SERVICES = {"ntbinfo": "NTB", "sttinfo": "STT", "ritzau": "RITZAU", "tt.se": "TT", "presseportal": "DPA"}
"""Whose release service it is, by a part of the address of the release."""

_TIME = "%d.%m.%Y %H:%M"


def looks_like(head: Head) -> bool:
    """Whether a file is such a release, by its root and what is in it."""
    return head.root == "release" and b"<publicationDate" in head.data


def read(source: Source) -> Drafts:
    """The item of one file. Raises Unreadable."""
    document = parse_xml(source.data)
    if document.root.tag != "release":
        raise Unreadable("malformed", f"Its root element is <{document.root.tag}>, not <release>.")
    draft = Draft(format=NAME, provider=source.provider, problems=list(document.problems))
    release = Flat(document.root)
    draft.guid = document.root.get("id")
    draft.language = language_of(document.root.get("lang"))
    _fill(draft, release)
    if not (draft.headline or draft.blocks):
        return Drafts(set_aside=[problem("not-an-item", "release", "It has no title and no text.")])
    return Drafts([draft])


def _fill(draft: Draft, release: Flat) -> None:
    address = release.text("longurl", "shorturl") or ""
    draft.provider = draft.provider or next((code for part, code in SERVICES.items() if part in address), None)
    draft.version_created = read_local(draft, release.text("publicationDate"), _TIME, "publicationDate")
    draft.precision = "minute" if draft.version_created is not None else None
    # An empty element is how this format says that there is none; all its elements are always there.
    embargo = release.text("embargo")
    draft.embargoed = read_local(draft, embargo, _TIME, "embargo")
    if embargo and draft.embargoed is None:
        draft.status = "withheld"
    draft.headline = release.text("title")
    draft.kicker = next((one.text("label") for one in release.inner("type")), None)
    publisher = next(iter(release.inner("publisher")), None)
    name = publisher.text("name") if publisher is not None else None
    if name:
        draft.credit = [name]
        draft.facts["creator"] = name
    lead = Draft(format=NAME)
    if text := release.raw("leadtext"):
        add_text(lead, text)
        draft.abstract = "\n".join(block.text for block in lead.blocks) or None
    for part in ("body", "boilerplate"):
        if text := release.raw(part):
            add_text(draft, text)
    if text := release.raw("contactsAsText"):
        add_text(draft, text, "apparatus")
    add_keywords(draft, release.text("keywords"))
    if address and safe_address(address):
        draft.links.append(Link(href=address, rel="canonical"))
    images = child_of(release.element, "images")
    for one in Flat(images).inner("image") if images is not None else []:
        caption = one.raw("caption")
        href = safe_address(one.text("url"))
        draft.media.append(
            Media(kind="picture", href=href, guid=one.element.get("id"), caption=fold(caption) if caption else None)
        )


FORMAT = Format(name=NAME, title="Solita press releases", looks_like=looks_like, read=read)
