"""Listings say of each language when its promise was checked and whether it can be sure."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0008_first_visit"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="spoken_checked",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(null=True), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="spoken_sure",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BooleanField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL(
            """
            ALTER TABLE organisations_listing
                ALTER COLUMN spoken_checked SET STORAGE PLAIN,
                ALTER COLUMN spoken_sure SET STORAGE PLAIN;
            """,
            migrations.RunSQL.noop,
        ),
    ]
