from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the tables stay open to readers and writers meanwhile

    dependencies = [
        ('organisations', '0016_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('rule', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('ran_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('failed', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='WebLink',
            fields=[
                ('url', models.CharField(max_length=300, primary_key=True, serialize=False)),
                ('host', models.CharField(db_index=True, max_length=300)),
                ('state', models.CharField(choices=[('new', 'Not checked yet'), ('works', 'Works'), ('failing', 'Does not answer at the moment'), ('broken', 'Broken')], default='new', max_length=8)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=12)),
                ('needs_get', models.BooleanField(default=False)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['failing', 'broken'])), fields=['failing_since'], name='link_in_trouble')],
            },
        ),
        migrations.AddField(
            model_name='mail',
            name='bounced_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        AddIndexConcurrently(
            model_name='mail',
            index=models.Index(fields=['-created_at'], name='mail_newest'),
        ),
    ]
