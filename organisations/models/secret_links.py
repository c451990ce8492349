"""What links in mails have in common: a secret of which the digest is stored, and the session its button opens."""

from django.db import models
from django.db.models.functions import Now


class SecretLink(models.Model):
    """A link that lets somebody in as often as needed, until it is over or revoked."""

    secret_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class LinkSession(models.Model):
    """Some time on a page after the button behind a link was pressed; the cookie holds the secret."""

    secret_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True
