"""The newsroom's rows, a file a family.

rights: providers and sources; copy: deliveries, items, revisions; editing: what editors make of them; outgoing: who
takes copy from here; paper: sections, articles; polls: how far polling has come; people: what those at the desk keep;
record: events, numbers; redirects: where an old site's addresses lead; tasks: what is left to do for the worker;
alarms: what is wrong, and who is told.
"""

from dateline.newsroom.models.alarms import Alarm, OutgoingCall, Pulse
from dateline.newsroom.models.copy import Delivery, Item, RawPart, Reference, Revision
from dateline.newsroom.models.editing import Edit, Lease
from dateline.newsroom.models.outgoing import ApiKey, Outlet, Sending
from dateline.newsroom.models.paper import Article, House, Logo, Rule, Section
from dateline.newsroom.models.people import Person, View, Watch
from dateline.newsroom.models.polls import PolledItem, PollMark
from dateline.newsroom.models.record import Event, Number, Touch
from dateline.newsroom.models.redirects import Redirect
from dateline.newsroom.models.rights import Provider, Source
from dateline.newsroom.models.tasks import Resettling

__all__ = [
    "Alarm",
    "ApiKey",
    "Article",
    "Delivery",
    "Edit",
    "Event",
    "House",
    "Item",
    "Lease",
    "Logo",
    "Number",
    "OutgoingCall",
    "Outlet",
    "Person",
    "PollMark",
    "PolledItem",
    "Provider",
    "Pulse",
    "RawPart",
    "Redirect",
    "Reference",
    "Resettling",
    "Revision",
    "Rule",
    "Section",
    "Sending",
    "Source",
    "Touch",
    "View",
    "Watch",
]
