"""An index that answers by itself where all public listings are, for counts and for the map of a whole country."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the table stays open to readers and writers meanwhile

    dependencies = [
        ("organisations", "0006_words_of_the_admin"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "public")), fields=["ends_on"], include=("point",), name="listing_public"
            ),
        ),
    ]
