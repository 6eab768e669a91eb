"""What is left to do for the worker, as rows: whichever worker comes to it goes on where the last one stopped."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.models.rights import Provider


class Resettling(models.Model):
    """Articles that stand differently since the configuration changed: those of a provider, or those in a state.

    They are settled from the last that came to the first; those before (`came_at`, `key`) are left to do, all of them
    where these are None.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField()
    came_at = models.BigIntegerField(null=True)
    key = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("resettling")

    def __str__(self) -> str:
        return f"{self.provider_id or self.state}"
