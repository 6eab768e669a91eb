"""Numbers as they stand in addresses and forms: keys of rows, and change numbers."""


def number_of(text: str) -> int | None:
    """The number that a text is, if a row can have it; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
