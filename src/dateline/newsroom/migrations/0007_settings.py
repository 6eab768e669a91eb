"""What chiefs set: the permission for it, and what the worker has to settle anew for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0006_ways_out"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="house",
            options={
                "permissions": (("set_up", "Can set the newsroom up"),),
                "verbose_name": "house",
                "verbose_name_plural": "house",
            },
        ),
        migrations.CreateModel(
            name="Resettling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(blank=True, max_length=10)),
                ("asked_at", models.DateTimeField()),
                ("came_at", models.BigIntegerField(null=True)),
                ("key", models.BigIntegerField(null=True)),
                (
                    "provider",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="newsroom.provider",
                    ),
                ),
            ],
            options={"verbose_name": "resettling"},
        ),
    ]
