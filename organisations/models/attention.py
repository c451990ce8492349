"""What a curator should look at."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models.location import Address, Location
from organisations.models.organisation import Organisation


class Reason(models.TextChoices):
    """Why a place needs somebody's eyes. The label is the sentence a curator reads."""

    NO_HIT = "no_hit", _("The geocoder knows no such address")
    SEVERAL_HITS = "several_hits", _("The address fits several places")
    OUTSIDE = "outside", _("The point lies outside the area that postcode and town name")
    UNCHECKED = "unchecked", _("The town is no known area, so the point found could not be checked")
    UNCLEAR_AREA = "unclear_area", _("Postcode and town do not lead to one area")
    STREET_ONLY = "street_only", _("The house number is not known, the point is that of the street")
    FAILED = "failed", _("The address could not be looked up in several attempts")


class Attention(models.Model):
    """An entry that stays as it is and needs somebody's eyes: why, and since when.

    It was noted for the values in `address` and goes away when the place gets others. `detail` never holds an address.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="attention", verbose_name=_("organisation")
    )
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="attention")
    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("entry to look at"), _("entries to look at")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["location", "reason"], name="attention_once")]

    def __str__(self) -> str:
        return str(self.get_reason_display())
