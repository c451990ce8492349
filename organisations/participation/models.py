"""Messages of newcomers, answers to them, and the mails that carry both."""

import hashlib

from django.db import models

from organisations.ids import new_id
from organisations.models import Organisation


def digest(secret: str) -> bytes:
    """What is stored of a secret link (256 random bits): its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


class End(models.TextChoices):
    """Why a message is empty: its writer took it back, or its time was over."""

    WITHDRAWN = "withdrawn"
    PURGED = "purged"


class Message(models.Model):
    """A first message. `addressee` is the name of the entry when it was written, empty for the operator.

    `choices` holds codes of phrases (`phrases.Choices`), never sentences. One of `email` and `phone` is filled.
    `status_hash` and `answer_hash` are those of the writer's and of the association's secret link. `touched_at` is the
    last act of either side: the time until it is erased runs from there. An erased message keeps its dates and hashes
    only, so that its links can say what became of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    addressee = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20)
    choices = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    share_email = models.BooleanField(default=False)
    consent = models.TextField()
    status_hash = models.BinaryField(max_length=32, unique=True)
    answer_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True, db_index=True)
    end = models.CharField(max_length=10, choices=End, blank=True)


class Answer(models.Model):
    """What the association answered; an empty text means that it said it would telephone."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]


class MailState(models.TextChoices):
    """Where a mail is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Mail(models.Model):
    """A mail to be sent: the row is the promise, jobs only look after it.

    `header_id` stays the same whatever happens, so that a mail sent twice can be recognised. `since` is the start of
    the attempt that runs; `next_at` the earliest moment of the next one. What the mail says is emptied once it is sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mails")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="mails")
    recipient = models.EmailField()
    language = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    header_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="mail_waiting", condition=models.Q(state__in=["queued", "sending"]))
        ]
