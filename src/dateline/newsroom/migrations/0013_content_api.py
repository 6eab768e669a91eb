"""The keys of the content API."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0012_words_changed"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("key_sha256", models.CharField(max_length=64, unique=True)),
                ("rate", models.PositiveIntegerField(default=600, verbose_name="calls a minute, at the most")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "providers",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="newsroom.provider", verbose_name="opens the copy of"
                    ),
                ),
            ],
            options={
                "verbose_name": "key to the API",
                "verbose_name_plural": "keys to the API",
                "ordering": ("name",),
            },
        ),
    ]
