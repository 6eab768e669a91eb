"""The states of an article, and what may be done in each: one table. The verbs hold to it."""

from django.utils.translation import gettext as _

from dateline.newsroom.models import Article

State = Article.State

DESK, HELD, EMBARGOED = State.DESK, State.HELD, State.EMBARGOED
SCHEDULED, PUBLISHED = State.SCHEDULED, State.PUBLISHED
REPLACED, KILLED, EXPIRED, PURGED = State.REPLACED, State.KILLED, State.EXPIRED, State.PURGED

ANYWHERE = frozenset({DESK, HELD, EMBARGOED, SCHEDULED, PUBLISHED})
"""Where an item's own copy and its rules put it."""

_ALIVE = (DESK, HELD, EMBARGOED, SCHEDULED, PUBLISHED)
_STAYS: dict[str, frozenset[str]] = {state: frozenset({state}) for state in _ALIVE}
_UP = frozenset({PUBLISHED, EMBARGOED, SCHEDULED})

_EDITS: dict[str, frozenset[str]] = _STAYS | {DESK: frozenset({DESK}) | _UP}
"""What somebody has published and lacked a section goes up as soon as it has one."""

TABLE: dict[str, dict[str, frozenset[str]]] = {
    "publish": {
        DESK: _UP,
        HELD: _UP,
        EMBARGOED: frozenset({EMBARGOED}),
        SCHEDULED: _UP,
        PUBLISHED: frozenset({PUBLISHED}),
        REPLACED: _UP,
    },
    "hold": dict.fromkeys(_ALIVE, frozenset({HELD})),
    "correct": _STAYS,
    "edit": _EDITS,
    "take": _STAYS,
    "leave": _STAYS,
    "follow": {state: frozenset({state, DESK}) for state in _ALIVE},
    "replace": dict.fromkeys((*_ALIVE, REPLACED), frozenset({REPLACED})),
    "kill": dict.fromkeys((*_ALIVE, REPLACED, KILLED, EXPIRED), frozenset({KILLED})),
    "reinstate": {KILLED: ANYWHERE | {REPLACED, EXPIRED}},
    "embargo": _STAYS | {SCHEDULED: frozenset({EMBARGOED}), PUBLISHED: frozenset({EMBARGOED})},
    "ask_release": {EMBARGOED: frozenset({EMBARGOED})},
    "release": {EMBARGOED: frozenset({PUBLISHED, SCHEDULED})},
    "expire": dict.fromkeys((*_ALIVE, REPLACED, EXPIRED), frozenset({EXPIRED})),
    "expire_at": _STAYS,
    "noindex": _STAYS,
    "index": _STAYS,
    "anonymise": _STAYS,
    "restore_name": _STAYS,
    "pin_front": _STAYS,
    "pin_section": _STAYS,
    "unpin": _STAYS,
    "purge": {state: frozenset({PURGED}) for state in State.values},
}
"""verb → state before → states that it may lead to. A verb that a state does not list is not allowed there.

Which of several it is follows from the item's copy (`newsroom.standing`): what is reinstated stands where its copy
puts it.
"""


class NotAllowed(Exception):
    """A verb that an article's state does not allow. `str()` is a sentence for people."""


class Overtaken(NotAllowed):
    """What somebody is about to change is no longer what they saw: nothing is done."""


def check(verb: str, state: str) -> None:
    """Raises NotAllowed unless the table has this verb for this state."""
    if state not in TABLE[verb]:
        raise NotAllowed(_sentence(verb) % {"state": State(state).label})


def _sentence(verb: str) -> str:
    return {
        "publish": _("This can't be published: it is %(state)s."),
        "hold": _("This can't be held: it is %(state)s."),
        "correct": _("This can't be corrected: it is %(state)s."),
        "edit": _("This can't be edited: it is %(state)s."),
        "take": _("This can't be edited: it is %(state)s."),
        "leave": _("This can't be edited: it is %(state)s."),
        "follow": _("This can't be edited: it is %(state)s."),
        "replace": _("This can't be replaced: it is %(state)s."),
        "kill": _("This can't be killed: it is %(state)s."),
        "reinstate": _("Only what was killed can be reinstated; this is %(state)s."),
        "embargo": _("This can't be put under embargo: it is %(state)s."),
        "ask_release": _("There is no embargo to release: this is %(state)s."),
        "release": _("There is no embargo to release: this is %(state)s."),
        "expire": _("This can't expire: it is %(state)s."),
        "expire_at": _("This can't expire: it is %(state)s."),
        "noindex": _("This can't be kept from search engines: it is %(state)s."),
        "index": _("This can't be kept from search engines: it is %(state)s."),
        "anonymise": _("Names can't be replaced in this: it is %(state)s."),
        "restore_name": _("Names can't be replaced in this: it is %(state)s."),
        "pin_front": _("This can't be pinned: it is %(state)s."),
        "pin_section": _("This can't be pinned: it is %(state)s."),
        "unpin": _("This can't be pinned: it is %(state)s."),
        "purge": _("This can't be purged: it is %(state)s."),
    }[verb]
