"""Static files from memory: the site's own, and those of Django's admin."""

import mimetypes
from pathlib import Path
from urllib.parse import parse_qs

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from dateline.serve.answer import Answer, Headers
from dateline.site import assets

PREFIX = "/static/"

FOR_GOOD = "public, max-age=31536000, immutable"
ASK = "no-cache"

MOST_FILES = 300
LARGEST = 2 * 1024 * 1024


class Static:
    """Finds static files by address. Only files that exist are remembered."""

    def __init__(self, headers: Headers) -> None:
        self._headers = headers
        self._known: dict[tuple[str, bool], Answer] = {}

    def find(self, path: str, query: str) -> Answer | None:
        """The file at an address, or None."""
        asset = assets.find(path)
        if asset is not None:
            named = parse_qs(query).get("v") == [asset.etag.strip('"')] if query else False
            return self._known.get((path, named)) or self._keep(path, named, asset.body, asset.content_type)
        return self._known.get((path, False)) or self._found(path)

    def _found(self, path: str) -> Answer | None:
        try:
            found = finders.find(path.removeprefix(PREFIX))
        except (OSError, ValueError, SuspiciousFileOperation):
            return None
        if not found or not Path(found).is_file() or Path(found).stat().st_size > LARGEST:
            return None
        return self._keep(path, False, Path(found).read_bytes(), _type(found))

    def _keep(self, path: str, named: bool, body: bytes, content_type: str) -> Answer:
        keep = ("Cache-Control", FOR_GOOD if named else ASK)
        answer = Answer(body, [*self._headers, ("Content-Type", content_type), keep])
        if len(self._known) < MOST_FILES:
            self._known[path, named] = answer
        return answer


def _type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
