"""Listings get what the map draws and what lists are sorted by, and their wide columns move beside the table.

Questions read many rows but show few. With the wide columns in the TOAST table a row is about 300 bytes instead of
2 kB, and a filter over thousands of rows reads a sixth of the pages.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_names_in_the_admin"),
    ]

    operations = [
        migrations.AddField(
            model_name="dataversion",
            name="listing_form",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="listing",
            name="alone",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="closed_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="closed_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="marker",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="listing",
            name="sort_name",
            field=models.TextField(db_collation="C", db_default="", default=""),
        ),
        migrations.RunSQL(
            """
            ALTER TABLE organisations_listing SET (toast_tuple_target = 128);
            ALTER TABLE organisations_listing
                ALTER COLUMN card SET STORAGE EXTERNAL,
                ALTER COLUMN words SET STORAGE EXTERNAL,
                ALTER COLUMN marker SET STORAGE MAIN,
                ALTER COLUMN name SET STORAGE MAIN,
                ALTER COLUMN sort_name SET STORAGE MAIN,
                ALTER COLUMN slug SET STORAGE MAIN;
            """,
            """
            ALTER TABLE organisations_listing RESET (toast_tuple_target);
            ALTER TABLE organisations_listing
                ALTER COLUMN card SET STORAGE EXTENDED,
                ALTER COLUMN words SET STORAGE EXTENDED,
                ALTER COLUMN marker SET STORAGE EXTENDED,
                ALTER COLUMN name SET STORAGE EXTENDED,
                ALTER COLUMN sort_name SET STORAGE EXTENDED,
                ALTER COLUMN slug SET STORAGE EXTENDED;
            """,
        ),
    ]
