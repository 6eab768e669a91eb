"""The states of an article, and what may be done in each: one table. The verbs hold to it."""

from django.utils.translation import gettext as _

from dateline.newsroom.models import Article

State = Article.State

DESK, HELD, EMBARGOED, PUBLISHED = State.DESK, State.HELD, State.EMBARGOED, State.PUBLISHED
REPLACED, KILLED, EXPIRED, PURGED = State.REPLACED, State.KILLED, State.EXPIRED, State.PURGED

ANYWHERE = frozenset({DESK, HELD, EMBARGOED, PUBLISHED})
"""Where an item's own copy and its rules put it."""

TABLE: dict[str, dict[str, frozenset[str]]] = {
    "publish": {
        DESK: frozenset({PUBLISHED, EMBARGOED}),
        HELD: frozenset({PUBLISHED, EMBARGOED}),
        EMBARGOED: frozenset({EMBARGOED}),
        PUBLISHED: frozenset({PUBLISHED}),
        REPLACED: frozenset({PUBLISHED, EMBARGOED}),
    },
    "hold": dict.fromkeys((DESK, HELD, EMBARGOED, PUBLISHED), frozenset({HELD})),
    "correct": {state: frozenset({state}) for state in (DESK, HELD, EMBARGOED, PUBLISHED)},
    "replace": dict.fromkeys((DESK, HELD, EMBARGOED, PUBLISHED, REPLACED), frozenset({REPLACED})),
    "kill": dict.fromkeys((DESK, HELD, EMBARGOED, PUBLISHED, REPLACED, KILLED, EXPIRED), frozenset({KILLED})),
    "reinstate": {KILLED: ANYWHERE | {REPLACED, EXPIRED}},
    "release": {EMBARGOED: frozenset({PUBLISHED})},
    "expire": dict.fromkeys((DESK, HELD, EMBARGOED, PUBLISHED, REPLACED, EXPIRED), frozenset({EXPIRED})),
    "purge": {state: frozenset({PURGED}) for state in State.values},
}
"""verb → state before → states that it may lead to. A verb that a state does not list is not allowed there.

Which of several it is follows from the item's copy (`newsroom.standing`): what is reinstated stands where its copy
puts it.
"""


class NotAllowed(Exception):
    """A verb that an article's state does not allow. `str()` is a sentence for people."""


def check(verb: str, state: str) -> None:
    """Raises NotAllowed unless the table has this verb for this state."""
    if state not in TABLE[verb]:
        raise NotAllowed(_sentence(verb) % {"state": State(state).label})


def _sentence(verb: str) -> str:
    return {
        "publish": _("This can't be published: it is %(state)s."),
        "hold": _("This can't be held: it is %(state)s."),
        "correct": _("This can't be corrected: it is %(state)s."),
        "replace": _("This can't be replaced: it is %(state)s."),
        "kill": _("This can't be killed: it is %(state)s."),
        "reinstate": _("Only what was killed can be reinstated; this is %(state)s."),
        "release": _("There is no embargo to release: this is %(state)s."),
        "expire": _("This can't expire: it is %(state)s."),
        "purge": _("This can't be purged: it is %(state)s."),
    }[verb]
