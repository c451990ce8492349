import django.db.models.deletion
from django.db import migrations, models

COLUMNS = "id, recipient, language, subject, text, html, header_id, state, attempts, created_at, since, next_at, sent_at"
# Mails move to the outbox of all mails; what waits there is sent as before, under the same Message-ID.
MOVE = f"""
    INSERT INTO organisations_mail ({COLUMNS}, purpose, unsubscribe)
    SELECT {COLUMNS}, CASE WHEN answer_id IS NULL THEN 'message' ELSE 'answer' END, '' FROM participation_mail;
    UPDATE participation_message SET mail_id = mail.id
    FROM participation_mail mail WHERE mail.message_id = participation_message.id AND mail.answer_id IS NULL;
    UPDATE participation_answer SET mail_id = mail.id
    FROM participation_mail mail WHERE mail.answer_id = participation_answer.id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0012_associations"),
        ("participation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="mail",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="organisations.mail"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="mail",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="organisations.mail"
            ),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Mail"),
    ]
