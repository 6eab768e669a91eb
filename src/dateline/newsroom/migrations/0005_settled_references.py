"""Kills and replacements that a person has said the meaning of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0004_the_wire"),
    ]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)), fields=["state", "-id"], name="reference_open"
            ),
        ),
    ]
