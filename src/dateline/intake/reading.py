"""From a delivery to a reading: loads the bytes, and reads them with what its source knows of them."""

from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from dateline.newsroom import raw
from dateline.newsroom.content import DESK, decode
from dateline.newsroom.models import Delivery, Source
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES
from dateline.wire.item import Reading
from dateline.wire.reader import read


def read_delivery(delivery: Delivery) -> Reading:
    """What stands in a delivery, whose source should be loaded.

    Raises Unreadable where nothing can be read, with a reason for a person; bytes over MAX_BYTES are not even looked
    at. Raises raw.RawMissing where the bytes are gone.
    """
    if delivery.size > MAX_BYTES:
        raise Unreadable("too-large", f"It has {delivery.size:,} bytes; a file may have {MAX_BYTES:,}.")
    data = raw.load(delivery)
    if delivery.source.kind == Source.Kind.DESK:
        return Reading(format=DESK, items=(decode(data),))
    return read(data, **known_of(delivery))


def known_of(delivery: Delivery) -> dict[str, Any]:
    """What a reader is told of a delivery besides its bytes: the further arguments of `wire.reader.read`."""
    source = delivery.source
    return {
        "name": delivery.name,
        "format": source.format or None,
        "fetched_at": delivery.fetched_at,
        "zone": zone_of(delivery.zone or source.zone),
        "provider": delivery.provider_name or None,
    }


def zone_of(name: str) -> tzinfo | None:
    """The zone of a name of the IANA's database or of a distance from UTC (`+01:00`); None for an unknown one."""
    if not name:
        return None
    try:
        if name[0] in "+-":
            return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfo refuses odd names in all three ways
        return None
