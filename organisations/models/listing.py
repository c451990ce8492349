"""The read model: what the map, the lists and the exports read."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.utils import timezone

from organisations.freshness import hidden_since
from organisations.models.organisation import Kind, Organisation, State


class Geography(models.Func):
    """The expression cast to geography, so that distances are metres on the WGS 84 ellipsoid."""

    template = "(%(expressions)s)::geography"
    output_field = models.PointField(srid=settings.SRID, geography=True)


class ListingQuerySet(models.QuerySet["Listing"]):
    """Questions about listings. `public` is the only entrance for everything a visitor can reach by a direct link,
    `listed` for everything that lists, counts or maps."""

    def public(self, today: date | None = None) -> "ListingQuerySet":
        """Listings that visitors may see on that day (today): public and not ended."""
        day = today or timezone.localdate()
        open_end = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        return self.using(settings.READ_DATABASE).filter(open_end, state=State.PUBLIC)

    def listed(self, today: date | None = None) -> "ListingQuerySet":
        """Public ones that somebody vouched for not too long ago; the others are reached by their own address only."""
        day = today or timezone.localdate()
        return self.public(day).filter(vouched_on__gte=hidden_since(day))

    def primary(self) -> "ListingQuerySet":
        """One listing an organisation."""
        return self.filter(primary=True)


class Listing(models.Model):
    """One row a place of an organisation (its id is the location's), or one row for an organisation without any place.

    Written by `refresh_listings` alone. Ids of topics and areas stand with those of their parents; `days` are 0 for
    Monday to 6; `spoken_checked` and `spoken_sure` stand beside `languages`, one value each: the day the promise was
    checked, and whether it is one that can be sure (always, or on certain days); `point` is the public point, rounded
    to 5 decimals; `alone` means that the organisation has no other listing; `facets` are the values it counts for
    (facet_numbers.py); `openings` is the last day on which one of a kind is open, by the place of the kind in
    OpeningKind, empty without any; `vouched_on` is the day it was checked, else that it became public; `sort_name` is
    the folded name, for sorting; `words` are folded, for typo search; `card` holds the facts of the card: dates, slugs
    and the entry's own words, no state that depends on today, no vocabulary words; `marker` is the map's GeoJSON
    feature as text, less the end of its properties (there comes what depends on today).
    """

    # Raised with every change of what a listing holds: `manage.py prepare` then writes all of them anew. Columns that
    # come later have a default in the database too, so that the release before can go on writing until it is replaced.
    FORM: ClassVar = 6

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="listings")
    primary = models.BooleanField()
    alone = models.BooleanField(default=True, db_default=True)
    state = models.CharField(max_length=10, choices=State)
    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.CharField(max_length=90)
    name = models.CharField(max_length=200)
    sort_name = models.TextField(default="", db_default="", db_collation="C")
    point = models.PointField(srid=settings.SRID, null=True)
    fixed = models.BooleanField()
    approximate = models.BooleanField()
    topics = ArrayField(models.IntegerField())
    languages = ArrayField(models.CharField(max_length=20))
    spoken_checked = ArrayField(models.DateField(null=True), default=list, db_default=[])
    spoken_sure = ArrayField(models.BooleanField(), default=list, db_default=[])
    flags = ArrayField(models.IntegerField())
    german = models.PositiveSmallIntegerField(null=True)
    areas = ArrayField(models.IntegerField())
    days = ArrayField(models.PositiveSmallIntegerField())
    wheelchair = models.BooleanField()
    facets = ArrayField(models.IntegerField(), default=list, db_default=[])
    openings = ArrayField(models.DateField(null=True), default=list, db_default=[])
    checked_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    vouched_on = models.DateField(default=date.max, db_default=date.max)
    closed_from = models.DateField(null=True)
    closed_until = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    marker = models.TextField(default="", db_default="")
    search = SearchVectorField()
    words = models.TextField()
    card = models.JSONField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="listing_search"),
            GinIndex(OpClass("words", name="gin_trgm_ops"), name="listing_words"),
            GinIndex(OpClass("sort_name", name="gin_trgm_ops"), name="listing_names"),
            GinIndex(fields=["topics"], name="listing_topics"),
            GinIndex(fields=["languages"], name="listing_languages"),
            GistIndex(Geography("point"), name="listing_geography"),
            models.Index(fields=["slug"], name="listing_slug"),
            # Counting all that is public, and the map of a whole country, read this alone.
            models.Index(
                fields=["ends_on"],
                include=["vouched_on", "point"],
                condition=models.Q(state=State.PUBLIC),
                name="listing_listed",
            ),
            # What curators count: the rows are wide, and of most of them nothing else is wanted.
            models.Index(
                fields=["state"],
                include=["areas", "checked_on", "organisation"],
                condition=models.Q(primary=True),
                name="listing_ages",
            ),
            models.Index(
                fields=["organisation"],
                condition=models.Q(primary=True, approximate=True),
                name="listing_vague",
            ),
            models.Index(
                fields=["organisation"],
                condition=models.Q(primary=True, topics=[]),
                name="listing_without_topic",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(primary=True), name="one_primary_listing"
            )
        ]
