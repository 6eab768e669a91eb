"""Pages of the house, where the addresses of an old site lead, and when an article was corrected."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q

MOST = 2000


def fill(apps, schema_editor):
    """When what is there was last corrected: when it was updated, as far as anybody knows."""
    article, event = apps.get_model("newsroom", "Article"), apps.get_model("newsroom", "Event")
    noted = event.objects.filter(item=OuterRef("item"), verb="correct", act=True)
    found = article.objects.filter(Q(signal="correction") | Exists(noted))
    for row in found.only("pk", "updated_at", "published_at").iterator(MOST):
        at = row.updated_at or row.published_at
        if at is not None:
            article.objects.filter(pk=row.pk).update(corrected_at=round(at.timestamp() * 1000))


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0017_told_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list", models.PositiveIntegerField()),
                ("old", models.CharField(max_length=500)),
                ("to", models.CharField(blank=True, max_length=1500)),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsroom.item",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("list", "old"), name="redirect_once")],
            },
        ),
        migrations.AddField("house", "imprint", models.TextField(blank=True, verbose_name="imprint")),
        migrations.AddField("house", "privacy", models.TextField(blank=True, verbose_name="privacy")),
        migrations.AddField("house", "redirects", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("article", "corrected_at", models.BigIntegerField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["listed", "-corrected_at", "short_id"],
                condition=Q(corrected_at__isnull=False),
                name="article_corrected",
            ),
        ),
    ]
