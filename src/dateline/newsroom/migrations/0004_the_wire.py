"""The wire: when and by which source an item last came, and at which change its article last became another."""

from datetime import UTC, datetime
from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def fill(apps, schema_editor):
    """When what is there already came, by its last revision."""
    articles = apps.get_model("newsroom", "Article").objects
    revisions = apps.get_model("newsroom", "Revision").objects.order_by("item", "arrived_at", "id")
    rows = revisions.values_list("item", "arrived_at", "delivery__source").iterator()
    for item, of_item in groupby(rows, key=lambda row: row[0]):
        *_, (_item, arrived_at, source) = of_item
        came_at = round((arrived_at - _EPOCH).total_seconds() * 1000)
        articles.filter(item=item).update(came_at=came_at, source=source)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0003_order_of_bytes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "permissions": (
                    ("act_on_article", "Can act on the news"),
                    ("lift_embargo", "Can lift an embargo"),
                    ("purge_article", "Can purge an item"),
                    ("reinstate_article", "Can take a kill back"),
                ),
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="came_at",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="article",
            name="change",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="article",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="newsroom.source",
                verbose_name="source",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["change"], name="article_change"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-came_at", "-id"], name="wire_all"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["state", "-came_at", "-id"], name="wire_state"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["section", "-came_at", "-id"], name="wire_section"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["provider", "-came_at", "-id"], name="wire_provider"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["source", "-came_at", "-id"], name="wire_source"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["urgency", "-came_at", "-id"], name="wire_urgency"),
        ),
        # Last: PostgreSQL makes no index on a table with rows whose foreign keys it has yet to check.
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
