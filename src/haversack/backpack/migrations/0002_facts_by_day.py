"""Put the day before each keyed fact, so that facts of one day lie together in their index."""

from itertools import islice

from django.db import migrations, models

FEW = 5000


def _rewrite(schema_editor, statement, changed):
    with schema_editor.connection.cursor() as reading:
        reading.execute(statement)
        rows = reading.fetchall()
    rewritten = ((changed(date, bytes(fact)), number) for number, date, fact in rows)
    with schema_editor.connection.cursor() as writing:
        while some := list(islice(rewritten, FEW)):
            writing.executemany("UPDATE backpack_record SET fact = %s WHERE id = %s", some)


def put_days(apps, schema_editor):
    """As rules.order.fact_on; a rank below zero goes by an address and has no day."""
    _rewrite(
        schema_editor,
        "SELECT id, CASE WHEN rank < 0 THEN 0 ELSE date END, fact FROM backpack_record WHERE fact IS NOT NULL",
        lambda date, fact: (date // 10**6).to_bytes(4, "big") + fact,
    )


def take_days(apps, schema_editor):
    _rewrite(
        schema_editor,
        "SELECT id, date, fact FROM backpack_record WHERE fact IS NOT NULL",
        lambda date, fact: fact[4:],
    )


class Migration(migrations.Migration):
    dependencies = [("backpack", "0001_initial")]

    operations = [
        migrations.AlterField("record", "fact", models.BinaryField(max_length=20, null=True)),
        migrations.RunPython(put_days, take_days),
    ]
