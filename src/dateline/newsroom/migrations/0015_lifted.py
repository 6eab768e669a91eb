"""A kind of alarm more: that an embargo was lifted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0014_outgoing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alarm",
            name="kind",
            field=models.CharField(
                choices=[
                    ("silence", "a source is silent"),
                    ("kill", "a kill is not followed"),
                    ("worker", "nothing is worked"),
                    ("disk", "the disk is nearly full"),
                    ("release", "an embargo was lifted"),
                ],
                max_length=10,
            ),
        ),
    ]
