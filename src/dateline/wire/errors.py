"""What a reader raises when it cannot make items of a file."""


class Unreadable(Exception):
    """The file as a whole cannot be read. `str()` is one sentence for a person: what is wrong, and where.

    `code` is one of REASONS, for programs.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


REASONS: dict[str, str] = {
    "empty": "There are no bytes in it, or only white space.",
    "unknown-format": "It is in none of the formats that Dateline reads.",
    "cut-off": "It ends in the middle.",
    "malformed": "It breaks the rules of its own format.",
    "too-large": "It is larger than a reader accepts.",
    "too-deep": "Its elements are nested too deeply.",
    "too-many": "It has more elements than a reader accepts.",
    "entity": "It uses an entity that it declares itself, or one from outside; neither is ever expanded.",
    "charset": "Its character set cannot be worked out.",
}
"""Every code of Unreadable, with what it means."""
