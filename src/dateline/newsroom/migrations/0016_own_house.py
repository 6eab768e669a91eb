"""Of each article: whether search engines may have it, and the names that readers do not get."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0015_lifted"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="noindex",
            field=models.BooleanField(default=False, verbose_name="kept out of search engines"),
        ),
        migrations.AddField(
            model_name="article",
            name="stand_ins",
            field=models.JSONField(default=list),
        ),
    ]
