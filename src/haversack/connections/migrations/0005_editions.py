"""Editions of published lists: when each is asked for, and which offices are not to be found (yet, or any more)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('connections', '0004_what_pages_showed'),
    ]

    operations = [
        migrations.AddField(
            model_name='office',
            name='standing',
            field=models.CharField(choices=[('shown', 'Shown'), ('coming', 'Coming'), ('behind', 'Behind')], default='shown', max_length=8),
        ),
        migrations.AddField(
            model_name='publishedlist',
            name='base',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='publishedlist',
            name='digest',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='publishedlist',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='publishedlist',
            name='listings',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='publishedlist',
            name='trouble',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='publishedlist',
            name='address',
            field=models.CharField(max_length=500),
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(condition=models.Q(('standing', 'shown'), _negated=True), fields=['standing'], name='office_not_shown'),
        ),
        migrations.AddConstraint(
            model_name='publishedlist',
            constraint=models.UniqueConstraint(fields=('address', 'base'), name='one_list_each'),
        ),
    ]
