import datetime

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the table stays open to readers and writers meanwhile

    dependencies = [
        ("organisations", "0012_associations"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="vouched_on",
            field=models.DateField(db_default=datetime.date(9999, 12, 31), default=datetime.date(9999, 12, 31)),
        ),
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "public")),
                fields=["ends_on"],
                include=("vouched_on", "point"),
                name="listing_listed",
            ),
        ),
        RemoveIndexConcurrently(model_name="listing", name="listing_public"),
    ]
