"""Where the items go: printed as they come, a file each, or one document of all of them."""

import errno
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from dateline.convert.files import free_path
from dateline.convert.reading import Outcome, item_from, refused
from dateline.wire.formats import text
from dateline.wire.formats.base import Document, Format

ENDINGS = {
    "json": ".json",
    **dict.fromkeys(("ninjs", "ninjs@2.2", "ninjs@1.6"), ".ninjs.json"),
    "text": ".txt",
    "jsonfeed": ".json",
    "html": ".html",
    **dict.fromkeys(("newsml-g2", "nitf", "rss", "atom"), ".xml"),
}
"""The ending of a file that --out makes."""

BETWEEN = {**dict.fromkeys(("json", "ninjs", "ninjs@2.2", "ninjs@1.6"), b""), "text": text.BETWEEN}
"""What stands between the items of formats that can be printed one by one; the rest are one document."""

SPOOL_BYTES = 8 * 1024 * 1024
"""Bytes of one document's parts that wait in memory; more of them wait in a temporary file."""

COPY_BYTES = 1024 * 1024


class Output:
    """Takes the outcomes of files in their order. `to` is what their items are to be made into, for Options.

    Of a document nothing is printed before all of it is there. Close it in the end.
    """

    def __init__(self, format: Format, folder: Path | None, stream: BinaryIO) -> None:
        self.format = format
        self.between = BETWEEN.get(format.name)
        self.to = format.name if folder is not None or self.between is not None else None
        self.folder = folder
        self.stream = stream
        self.prints_as_they_come = folder is None and self.between is not None
        self.count = 0
        self._used: dict[str, int] = {}
        self._whole = _Whole(format.document()) if self.to is None and format.document is not None else None

    def put(self, outcome: Outcome) -> Outcome:
        """Print, write or keep the items of one file. Gives what has become of it: that they could not be written."""
        if self._whole is not None:
            return self._whole.put(outcome)
        for document, name in zip(outcome.items, outcome.names, strict=True):
            self.count += 1
            if self.folder is not None:
                name = name or f"item-{self.count}"
                _write(free_path(self.folder, name, ENDINGS.get(self.format.name, ".xml"), self._used), document)
            else:
                self.stream.write((self.between or b"") + document if self.count > 1 else document)
        if outcome.items and self.folder is None:
            self.stream.flush()
        return outcome

    def end(self) -> None:
        """Print what had to wait for the last item."""
        if self._whole is not None:
            self._whole.print(self.stream)

    def close(self) -> None:
        """Let go of what waits."""
        if self._whole is not None:
            self._whole.parts.close()


def _write(path: Path, document: bytes) -> None:
    """Write a file, or leave none where the disk is full."""
    file = path.open("wb")  # where this fails, what lies there is somebody else's
    try:
        with file:
            file.write(document)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


class _Whole:
    """One document, whose parts wait until what stands ahead of them is known."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.parts = tempfile.SpooledTemporaryFile(SPOOL_BYTES)  # noqa: SIM115 -- closed by Output.close
        self.is_empty = True

    def put(self, outcome: Outcome) -> Outcome:
        try:
            parts = [self.document.add(item_from(item)) for item in outcome.items]
        except Exception as error:  # as where other processes write: one file that fails never holds up the next
            return refused(error)
        self.is_empty = self.is_empty and not parts
        try:
            self.parts.writelines(parts)
        except OSError as error:
            why = f"{error.strerror} (the parts of a document wait there; TMPDIR names another place)"
            code = errno.ENOTDIR if isinstance(error, FileNotFoundError) else error.errno  # there is no such folder
            raise OSError(code, why, tempfile.tempdir or "the temporary folder") from error
        return outcome

    def print(self, stream: BinaryIO) -> None:
        if self.is_empty:
            return
        self.parts.seek(0)
        stream.write(self.document.head())
        shutil.copyfileobj(self.parts, stream, COPY_BYTES)
        stream.write(self.document.foot())
