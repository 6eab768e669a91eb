"""Reuters' corpora RCV1 and RCV2 (`newsitem`): one story a file, as Reuters gave them out for research."""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_tree
from dateline.wire.formats.flat import Flat, read_made
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.values import LANG, language_of
from dateline.wire.item import Subject
from dateline.wire.problems import problem
from dateline.wire.text.tree import Element, child_of
from dateline.wire.text.xml import parse_xml

NAME = "rcv1"

PROVIDER = "RTR"
"""Whose format it is."""


def looks_like(head: Head) -> bool:
    """Whether a file is a story of the corpora: a `newsitem` all in small letters, with a number."""
    return head.root == "newsitem" and "itemid=" in head.text


def read(source: Source) -> Drafts:
    """The story of one file. Raises Unreadable."""
    document = parse_xml(source.data)
    root = document.root
    if root.tag != "newsitem":
        raise Unreadable("malformed", f"Its root element is <{root.tag}>, not <newsitem>.")
    draft = Draft(format=NAME, provider=source.provider or PROVIDER, problems=list(document.problems))
    _fill(draft, root)
    if not (draft.headline or draft.blocks):
        return Drafts(set_aside=[problem("not-an-item", "newsitem", "It has no headline and no text.")])
    return Drafts([draft])


def _fill(draft: Draft, root: Element) -> None:
    item = Flat(root)
    draft.headline = item.text("headline", "title")
    draft.byline, draft.copyright = item.text("byline"), item.text("copyright")
    draft.dateline_field = item.text("dateline")
    draft.language = language_of(root.get(LANG))
    read_made(draft, root.get("date"), "newsitem/@date")
    text = child_of(root, "text")
    if text is not None:
        add_tree(draft, text)
    metadata = child_of(root, "metadata")
    for element in metadata if metadata is not None else ():
        if element.tag == "codes":
            _subjects(draft, element)
        elif element.get("element") == "dc.creator.location" and (place := element.get("value")):
            draft.places.append(place)
    draft.guid = root.get("itemid") or made_guid(draft)


def _subjects(draft: Draft, codes: Element) -> None:
    """The codes of countries, industries and topics, under the class that names their list."""
    scheme = codes.get("class") or "codes"
    for code in codes:
        if code.get("code"):
            draft.subjects.append(Subject(scheme=scheme, code=code.get("code")))


FORMAT = Format(name=NAME, title="Reuters' corpora RCV1 and RCV2", looks_like=looks_like, read=read)
