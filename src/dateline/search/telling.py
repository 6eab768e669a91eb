"""What is said to people about their query."""

from django.utils.translation import gettext as _

from dateline.search.query import Problem, Trouble


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


def too_slow() -> str:
    """That the database was stopped."""
    return _("This would take too long. Add a word that is not in every article, or a date.")


def not_whole() -> str:
    """That there is more than is found yet."""
    return _("Older articles are still being made searchable.")
