"""Connections to portals: who is connected where, as what, and what is being fetched."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backpack', '0005_index_what_is_accepted'),
        ('connections', '0002_directory_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClientKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(max_length=64, unique=True)),
                ('sealed', models.BinaryField()),
                ('public', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.BinaryField(max_length=16)),
                ('state', models.CharField(choices=[('investigating', 'investigating'), ('registering', 'registering'), ('ready', 'ready'), ('connected', 'connected'), ('sign_in_again', 'sign_in_again'), ('failing', 'failing'), ('not_supported', 'not_supported'), ('disconnected', 'disconnected')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('schedule', models.CharField(choices=[('daily', 'daily'), ('weekly', 'weekly'), ('monthly', 'monthly'), ('by_hand', 'by_hand')], default='weekly', max_length=8)),
                ('sealed', models.BinaryField()),
                ('tokens', models.BinaryField(null=True)),
                ('refresh_until', models.DateTimeField(null=True)),
                ('refresh_attempt', models.IntegerField(default=0)),
                ('expires_at', models.DateTimeField(null=True)),
                ('signed_in_at', models.DateTimeField(null=True)),
                ('next_fetch_at', models.DateTimeField(null=True)),
                ('last_fetch_at', models.DateTimeField(null=True)),
                ('last_full_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='connections', to='backpack.person')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='connections', to='backpack.source')),
            ],
        ),
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('full', 'Full'), ('quick', 'Quick')], max_length=5)),
                ('why', models.CharField(choices=[('first', 'First'), ('schedule', 'Schedule'), ('hand', 'Hand'), ('signed_in', 'Signed In')], max_length=9)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('part', 'Part'), ('failed', 'Failed'), ('stopped', 'Stopped')], default='waiting', max_length=7)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('sealed', models.BinaryField()),
                ('due_at', models.DateTimeField()),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.IntegerField(default=0)),
                ('stop_asked', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('received', models.IntegerField(default=0)),
                ('new', models.IntegerField(default=0)),
                ('changed', models.IntegerField(default=0)),
                ('unchanged', models.IntegerField(default=0)),
                ('declined', models.IntegerField(default=0)),
                ('unreadable', models.IntegerField(default=0)),
                ('withdrawn', models.IntegerField(default=0)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fetches', to='connections.connection')),
            ],
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.IntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('skipped', 'Skipped')], default='waiting', max_length=7)),
                ('sealed', models.BinaryField()),
                ('pages', models.IntegerField(default=0)),
                ('received', models.IntegerField(default=0)),
                ('fetch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='courses', to='connections.fetch')),
            ],
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.BinaryField(max_length=16)),
                ('client_id', models.CharField(blank=True, max_length=500)),
                ('kind', models.CharField(choices=[('public', 'Public'), ('symmetric', 'Symmetric'), ('asymmetric', 'Asymmetric')], default='public', max_length=12)),
                ('made_by', models.CharField(choices=[('dynamic', 'Dynamic'), ('operator', 'Operator')], max_length=8)),
                ('scopes', models.TextField(blank=True)),
                ('sealed', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['door'], name='registration_by_door')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('client_id', ''), ('ended_at__isnull', True)), fields=('door',), name='one_task_each')],
            },
        ),
        migrations.AddField(
            model_name='connection',
            name='registration',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='connections', to='connections.registration'),
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.BinaryField(max_length=16)),
                ('kind', models.BinaryField(max_length=8)),
                ('seen', models.BigIntegerField()),
                ('missed', models.SmallIntegerField(default=0)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='backpack.source')),
            ],
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.BinaryField(max_length=32, unique=True)),
                ('session', models.BinaryField(max_length=32)),
                ('sealed', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to='connections.connection')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='fetch',
            index=models.Index(fields=['state', 'due_at'], name='fetch_due'),
        ),
        migrations.AddIndex(
            model_name='fetch',
            index=models.Index(fields=['connection', 'created_at'], name='fetch_of_connection'),
        ),
        migrations.AddConstraint(
            model_name='fetch',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('connection',), name='one_fetch_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.UniqueConstraint(fields=('fetch', 'place'), name='one_course_each'),
        ),
        migrations.AddIndex(
            model_name='connection',
            index=models.Index(fields=['person', 'state'], name='connection_of_person'),
        ),
        migrations.AddIndex(
            model_name='connection',
            index=models.Index(fields=['state', 'next_fetch_at'], name='connection_due'),
        ),
        migrations.AddConstraint(
            model_name='connection',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'door'), name='one_connection_each'),
        ),
        migrations.AddIndex(
            model_name='sighting',
            index=models.Index(fields=['source', 'kind', 'seen'], name='sighting_by_pass'),
        ),
        migrations.AddConstraint(
            model_name='sighting',
            constraint=models.UniqueConstraint(fields=('source', 'identity'), name='one_sighting_each'),
        ),
    ]
