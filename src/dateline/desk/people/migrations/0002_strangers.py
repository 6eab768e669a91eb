import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_tries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stranger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=191)),
                ("name", models.CharField(max_length=150)),
                ("why", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("issuer", "subject"), name="stranger_once")],
            },
        ),
    ]
