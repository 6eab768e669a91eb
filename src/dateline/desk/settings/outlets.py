"""The form of a way out, with its query looked at: the newsroom knows nothing of search."""

from django.core.exceptions import ValidationError

from dateline.newsroom.setup import outlets
from dateline.search import telling
from dateline.search.query import parse


class OutletForm(outlets.OutletForm):
    """As the newsroom has it, and what is asked is wholly understood."""

    def clean_query(self) -> str:
        """The query, if nothing of it would be left out."""
        text: str = self.cleaned_data["query"].strip()
        if said := telling.amiss(parse(text)):
            raise ValidationError(said)
        return text
