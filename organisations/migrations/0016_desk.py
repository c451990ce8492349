import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import organisations.ids
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the tables stay open to readers and writers meanwhile

    dependencies = [
        ('organisations', '0015_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EntryLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='EntryNote',
            fields=[
                ('id', models.UUIDField(default=organisations.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=2000)),
                ('author', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
            ],
            options={
                'verbose_name': 'label',
                'verbose_name_plural': 'labels',
                'ordering': [django.db.models.functions.text.Lower('name')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=organisations.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.TextField(blank=True)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('shared', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name'), 'created_at'],
            },
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(condition=models.Q(('primary', True)), fields=['state'], include=('areas', 'checked_on', 'organisation'), name='listing_ages'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(condition=models.Q(('approximate', True), ('primary', True)), fields=['organisation'], name='listing_vague'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(condition=models.Q(('primary', True), ('topics', [])), fields=['organisation'], name='listing_without_topic'),
        ),
        AddIndexConcurrently(
            model_name='revision',
            index=models.Index(fields=['created_at'], include=('author', 'batch', 'organisation', 'number'), name='revision_created'),
        ),
        migrations.AddField(
            model_name='entrylabel',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='label_rows', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='entrynote',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_notes', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='label',
            name='entries',
            field=models.ManyToManyField(related_name='labels', through='organisations.EntryLabel', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='entrylabel',
            name='label',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='organisations.label'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='label',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='label_once'),
        ),
        migrations.AddConstraint(
            model_name='entrylabel',
            constraint=models.UniqueConstraint(fields=('organisation', 'label'), name='entry_label_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(models.F('owner'), django.db.models.functions.text.Lower('name'), name='saved_view_once'),
        ),
        migrations.AddField(
            model_name='addressdue',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.batch'),
        ),
        migrations.CreateModel(
            name='WorkEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='organisations.work')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('outcome', '')), fields=['work', 'organisation'], name='work_entry_waiting')],
                'constraints': [models.UniqueConstraint(fields=('work', 'organisation'), name='work_entry_once')],
            },
        ),
    ]
