"""What readers get: sections, the rules that fill them, and articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.models.copy import Item, Revision
from dateline.newsroom.models.editing import Edit
from dateline.newsroom.models.rights import Provider, Source


class House(models.Model):
    """The publisher's own settings: one row, made by the first migration. Read it with `newsroom.house.house()`.

    `redirects` is the list of old addresses that is in force (newsroom/redirects.py). Colours are like `#1b1813`, empty
    for the site's own (newsroom/looks); `logo` is the name of the Logo.
    """

    class FeedText(models.TextChoices):
        LEAD = "lead", _("first paragraph")
        FULL = "full", _("whole text")

    class Type(models.TextChoices):
        OLD_STYLE = "", _("old style: Iowan, Palatino")
        TRANSITIONAL = "transitional", _("newspaper: Charter, Cambria")
        SLAB = "slab", _("slab: Rockwell")
        SANS = "sans", _("plain: the reader’s own system")
        HUMANIST = "humanist", _("warm: Seravek, Calibri")

    title = models.CharField(_("title of the site"), max_length=200, default="Dateline")
    motto = models.CharField(_("line below the title"), max_length=200, blank=True)
    language = models.CharField(_("language of the site"), max_length=10, default="nl")
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Amsterdam")
    base_url = models.URLField(_("address of the site"), blank=True)
    rail_size = models.PositiveSmallIntegerField(_("items in a rail"), default=7)
    page_size = models.PositiveSmallIntegerField(_("articles on a page"), default=30)
    feed_text = models.CharField(_("text in feeds"), max_length=4, choices=FeedText.choices, default=FeedText.LEAD)

    imprint = models.TextField(_("imprint"), blank=True)
    privacy = models.TextField(_("privacy"), blank=True)
    redirects = models.PositiveIntegerField(default=0, editable=False)
    type = models.CharField(_("type"), max_length=12, choices=Type.choices, blank=True)
    paper = models.CharField(_("paper, in light"), max_length=7, blank=True)
    ink = models.CharField(_("text, in light"), max_length=7, blank=True)
    accent = models.CharField(_("title and rules, in light"), max_length=7, blank=True)
    paper_dark = models.CharField(_("paper, in dark"), max_length=7, blank=True)
    ink_dark = models.CharField(_("text, in dark"), max_length=7, blank=True)
    accent_dark = models.CharField(_("title and rules, in dark"), max_length=7, blank=True)
    logo = models.CharField(max_length=20, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("house")
        verbose_name_plural = _("house")
        permissions = (("set_up", "Can set the newsroom up"),)

    def __str__(self) -> str:
        return self.title


class Logo(models.Model):
    """The picture that stands for the title of the site, under a name made of its bytes: `1a2b3c4d5e6f.png`."""

    name = models.CharField(max_length=20, primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A part of the paper: Buitenland. Sections stand in the order of `place`."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    update_moves_up = models.BooleanField(_("an update moves an article up"), default=False)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("place", "name")

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """What copy goes where: the first rule that matches decides. Empty fields match everything."""

    class Action(models.TextChoices):
        PUBLISH = "publish", _("publish")
        DESK = "desk", _("leave to the desk")

    place = models.PositiveSmallIntegerField(_("place"), default=0)
    provider = models.ForeignKey(Provider, models.CASCADE, null=True, blank=True, verbose_name=_("provider"))
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, verbose_name=_("source"))
    category = models.CharField(_("provider's category"), max_length=60, blank=True)
    subject = models.CharField(_("subject code"), max_length=60, blank=True)
    section = models.ForeignKey(Section, models.CASCADE, verbose_name=_("section"))
    action = models.CharField(_("action"), max_length=8, choices=Action.choices, default=Action.PUBLISH)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ("place", "id")

    def __str__(self) -> str:
        return f"{self.provider or '*'} {self.category or self.subject or self.source or '*'} → {self.section}"


WIRE = (
    ("wire_all", ()),
    ("wire_state", ("state",)),
    ("wire_section", ("section",)),
    ("wire_provider", ("provider",)),
    ("wire_source", ("source",)),
    ("wire_urgency", ("urgency",)),
    ("wire_signal", ("signal",)),
)
"""The indexes of the wire: all that came, newest first, and by one thing each that an editor may ask for."""


class Article(models.Model):
    """What readers get for an item: everything that a page needs without reading a revision, but the body.

    A following article shows its item's newest usable revision (`revision`), a forked one what the desk made of one
    (`edit`); `waiting` is then the newest usable revision, if the desk has not looked at it yet. `sort_at` is the
    item's first publication in milliseconds since 1970, 0 where it is unknown; with `sort_place` (place in the
    delivery) and `short_id` it orders rails. Until `front_until` and `section_until` it is pinned to the top of those
    pages. `listed` says that it may show as soon as its embargo and until its expiry allow: published, scheduled or
    under embargo (`embargoed_until` is the end of either). Only `newsroom.visible` reads it. `taken` says that
    retention or a purge has taken the copy. `corrected_at` is when it was last corrected, in
    milliseconds since 1970. `stand_ins` are the names that readers do not get, each with what stands in
    its place (newsroom/standins.py). `dateline` is as readers see it, the same way for all agencies:
    `MOSKOU (ANP/AFP/RTR) -`.

    The desk goes by `came_at`, when the last version of the item arrived (in milliseconds since 1970), `source`, by
    which it came, `came`, the change number at which it did, and `change`, that at which anything of the article was
    last another. They depend on the order of arrival, and nothing that readers see depends on them.

    Whoever follows the paper from outside (feeds, the API, outgoing calls) goes by `told`: the change number at which
    what readers can get of it was last another, 0 as long as they never could get anything; and `told_at`, when.
    """

    class State(models.TextChoices):
        DESK = "desk", _("at the desk")
        HELD = "held", _("held")
        SCHEDULED = "scheduled", _("scheduled")
        EMBARGOED = "embargoed", _("under embargo")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("replaced")
        KILLED = "killed", _("killed")
        EXPIRED = "expired", _("expired")
        PURGED = "purged", _("purged")

    item = models.OneToOneField(Item, models.PROTECT, related_name="article")
    short_id = models.CharField(max_length=16, unique=True)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="articles")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", db_index=False)
    edit = models.ForeignKey(Edit, models.PROTECT, null=True, related_name="+", db_index=False)
    waiting = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", db_index=False)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, related_name="articles", db_index=False, verbose_name=_("section")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DESK)
    listed = models.BooleanField(default=False)
    taken = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    replaced_by = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", db_index=False)

    headline = models.CharField(_("headline"), max_length=500, blank=True)
    words = models.CharField(max_length=100, blank=True)
    dateline = models.CharField(max_length=300, blank=True)
    lead = models.TextField(blank=True)
    urgency = models.PositiveSmallIntegerField(null=True)
    signal = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=20, blank=True)
    credit = models.JSONField(default=list)
    note = models.TextField(_("note to readers"), blank=True)
    precision = models.CharField(max_length=6, blank=True)
    published_at = models.DateTimeField(_("published"), null=True)
    updated_at = models.DateTimeField(_("updated"), null=True)
    modified_at = models.DateTimeField(_("words changed"), null=True)
    corrected_at = models.BigIntegerField(null=True)
    embargoed_until = models.DateTimeField(_("embargo"), null=True)
    expires_at = models.DateTimeField(_("expires"), null=True)
    sort_at = models.BigIntegerField(default=0)
    sort_place = models.PositiveIntegerField(default=0)
    noindex = models.BooleanField(_("kept out of search engines"), default=False)
    stand_ins = models.JSONField(default=list)
    front_until = models.DateTimeField(_("on top of the front until"), null=True)
    section_until = models.DateTimeField(_("on top of its section until"), null=True)

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("source")
    )
    came_at = models.BigIntegerField(default=0)
    came = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0)
    told = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = (
            ("act_on_article", "Can act on the news"),
            ("lift_embargo", "Can lift an embargo"),
            ("purge_article", "Can purge an item"),
            ("reinstate_article", "Can take a kill back"),
        )
        indexes = (
            models.Index(fields=("section", "listed", "-sort_at", "sort_place", "short_id"), name="article_rail"),
            models.Index(fields=("listed", "-sort_at", "sort_place", "short_id"), name="article_front"),
            models.Index(fields=("provider", "listed", "-sort_at", "sort_place", "short_id"), name="article_agency"),
            models.Index(fields=("told", "id"), name="article_told"),
            models.Index(fields=("listed", "-told"), name="article_gone"),
            models.Index(fields=("state", "-sort_at"), name="article_state"),
            models.Index(fields=("change",), name="article_change"),
            models.Index(fields=("urgency", "came"), name="article_flashes"),
            *(models.Index(fields=(*by, "-came_at", "-id"), name=name) for name, by in WIRE),
            models.Index(
                fields=("listed", "embargoed_until"),
                condition=models.Q(embargoed_until__isnull=False),
                name="article_embargoes",
            ),
            models.Index(
                fields=("listed", "front_until"),
                condition=models.Q(front_until__isnull=False),
                name="article_front_pins",
            ),
            models.Index(
                fields=("listed", "section_until"),
                condition=models.Q(section_until__isnull=False),
                name="article_section_pins",
            ),
            models.Index(
                fields=("listed", "-corrected_at", "short_id"),
                condition=models.Q(corrected_at__isnull=False),
                name="article_corrected",
            ),
            models.Index(
                fields=("taken", "expires_at"),
                condition=models.Q(expires_at__isnull=False),
                name="article_expiry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.short_id} {self.headline}"
