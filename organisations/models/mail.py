"""Mails on their way."""

from django.db import models
from django.db.models.functions import Now

from organisations.ids import new_id


class MailState(models.TextChoices):
    """Where a mail is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Mail(models.Model):
    """A mail to be sent: the row is the promise, jobs only look after it.

    `purpose` says what it is about ("message", "reminder"), `header_id` stays the same whatever happens, so that a mail
    sent twice can be recognised. `since` is the start of the attempt that runs; `next_at` the earliest moment of the
    next one; `bounced_at`: it was sent and came back. What the mail says is emptied once it is sent, its recipient some
    time later.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=20)
    recipient = models.EmailField(blank=True)
    language = models.CharField(max_length=20)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe = models.URLField(max_length=300, blank=True)
    header_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    since = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="mail_to_send", condition=models.Q(state__in=["queued", "sending"])),
            models.Index(fields=["-created_at"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
