"""What the demonstration plays, and in what order: `wire/playlist.toml`."""

from pathlib import Path

import msgspec

WIRE = Path(__file__).parent / "wire"
"""The folder of the demonstration's copy: templates in UTF-8, to be filled in by `template.fill`."""

PLAYLIST = "playlist.toml"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file to play, as it stands in WIRE.

    `after` is the number of seconds since the entry before it (0 for what is there at once). `fetched_at` is a template
    like the files, for saved pages; `section` and `provider` are what a person would say who takes the file in by hand.
    """

    file: str
    after: float = 0.0
    fetched_at: str | None = None
    section: str | None = None
    provider: str | None = None


class Playlist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is there at once, and what comes in while somebody watches; both in the order of arrival."""

    initial: tuple[Entry, ...]
    live: tuple[Entry, ...]


def load() -> Playlist:
    """The playlist of the demonstration.

    Raises msgspec.ValidationError where it says something that an entry doesn't know.
    """
    return msgspec.toml.decode((WIRE / PLAYLIST).read_bytes(), type=Playlist)
