"""Views of the wire that people keep, and at which change number an item last came."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0008_the_editor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="came",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["urgency", "came"], name="article_flashes"),
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=500)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "view",
                "verbose_name_plural": "views",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="watches", to="newsroom.view"
                    ),
                ),
                ("seen", models.BigIntegerField(default=0)),
                ("column", models.BooleanField(default=False, verbose_name="show it as a column")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "view"), name="watch_once")],
            },
        ),
    ]
