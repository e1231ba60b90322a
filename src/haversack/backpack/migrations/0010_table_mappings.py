import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backpack', '0009_partings'),
    ]

    operations = [
        migrations.CreateModel(
            name='TableMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BinaryField(max_length=16)),
                ('sealed', models.BinaryField()),
                ('said_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='table_mappings', to='backpack.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='one_table_mapping_each')],
            },
        ),
    ]
