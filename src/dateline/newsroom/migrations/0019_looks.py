"""How a house looks: type, colours and logo."""

from django.db import migrations, models


def colour(name, label):
    return migrations.AddField("house", name, models.CharField(blank=True, max_length=7, verbose_name=label))


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0018_pages_of_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Logo",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            "house",
            "type",
            models.CharField(
                blank=True,
                choices=[
                    ("", "old style: Iowan, Palatino"),
                    ("transitional", "newspaper: Charter, Cambria"),
                    ("slab", "slab: Rockwell"),
                    ("sans", "plain: the reader’s own system"),
                    ("humanist", "warm: Seravek, Calibri"),
                ],
                max_length=12,
                verbose_name="type",
            ),
        ),
        colour("paper", "paper, in light"),
        colour("ink", "text, in light"),
        colour("accent", "title and rules, in light"),
        colour("paper_dark", "paper, in dark"),
        colour("ink_dark", "text, in dark"),
        colour("accent_dark", "title and rules, in dark"),
        migrations.AddField("house", "logo", models.CharField(blank=True, editable=False, max_length=20)),
        migrations.AddField("house", "logo_width", models.PositiveSmallIntegerField(default=0, editable=False)),
        migrations.AddField("house", "logo_height", models.PositiveSmallIntegerField(default=0, editable=False)),
    ]
