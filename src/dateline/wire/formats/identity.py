"""Identity for copy that comes without one: made of what the copy says, never random."""

import hashlib
import re

from dateline.wire.draft import Draft
from dateline.wire.text.blocks import squash


def made_guid(draft: Draft) -> str | None:
    """A guid out of agency, day and slug, headline or first words; None where there are none of the last three."""
    name = draft.slugline or draft.headline or (draft.blocks[0].text if draft.blocks else None)
    if not name:
        return None
    provider = draft.facts.get("provider_id") or draft.facts.get("party") or draft.provider or ""
    day = draft.version_created.strftime("%Y%m%d") if draft.version_created else ""
    pieces = "\n".join(squash(piece).casefold() for piece in (provider, day, name))
    return f"made:{hashlib.sha256(pieces.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


_AUTHORITY = re.compile(
    r"(?:https?://(?:www\.|api\.|beta\.)?|urn:newsml:(?:www\.)?|tag:)(?P<name>[\w.\-]+)", re.IGNORECASE
)


def authority_of(guid: str | None) -> str | None:
    """Whose name a guid begins with: `tt.se`, `dpa.com`."""
    found = _AUTHORITY.match(guid or "")
    return found["name"] if found is not None else None


def without_version(guid: str | None, version: str | None) -> str | None:
    """A guid without the version that it has at its end, one colon more than an id needs
    (`urn:newsml:agency.example:20180601:id:2`, `tag:agency.example,2018:id:2`)."""
    if guid and version and guid.endswith(f":{version}"):
        colons = 5 if guid.startswith("urn:newsml:") else 3 if guid.startswith("tag:") else None
        if colons is not None and guid.count(":") >= colons:
            return guid[: -len(version) - 1]
    return guid
