"""Where the addresses of an old site lead."""

from django.db import models

from dateline.newsroom.models.copy import Item


class Redirect(models.Model):
    """An old address (`old`, as newsroom/redirects.py compares them), and where it leads: an item, or the path `to`
    (`gone` for an answer of 410). Only those count whose `list` is that of the house (`House.redirects`).
    """

    list = models.PositiveIntegerField()
    old = models.CharField(max_length=500)
    to = models.CharField(max_length=1500, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("list", "old"), name="redirect_once"),)

    def __str__(self) -> str:
        return self.old
