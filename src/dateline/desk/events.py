"""The record of the newsroom in words: who or what did what, when and why.

Events are to be read with `item__article`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dateline.desk.reasons import in_words
from dateline.desk.times import exact
from dateline.newsroom.models import Event, House
from dateline.newsroom.standins import said


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, as a line of the history; `others` is how many of its kind somebody did at once."""

    event: Event
    time: str
    who: str
    did: str
    until: str = ""
    reason: str = ""
    others: int = 0


AT_ONCE = frozenset({"replay", "quarantine", "shelve"})
"""What is done to many at once, by one press of a button or for one reason: one line of the history."""


def entries(events: Iterable[Event], paper: House) -> list[Entry]:
    """Events as lines, in their order. What of `AT_ONCE` was done at once is one line."""
    return [_entry(first, len(rest), paper) for _key, (first, *rest) in groupby(events, _together)]


def _together(event: Event) -> tuple[object, ...]:
    return (event.verb, event.by_name, event.at, event.reason if event.verb in AT_ONCE else event.pk)


def _entry(event: Event, others: int, paper: House) -> Entry:
    return Entry(
        event,
        exact(event.at, paper),
        event.by_name or _("Dateline"),
        did(event),
        exact(event.until, paper) if event.until else "",
        told(event),
        others,
    )


def told(event: Event) -> str:
    """Why it was done, or what readers were told. A name that its article no longer says is not said here either."""
    if event.verb == "quarantine":
        return in_words(event.reason)
    return said(event.reason, event.item.article.stand_ins) if event.item and event.reason else event.reason


def did(event: Event) -> str:
    """What was done, in words; the record's own word where there is no other."""
    return str(_DID.get(event.verb, event.verb))


_DID = {
    "receive": pgettext_lazy("event", "took in a version"),
    "repeat": pgettext_lazy("event", "got the same version again"),
    "refuse": pgettext_lazy("event", "refused the copy"),
    "publish": pgettext_lazy("event", "published it by hand"),
    "published": pgettext_lazy("event", "published it"),
    "hold": pgettext_lazy("event", "held it by hand"),
    "held": pgettext_lazy("event", "held it"),
    "to-desk": pgettext_lazy("event", "left it to the desk"),
    "correct": pgettext_lazy("event", "put a note for readers to it"),
    "compose": pgettext_lazy("event", "wrote it"),
    "edit": pgettext_lazy("event", "edited it"),
    "take": pgettext_lazy("event", "took over the agency’s newer version"),
    "leave": pgettext_lazy("event", "left the agency’s newer version"),
    "follow": pgettext_lazy("event", "had it follow its agency again"),
    "scheduled": pgettext_lazy("event", "keeps it until its time"),
    "take_over": pgettext_lazy("event", "took the editor over from"),
    "embargo": pgettext_lazy("event", "put it under embargo"),
    "ask_release": pgettext_lazy("event", "asked for the embargo to be lifted"),
    "expire_at": pgettext_lazy("event", "said when it comes down"),
    "noindex": pgettext_lazy("event", "keeps it out of search engines"),
    "index": pgettext_lazy("event", "lets search engines have it again"),
    "anonymise": pgettext_lazy("event", "replaced a name in it"),
    "restore_name": pgettext_lazy("event", "had it say a name again"),
    "pin_front": pgettext_lazy("event", "pinned it to the top of the front"),
    "pin_section": pgettext_lazy("event", "pinned it to the top of its section"),
    "unpin": pgettext_lazy("event", "took it from the top"),
    "replace": pgettext_lazy("event", "had it replaced by hand"),
    "replaced": pgettext_lazy("event", "had it replaced"),
    "kill": pgettext_lazy("event", "killed it by hand"),
    "killed": pgettext_lazy("event", "killed it"),
    "reinstate": pgettext_lazy("event", "took the kill back"),
    "release": pgettext_lazy("event", "lifted the embargo"),
    "embargoed": pgettext_lazy("event", "keeps it under embargo"),
    "expire": pgettext_lazy("event", "ended it by hand"),
    "expired": pgettext_lazy("event", "ended it, as its rights ran out"),
    "purge": pgettext_lazy("event", "purged it by hand"),
    "purged": pgettext_lazy("event", "purged it"),
    "view": pgettext_lazy("event", "changed a view of all"),
    "ambiguous": pgettext_lazy("event", "could not tell what it names"),
    "alarm": pgettext_lazy("event", "raised an alarm"),
    "alarm-over": pgettext_lazy("event", "ended an alarm"),
    "retry": pgettext_lazy("event", "had an alarm told again"),
    "settle": pgettext_lazy("event", "said which one it names"),
    "sign-in": pgettext_lazy("event", "signed in"),
    "address": pgettext_lazy("event", "chose another mail address"),
    "tie": pgettext_lazy("event", "had the provider sign them in"),
    "session-end": pgettext_lazy("event", "signed out elsewhere"),
    "password": pgettext_lazy("event", "chose another password"),
    "factor-add": pgettext_lazy("event", "added a way to sign in"),
    "factor-remove": pgettext_lazy("event", "removed a way to sign in"),
    "factor-renew": pgettext_lazy("event", "had new recovery codes made"),
    "factor-again": pgettext_lazy("event", "showed a code of the app a second time, and was refused"),
    "dismiss": pgettext_lazy("event", "said that it names nothing here"),
    "quarantine": pgettext_lazy("event", "could not read the copy"),
    "replay": pgettext_lazy("event", "had copy read again"),
    "shelve": pgettext_lazy("event", "shelved broken copy"),
    "setup": pgettext_lazy("event", "changed the settings"),
    "restore": pgettext_lazy("event", "restored a backup"),
}
