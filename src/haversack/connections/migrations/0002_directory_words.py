"""The index of the directory's words: a table of each database's own kind."""

from django.db import migrations

from haversack.connections.models import words


def make(apps, schema_editor):
    words.create(schema_editor.connection.vendor, schema_editor.execute)


def unmake(apps, schema_editor):
    schema_editor.execute("DROP TABLE directory_words")


class Migration(migrations.Migration):
    dependencies = [("connections", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
