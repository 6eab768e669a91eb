"""When the words of an article last changed."""

from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """Of what is there already nobody looks which versions said the same."""
    apps.get_model("newsroom", "Article").objects.update(modified_at=F("updated_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0011_alarms"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="modified_at",
            field=models.DateTimeField(null=True, verbose_name="words changed"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
