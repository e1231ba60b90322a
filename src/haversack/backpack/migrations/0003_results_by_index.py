from django.db import migrations, models


class Migration(migrations.Migration):
    """The indexes on codes and marks take in the state: a page that asks for accepted lines reads nothing else."""

    dependencies = [("backpack", "0002_facts_by_day")]

    operations = [
        migrations.RemoveIndex(model_name="record", name="record_code"),
        migrations.RemoveIndex(model_name="record", name="record_mark"),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["person", "code", "state", "lead", "date"],
                name="record_code",
                condition=models.Q(code__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["person", "mark", "state", "lead", "date"],
                name="record_mark",
                condition=models.Q(mark__isnull=False),
            ),
        ),
    ]
