"""Ways out: at which change an article last became another for readers, and what feeds and search engines get."""

from django.db import migrations, models
from django.db.models import F, Q


def fill(apps, schema_editor):
    """What is up, or has ended, counts as told when its article last changed."""
    articles = apps.get_model("newsroom", "Article").objects
    ended = Q(state__in=("killed", "expired", "purged", "replaced"))
    known = articles.filter(Q(listed=True, state="published") | ended)
    known.update(told=F("change"), told_at=F("updated_at"))
    known.filter(told_at=None).update(told_at=F("published_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0005_settled_references"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="told",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="article",
            name="told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="house",
            name="feed_text",
            field=models.CharField(
                choices=[("lead", "first paragraph"), ("full", "whole text")],
                default="lead",
                max_length=4,
                verbose_name="text in feeds",
            ),
        ),
        migrations.AddField(
            model_name="provider",
            name="noindex",
            field=models.BooleanField(default=False, verbose_name="kept out of search engines"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["provider", "listed", "-sort_at", "sort_place", "short_id"], name="article_agency"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["told", "id"], name="article_told"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["listed", "-told"], name="article_gone"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
