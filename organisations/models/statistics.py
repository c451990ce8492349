"""What is counted and what was taken out: numbers month by month, and the log of exports."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models.location import Area


class Snapshot(models.Model):
    """How many public entries a month had in an area (none: everywhere), as it was counted last on `counted_on`.

    `entries`: all of them; `counts`: dimension ("topic") -> value (a slug) -> number of entries. `offers`, in the
    newest month alone: a spoken language and a topic ("ar football") -> number of entries that have both.
    """

    month = models.DateField()  # its first day
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+")
    counted_on = models.DateField()
    entries = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    offers = models.JSONField(default=dict)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["month", "area"], nulls_distinct=False, name="snapshot_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.area_id or ''}".rstrip()


class Export(models.Model):
    """A file that a curator took out: who, when, which view, how many entries, with people or not. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True, db_default=Now())
    actor = models.CharField(_("who"), max_length=80)
    format = models.CharField(_("format"), max_length=10)
    view = models.TextField(_("view"), blank=True)  # the query string of the list; empty: everything
    entries = models.PositiveIntegerField(_("entries"))
    contacts = models.BooleanField(_("with contact persons"))

    class Meta:
        verbose_name, verbose_name_plural = _("export"), _("exports")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.actor} {self.format}"
