"""The site's own static files: kept in memory, under addresses that change with what they hold."""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from dateline.site import ages

_FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_SCRIPT = "site/site.js"
_OWN_TYPES = _TYPES | {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}

HOUSE_FILES = "house/"
"""Below this a publisher's own files have their addresses: the folder `files` of his (DATELINE_HOUSE)."""

LARGEST = 1_000_000
MOST = 200
"""Bytes of a publisher's file, and how many of them: they are kept in the memory of each process."""


class Asset(NamedTuple):
    """A static file. `etag` is in quotes, as the header wants it; the `v` of its address is the same without them."""

    body: bytes
    content_type: str
    etag: str


@cache
def _assets(house: Path | None) -> dict[str, Asset]:
    found = {f"{settings.STATIC_URL}{name}": _read(path, _TYPES) for name, path in _below(_FOLDER, _TYPES)}
    script = f"{settings.STATIC_URL}{_SCRIPT}"
    found[script] = _asset(ages.put_into(found[script].body), found[script].content_type)
    if house is not None:
        for name, path in own_files(house):
            found[f"{settings.STATIC_URL}{HOUSE_FILES}{name}"] = _read(path, _OWN_TYPES)
    return found


def own_files(house: Path) -> list[tuple[str, Path]]:
    """Those files of a publisher's folder that are served: of a known type, not too large, not too many."""
    known = _below(house / "files", _OWN_TYPES)
    return [(name, path) for name, path in known if path.stat().st_size <= LARGEST][:MOST]


def _below(folder: Path, types: dict[str, str]) -> list[tuple[str, Path]]:
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in types and path.is_file())
    return [(path.relative_to(folder).as_posix(), path) for path in paths]


def _read(path: Path, types: dict[str, str]) -> Asset:
    return _asset(path.read_bytes(), types[path.suffix])


def _asset(body: bytes, content_type: str) -> Asset:
    return Asset(body, content_type, f'"{hashlib.sha256(body).hexdigest()[:12]}"')


def find(path: str) -> Asset | None:
    """The file at the path of an address (`/static/site/site.css`), or None.

    A request whose `v` is the file's own may be answered as immutable, and no other.
    """
    return _assets(settings.HOUSE).get(path)


def asset(name: str) -> str:
    """The address of a static file (`site/site.css`), with the version that it has now."""
    path = settings.STATIC_URL + name
    version = _assets(settings.HOUSE)[path].etag.strip('"')
    return f"{path}?v={version}"
