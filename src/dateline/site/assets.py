"""The site's own static files: kept in memory, under addresses that change with what they hold."""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

_FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Asset(NamedTuple):
    """A static file. `etag` is in quotes, as the header wants it; the `v` of its address is the same without them."""

    body: bytes
    content_type: str
    etag: str


@cache
def _assets() -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for path in sorted(_FOLDER.rglob("*")):
        if path.suffix in _TYPES:
            body = path.read_bytes()
            etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
            found[settings.STATIC_URL + path.relative_to(_FOLDER).as_posix()] = Asset(body, _TYPES[path.suffix], etag)
    return found


def find(path: str) -> Asset | None:
    """The file at the path of an address (`/static/site/site.css`), or None.

    A request whose `v` is the file's own may be answered as immutable, and no other.
    """
    return _assets().get(path)


def asset(name: str) -> str:
    """The address of a static file (`site/site.css`), with the version that it has now."""
    path = settings.STATIC_URL + name
    version = _assets()[path].etag.strip('"')
    return f"{path}?v={version}"
