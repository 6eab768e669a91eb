"""What editors make of articles, and who is at it."""

from django.conf import settings
from django.db import models

from dateline.newsroom.models.copy import Item, Revision


class Edit(models.Model):
    """The `n`th version of an article that the desk made. Append-only (retention or a purge empties `content`).

    `base` is the version of the agency that the editor had seen: a later one waits for the desk. That it was made, by
    whom and why, is an event (`edit`, `take`, `leave`) of the same moment.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="edits", db_index=False)
    n = models.PositiveIntegerField()
    base = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150, blank=True)
    content = models.BinaryField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "n"), name="edit_once"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.n}"


class Lease(models.Model):
    """Who has an article open in the editor: the browser page `token` of `user`, last heard of at `seen_at`.

    It tells editors of each other, no more: what they save is compared with what they saw.
    """

    item = models.OneToOneField(Item, models.CASCADE, related_name="lease")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    token = models.CharField(max_length=32)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item_id} {self.user_id}"
