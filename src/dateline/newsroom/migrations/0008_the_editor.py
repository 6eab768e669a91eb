"""The editor: what the desk makes of articles, who is at it, and moments that editors set (pins, embargoes …)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0007_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="front_until",
            field=models.DateTimeField(null=True, verbose_name="on top of the front until"),
        ),
        migrations.AddField(
            model_name="article",
            name="section_until",
            field=models.DateTimeField(null=True, verbose_name="on top of its section until"),
        ),
        migrations.AddField(
            model_name="article",
            name="waiting",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newsroom.revision",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="article",
            name="state",
            field=models.CharField(
                choices=[
                    ("desk", "at the desk"),
                    ("held", "held"),
                    ("scheduled", "scheduled"),
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
                    ("desk", "the desk"),
                ],
                default="folder",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=150)),
                ("content", models.BinaryField(null=True)),
                (
                    "base",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsroom.revision",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits",
                        to="newsroom.item",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="edit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newsroom.edit",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("front_until__isnull", False)),
                fields=["listed", "front_until"],
                name="article_front_pins",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("section_until__isnull", False)),
                fields=["listed", "section_until"],
                name="article_section_pins",
            ),
        ),
        migrations.AddField(
            model_name="lease",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="lease", to="newsroom.item"
            ),
        ),
        migrations.AddField(
            model_name="lease",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="edit",
            constraint=models.UniqueConstraint(fields=("item", "n"), name="edit_once"),
        ),
    ]
