"""What changed copy is made of: the corpus of the tests, and the real copy of ../shared where it is there."""

from functools import cache
from pathlib import Path

from dateline.wire.errors import Unreadable
from dateline.wire.formats.table import FORMATS, detect

REPO = Path(__file__).resolve().parent.parent
CORPUS = REPO / "tests" / "wire" / "corpus"
SHARED = REPO.parent / "shared" / "wire"
MAX_BYTES = 100_000
"""The longest file that is taken."""

_OURS = (".ndjson", ".told", ".args")


def readers() -> tuple[str, ...]:
    """The names of all formats that are read."""
    return tuple(row.name for row in FORMATS if row.reads)


@cache
def seeds(shared: bool = False, most: int = 200) -> dict[str, list[bytes]]:
    """The files of each format, `most` at the most, from many folders; an empty one where there is none."""
    found: dict[str, list[bytes]] = {name: [] for name in readers()}
    for path in _files(CORPUS) + (_spread(_files(SHARED)) if shared else []):
        data = path.read_bytes()
        name = _format_of(data)
        if name in found and len(found[name]) < most and data not in found[name]:
            found[name].append(data)
    return {name: files or [b""] for name, files in found.items()}


def _format_of(data: bytes) -> str | None:
    try:
        return detect(data).name if 0 < len(data) <= MAX_BYTES else None
    except Unreadable:
        return None


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in _OURS)


def _spread(paths: list[Path]) -> list[Path]:
    """One of each folder in turn, so that the first files are of many kinds."""
    places: dict[Path, int] = {}
    turns = []
    for path in paths:
        places[path.parent] = places.get(path.parent, 0) + 1
        turns.append((places[path.parent], path))
    return [path for _, path in sorted(turns)]
