"""Listings carry the numbers of their facet values; these and the other short lists never leave the row."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_narrow_listings"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="facets",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL(
            """
            ALTER TABLE organisations_listing
                ALTER COLUMN facets SET STORAGE PLAIN,
                ALTER COLUMN topics SET STORAGE PLAIN,
                ALTER COLUMN languages SET STORAGE PLAIN,
                ALTER COLUMN flags SET STORAGE PLAIN,
                ALTER COLUMN areas SET STORAGE PLAIN,
                ALTER COLUMN days SET STORAGE PLAIN,
                ALTER COLUMN point SET STORAGE PLAIN;
            """,
            """
            ALTER TABLE organisations_listing
                ALTER COLUMN topics SET STORAGE EXTENDED,
                ALTER COLUMN languages SET STORAGE EXTENDED,
                ALTER COLUMN flags SET STORAGE EXTENDED,
                ALTER COLUMN areas SET STORAGE EXTENDED,
                ALTER COLUMN days SET STORAGE EXTENDED,
                ALTER COLUMN point SET STORAGE MAIN;
            """,
        ),
    ]
