"""What is said to people about their query."""

import re

from django.utils.translation import gettext as _

from dateline.newsroom.models import House
from dateline.search.find import nowhere, unknown_sections
from dateline.search.query import Kind, Problem, Query, Trouble

_OPERATOR = re.compile(r"(?<=\s)(?:OR|AND|NOT)(?=\s)")


def sentence(problem: Problem) -> str:
    """What was left out of a query, and why."""
    sentences = {
        Trouble.LONG: _("Only the first %(about)s characters were searched for."),
        Trouble.MANY: _("Only the first %(about)s words and conditions were searched for."),
        Trouble.QUOTE: _("The quotation mark before “%(about)s” is not closed; what follows it was taken together."),
        Trouble.NO_WORD: _("“%(about)s” has no letter or digit and was left out."),
        Trouble.DATE: _("“%(about)s” is no date; write it as 2025-11-28, 28-11-2025, 2025-11 or 2025."),
        Trouble.ORDER: _("The first date was later than the last; they were exchanged."),
    }
    return sentences[problem.trouble] % {"about": problem.about}


def unknown(query: Query) -> list[str]:
    """Of each section that is asked for that there is none."""
    return [_("There is no section “%(name)s”.") % {"name": name} for name in unknown_sections(query)]


def amiss(query: Query) -> list[str]:
    """All that is said of a query before anything is looked for."""
    return [*map(sentence, query.problems), *unknown(query)]


def why_nothing(text: str, query: Query, house: House, *, hidden: bool) -> list[str]:
    """What may be why nothing was found: words that were meant to be more, places and agencies that no article has
    (of all, or of those that readers may see).
    """
    word = _("“%(word)s” was looked for as a word: everything that is asked for must be there.")
    about = {
        Kind.PLACE: _("There is no article with the place “%(name)s”."),
        Kind.AGENCY: _("There is no article of the agency “%(name)s”."),
    }
    return [
        *(word % {"word": found} for found in dict.fromkeys(_OPERATOR.findall(text))),
        *(about[one.kind] % {"name": one.value} for one in nowhere(query, house, hidden=hidden)),
    ]


def too_slow() -> str:
    """That the database was stopped."""
    return _("This would take too long. Add a word that is not in every article, or a date.")


def not_whole() -> str:
    """That there is more than is found yet."""
    return _("Older articles are still being made searchable.")
