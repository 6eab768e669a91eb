"""`compose`: an article from nothing. The house is a provider like any other: what it writes comes as a delivery."""

import hashlib

from django.utils.translation import gettext as _

from dateline.newsroom.content import DESK, encode
from dateline.newsroom.editing import Words, edited
from dateline.newsroom.house import desk_source, own_provider
from dateline.newsroom.models import Article, Delivery, Item, Section
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.states import NotAllowed, Overtaken
from dateline.newsroom.transaction import By, Work, writing
from dateline.newsroom.verbs.receive import receive
from dateline.wire.item import NewsItem


def compose(
    *, words: Words, section: Section | None = None, key: str, reason: str = "", by: By = None, work: Work | None = None
) -> Article:
    """Makes an article of the house's own, at the desk until somebody publishes it.

    `key` is of the form's making, so that one that is sent twice makes one article. Raises Overtaken if it was,
    NotAllowed where there are no words or this user may not write.
    """
    with writing(work) as work:
        check_permission(by, "compose")
        source, provider = desk_source(), own_provider()
        guid = f"{DESK}:{key}"
        if Item.objects.filter(provider=provider, guid=guid).exists():
            raise Overtaken(_("This article is saved already."))
        blank = NewsItem(
            provider=provider.code,
            guid=guid,
            version="1",
            format=DESK,
            language=work.catalogue.language,
            first_created=work.now,
            version_created=work.now,
            precision="second",
        )
        made = edited(blank, words)
        data = encode(made)
        delivery = Delivery.objects.create(
            source=source,
            name=f"{key}.json",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            raw=data,
            arrived_at=work.now,
            state=Delivery.State.DONE,
            done_at=work.now,
            format=DESK,
            section_name=section.name if section else "",
        )
        received = receive(made, delivery, 0, work)
        if received.article is None or received.item is None:
            raise NotAllowed(received.reason)
        work.event("compose", by=by, item=received.item, revision_id=received.article.revision_id, reason=reason)
        return received.article
