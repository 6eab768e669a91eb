"""Ways out for what readers get, and the calls that go by them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0013_content_api"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outlet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("webhook", "webhook"), ("folder", "folder"), ("purge", "purge of a cache")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=1000, verbose_name="address")),
                ("path", models.CharField(blank=True, max_length=1000, verbose_name="folder")),
                ("format", models.CharField(default="ninjs", max_length=20, verbose_name="format")),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="sections")),
                ("providers", models.JSONField(blank=True, default=list, verbose_name="providers")),
                ("private", models.BooleanField(default=False, verbose_name="may be an address that is not public")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("told", models.BigIntegerField(default=0, editable=False)),
                ("key", models.BigIntegerField(default=0, editable=False)),
                ("proved_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "way out",
                "verbose_name_plural": "ways out",
                "ordering": ("slug",),
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told", models.BigIntegerField(default=0)),
                ("sent", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "waiting"), ("done", "sent"), ("failed", "given up")],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("gone", models.BooleanField(default=False)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                ("since", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("took", models.PositiveIntegerField(null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="newsroom.article",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="newsroom.outlet",
                    ),
                ),
            ],
            options={
                "verbose_name": "outgoing call",
                "verbose_name_plural": "outgoing calls",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")), fields=["outlet", "next_at"], name="sending_pending"
                    ),
                    models.Index(condition=models.Q(("state", "failed")), fields=["-id"], name="sending_failed"),
                    models.Index(condition=models.Q(("took__isnull", False)), fields=["-done_at"], name="sending_gone"),
                ],
                "constraints": [models.UniqueConstraint(fields=("outlet", "article"), name="sending_once")],
            },
        ),
    ]
