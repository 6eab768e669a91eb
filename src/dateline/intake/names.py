"""Names of files and messages as people are shown them. A name from outside is never used as a path."""

import os
import unicodedata

LENGTH = 300
"""Characters that a shown name has at the most."""

NAMELESS = "(no name)"


def shown_name(name: str | bytes) -> str:
    """The name on one line, in valid Unicode: what cannot be shown becomes U+FFFD, the middle of a long one `…`.

    Control characters, line breaks, invisible marks (those that turn the direction of text among them) and bytes that
    are no UTF-8 count as what cannot be shown.
    """
    data = name if isinstance(name, bytes) else os.fsencode(_without_lone_surrogates(name))
    text = data.decode("utf-8", "replace")
    clean = "".join(char if _can_be_shown(char) else "\ufffd" for char in text).strip() or NAMELESS
    if len(clean) <= LENGTH:
        return clean
    # The end says most: the number of a message, the ending.
    half = (LENGTH - 1) // 2
    return f"{clean[:half]}…{clean[-half:]}"


def _without_lone_surrogates(name: str) -> str:
    """The name with none but those surrogates that stand for a byte, which os.fsencode takes."""
    return "".join(
        char if "\udc80" <= char <= "\udcff" or not "\ud800" <= char <= "\udfff" else "\ufffd" for char in name
    )


def _can_be_shown(char: str) -> bool:
    return char == " " or not unicodedata.category(char).startswith(("C", "Z"))
