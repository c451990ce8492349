"""Openings: what an organisation offers until a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models.organisation import Organisation


class OpeningKind(models.TextChoices):
    """What is offered. Listings hold them by their place here, so new ones are added at the end."""

    SEAT = "seat", _("Free seat")
    GUEST = "guest", _("Guest at a meeting")
    TRIAL = "trial", _("Trial training")
    HELPER = "helper", _("Helper wanted")
    INTERNSHIP = "internship", _("Internship")


class Opening(models.Model):
    """An opening of an organisation, open up to and including the day `until`; nothing is written when it ends.

    Written by `services.publish` alone; `key` is its id in the document. Title and text by language.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="opening_rows")
    key = models.UUIDField(default=new_id)
    kind = models.CharField(max_length=12, choices=OpeningKind)
    until = models.DateField()
    title = models.JSONField(default=dict, blank=True)
    text = models.JSONField(default=dict, blank=True)
    german = models.CharField(max_length=20, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="opening_once")]
        indexes = [models.Index(fields=["until"], name="opening_until")]
