"""Who sends copy, by what way, and what may be done with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Provider(models.Model):
    """An agency with its rules. Rights are "not set" while `retention_days` is None: `dateline doctor` says so."""

    class Canonical(models.TextChoices):
        OWN = "own", _("this site")
        PROVIDER = "provider", _("the provider's own page")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name for readers"), max_length=200)
    credit_line = models.CharField(_("credit line"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    retention_days = models.PositiveIntegerField(
        _("retention in days"), null=True, blank=True, help_text=_("0 keeps copy without limit")
    )
    canonical = models.CharField(_("canonical page"), max_length=10, choices=Canonical.choices, default=Canonical.OWN)
    noindex = models.BooleanField(_("kept out of search engines"), default=False)
    machine_reading = models.BooleanField(_("may be read by machines"), default=False)
    known_terms = models.TextField(
        _("usage terms that are understood"),
        blank=True,
        help_text=_("One a line. Copy with a restriction that is not among them is held for a person."),
    )

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @property
    def rights_set(self) -> bool:
        """Whether somebody has said how long this provider's copy may be kept."""
        return self.retention_days is not None


class Source(models.Model):
    """A way in for copy: a watched folder, an address that copy is pushed to, an agency's API that is polled, or the
    command line. It publishes only the providers listed for it.

    Which fields count depends on `kind`: path and done for a folder; rate for a push; url, user, auth, login, services
    and every for a polled API. `secret_from` says where the secret of a push or a polled API comes from
    (newsroom/keys.py); `secret_turn` rises each time that a push gets a new secret of our own making, which was at
    `secret_renewed_at`.
    """

    class Kind(models.TextChoices):
        FOLDER = "folder", _("watched folder")
        PUSH = "push", _("HTTP push")
        ANP_API = "anp-api", _("ANP News API")
        COMMAND = "command", _("command line")
        DEMO = "demo", _("demonstration")
        DESK = "desk", _("the desk")

    class Done(models.TextChoices):
        MOVE = "move", _("move to a dated folder")
        STAY = "stay", _("leave where they are")

    class Auth(models.TextChoices):
        BASIC = "basic", _("name and password with each call")
        LOGIN = "login", _("a token from a log-in call")

    slug = models.SlugField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FOLDER)
    path = models.CharField(_("folder"), max_length=1000, blank=True)
    done = models.CharField(_("files that are done"), max_length=10, choices=Done.choices, default=Done.MOVE)
    url = models.CharField(_("address of the API"), max_length=1000, blank=True)
    user = models.CharField(_("user name"), max_length=200, blank=True)
    auth = models.CharField(_("signs in with"), max_length=10, choices=Auth.choices, default=Auth.BASIC)
    login = models.CharField(_("path of the log-in call, below the address"), max_length=200, default="services/login")
    services = models.JSONField(_("services that are read"), default=list, blank=True)
    every = models.PositiveIntegerField(_("seconds between two calls"), default=20)
    rate = models.PositiveIntegerField(_("deliveries a minute, at the most"), default=1200)
    secret_from = models.CharField(
        _("where the secret is"), max_length=300, blank=True, help_text=_("env:NAME or file:PATH")
    )
    secret_turn = models.PositiveIntegerField(default=1, editable=False)
    secret_renewed_at = models.DateTimeField(null=True, editable=False)
    quiet_after = models.PositiveIntegerField(
        _("minutes of silence that are normal"), default=0, help_text=_("0 for no alarm")
    )
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    format = models.CharField(_("format"), max_length=40, blank=True, help_text=_("Empty: by its content"))
    providers = models.ManyToManyField(Provider, verbose_name=_("publishes"), blank=True, related_name="sources")
    names_make_rows = models.BooleanField(_("makes providers and sections from names"), default=False, editable=False)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug
