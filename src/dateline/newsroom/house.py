"""The publisher's own settings, and the way in that every installation has."""

from django.conf import settings

from dateline.newsroom.identity import slug_of
from dateline.newsroom.models import House, Provider, Source
from dateline.newsroom.rows import read

COMMAND_SOURCE = "command"

DESK_SOURCE = "desk"

OWN_SOURCES = frozenset({COMMAND_SOURCE, DESK_SOURCE, "demo"})
"""Sources that Dateline makes by itself. Nobody sets one of their names up: they make providers of any name."""


def house() -> House:
    """The publisher's settings as they are now.

    Read anew each time, on purpose: it is one row by its key, and a copy kept here could outlive the edition that
    dropped every page made with it.
    """
    own = read(House, "WHERE id = 1")
    return own[0] if own else House(pk=1)


def own_address(house: House) -> str:
    """The site's own address as readers see it, without a slash at its end."""
    return str(house.base_url or settings.BASE_URL).rstrip("/")


def command_source() -> Source:
    """The source of what `dateline receive` takes in: it makes providers and sections from names."""
    return Source.objects.get_or_create(
        slug=COMMAND_SOURCE, defaults={"kind": Source.Kind.COMMAND, "names_make_rows": True, "done": Source.Done.STAY}
    )[0]


def desk_source() -> Source:
    """The source of what editors write from nothing."""
    return Source.objects.get_or_create(
        slug=DESK_SOURCE, defaults={"kind": Source.Kind.DESK, "done": Source.Done.STAY}
    )[0]


def own_provider() -> Provider:
    """The house as a provider: the one whose copy the desk's source publishes. Made under the site's title at first."""
    source = desk_source()
    found = source.providers.first()
    if found is not None:
        return found
    title = house().title
    stem = slug_of(title).upper().replace("-", "")[:20] or "HOUSE"
    taken = set(Provider.objects.values_list("code", flat=True))
    code = stem if stem.casefold() not in {one.casefold() for one in taken} else f"{stem}-DESK"
    made = Provider.objects.get_or_create(code=code, defaults={"name": title, "retention_days": 0})[0]
    source.providers.add(made)
    return made
