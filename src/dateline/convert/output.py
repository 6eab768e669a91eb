"""Where the items go: printed as they come, a file each, or one document of all of them."""

from pathlib import Path
from typing import BinaryIO

from dateline.convert.files import free_path
from dateline.convert.reading import Outcome, item_from
from dateline.wire.formats.base import Format
from dateline.wire.item import NewsItem

ENDINGS = {
    "json": ".json",
    **dict.fromkeys(("ninjs", "ninjs@2.2", "ninjs@1.6"), ".ninjs.json"),
    "text": ".txt",
    "jsonfeed": ".json",
    "html": ".html",
    **dict.fromkeys(("newsml-g2", "nitf", "rss", "atom"), ".xml"),
}
"""The ending of a file that --out makes."""

BETWEEN = {**dict.fromkeys(("json", "ninjs", "ninjs@2.2", "ninjs@1.6"), b""), "text": b"\n" + b"-" * 72 + b"\n\n"}
"""What stands between the items of formats that can be printed one by one; the rest are one document."""


class Output:
    """Takes the outcomes of files in their order. `to` is what their items are to be made into, for Options."""

    def __init__(self, format: Format, folder: Path | None, stream: BinaryIO) -> None:
        self.format = format
        self.between = BETWEEN.get(format.name)
        self.to = format.name if folder is not None or self.between is not None else None
        self.folder = folder
        self.stream = stream
        self.count = 0
        self._used: dict[str, int] = {}
        self._waiting: list[NewsItem] = []

    def put(self, outcome: Outcome) -> None:
        """Print or write the items of one file."""
        for document, name in zip(outcome.items, outcome.names, strict=True):
            self.count += 1
            if self.folder is not None:
                free_path(
                    self.folder, name or f"item-{self.count}", ENDINGS.get(self.format.name, ".xml"), self._used
                ).write_bytes(document)
            elif self.between is None:
                self._waiting.append(item_from(document))
            else:
                self.stream.write(self.between + document if self.count > 1 else document)
        if outcome.items and self.folder is None:
            self.stream.flush()

    def end(self) -> None:
        """Print what had to wait for the last item."""
        if self._waiting and self.format.write is not None:
            self.stream.write(self.format.write(self._waiting))
