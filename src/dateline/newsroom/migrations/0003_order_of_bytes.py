"""Short ids are put in order by their bytes on every database: lists and references are in the same order on all."""

from django.db import migrations

COLUMNS = (("newsroom_item", "short_id"), ("newsroom_article", "short_id"), ("newsroom_reference", "short_id"))


def by_bytes(apps, schema_editor):
    """PostgreSQL goes by the language that the database was made with; SQLite by bytes anyway."""
    if schema_editor.connection.vendor == "postgresql":
        for table, column in COLUMNS:
            schema_editor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE varchar(16) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_ways_in_and_eras"),
    ]

    operations = [
        migrations.RunPython(by_bytes, migrations.RunPython.noop),
    ]
