"""The newsroom's rows, a file a family.

rights: providers and sources; copy: deliveries, items, revisions; paper: sections, articles; record: events, numbers.
"""

from dateline.newsroom.models.copy import Delivery, Item, Reference, Revision
from dateline.newsroom.models.paper import Article, House, Rule, Section
from dateline.newsroom.models.record import Event, Number, Touch
from dateline.newsroom.models.rights import Provider, Source

__all__ = [
    "Article",
    "Delivery",
    "Event",
    "House",
    "Item",
    "Number",
    "Provider",
    "Reference",
    "Revision",
    "Rule",
    "Section",
    "Source",
    "Touch",
]
