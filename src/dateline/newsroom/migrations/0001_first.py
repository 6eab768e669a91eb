"""The newsroom's tables as they first were."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def make_rows(apps, schema_editor):
    """The rows that every installation has: the house, the two numbers, and the way in of the command line."""
    apps.get_model("newsroom", "House").objects.create(pk=1)
    numbers = apps.get_model("newsroom", "Number").objects
    numbers.create(name="change")
    numbers.create(name="edition")
    apps.get_model("newsroom", "Source").objects.create(
        slug="command", kind="command", done="stay", names_make_rows=True
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                ("raw", models.BinaryField(null=True)),
                ("raw_file", models.CharField(blank=True, max_length=200)),
                ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "waiting"), ("done", "read"), ("quarantined", "in quarantine")],
                        default="pending",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("backlog", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("done_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("report", models.JSONField(default=list)),
                ("format", models.CharField(blank=True, max_length=40)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("zone", models.CharField(blank=True, max_length=60)),
                ("provider_name", models.CharField(blank=True, max_length=40)),
                ("section_name", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="House",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(default="Dateline", max_length=200, verbose_name="title of the site")),
                ("motto", models.CharField(blank=True, max_length=200, verbose_name="line below the title")),
                ("language", models.CharField(default="nl", max_length=10, verbose_name="language of the site")),
                ("zone", models.CharField(default="Europe/Amsterdam", max_length=60, verbose_name="time zone")),
                ("base_url", models.URLField(blank=True, verbose_name="address of the site")),
                ("rail_size", models.PositiveSmallIntegerField(default=7, verbose_name="items in a rail")),
                ("page_size", models.PositiveSmallIntegerField(default=30, verbose_name="articles on a page")),
            ],
            options={
                "verbose_name": "house",
                "verbose_name_plural": "house",
            },
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                ("name", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("n", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name for readers")),
                ("credit_line", models.CharField(blank=True, max_length=200, verbose_name="credit line")),
                ("language", models.CharField(blank=True, max_length=20, verbose_name="language")),
                ("zone", models.CharField(blank=True, max_length=60, verbose_name="time zone")),
                (
                    "retention_days",
                    models.PositiveIntegerField(
                        blank=True, help_text="0 keeps copy without limit", null=True, verbose_name="retention in days"
                    ),
                ),
                (
                    "canonical",
                    models.CharField(
                        choices=[("own", "this site"), ("provider", "the provider's own page")],
                        default="own",
                        max_length=10,
                        verbose_name="canonical page",
                    ),
                ),
                ("machine_reading", models.BooleanField(default=False, verbose_name="may be read by machines")),
                (
                    "known_terms",
                    models.TextField(
                        blank=True,
                        help_text="One a line. Copy with a restriction that is not among them is held for a person.",
                        verbose_name="usage terms that are understood",
                    ),
                ),
            ],
            options={
                "verbose_name": "provider",
                "verbose_name_plural": "providers",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("update_moves_up", models.BooleanField(default=False, verbose_name="an update moves an article up")),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ("place", "name"),
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("guid", models.CharField(max_length=500)),
                ("short_id", models.CharField(max_length=16, unique=True)),
                ("purged_at", models.DateTimeField(null=True)),
                (
                    "provider",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="newsroom.provider",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("replace", "Replace"), ("kill", "Kill")], max_length=8)),
                ("target", models.CharField(max_length=500)),
                ("target_key", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "matches nothing yet"),
                            ("matched", "matches one item"),
                            ("ambiguous", "matches several items"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to="newsroom.item",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to="newsroom.provider",
                    ),
                ),
                ("targets", models.ManyToManyField(related_name="referred_by", to="newsroom.item")),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(default=0)),
                ("version", models.CharField(blank=True, max_length=60)),
                ("order_key", models.CharField(max_length=80)),
                ("version_created", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField()),
                ("status", models.CharField(max_length=10)),
                ("signal", models.CharField(blank=True, max_length=12)),
                ("headline_key", models.CharField(blank=True, max_length=200)),
                ("slug_key", models.CharField(blank=True, max_length=200)),
                ("number_key", models.CharField(blank=True, max_length=200)),
                ("words_sha256", models.CharField(blank=True, max_length=64)),
                ("moment", models.DateTimeField()),
                ("facts", models.TextField(default="{}")),
                ("content", models.BinaryField(null=True)),
                ("content_sha256", models.CharField(max_length=64)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="newsroom.delivery"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="newsroom.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("verb", models.CharField(max_length=20, verbose_name="act")),
                ("act", models.BooleanField(default=False)),
                ("by_name", models.CharField(blank=True, max_length=150, verbose_name="by")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="newsroom.delivery",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="newsroom.item",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsroom.item",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsroom.revision",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsroom.section",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "history",
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("short_id", models.CharField(max_length=16, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("desk", "at the desk"),
                            ("held", "held"),
                            ("embargoed", "under embargo"),
                            ("published", "published"),
                            ("replaced", "replaced"),
                            ("killed", "killed"),
                            ("expired", "expired"),
                            ("purged", "purged"),
                        ],
                        default="desk",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("listed", models.BooleanField(default=False)),
                ("taken", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("headline", models.CharField(blank=True, max_length=500, verbose_name="headline")),
                ("words", models.CharField(blank=True, max_length=100)),
                ("dateline", models.CharField(blank=True, max_length=300)),
                ("lead", models.TextField(blank=True)),
                ("urgency", models.PositiveSmallIntegerField(null=True)),
                ("signal", models.CharField(blank=True, max_length=12)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("credit", models.JSONField(default=list)),
                ("note", models.TextField(blank=True, verbose_name="note to readers")),
                ("precision", models.CharField(blank=True, max_length=6)),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(null=True, verbose_name="updated")),
                ("embargoed_until", models.DateTimeField(null=True, verbose_name="embargo")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="expires")),
                ("sort_at", models.BigIntegerField(default=0)),
                ("sort_place", models.PositiveIntegerField(default=0)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="article", to="newsroom.item"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsroom.item",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="articles", to="newsroom.provider"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsroom.revision",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="newsroom.section",
                        verbose_name="section",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("folder", "watched folder"), ("command", "command line"), ("demo", "demonstration")],
                        default="folder",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=1000, verbose_name="folder")),
                (
                    "done",
                    models.CharField(
                        choices=[("move", "move to a dated folder"), ("stay", "leave where they are")],
                        default="move",
                        max_length=10,
                        verbose_name="files that are done",
                    ),
                ),
                ("zone", models.CharField(blank=True, max_length=60, verbose_name="time zone")),
                (
                    "format",
                    models.CharField(
                        blank=True, help_text="Empty: by its content", max_length=40, verbose_name="format"
                    ),
                ),
                (
                    "names_make_rows",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="makes providers and sections from names"
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "providers",
                    models.ManyToManyField(
                        blank=True, related_name="sources", to="newsroom.provider", verbose_name="publishes"
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ("slug",),
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("category", models.CharField(blank=True, max_length=60, verbose_name="provider's category")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="subject code")),
                (
                    "action",
                    models.CharField(
                        choices=[("publish", "publish"), ("desk", "leave to the desk")],
                        default="publish",
                        max_length=8,
                        verbose_name="action",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="newsroom.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="newsroom.section", verbose_name="section"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="newsroom.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ("place", "id"),
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="newsroom.source",
            ),
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.BigIntegerField()),
                ("tag", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["tag", "n"], name="touch_of_tag")],
                "constraints": [models.UniqueConstraint(fields=("n", "tag"), name="touch_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("provider", "guid"), name="item_identity"),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(fields=["provider", "target_key", "at"], name="reference_target"),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.UniqueConstraint(fields=("item", "kind", "target_key"), name="reference_once"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["headline_key", "moment"], name="revision_headline"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["slug_key", "moment"], name="revision_slug"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["number_key", "moment"], name="revision_number"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["words_sha256"], name="revision_words"),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=("item", "order_key", "content_sha256"), name="same_revision_once"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["item", "id"], name="event_item"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["section", "listed", "-sort_at", "sort_place", "short_id"], name="article_rail"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["listed", "-sort_at", "sort_place", "short_id"], name="article_front"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["state", "-sort_at"], name="article_state"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("embargoed_until__isnull", False)),
                fields=["listed", "embargoed_until"],
                name="article_embargoes",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False)), fields=["taken", "expires_at"], name="article_expiry"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["backlog", "id"], name="delivery_pending"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["sha256"], name="delivery_sha256"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("source", "sha256"), name="same_bytes_once_a_source"),
        ),
        migrations.RunPython(make_rows, migrations.RunPython.noop),
    ]
