import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """An address is that of one mentor as soon as it is confirmed; of offers before that there can be several.

    The release before replaces the first of them, as it always did.
    """

    dependencies = [
        ('participation', '0008_company_counts'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='mentor', name='mentor_once'),
        migrations.AddConstraint(
            model_name='mentor',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(models.Q(('email', ''), _negated=True), ('confirmed_at__isnull', False)), name='mentor_confirmed_once'),
        ),
    ]
