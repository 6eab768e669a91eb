"""A page as it is sent: bytes, header lists and entity tag, made once and sent many times."""

import gzip
from hashlib import blake2b

Headers = list[tuple[str, str]]

GZIP_LEVEL = 5
GZIP_FROM = 860
"""Below this many bytes compression saves no packet."""

COMPRESSED = (
    "text/",
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/xml",
    "application/json",
)

NOT_IN_304 = frozenset({"content-type", "content-length", "content-encoding", "last-modified"})


class Variant:
    """One encoding of an answer: its bytes, its entity tag, and the headers to send with and without them."""

    __slots__ = ("body", "etag", "headers", "unchanged")

    def __init__(self, body: bytes, etag: str, common: Headers, *, encoding: str = "") -> None:
        own = [("Content-Length", str(len(body)))]
        if etag:
            own.append(("ETag", etag))
        if encoding:
            own.append(("Content-Encoding", encoding))
        self.body = body
        self.etag = etag
        self.headers = common + own
        self.unchanged = [(name, value) for name, value in self.headers if name.lower() not in NOT_IN_304]


class Answer:
    """A whole page: kept until one of its tags changes or the moment `until` (seconds since 1970) has come.

    `headers` are those of the response but for length, entity tag and encoding, which depend on the variant. `made_up`
    says that anybody can make up addresses such as its own; `payer` is the key of the API that it is for, by number,
    and how often that may call in a minute. Only what is there (200) has entity tags.
    """

    __slots__ = (
        "_common",
        "gzip_able",
        "is_there",
        "live",
        "made_up",
        "packed",
        "payer",
        "plain",
        "size",
        "status",
        "tags",
        "until",
        "used",
    )

    def __init__(
        self,
        body: bytes,
        headers: Headers,
        *,
        status: str = "200 OK",
        tags: frozenset[str] = frozenset(),
        until: float | None = None,
        made_up: bool = False,
        payer: tuple[int, int] = (0, 0),
    ) -> None:
        content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
        self.gzip_able = len(body) >= GZIP_FROM and content_type.startswith(COMPRESSED)
        self._common = [*headers, ("Vary", "Accept-Encoding")] if self.gzip_able else headers
        self.is_there = status.startswith("200")
        etag = f'"{blake2b(body, digest_size=12).hexdigest()}"' if self.is_there else ""
        self.plain = Variant(body, etag, self._common)
        self.packed: Variant | None = None
        self.status = status
        self.tags = tags
        self.until = until
        self.made_up = made_up
        self.payer = payer
        self.size = len(body)
        self.live = False
        self.used = True

    def compress(self) -> Variant | None:
        """The compressed variant, made anew; None where compressing is no use."""
        if not self.gzip_able:
            return None
        body = gzip.compress(self.plain.body, GZIP_LEVEL, mtime=0)
        etag = f'{self.plain.etag[:-1]}-gz"' if self.plain.etag else ""
        return Variant(body, etag, self._common, encoding="gzip")


def matches(if_none_match: str, etag: str) -> bool:
    """Whether a reader already has this entity: compared weakly (RFC 9110, 13.1.2), for a CDN may weaken ours."""
    if if_none_match == etag:
        return True
    if if_none_match.strip() == "*":
        return True
    return any(candidate.strip().removeprefix("W/") == etag for candidate in if_none_match.split(","))


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether a reader takes gzip (RFC 9110, 12.5.3)."""
    star = False
    for choice in accept_encoding.lower().split(","):
        name, _, rest = choice.partition(";")
        quality = rest.strip().removeprefix("q=").strip()
        wanted = not (quality and quality.strip("0.") == "")
        if name.strip() in ("gzip", "x-gzip"):
            return wanted
        if name.strip() == "*":
            star = wanted
    return star
