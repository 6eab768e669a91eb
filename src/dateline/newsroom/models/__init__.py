"""The newsroom's rows, a file a family.

rights: providers and sources; copy: deliveries, items, revisions; paper: sections, articles; polls: how far polling has
come; record: events, numbers.
"""

from dateline.newsroom.models.copy import Delivery, Item, RawPart, Reference, Revision
from dateline.newsroom.models.paper import Article, House, Rule, Section
from dateline.newsroom.models.polls import PolledItem, PollMark
from dateline.newsroom.models.record import Event, Number, Touch
from dateline.newsroom.models.rights import Provider, Source

__all__ = [
    "Article",
    "Delivery",
    "Event",
    "House",
    "Item",
    "Number",
    "PollMark",
    "PolledItem",
    "Provider",
    "RawPart",
    "Reference",
    "Revision",
    "Rule",
    "Section",
    "Source",
    "Touch",
]
