"""PostgreSQL's tokens as text in the row, with an index of them, instead of a vector beside it.

The index is made anew by the worker (`stores.Postgresql.version`), so nothing of it is carried over.
"""

from django.db import migrations

POSTGRESQL = (
    "TRUNCATE search_document",
    "ALTER TABLE search_document DROP COLUMN vector, DROP COLUMN front, ADD COLUMN words text NOT NULL",
    # Rows of up to eight thousand bytes stay together: what lies apart takes ten times as long to look into.
    "ALTER TABLE search_document SET (toast_tuple_target = 8160)",
    "CREATE INDEX search_document_words ON search_document"
    " USING gin (array_to_tsvector(string_to_array(btrim(words), ' '))) WITH (fastupdate = off)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_fronts")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=False)]
