"""What the people at the desk keep: views of the wire, and how far each of them has seen what came in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class View(models.Model):
    """Filters of the wire under a name. `owner` is whose it is, None where everybody has it.

    `query` is the filters as they stand in the address; `since` is the change number at which the view was made: what
    came before is new to nobody.
    """

    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    since = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """What somebody has set for their own desk, and how far they have acknowledged flashes and kills by the wire.

    `language` is empty where the browser decides; `keys` says that single keys act. `notify` and `sound` say how they
    want to be told of any flash. `came` is the change number up to which they have acknowledged flashes, `event` the
    key of the last kill.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(_("language"), max_length=10, blank=True)
    keys = models.BooleanField(_("single keys act"), default=True)
    notify = models.BooleanField(_("notifications of the browser"), default=False)
    sound = models.BooleanField(_("a sound"), default=False)
    came = models.BigIntegerField(default=0)
    event = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Watch(models.Model):
    """What one person does with one view: how far they have seen it (a change number), whether it is a column, and
    whether they are told of flashes in it by the browser, and by a sound.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    view = models.ForeignKey(View, models.CASCADE, related_name="watches")
    seen = models.BigIntegerField(default=0)
    column = models.BooleanField(_("show it as a column"), default=False)
    notify = models.BooleanField(_("notifications of the browser"), default=False)
    sound = models.BooleanField(_("a sound"), default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "view"), name="watch_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.view_id}"
