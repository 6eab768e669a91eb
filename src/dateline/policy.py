"""What the site's pages may take from elsewhere (DATELINE_SITE_SOURCES), in the words of a Content-Security-Policy.

    script-src https://stats.example; img-src https://stats.example data:; frame-src https://*.ads.example

Only what adds a host that is named, or one script or style by its hash. Nothing that would let in any script, any host,
or what is not encrypted can be said.
"""

import re

SELF = "'self'"
DIRECTIVES = ("connect-src", "font-src", "frame-src", "img-src", "media-src", "script-src", "style-src")
LONGEST = 4000
"""Characters; proxies take headers of 8 kB, and there are others."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"https://(?:\*\.)?(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,62}}(?::[0-9]{{1,5}})?(?:/[A-Za-z0-9._~/%-]*)?")
_HASH = re.compile(r"'sha(?:256-[A-Za-z0-9+/]{43}=|384-[A-Za-z0-9+/]{64}|512-[A-Za-z0-9+/]{86}==)'")


def sources(text: str) -> dict[str, list[str]]:
    """Directive → sources, the site itself first. Raises ValueError, whose text says what is wrong, for anything that
    is not wholly known.
    """
    if len(text) > LONGEST:
        raise ValueError(f"is {len(text)} characters long, and must have {LONGEST} at the most")
    found: dict[str, list[str]] = {}
    for part in filter(None, (part.split() for part in text.split(";"))):
        name, wanted = part[0], part[1:]
        if name not in DIRECTIVES:
            raise ValueError(f"has {name!r}, but each part must begin with one of: {', '.join(DIRECTIVES)}")
        if name in found:
            raise ValueError(f"has {name} twice")
        if not wanted:
            raise ValueError(f"has {name} without a source")
        for source in wanted:
            if not _may_be_named(name, source):
                raise ValueError(
                    f"has {source!r} under {name}, but a source must be https:// and a host (https://stats.example, "
                    "https://*.ads.example), or the 'sha256-…' of a script or style, or data: for pictures and type"
                )
        found[name] = [SELF, *wanted]
    return found


def _may_be_named(directive: str, source: str) -> bool:
    if source == "data:":
        return directive in ("font-src", "img-src")
    if _HASH.fullmatch(source):
        return directive in ("script-src", "style-src")
    return _HOST.fullmatch(source) is not None
