"""How far the polling of an agency's API has come. A mark commits with the deliveries that it stands for."""

from django.db import models

from dateline.newsroom.models.rights import Source


class PollMark(models.Model):
    """One service of a polled source: the newest of its items that is stored, and when it is asked next.

    The row whose service is empty is of the source itself: whoever moves its `due_at` on by a conditional update asks
    the API, and nobody else does until then. `newest` stands for all that was listed before it as well. `trouble` is
    why the last call failed, empty if it did not; `failures` are those in a row.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="marks", db_index=False)
    service = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    newest = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "service"), name="mark_of_service"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.service} {self.newest}"


class PolledItem(models.Model):
    """An item that a polled source has listed lately, and is asked for again: `ask_at` is when, None for no more.

    `sha256` is of what was read in its last answer; empty for one that was never got. `missing` counts the times in a
    row that it was not there. `first_seen` is when the list says that it came.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="polled_items", db_index=False)
    service = models.CharField(max_length=200)
    item = models.CharField(max_length=200)
    first_seen = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    missing = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "service", "item"), name="polled_item_once"),)
        indexes = (models.Index(fields=("source", "ask_at"), name="polled_item_due"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.service} {self.item}"
