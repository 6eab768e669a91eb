"""Who takes copy from here: the keys of the content API, the ways out, and the calls that go by them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.models.paper import Article
from dateline.newsroom.models.rights import Provider


class ApiKey(models.Model):
    """A key to the content API, of which only a hash is kept. With `providers` it opens the copy of these alone."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    key_sha256 = models.CharField(max_length=64, unique=True)
    providers = models.ManyToManyField(Provider, verbose_name=_("opens the copy of"), blank=True, related_name="+")
    rate = models.PositiveIntegerField(_("calls a minute, at the most"), default=600)
    active = models.BooleanField(_("active"), default=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("key to the API")
        verbose_name_plural = _("keys to the API")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Outlet(models.Model):
    """A way out for what readers get: an address that is called (webhook), a folder of files here or over SFTP, the
    purge of a cache, or the hub that subscribers to the feeds go by (WebSub).

    It follows the paper from `told` and `key` on (newsroom/following.py), a hub from the edition `told` on. Which
    fields count depends on `kind`: url and private for whatever is called, path and format for a folder; url, private,
    format, secret_from (where the password or the key is, newsroom/keys.py) and known_hosts (a file of host keys) for
    SFTP. Empty `sections` and `providers` are all, and so is an empty `query`, which is one of search
    (search/query.py): whoever is told of articles is told of those that it finds.
    `proved_at` is since when a purge has worked without fail: only then may caches keep pages.
    """

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", _("webhook")
        FOLDER = "folder", _("folder")
        PURGE = "purge", _("purge of a cache")
        WEBSUB = "websub", "WebSub"
        SFTP = "sftp", "SFTP"

    slug = models.SlugField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    url = models.CharField(_("address"), max_length=1000, blank=True)
    path = models.CharField(_("folder"), max_length=1000, blank=True)
    format = models.CharField(_("format"), max_length=20, default="ninjs")
    sections = models.JSONField(_("sections"), default=list, blank=True)
    providers = models.JSONField(_("providers"), default=list, blank=True)
    query = models.CharField(
        _("search"),
        max_length=300,
        blank=True,
        help_text=_("What goes out, asked as on the page of search: haven -sport place:Gent. Empty: everything"),
    )
    secret_from = models.CharField(
        _("where the secret is"), max_length=300, blank=True, help_text=_("env:NAME or file:PATH")
    )
    known_hosts = models.CharField("known_hosts", max_length=1000, blank=True)
    private = models.BooleanField(_("may be an address that is not public"), default=False)
    active = models.BooleanField(_("active"), default=True)
    told = models.BigIntegerField(default=0, editable=False)
    key = models.BigIntegerField(default=0, editable=False)
    proved_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("way out")
        verbose_name_plural = _("ways out")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class Sending(models.Model):
    """That an outlet is to be told of an article, or was: one row for the two, so that each gets the newest state, in
    order. It holds no words: what is sent is made when it is. Without an article it is about all pages of a cache.

    `told` is the change (for a hub, the edition) that it is about, `sent` that of the last state that arrived. `took`
    is how many milliseconds it took until something that had gone was gone there, too.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("sent")
        FAILED = "failed", _("given up")

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="sendings", db_index=False)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+", db_index=False)
    told = models.BigIntegerField(default=0)
    sent = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    gone = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    since = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    took = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("outgoing call")
        verbose_name_plural = _("outgoing calls")
        constraints = (models.UniqueConstraint(fields=("outlet", "article"), name="sending_once"),)
        indexes = (
            models.Index(fields=("outlet", "next_at"), condition=models.Q(state="pending"), name="sending_pending"),
            models.Index(fields=("outlet", "-id"), condition=models.Q(state="failed"), name="sending_given_up"),
            models.Index(fields=("outlet", "-done_at"), condition=models.Q(state="done"), name="sending_done"),
            models.Index(fields=("-done_at",), condition=models.Q(took__isnull=False), name="sending_gone"),
        )

    def __str__(self) -> str:
        return f"{self.outlet_id} {self.article_id} {self.state}"
