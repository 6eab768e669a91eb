"""The index, as either database has it. It is filled by the worker, and never part of a backup."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = """
    CREATE VIRTUAL TABLE search_index USING fts5(
        headline, lead, body, facts, content='', columnsize=0, tokenize="ascii tokenchars '=:-'"
    )
"""

POSTGRESQL = (
    "ALTER TABLE search_document ADD COLUMN vector tsvector, ADD COLUMN front tsvector",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector) WITH (fastupdate = off)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("newsroom", "0004_the_wire")]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("docid", models.BigIntegerField(primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                ("sha", models.CharField(max_length=16)),
                ("packed", models.BinaryField(null=True)),
                (
                    "article",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="newsroom.article",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("came_at", models.BigIntegerField()),
                ("article", models.BigIntegerField()),
                ("done", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunPython(make, migrations.RunPython.noop, elidable=False),
    ]
