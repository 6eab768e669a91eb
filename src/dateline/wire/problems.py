"""Problems: what a reader could not keep or understand and a writer could not write, as data."""

import msgspec

EXCERPT = 120
"""Characters of the copy that an excerpt holds at the most."""


class Problem(msgspec.Struct, frozen=True):
    """One thing that a reader could not keep or understand.

    `code` is a word of CODES, `where` says where in the file (an element's path, a line, a field), `excerpt` is the
    piece of the copy that it is about, EXCERPT characters at the most.
    """

    code: str
    where: str = ""
    excerpt: str = ""


CODES: dict[str, str] = {
    "charset-repaired": "The declared character set is not the one that the bytes are in; the right one was used.",
    "half-character": "The file ends in the middle of a character, which was left out.",
    "control-characters": "Characters that XML does not allow were taken out.",
    "embargo-unclear": "An embargo is announced without a time that can be read; the item is withheld.",
    "no-headline": "The copy has no headline.",
    "no-zone": "A time is given without a zone and the source has none; it was taken as UTC.",
    "time-unknown": "The time of the item is not in the copy.",
    "time-unreadable": "A time is given that cannot be read.",
    "words-differ": "A clean-up would have changed the words of the copy; the copy was kept as it came.",
    "not-an-item": "The file is of a known kind but holds no news item.",
    "unknown-value": "A field has a value that its standard does not know.",
    "markup-repaired": "Ampersands (`?a=1&b=2`), names (`&eacute;`) or prefixes (`dc:`) unknown to XML; read as meant.",
    "media-incomplete": "A picture, video or sound is announced, but not where it is.",
    "not-published": "Who sends it does not publish it (a draft, private, scheduled, replaced); the item is withheld.",
    "repeated-key": "A key stands twice in one object of JSON; the last one was read, this is the other's.",
    "cut-off": "The message ends in the middle; the item is withheld.",
    "fragment": "A piece of a message whose beginning is not in the file; it is no item.",
    "live-blog": "The page is a live blog: the posts that it showed when it was saved, newest first as a rule.",
    "for-subscribers": "The page says that its article is not free to read: what was saved may be only its beginning.",
    "left-out": "A feed publishes nothing that is withheld, under an embargo or canceled; the item is not in it.",
    "not-written": "The format that is written has no place for it.",
    "written-otherwise": "The format that is written has no such markup or form; what is nearest to it stands there.",
    "content-unknown": "A part of the item is in a form that is not read.",
}
"""Every code that a reader or a writer gives, with what it tells a person. A test holds the readers to this table."""


def problem(code: str, where: str = "", excerpt: str = "") -> Problem:
    """A Problem whose excerpt is cut to EXCERPT characters and has its white space folded."""
    folded = " ".join(excerpt.split())
    return Problem(code, where, folded if len(folded) <= EXCERPT else folded[: EXCERPT - 1] + "…")
