"""What nobody asked for is kept no longer: the scopes of a registration, the end of a client key."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('connections', '0005_editions'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='clientkey',
            name='ended_at',
        ),
        migrations.RemoveField(
            model_name='registration',
            name='scopes',
        ),
    ]
