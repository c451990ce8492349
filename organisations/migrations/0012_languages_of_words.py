"""The languages and topics of the listed words; the list is made anew at the next look."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0011_wishes"),
    ]

    operations = [
        migrations.AddField(
            model_name="word",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="word",
            name="topics",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL("UPDATE organisations_dataversion SET words = 0", migrations.RunSQL.noop),
    ]
