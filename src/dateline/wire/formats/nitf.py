"""NITF 2.5 to 3.6 in a file of its own, with or without a namespace."""

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats import nitf_parts
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.nitf_writer import NitfDocument
from dateline.wire.formats.own import restore
from dateline.wire.problems import problem
from dateline.wire.text.xml import parse_xml


def looks_like(head: Head) -> bool:
    """Whether a file begins with a `<nitf>`."""
    return head.root == "nitf"


def read(source: Source) -> Drafts:
    """The one draft of a NITF document. Raises Unreadable."""
    document = parse_xml(source.data)
    if document.root.tag != "nitf":
        raise Unreadable("malformed", f"Its root element is <{document.root.tag}>, not <nitf>.")
    draft = Draft(format=FORMAT.name, provider=source.provider, problems=list(document.problems))
    nitf_parts.fill(draft, document.root)
    restore(draft, {key.removeprefix("meta."): value for key, value in draft.facts.items()})
    for key in ("distributor", "rights_owner", "copyright_holder"):
        if not draft.credit and key in draft.facts:
            draft.credit.append(draft.facts[key].partition("|")[0])
            draft.facts.setdefault("party", draft.credit[0])
    if not (draft.headline or draft.blocks or draft.media or draft.status == "canceled"):
        return Drafts(set_aside=[problem("not-an-item", "nitf", "It has no headline and no body.")])
    draft.guid = draft.guid or made_guid(draft)
    return Drafts([draft])


FORMAT = Format(name="nitf", title="NITF 2.5 to 3.6", looks_like=looks_like, read=read, document=NitfDocument)
