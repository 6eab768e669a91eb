"""What the people at the desk set for themselves, and how far they have acknowledged flashes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0009_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["signal", "-came_at", "-id"], name="wire_signal"),
        ),
        migrations.AddField(
            model_name="watch",
            name="notify",
            field=models.BooleanField(default=False, verbose_name="notifications of the browser"),
        ),
        migrations.AddField(
            model_name="watch",
            name="sound",
            field=models.BooleanField(default=False, verbose_name="a sound"),
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("keys", models.BooleanField(default=True, verbose_name="single keys act")),
                ("notify", models.BooleanField(default=False, verbose_name="notifications of the browser")),
                ("sound", models.BooleanField(default=False, verbose_name="a sound")),
                ("came", models.BigIntegerField(default=0)),
                ("event", models.BigIntegerField(default=0)),
            ],
        ),
    ]
