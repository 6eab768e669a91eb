"""The publisher's own settings, and the way in that every installation has."""

from dateline.newsroom.models import House, Source

COMMAND_SOURCE = "command"

OWN_SOURCES = frozenset({COMMAND_SOURCE, "demo"})
"""Sources that Dateline makes by itself. Nobody sets one of their names up: they make providers of any name."""


def house() -> House:
    """The publisher's settings as they are now.

    Read anew each time, on purpose: it is one row by its key, and a copy kept here could outlive the edition that
    dropped every page made with it.
    """
    return House.objects.filter(pk=1).first() or House(pk=1)


def command_source() -> Source:
    """The source of what `dateline receive` takes in: it makes providers and sections from names."""
    return Source.objects.get_or_create(
        slug=COMMAND_SOURCE, defaults={"kind": Source.Kind.COMMAND, "names_make_rows": True, "done": Source.Done.STAY}
    )[0]
