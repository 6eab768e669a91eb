"""Search as a Django application: it hears of every article that changes, in the same transaction."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Holds the index."""

    name = "dateline.search"
    label = "search"

    def ready(self) -> None:
        """Begin to follow the newsroom."""
        from dateline.newsroom import transaction
        from dateline.search import index

        transaction.follow(index.follow)
        post_migrate.connect(_begin_anew, sender=self)


def _begin_anew(**_signal: Any) -> None:
    """An index of which no row is left (the tables were emptied) is empty, too."""
    from dateline.search import index

    index.clear_if_empty()
