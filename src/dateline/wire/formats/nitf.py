"""NITF 2.5 to 3.6 in a file of its own, with or without a namespace."""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats import nitf_parts
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.nitf_writer import NitfDocument
from dateline.wire.formats.own import is_own, restore
from dateline.wire.problems import problem
from dateline.wire.text.tree import Element
from dateline.wire.text.xml import parse_xml


def looks_like(head: Head) -> bool:
    """Whether a file begins with a `<nitf>`, or with a `<nitf-doc>` or the like around some."""
    return head.root is not None and head.root.startswith("nitf")


def read(source: Source) -> Drafts:
    """The drafts of the NITF documents in a file, mostly one. Raises Unreadable."""
    document = parse_xml(source.data)
    root = document.root
    documents = [root] if root.tag == "nitf" else [child for child in root if child.tag == "nitf"]
    if not documents:
        raise Unreadable("malformed", f"Its root element is <{root.tag}>, not <nitf>.")
    found = Drafts()
    for nitf in documents:
        draft = Draft(format=FORMAT.name, provider=source.provider, problems=list(document.problems))
        own = _fill(draft, nitf)
        if own or draft.headline or draft.blocks or draft.media or draft.status == "canceled":
            draft.guid = draft.guid or made_guid(draft)
            found.drafts.append(draft)
        else:
            found.set_aside.append(problem("not-an-item", "nitf", "It has no headline and no body."))
    return found


def _fill(draft: Draft, nitf: Element) -> bool:
    """Fills a draft; whether it is of an item that Dateline itself has written."""
    nitf_parts.fill(draft, nitf)
    told = {key.removeprefix("meta."): value for key, value in draft.facts.items()}
    restore(draft, told)
    for key in ("distributor", "rights_owner", "copyright_holder"):
        if not draft.credit and key in draft.facts:
            draft.credit.append(draft.facts[key].partition("|")[0])
            draft.facts.setdefault("party", draft.credit[0])
    return is_own(told)


FORMAT = Format(name="nitf", title="NITF 2.5 to 3.6", looks_like=looks_like, read=read, document=NitfDocument)
