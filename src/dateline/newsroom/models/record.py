"""The record: what happened, and the two numbers by which screens and caches follow it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.models.copy import Delivery, Item, Revision
from dateline.newsroom.models.paper import Section


class Event(models.Model):
    """Who or what did what to which item, when and why. Append-only.

    `by` is None for what the machine did by rule. The acts of people (hold, publish, kill, reinstate …) have `act`
    set and are read back from here by `newsroom.standing`, so an act is this row and nothing else. `other` is the
    item that an act of replacing names, `until` the moment that an act is about: when a pin or an embargo ends.
    """

    at = models.DateTimeField(_("time"))
    verb = models.CharField(_("act"), max_length=20)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="events", db_index=False)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="events")
    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="+", db_index=False)
    other = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", db_index=False)
    until = models.DateTimeField(null=True)
    act = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history")
        indexes = (
            models.Index(fields=("item", "id"), name="event_item"),
            # What newsroom/removals.py copies: few of many, and looked for each second.
            models.Index(
                fields=("id",),
                condition=models.Q(verb__in=("kill", "killed", "reinstate", "purge", "expire", "ambiguous")),
                name="event_removals",
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.item_id or ''}"


class Number(models.Model):
    """`change` rises with all that happens in the newsroom, `edition` with what readers can see. One row each.

    `era` is another after a restore: numbers of two eras say nothing of each other.
    """

    name = models.CharField(max_length=10, primary_key=True)
    n = models.BigIntegerField(default=0)
    era = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.n}"


class Touch(models.Model):
    """Edition `n` changed what is cached under `tag`. Old rows are pruned; who finds a gap drops all that is cached.

    `at` is when; `asked_at` is when the kill that did it arrived or was given, None where it was no kill: from the two
    follows how long a kill takes.
    """

    n = models.BigIntegerField()
    tag = models.CharField(max_length=80)
    at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("n", "tag"), name="touch_once"),)
        indexes = (models.Index(fields=("tag", "n"), name="touch_of_tag"),)

    def __str__(self) -> str:
        return f"{self.n} {self.tag}"
