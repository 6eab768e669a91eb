"""Why copy could not be read or sent, in the editor's language: it is said in English, for programs and logs as well.

What is kept with a delivery or a call is the sentence as it was said; here it is known by its form, and said anew. A
sentence of no known form stays as it is.
"""

import re
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FORMS = (
    gettext_noop("%(count)s of %(most)s items were not taken in. %(why)s"),
    gettext_noop("There is nothing in it."),
    gettext_noop("There is nothing in this page."),
    gettext_noop("There are no words in it."),
    gettext_noop("It ends in the middle, at line %(line)s."),
    gettext_noop("It ends inside its document type declaration."),
    gettext_noop("Line %(line)s breaks the rules of XML: %(what)s."),
    gettext_noop("Line %(line)s uses an entity that is never expanded: %(what)s."),
    gettext_noop("Its root element is %(name)s, not %(what)s."),
    gettext_noop("The JSON ends in the middle."),
    gettext_noop("The JSON is nested too deeply."),
    gettext_noop("The JSON is broken: %(what)s."),
    gettext_noop("It looks like %(why)s, which is not read."),
    gettext_noop("a PDF"),
    gettext_noop("a picture"),
    gettext_noop("a ZIP archive, or a document of an office program"),
    gettext_noop("a document of an older office program"),
    gettext_noop("a document in RTF"),
    gettext_noop("a file packed by %(name)s"),
    gettext_noop("something that is not text"),
    gettext_noop("plain text of a kind that is not known"),
    gettext_noop("JSON of a kind that is not known"),
    gettext_noop("XML whose root element is %(name)s"),
    gettext_noop("There is no article in this page: no headline with paragraphs below it."),
    gettext_noop("It says that it is %(name)s, but byte %(count)s is not."),
    gettext_noop("It begins as %(name)s, but byte %(count)s is not."),
    gettext_noop("It has %(count)s bytes; XML may have %(most)s."),
    gettext_noop("It has %(count)s bytes; JSON may have %(most)s."),
    gettext_noop("It has %(count)s bytes; a file may have %(most)s."),
    gettext_noop("It has more than %(count)s bytes and is not taken in."),
    gettext_noop("It has more than %(count)s lines."),
    gettext_noop("It has more than %(count)s messages."),
    gettext_noop("It has more than %(count)s values."),
    gettext_noop("It has more than %(count)s tags or attributes."),
    gettext_noop("Its elements are nested more than %(count)s deep."),
    gettext_noop("Its values are nested more than %(count)s deep."),
    gettext_noop("Reading it failed (%(name)s): %(what)s."),
    gettext_noop("Its bytes cannot be read: %(what)s."),
    gettext_noop("Its bytes cannot be read any more: %(what)s."),
    gettext_noop("Dateline stopped three times while reading this file."),
    gettext_noop("Dateline itself failed on it, which is a mistake of Dateline's: %(what)s"),
    gettext_noop("it answered %(count)s"),
    gettext_noop("%(name)s still answers %(count)s"),
    gettext_noop("%(name)s cannot be reached: %(what)s"),
    gettext_noop("%(name)s did not answer: %(what)s"),
    gettext_noop("%(name)s is %(what)s, which is no public address: set private to allow it"),
    gettext_noop("%(path)s cannot be written: %(what)s"),
    gettext_noop("its private key cannot be read: it must be Ed25519, ECDSA or RSA, without a passphrase"),
    gettext_noop("the extra `sftp` is not installed: pip install 'dateline[sftp]'"),
    gettext_noop("what it asks for took too long to look up"),
    gettext_noop("what it asks for cannot be looked up until search is made anew"),
)
"""The sentences, with places for what is another each time. `why` is one of them again."""

_PLACE = re.compile(r"%\((\w+)\)s")
# One place without an end in each, so that no text takes longer than it is long.
_HELD = {
    "line": r"\d{1,12}",
    "count": r"[\d,]{1,20}",
    "most": r"[\d,]{1,20}",
    "name": r"\S{1,100}",
    "path": "[^:]{1,300}",
}


def in_words(reason: str, deep: int = 2) -> str:
    """A reason as the editor reads it; a sentence in a sentence goes so deep."""
    for form in FORMS:
        found = _known(form).fullmatch(reason)
        if found is not None:
            said = found.groupdict()
            if deep and "why" in said:
                said["why"] = in_words(said["why"], deep - 1)
            return _(form) % said
    return reason


@cache
def _known(form: str) -> re.Pattern[str]:
    """What a sentence of this form is."""
    parts = _PLACE.split(form)
    texts, names = parts[::2], parts[1::2]
    places = [f"(?P<{name}>{_HELD.get(name, '.+')})" for name in names]
    return re.compile(
        "".join(re.escape(text) + place for text, place in zip(texts, [*places, ""], strict=True)), re.DOTALL
    )
