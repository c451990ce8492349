"""Web addresses of entries, and whether they answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkState(models.TextChoices):
    """What is known of an address. One that fails for several days is broken."""

    NEW = "new", _("Not checked yet")
    WORKS = "works", _("Works")
    FAILING = "failing", _("Does not answer at the moment")
    BROKEN = "broken", _("Broken")


class WebLink(models.Model):
    """A web address that public entries name, checked once a week, or daily as long as it fails.

    `status` is that of the last answer (HTTP), `trouble` the code of what went wrong without one. `needs_get`: HEAD
    was not answered well, so GET comes next. `asked_at` and `host` keep requests to one host apart.
    """

    url = models.CharField(max_length=300, primary_key=True)
    host = models.CharField(max_length=300, db_index=True)
    state = models.CharField(max_length=8, choices=LinkState, default=LinkState.NEW)
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=12, blank=True)
    needs_get = models.BooleanField(default=False)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["failing_since"], name="link_in_trouble", condition=models.Q(state__in=["failing", "broken"])
            )
        ]

    def __str__(self) -> str:
        return self.url
