"""What the limits of signing in count."""

from django.db import models


class Tries(models.Model):
    """The table of Django's cache in the database, which all web processes share: when somebody tried, by whose limit.

    Its columns are those that `django.core.cache.backends.db` asks for.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "dateline_tries"

    def __str__(self) -> str:
        return self.cache_key
