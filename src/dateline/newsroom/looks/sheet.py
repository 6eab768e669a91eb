"""The rules of style that a house adds to the site's own sheet, and the types that it can choose from."""

from dateline.newsroom.looks.colours import COLOURS, DARK, LIGHT, Scheme, mixed, scheme, soft
from dateline.newsroom.models import House

_SANS = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif'

STACKS = {
    House.Type.TRANSITIONAL: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", Georgia, serif',
    House.Type.SLAB: 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif',
    House.Type.SANS: _SANS,
    House.Type.HUMANIST: 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", "Source Sans 3", sans-serif',
}
"""Type → the fonts that readers may have, the best first. None is fetched."""

_LOGO = (
    ".masthead .logo{{display:block;margin-inline:auto;box-sizing:content-box;width:min({width}px,{most:.3f}rem);"
    "max-width:calc(100% - 1rem);height:auto}}"
    "@media screen and (prefers-color-scheme:dark)"
    "{{.masthead .logo{{padding:.5rem;background:#fff;border-radius:2px}}}}"
)
"""Logos are drawn for white paper. Their width is said, so that their room is there before they are."""

_HIGHEST = 5
"""Height of a logo in rem, at the most."""


def light(house: House) -> Scheme:
    """The colours of a house in light."""
    return scheme(LIGHT, house.paper, house.ink, house.accent)


def dark(house: House) -> Scheme:
    """The colours of a house in dark."""
    return scheme(DARK, house.paper_dark, house.ink_dark, house.accent_dark)


def rules(house: House) -> str:
    """What a house adds to the sheet; nothing where it has chosen nothing."""
    found = []
    if any(getattr(house, name) for name in COLOURS):
        found.append(f"@media screen and (prefers-color-scheme:light){{{_variables(light(house))}}}")
    if any(getattr(house, f"{name}_dark") for name in COLOURS):
        found.append(f"@media screen and (prefers-color-scheme:dark){{{_variables(dark(house))}}}")
    if found:
        found.append("@media screen{.masthead .title a{color:var(--strong-line)}}")
    if house.type:
        found.append(f":root{{--serif:{STACKS[House.Type(house.type)]}}}")
    if house.logo:
        most = _HIGHEST * house.logo_width / max(house.logo_height, 1)
        found.append(_LOGO.format(width=house.logo_width, most=most))
    return "\n".join(found)


def _variables(colours: Scheme) -> str:
    values = {
        "paper": colours.paper,
        "raised": mixed(colours.paper, colours.ink, 0.05),
        "ink": colours.ink,
        "soft": soft(colours),
        "line": mixed(colours.paper, colours.ink, 0.18),
        "strong-line": colours.accent,
    }
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in values.items()) + "}"
