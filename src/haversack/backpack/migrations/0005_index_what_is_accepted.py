from django.db import migrations, models


def index(name, field, **which):
    return migrations.AddIndex(
        model_name="record",
        index=models.Index(
            fields=["person", field, "state", "lead", "date"],
            name=name,
            condition=models.Q(**{f"{field}__isnull": False}, **which),
        ),
    )


class Migration(migrations.Migration):
    """The indexes on codes and marks hold accepted records alone: nobody looks for what waits by them."""

    dependencies = [("backpack", "0004_records_of_another_format")]

    operations = [
        migrations.RemoveIndex(model_name="record", name="record_code"),
        migrations.RemoveIndex(model_name="record", name="record_mark"),
        index("record_code", "code", state=1),
        index("record_mark", "mark", state=1),
    ]
