"""The record of the newsroom in words: who or what did what, when and why.

Events are to be read with `item__article`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dateline.desk.reasons import in_words
from dateline.desk.times import exact
from dateline.newsroom.models import Event, House
from dateline.newsroom.standins import said


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, as a line of the history."""

    event: Event
    time: str
    who: str
    did: str
    until: str = ""
    reason: str = ""


def entries(events: Iterable[Event], paper: House) -> list[Entry]:
    """Events as lines, in their order."""
    return [
        Entry(
            event,
            exact(event.at, paper),
            event.by_name or _("Dateline"),
            did(event),
            exact(event.until, paper) if event.until else "",
            told(event),
        )
        for event in events
    ]


def told(event: Event) -> str:
    """Why it was done, or what readers were told. A name that its article no longer says is not said here either."""
    if event.verb == "quarantine":
        return in_words(event.reason)
    return said(event.reason, event.item.article.stand_ins) if event.item and event.reason else event.reason


def did(event: Event) -> str:
    """What was done, in words; the record's own word where there is no other."""
    verbs = {
        "receive": pgettext("event", "took in a version"),
        "repeat": pgettext("event", "got the same version again"),
        "refuse": pgettext("event", "refused the copy"),
        "publish": pgettext("event", "published it by hand"),
        "published": pgettext("event", "published it"),
        "hold": pgettext("event", "held it by hand"),
        "held": pgettext("event", "held it"),
        "to-desk": pgettext("event", "left it to the desk"),
        "correct": pgettext("event", "put a note for readers to it"),
        "compose": pgettext("event", "wrote it"),
        "edit": pgettext("event", "edited it"),
        "take": pgettext("event", "took over the agency’s newer version"),
        "leave": pgettext("event", "left the agency’s newer version"),
        "follow": pgettext("event", "had it follow its agency again"),
        "scheduled": pgettext("event", "keeps it until its time"),
        "take_over": pgettext("event", "took the editor over from"),
        "embargo": pgettext("event", "put it under embargo"),
        "ask_release": pgettext("event", "asked for the embargo to be lifted"),
        "expire_at": pgettext("event", "said when it comes down"),
        "noindex": pgettext("event", "keeps it out of search engines"),
        "index": pgettext("event", "lets search engines have it again"),
        "anonymise": pgettext("event", "replaced a name in it"),
        "restore_name": pgettext("event", "had it say a name again"),
        "pin_front": pgettext("event", "pinned it to the top of the front"),
        "pin_section": pgettext("event", "pinned it to the top of its section"),
        "unpin": pgettext("event", "took it from the top"),
        "replace": pgettext("event", "had it replaced by hand"),
        "replaced": pgettext("event", "had it replaced"),
        "kill": pgettext("event", "killed it by hand"),
        "killed": pgettext("event", "killed it"),
        "reinstate": pgettext("event", "took the kill back"),
        "release": pgettext("event", "lifted the embargo"),
        "embargoed": pgettext("event", "keeps it under embargo"),
        "expire": pgettext("event", "ended it by hand"),
        "expired": pgettext("event", "ended it, as its rights ran out"),
        "purge": pgettext("event", "purged it by hand"),
        "purged": pgettext("event", "purged it"),
        "view": pgettext("event", "changed a view of all"),
        "ambiguous": pgettext("event", "could not tell what it names"),
        "alarm": pgettext("event", "raised an alarm"),
        "alarm-over": pgettext("event", "ended an alarm"),
        "retry": pgettext("event", "had an alarm told again"),
        "settle": pgettext("event", "said which one it names"),
        "sign-in": pgettext("event", "signed in"),
        "address": pgettext("event", "chose another mail address"),
        "tie": pgettext("event", "had the provider sign them in"),
        "session-end": pgettext("event", "signed out elsewhere"),
        "password": pgettext("event", "chose another password"),
        "factor-add": pgettext("event", "added a way to sign in"),
        "factor-remove": pgettext("event", "removed a way to sign in"),
        "factor-renew": pgettext("event", "had new recovery codes made"),
        "factor-again": pgettext("event", "showed a code of the app a second time, and was refused"),
        "dismiss": pgettext("event", "said that it names nothing here"),
        "quarantine": pgettext("event", "could not read the copy"),
        "replay": pgettext("event", "had copy read again"),
        "setup": pgettext("event", "changed the settings"),
        "restore": pgettext("event", "restored a backup"),
    }
    return verbs.get(event.verb, event.verb)
