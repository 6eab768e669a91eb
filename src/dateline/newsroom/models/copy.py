"""Copy as it came: deliveries, and the items and revisions read from them. Revisions are append-only.

A foreign key has no index of its own where a longer one begins with it, or where nothing is looked up by it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.models.rights import Provider, Source


class Delivery(models.Model):
    """One file or message as it arrived. Its bytes are kept before anything else happens and never changed.

    Small bytes are in `raw`; larger ones lie apart, under the name `raw_file` (newsroom/raw).
    Both are empty once retention or a purge has taken them.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("read")
        QUARANTINED = "quarantined", _("in quarantine")
        SHELVED = "shelved", _("shelved")

    source = models.ForeignKey(Source, models.PROTECT, related_name="deliveries", db_index=False)
    name = models.CharField(_("name"), max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    raw = models.BinaryField(null=True)
    raw_file = models.CharField(max_length=200, blank=True)
    arrived_at = models.DateTimeField(_("arrived"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PENDING)
    backlog = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    report = models.JSONField(default=list)
    format = models.CharField(max_length=40, blank=True)
    fetched_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=60, blank=True)
    provider_name = models.CharField(max_length=40, blank=True)
    section_name = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = (models.UniqueConstraint(fields=("source", "sha256"), name="same_bytes_once_a_source"),)
        indexes = (
            models.Index(fields=("backlog", "id"), condition=models.Q(state="pending"), name="delivery_pending"),
            models.Index(
                fields=("source", "backlog", "id"), condition=models.Q(state="pending"), name="delivery_pending_source"
            ),
            models.Index(fields=("id",), condition=models.Q(state="quarantined"), name="delivery_quarantined"),
            models.Index(fields=("id",), condition=models.Q(state="pending", attempts__gt=0), name="delivery_tried"),
            models.Index(fields=("sha256",), name="delivery_sha256"),
            models.Index(fields=("source", "arrived_at"), name="delivery_silence"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class RawPart(models.Model):
    """The `n`th piece of the bytes that deliveries name in `raw_file`, for a database that several hosts share."""

    name = models.CharField(max_length=200)
    n = models.PositiveIntegerField()
    data = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("name", "n"), name="raw_part_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.n}"


class Item(models.Model):
    """One piece of news as its provider identifies it. `short_id` derives from (provider, guid) alone."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="items", db_index=False)
    guid = models.CharField(max_length=500)
    short_id = models.CharField(max_length=16, unique=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "guid"), name="item_identity"),)

    def __str__(self) -> str:
        return f"{self.provider_id} {self.guid}"


class Revision(models.Model):
    """One version of an item, never edited (retention or a purge empties `content`).

    `order_key` sorts revisions as the design says: by the provider's own version where there is one, else by the time
    the version was made. `content` is the NewsItem as the JSON of `dateline convert` (newsroom/content.py). `facts` are
    what `newsroom.standing` needs of it and no reader's words; they stay when the content is taken. `moment` is the
    item's time for matching references: when the version was made, else when it was fetched or arrived. `refers_to` is
    the key of the reference that the version makes.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="revisions", db_index=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="revisions")
    place = models.PositiveIntegerField(default=0)
    version = models.CharField(max_length=60, blank=True)
    order_key = models.CharField(max_length=80)
    version_created = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField()
    status = models.CharField(max_length=10)
    signal = models.CharField(max_length=12, blank=True)
    headline_key = models.CharField(max_length=200, blank=True)
    slug_key = models.CharField(max_length=200, blank=True)
    number_key = models.CharField(max_length=200, blank=True)
    refers_to = models.CharField(max_length=200, blank=True)
    words_sha256 = models.CharField(max_length=64, blank=True)
    moment = models.DateTimeField()
    facts = models.TextField(default="{}")
    content = models.BinaryField(null=True)
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "order_key", "content_sha256"), name="same_revision_once"),
        )
        indexes = (
            models.Index(fields=("headline_key", "moment"), name="revision_headline"),
            models.Index(fields=("slug_key", "moment"), name="revision_slug"),
            models.Index(fields=("number_key", "moment"), name="revision_number"),
            models.Index(fields=("words_sha256",), name="revision_words"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.order_key}"


class Reference(models.Model):
    """A replacement or kill of other copy, which it names by headline, slug, number or guid, and what it means.

    `target` is what it names, as written, until that has to go; `target_key` and `short_id` (of the item, if it is a
    guid) are how it is found, and hold no words. `at` is the time of the copy that says it, `arrived_at` when the
    newsroom learned of it. `settled_at` is when a person said what it means, which no copy changes any more: the one
    item of `targets`, or nothing.
    """

    class Kind(models.TextChoices):
        REPLACE = "replace"
        KILL = "kill"

    class State(models.TextChoices):
        PENDING = "pending", _("matches nothing yet")
        MATCHED = "matched", _("matches one item")
        AMBIGUOUS = "ambiguous", _("matches several items")
        OWN = "own", _("matches its own item")

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="references", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="references", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    target = models.CharField(max_length=500)
    target_key = models.CharField(max_length=200)
    short_id = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    settled_at = models.DateTimeField(null=True)
    targets = models.ManyToManyField(Item, related_name="referred_by")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "kind", "target_key"), name="reference_once"),)
        indexes = (
            models.Index(fields=("provider", "target_key", "at"), name="reference_target"),
            # What waits for a person: those that match nothing, and those that match several.
            models.Index(fields=("state", "-id"), condition=models.Q(settled_at__isnull=True), name="reference_open"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"
