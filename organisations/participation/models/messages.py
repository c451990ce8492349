"""Messages of newcomers and answers to them; each knows the mail that carries it."""

from django.db import models

from organisations.ids import new_id
from organisations.models import Mail, Organisation


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
    mail = models.OneToOneField(Mail, null=True, on_delete=models.SET_NULL, related_name="+")


class Answer(models.Model):
    """What the association answered; an empty text means that it said it would telephone."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    mail = models.OneToOneField(Mail, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
