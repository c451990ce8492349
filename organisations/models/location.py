"""Where: areas, the places of an organisation, and their addresses."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id


class Area(models.Model):
    """A municipality (with its official key, AGS) or a district of one. `in_region`: it is in the operator's region."""

    class Kind(models.TextChoices):
        """Level of the area."""

        MUNICIPALITY = "municipality", _("Municipality")
        DISTRICT = "district", _("District")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    ags = models.CharField(_("official key (AGS)"), max_length=12, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("level"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="districts",
        verbose_name=_("municipality it belongs to"),
    )
    outline = models.MultiPolygonField(srid=settings.SRID, null=True, blank=True)
    centre = models.PointField(_("centre"), srid=settings.SRID)
    postcodes = ArrayField(models.CharField(max_length=10), default=list, blank=True, verbose_name=_("postcodes"))
    in_region = models.BooleanField(_("in our region"), default=False)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("area"), _("areas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Wheelchair(models.TextChoices):
    """Can somebody with a wheelchair get in and take part?"""

    YES = "yes", _("Yes")
    LIMITED = "limited", _("Limited")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Unknown")


class Location(models.Model):
    """A place of an organisation. Its values live in `Address` rows; `address` is the one in force.

    `private`: nothing but the town is ever shown. It stands here and not with the values, so that restoring an old
    revision never makes an address public again. An inactive location is in no current document, only in old ones.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("Organisation", on_delete=models.CASCADE, related_name="locations")
    private = models.BooleanField(default=False)
    wheelchair = models.CharField(max_length=8, choices=Wheelchair, default=Wheelchair.UNKNOWN)
    primary = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    address = models.ForeignKey("Address", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-primary", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(primary=True, active=True), name="one_primary_location"
            )
        ]


class PointOrigin(models.TextChoices):
    """Where a point comes from; a point by hand or import is never overwritten by the geocoder."""

    HAND = "hand"
    IMPORT = "import"
    GEOCODER = "geocoder"
    AREA = "area"


class Address(models.Model):
    """The values of a place at one time. Never changed once written; documents refer to it by id, erasing blanks it.

    `point` is in degrees (WGS 84). `public_point` is what the map shows of a private place, else the town's centre.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    name = models.CharField(max_length=150, blank=True)
    street = models.CharField(max_length=150, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=100, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    point = models.PointField(srid=settings.SRID, null=True, blank=True)
    point_origin = models.CharField(max_length=8, choices=PointOrigin, blank=True)
    public_point = models.PointField(srid=settings.SRID, null=True, blank=True)
