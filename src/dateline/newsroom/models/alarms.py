"""What is wrong with the newsroom itself, and the calls that tell somebody outside of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alarm(models.Model):
    """Something that a person has to see to: from `began_at` until `ended_at`, None while it lasts.

    `subject` is what it is about (a source, a host): of one kind and subject there is one at a time. That a chief has
    lifted an embargo alone is one that is over at once; its subject is who did. So is what a person is told of their
    own account; its subject is the mail address that it goes to.
    """

    class Kind(models.TextChoices):
        SILENCE = "silence", _("a source is silent")
        KILL = "kill", _("a kill is not followed")
        WORKER = "worker", _("nothing is worked")
        DISK = "disk", _("the disk is nearly full")
        RELEASE = "release", _("an embargo was lifted")
        ACCOUNT = "account", _("an account was changed")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject"), condition=models.Q(ended_at__isnull=True), name="one_alarm_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class OutgoingCall(models.Model):
    """An alarm on its way out, by mail or to a webhook. `next_at` is when it is tried next: None once it was made
    (`done_at`), or was given up.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("mail")
        WEBHOOK = "webhook", _("webhook")

    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="calls")
    way = models.CharField(max_length=10, choices=Way.choices)
    next_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("outgoing call")
        verbose_name_plural = _("outgoing calls")
        indexes = (
            models.Index(fields=("next_at",), condition=models.Q(next_at__isnull=False), name="call_due"),
            models.Index(fields=("-id",), condition=models.Q(done_at__isnull=True), name="call_open"),
        )

    def __str__(self) -> str:
        return f"{self.way} {self.alarm_id}"


class Pulse(models.Model):
    """When something that must go on last did: the worker, by the name `work`."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
