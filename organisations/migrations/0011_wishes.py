"""What visitors looked for in vain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0010_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("asked", models.CharField(max_length=300)),
                ("count", models.PositiveIntegerField(db_default=1, default=1)),
            ],
            options={
                "ordering": ["-day", "-count", "asked"],
                "constraints": [models.UniqueConstraint(fields=("day", "asked"), name="wish_once_a_day")],
            },
        ),
    ]
