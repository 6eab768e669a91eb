"""Identity for copy that comes without one: made of what the copy says, never random."""

import hashlib

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
