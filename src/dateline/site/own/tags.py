"""The tag that a publisher's templates have beside Django's: the address of a file of his own."""

from django import template

from dateline.site.assets import HOUSE_FILES, asset

register = template.Library()


@register.simple_tag
def house_file(name: str) -> str:
    """The address of a file in the publisher's folder `files`, which may be kept for good: it changes with the file.

    Raises TemplateSyntaxError where there is none.
    """
    try:
        return asset(f"{HOUSE_FILES}{name}")
    except KeyError:
        raise template.TemplateSyntaxError(f"there is no file {name!r} in the folder `files`") from None
