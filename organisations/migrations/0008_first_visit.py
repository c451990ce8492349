"""What a newcomer should know before the first visit: codes of fixed phrases, empty for entries from before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0007_public_listings"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="first_visit",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
