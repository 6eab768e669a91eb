"""What the limits of signing in count, and who was refused at the door."""

from django.db import models
from django.utils import timezone


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


class Stranger(models.Model):
    """Somebody whom the provider knows and whom the desk did not let in: what a chief sees of it, and nothing else."""

    KEPT = 100

    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=191)
    name = models.CharField(max_length=150)
    why = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("issuer", "subject"), name="stranger_once"),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def note(cls, issuer: str, subject: str, name: str, why: str) -> None:
        """Notes that somebody came, once for each; the last to come are kept."""
        about = {"name": name, "why": why, "at": timezone.now()}
        cls.objects.update_or_create(issuer=issuer, subject=subject, defaults=about)
        last = cls.objects.order_by("-at", "-pk").values_list("pk", flat=True)[: cls.KEPT]
        cls.objects.exclude(pk__in=list(last)).delete()
