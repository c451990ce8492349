from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the table stays open to readers and writers meanwhile

    dependencies = [
        ('organisations', '0016_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='externalid',
            name='missing_since',
            field=models.DateField(blank=True, null=True),
        ),
        AddIndexConcurrently(
            model_name='externalid',
            index=models.Index(fields=['organisation'], condition=models.Q(('missing_since__isnull', False)), name='external_id_missing'),
        ),
    ]
