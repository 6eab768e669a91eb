"""The files that show how a house looks: its style sheet and its logo, under names made of what they hold."""

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.newsroom.looks import sheet
from dateline.newsroom.looks.pictures import TYPES
from dateline.newsroom.models import House, Logo
from dateline.site import assets
from dateline.site.page import Rendered, Vanished

if TYPE_CHECKING:
    from dateline.site.frame import Frame

FOLDER = "/house/"
_HOUSE = frozenset({"house"})


def style_path(house: House) -> str:
    """The address of the style sheet: the site's own, unless the house adds to it."""
    added = sheet.rules(house)
    return f"{FOLDER}{_style(added)[0]}" if added else assets.asset("site/site.css")


def logo_path(house: House) -> str:
    """The address of the logo; nothing where there is none."""
    return f"{FOLDER}{house.logo}" if house.logo else ""


def content_type(name: str) -> str:
    """The type of a file, by the ending of its name."""
    ending = name.rpartition(".")[2]
    return "text/css; charset=utf-8" if ending == "css" else TYPES[ending]


def look(name: str, frame: "Frame") -> Rendered:
    """A file as the house has it now. Raises Vanished for what it had before, and for any other name."""
    if name.endswith(".css"):
        added = sheet.rules(frame.house)
        found, body = _style(added) if added else ("", b"")
        if found == name:
            return Rendered(body, _HOUSE)
    elif name == frame.house.logo and (row := Logo.objects.filter(name=name).first()) is not None:
        return Rendered(bytes(row.data), _HOUSE)
    raise Vanished(name)


@lru_cache(maxsize=4)
def _style(added: str) -> tuple[str, bytes]:
    """The name and the bytes of the whole sheet: one file, so that no page waits for two."""
    plain = assets.find("/static/site/site.css")
    assert plain is not None  # noqa: S101  # it comes with the code
    body = plain.body + added.encode() + b"\n"
    return f"{hashlib.sha256(body).hexdigest()[:12]}.css", body
