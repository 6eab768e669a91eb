"""What a person means who names an item: an address, a short id, PROVIDER GUID, or a guid alone."""

import re
from urllib.parse import unquote, urlsplit

from django.db.models import Q

from dateline.newsroom.identity import SHORT_ID_LENGTH
from dateline.newsroom.models import Item

_MEANT = str.maketrans("oil", "011")
"""Letters that Crockford's base 32 leaves out, and the digits for which they are taken."""

SHOWN = 20
"""How many items a name that is not clear is said to mean, at the most."""


def items_named(words: list[str]) -> list[Item]:
    """Every item that these words may mean, SHOWN + 1 at the most; the exact ones only, where there are any."""
    text = " ".join(words).strip()
    items = Item.objects.select_related("provider", "article").order_by("provider__code", "guid")
    provider, _, guid = text.partition(" ")
    tries = [Q(provider__code__iexact=provider, guid=guid.strip()) if guid else None, Q(guid=text)]
    tries += [Q(short_id=short_id) for short_id in short_ids(text)]
    for wanted in tries:
        if wanted is not None and (found := list(items.filter(wanted)[: SHOWN + 1])):
            return found
    if len(text) < 4:
        return []
    return list(items.filter(Q(guid__icontains=text) | Q(article__headline__icontains=text))[: SHOWN + 1])


def is_clear(words: list[str], found: list[Item]) -> bool:
    """Whether the words name exactly one item, and not merely occur in its guid or headline."""
    if len(found) != 1:
        return False
    item, text = found[0], " ".join(words).strip()
    named = {item.guid, f"{item.provider.code} {item.guid}".casefold()}
    return text in named or text.casefold() in named or item.short_id in short_ids(text)


def short_ids(text: str) -> list[str]:
    """The short id that an address or a bare id gives."""
    last = unquote(urlsplit(text).path).rstrip("/").rpartition("/")[2].rpartition("-")[2]
    short_id = last.casefold().translate(_MEANT)
    return [short_id] if re.fullmatch(rf"[0-9a-z]{{{SHORT_ID_LENGTH}}}", short_id) else []
