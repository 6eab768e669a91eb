"""Copy that is pushed and polled, raw copy in a shared database, and eras: which run of numbers a number is of."""

import hashlib
import uuid

import django.db.models.deletion
from django.db import migrations, models

from dateline.newsroom import identity


def begin_era(apps, schema_editor):
    """The first era of this database's numbers."""
    apps.get_model("newsroom", "Number").objects.update(era=uuid.uuid4().hex)


def hash_keys(apps, schema_editor):
    """The keys by which copy refers to other copy: hashes, and each with the version that refers."""

    def key(words):
        return words if not words or words.isdigit() else hashlib.sha256(words.encode()).hexdigest()[:32]

    revisions = apps.get_model("newsroom", "Revision").objects
    for revision in revisions.exclude(headline_key="", slug_key="").only("headline_key", "slug_key").iterator():
        keys = {"headline_key": key(revision.headline_key), "slug_key": key(revision.slug_key)}
        revisions.filter(pk=revision.pk).update(**keys)
    for reference in apps.get_model("newsroom", "Reference").objects.select_related("item__provider").iterator():
        reference.target_key = key(reference.target_key)
        provider, guid = reference.item.provider.code, reference.target
        reference.short_id = identity.short_id(provider, identity.kept_guid(identity.guid_named(guid)))
        reference.save(update_fields=["target_key", "short_id"])
        signal = "kill" if reference.kind == "kill" else "replacement"
        revisions.filter(item=reference.item_id, signal=signal).update(refers_to=reference.target_key)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolledItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=200)),
                ("item", models.CharField(max_length=200)),
                ("first_seen", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("ask_at", models.DateTimeField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("missing", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PollMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=200)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("newest", models.CharField(blank=True, max_length=200)),
                ("due_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("trouble", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="RawPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("n", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="number",
            name="era",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="source",
            name="auth",
            field=models.CharField(
                choices=[("basic", "name and password with each call"), ("login", "a token from a log-in call")],
                default="basic",
                max_length=10,
                verbose_name="signs in with",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="every",
            field=models.PositiveIntegerField(default=20, verbose_name="seconds between two calls"),
        ),
        migrations.AddField(
            model_name="source",
            name="login",
            field=models.CharField(
                default="services/login", max_length=200, verbose_name="path of the log-in call, below the address"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="quiet_after",
            field=models.PositiveIntegerField(
                default=0, help_text="0 for no alarm", verbose_name="minutes of silence that are normal"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="rate",
            field=models.PositiveIntegerField(default=1200, verbose_name="deliveries a minute, at the most"),
        ),
        migrations.AddField(
            model_name="source",
            name="secret_from",
            field=models.CharField(
                blank=True, help_text="env:NAME or file:PATH", max_length=300, verbose_name="where the secret is"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="secret_turn",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="source",
            name="secret_renewed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="services",
            field=models.JSONField(blank=True, default=list, verbose_name="services that are read"),
        ),
        migrations.AddField(
            model_name="source",
            name="url",
            field=models.CharField(blank=True, max_length=1000, verbose_name="address of the API"),
        ),
        migrations.AddField(
            model_name="source",
            name="user",
            field=models.CharField(blank=True, max_length=200, verbose_name="user name"),
        ),
        migrations.AddField(
            model_name="touch",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="touch",
            name="at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="source",
            name="kind",
            field=models.CharField(
                choices=[
                    ("folder", "watched folder"),
                    ("push", "HTTP push"),
                    ("anp-api", "ANP News API"),
                    ("command", "command line"),
                    ("demo", "demonstration"),
                ],
                default="folder",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["source", "backlog", "id"],
                name="delivery_pending_source",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["source", "arrived_at"], name="delivery_silence"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("attempts__gt", 0), ("state", "pending")), fields=["id"], name="delivery_tried"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "quarantined")), fields=["id"], name="delivery_quarantined"
            ),
        ),
        migrations.AddField(
            model_name="polleditem",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="polled_items",
                to="newsroom.source",
            ),
        ),
        migrations.AddField(
            model_name="pollmark",
            name="source",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="newsroom.source"
            ),
        ),
        migrations.AddConstraint(
            model_name="rawpart",
            constraint=models.UniqueConstraint(fields=("name", "n"), name="raw_part_once"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("verb__in", ("kill", "killed", "reinstate", "purge", "expire", "ambiguous"))),
                fields=["id"],
                name="event_removals",
            ),
        ),
        migrations.AddIndex(
            model_name="polleditem",
            index=models.Index(fields=["source", "ask_at"], name="polled_item_due"),
        ),
        migrations.AddConstraint(
            model_name="polleditem",
            constraint=models.UniqueConstraint(fields=("source", "service", "item"), name="polled_item_once"),
        ),
        migrations.AddConstraint(
            model_name="pollmark",
            constraint=models.UniqueConstraint(fields=("source", "service"), name="mark_of_service"),
        ),
        migrations.AddField(
            model_name="revision",
            name="refers_to",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reference",
            name="short_id",
            field=models.CharField(blank=True, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name="article",
            options={
                "permissions": (("reinstate_article", "Can take a kill back"),),
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.RunPython(begin_era, migrations.RunPython.noop),
        migrations.RunPython(hash_keys, migrations.RunPython.noop),
    ]
