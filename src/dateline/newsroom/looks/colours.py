"""The colours of a house, and whether what is written in them can be read (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

ENOUGH = 4.5
"""The least contrast of text with what it stands on."""

COLOURS = ("paper", "ink", "accent")
"""Those that a house can choose."""

Rgb = tuple[int, int, int]


class Scheme(NamedTuple):
    """The colours of a page, in light or in dark."""

    paper: str
    ink: str
    accent: str
    others: tuple[str, ...]
    """Those of sections and of what is urgent, which no house changes."""


LIGHT = Scheme(
    "#fbf8f1",
    "#1b1813",
    "#1b1813",
    ("#a8121f", "#7a1f2b", "#1d4d7c", "#2d5f36", "#75510a", "#0d5e63", "#67306a"),
)
DARK = Scheme(
    "#16140f", "#ece6d9", "#b9b09e", ("#ff8a80", "#eb9aa2", "#8fbce8", "#95cb9e", "#dcb566", "#76c7cb", "#d3a3d6")
)
"""As static/site/site.css has them."""


def scheme(plain: Scheme, paper: str, ink: str, accent: str) -> Scheme:
    """A scheme in which a house has chosen some colours; its accent is that of the ink, unless chosen."""
    return Scheme(paper or plain.paper, ink or plain.ink, accent or ink or plain.accent, plain.others)


def faults(colours: Scheme) -> Iterator[tuple[str, str]]:
    """What cannot be read: the colour (`paper`, `ink`, `accent`) to be changed, and a sentence that says how."""
    raised = mixed(colours.paper, colours.ink, 0.05)
    # An accent that nobody chose is the ink: one sentence says it.
    written = {"ink": colours.ink} | ({"accent": colours.accent} if colours.accent != colours.ink else {})
    for name, colour in written.items():
        ground = min(colours.paper, raised, key=lambda one: contrast(colour, one))
        if (found := contrast(colour, ground)) < ENOUGH:
            said = {"found": f"{found:.1f}", "better": nearest(colour, ground)}
            yield name, _("It has a contrast of %(found)s with the paper, and needs 4.5: take %(better)s.") % said
    worst = min(colours.others, key=lambda one: contrast(one, raised))
    if contrast(worst, raised) < ENOUGH:
        is_light = luminance(colours.paper) > luminance(worst)
        yield (
            "paper",
            _("The colours of sections cannot be read on it: take a lighter one.")
            if is_light
            else _("The colours of sections cannot be read on it: take a darker one."),
        )


def soft(colours: Scheme) -> str:
    """The colour of what is less important: as near to the paper as can be read."""
    raised = mixed(colours.paper, colours.ink, 0.05)
    for share in range(55, 100, 3):
        found = mixed(colours.paper, colours.ink, share / 100)
        if min(contrast(found, colours.paper), contrast(found, raised)) >= ENOUGH + 0.3:
            return found
    return colours.ink


def nearest(colour: str, ground: str) -> str:
    """The colour most like this one that can be read."""
    end = "#000000" if contrast("#000000", ground) > contrast("#ffffff", ground) else "#ffffff"
    tries = (mixed(colour, end, share / 50) for share in range(51))
    return next((one for one in tries if contrast(one, ground) >= ENOUGH), end)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1."""
    shares = [part / 255 for part in _rgb(colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(one: str, other: str, share: float) -> str:
    """A colour with a share of another."""
    parts = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
