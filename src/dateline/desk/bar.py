"""What the bar counts and what stands in red below it, on every screen and for as long as that is open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from dateline.newsroom.alarms import open_alarms
from dateline.newsroom.feeds import feeds
from dateline.newsroom.models import Alarm, Delivery
from dateline.newsroom.open_references import open_count
from dateline.newsroom.rows import first_value


@dataclass(frozen=True, slots=True)
class Alarms:
    """The alarms that last. `loud` are all but silent sources, which are counted; `token` says which a screen shows."""

    loud: list[Alarm]
    token: str


def alarms() -> Alarms:
    """The alarms that last now."""
    found = list(open_alarms())
    loud = [one for one in found if one.kind != Alarm.Kind.SILENCE]
    return Alarms(loud, ".".join(str(one.pk) for one in found))


def quiet_count() -> int:
    """How many sources have been silent for longer than somebody has said is normal."""
    return sum(feed.is_quiet for feed in feeds(timezone.now()))


def broken_count() -> int:
    """How many deliveries wait in quarantine."""
    return int(first_value("SELECT count(*) FROM newsroom_delivery WHERE state = %s", [Delivery.State.QUARANTINED]))


def told(request: HttpRequest) -> dict[str, object]:
    """What of it an open screen has to know, for its template: the counts, and the alarms unless it shows these
    already (`?alarms=`), so that nothing is read out anew that has not changed.
    """
    found = alarms()
    about: dict[str, object] = {"broken": broken_count(), "pending": open_count()}
    if found.token != request.GET.get("alarms", ""):
        about |= {"alarms": found, "quiet": quiet_count(), "alarms_told": True}
    return about
