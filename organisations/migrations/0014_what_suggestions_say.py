import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the tables stay open to readers and writers meanwhile

    dependencies = [
        ('organisations', '0013_hidden_entries'),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestion',
            name='candidates',
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='consent',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='said_hash',
            field=models.BinaryField(db_default=b'', default=b'', max_length=32),
        ),
        AddIndexConcurrently(
            model_name='contactdetails',
            index=models.Index(django.db.models.functions.text.Right(models.Func(models.F('phone'), models.Value('[^0-9]'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE'), 8), name='contact_phone'),
        ),
        AddIndexConcurrently(
            model_name='contactdetails',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='contact_email'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('sort_name', name='gin_trgm_ops'), name='listing_names'),
        ),
        AddIndexConcurrently(
            model_name='organisation',
            index=models.Index(django.db.models.functions.text.Right(models.Func(models.F('phone'), models.Value('[^0-9]'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE'), 8), name='organisation_phone'),
        ),
        AddIndexConcurrently(
            model_name='organisation',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='organisation_email'),
        ),
        AddIndexConcurrently(
            model_name='organisation',
            index=models.Index(models.Func(django.db.models.functions.text.Lower('website'), models.Value('^https?://(?:www[.]|m[.])?([^/:?#]+)'), function='SUBSTRING'), name='organisation_host'),
        ),
    ]
