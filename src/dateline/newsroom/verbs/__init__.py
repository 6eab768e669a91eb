"""What can be done with an item: one verb a file, the same for desk, API, command line and intake."""

from dateline.newsroom.verbs.anonymise import anonymise, restore_name
from dateline.newsroom.verbs.compose import compose
from dateline.newsroom.verbs.correct import correct
from dateline.newsroom.verbs.dismiss_reference import dismiss_reference
from dateline.newsroom.verbs.edit import edit, follow, leave, take
from dateline.newsroom.verbs.embargo import embargo
from dateline.newsroom.verbs.expire import expire
from dateline.newsroom.verbs.expire_at import expire_at
from dateline.newsroom.verbs.hold import hold
from dateline.newsroom.verbs.kill import kill
from dateline.newsroom.verbs.noindex import index, noindex
from dateline.newsroom.verbs.pin import pin, unpin
from dateline.newsroom.verbs.publish import publish
from dateline.newsroom.verbs.purge import purge
from dateline.newsroom.verbs.receive import Received, receive
from dateline.newsroom.verbs.reinstate import reinstate
from dateline.newsroom.verbs.release import ask_release, release
from dateline.newsroom.verbs.replace import replace
from dateline.newsroom.verbs.settle_reference import settle_reference

__all__ = [
    "Received",
    "anonymise",
    "ask_release",
    "compose",
    "correct",
    "dismiss_reference",
    "edit",
    "embargo",
    "expire",
    "expire_at",
    "follow",
    "hold",
    "index",
    "kill",
    "leave",
    "noindex",
    "pin",
    "publish",
    "purge",
    "receive",
    "reinstate",
    "release",
    "replace",
    "restore_name",
    "settle_reference",
    "take",
    "unpin",
]
