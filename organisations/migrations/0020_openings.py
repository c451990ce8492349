"""Openings: what an organisation offers until a day, and what a committee says of its seats; none for entries from
before. Listings hold the last day of each kind; they are written anew by `manage.py prepare`, as their form changed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import organisations.ids


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0018_statistics"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=organisations.ids.new_id)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("seat", "Free seat"),
                            ("guest", "Guest at a meeting"),
                            ("trial", "Trial training"),
                            ("helper", "Helper wanted"),
                            ("internship", "Internship"),
                        ],
                        max_length=12,
                    ),
                ),
                ("until", models.DateField()),
                ("title", models.JSONField(blank=True, default=dict)),
                ("text", models.JSONField(blank=True, default=dict)),
                ("german", models.CharField(blank=True, max_length=20)),
                ("age_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=12)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_rows",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "indexes": [models.Index(fields=["until"], name="opening_until")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "key"), name="opening_once")],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="committee",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="listing",
            name="openings",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(null=True), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE organisations_listing ALTER COLUMN openings SET STORAGE PLAIN;",
            migrations.RunSQL.noop,
        ),
    ]
