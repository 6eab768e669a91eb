"""A bounded store of values that carry tags: what a tag is on is found without looking through the rest."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

OVERHEAD = 2000
"""What an entry takes besides its bytes, as measured: objects, header lists, tags and their index."""


class Kept(Protocol):
    """What a shelf holds. `live`: it lies there now; `used`: it was asked for since it was last looked at."""

    tags: frozenset[str]
    size: int
    live: bool
    used: bool


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Kept)


class Shelf(Generic[K, V]):
    """Values by key, within a limit of bytes; the least recently used go first, as a second chance sees it.

    Not locked: whoever changes it holds the lock of the cache. `entries` may be read without one, and is one and the
    same mapping for as long as the shelf lives.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.entries: OrderedDict[K, V] = OrderedDict()
        self._tagged: dict[str, set[K]] = {}

    def put(self, key: K, value: V) -> None:
        """Keep `value` under `key`, in the place of what was there; what is larger than the shelf is not kept."""
        self.drop(key)
        if value.size + OVERHEAD > self.limit:
            return
        self.entries[key] = value
        self.size += value.size + OVERHEAD
        value.live = True
        for tag in value.tags:
            self._tagged.setdefault(tag, set()).add(key)
        self._make_room()

    def grown(self, value: V, more: int) -> None:
        """Note that `value`, if it is still here, takes `more` bytes than it did."""
        if value.live:
            value.size += more
            self.size += more
            self._make_room()

    def drop(self, key: K) -> None:
        """Forget what is under `key`."""
        value = self.entries.pop(key, None)
        if value is None:
            return
        value.live = False
        self.size -= value.size + OVERHEAD
        for tag in value.tags:
            keys = self._tagged[tag]
            keys.discard(key)
            if not keys:
                del self._tagged[tag]

    def drop_tag(self, tag: str) -> int:
        """Forget all that carries `tag`; gives how many that were."""
        keys = tuple(self._tagged.get(tag, ()))
        for key in keys:
            self.drop(key)
        return len(keys)

    def clear(self) -> None:
        """Forget everything."""
        for value in self.entries.values():
            value.live = False
        self.entries.clear()
        self._tagged.clear()
        self.size = 0

    def _make_room(self) -> None:
        while self.size > self.limit:
            key, value = next(iter(self.entries.items()))
            if value.used:
                value.used = False
                self.entries.move_to_end(key)
            else:
                self.drop(key)
