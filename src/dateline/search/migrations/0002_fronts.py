"""Headline and lead beside the index of SQLite, to put hits in the order of how well they fit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_first")]

    operations = [
        migrations.AddField("document", "headline", models.TextField(null=True)),
        migrations.AddField("document", "lead", models.TextField(null=True)),
    ]
