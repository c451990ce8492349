"""The words that occur in what is public, for correcting misspelt ones."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0009_promises_in_listings"),
    ]

    operations = [
        migrations.AddField(
            model_name="dataversion",
            name="words",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "word",
                    models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False),
                ),
                ("shown", models.CharField(max_length=200)),
                ("entries", models.PositiveIntegerField()),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["keys"], name="word_keys")
                ],
            },
        ),
    ]
