"""The query answered: which listings match, in which order. The only place that turns parameters into conditions.

Every parameter is one condition. `near`, `bbox`, `area`, `day` and `access` must hold for the same place (listing), all
others hold for the organisation and so for each of its listings.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.contrib.gis.measure import D
from django.contrib.postgres.search import SearchRank
from django.db.models import BooleanField, Case, Count, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from django.utils.translation import get_language

from organisations.correction import Corrector
from organisations.freshness import ageing_since, unconfirmed_since
from organisations.languages import written_in
from organisations.models import Listing
from organisations.models.listing import Geography, ListingQuerySet
from organisations.models.opening import OpeningKind
from organisations.models.vocabulary import German
from organisations.promises import stale_last
from organisations.search import OrganisationQuery
from organisations.text import search_words
from organisations.vocabulary import Vocabulary, vocabulary
from organisations.wording import Wording, count_up_to

PLACE_PARAMETERS = frozenset({"near", "reach", "nearest", "bbox", "area", "day", "access"})
RANKED_AT_MOST = 5_000
MEASURED_AT_MOST = 2_000  # so many distances are measured without asking first which are worth it


class Here(Func):
    """A position as geography, made from two bounded numbers (no string of a client ever reaches GEOS)."""

    template = "ST_SetSRID(ST_MakePoint(%(expressions)s), 4326)::geography"
    output_field = PointField(srid=4326, geography=True)

    def __init__(self, latitude: float, longitude: float) -> None:
        super().__init__(Value(longitude, output_field=FloatField()), Value(latitude, output_field=FloatField()))


class DistanceTo(Func):
    """Metres on the WGS 84 ellipsoid from the listing's public point (PostGIS ST_Distance of geography)."""

    template = "ST_Distance(%(expressions)s)"
    output_field = FloatField()

    def __init__(self, latitude: float, longitude: float) -> None:
        super().__init__(Geography(F("point")), Here(latitude, longitude))


class NearestFirst(Func):
    """A distance to sort by that the index knows: metres on a sphere, up to half a percent off."""

    template = "%(expressions)s"
    arg_joiner = " <-> "
    output_field = FloatField()

    def __init__(self, latitude: float, longitude: float) -> None:
        super().__init__(Geography(F("point")), Here(latitude, longitude))


class WithinMetres(Func):
    """Whether the listing's public point lies within so many metres (ellipsoid, border included)."""

    template = "ST_DWithin(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, latitude: float, longitude: float, metres: float) -> None:
        super().__init__(Geography(F("point")), Here(latitude, longitude), Value(metres, output_field=FloatField()))


class InBox(Func):
    """Whether the listing's public point lies in a box of degrees (west, south, east, north), border included.

    The index compares in single precision; behind it the numbers themselves are compared in double precision.
    """

    output_field = BooleanField()

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        super().__init__(F("point"))
        self.box = west, south, east, north

    def as_sql(self, compiler: SQLCompiler, connection: Any, *args: Any, **context: Any) -> Any:
        """Written by hand: put together of expressions it takes longer than the database needs for it."""
        point, _ = compiler.compile(self.source_expressions[0])
        west, south, east, north = self.box
        inside = f"ST_X({point}) BETWEEN %s AND %s AND ST_Y({point}) BETWEEN %s AND %s"
        near = f"{point} && ST_MakeEnvelope(%s, %s, %s, %s, {settings.SRID})"
        return f"({near} AND {inside})", [west, south, east, north, west, east, south, north]


@dataclass(frozen=True)
class Matching:
    """A query together with its conditions, made once per request: `Matching.of(query)`, or `Matching.among` others."""

    query: OrganisationQuery
    conditions: dict[str, Q]
    today: date
    ranked: bool = True  # by the text, if there is one
    wording: Wording | None = None  # what the words of the text are taken for
    others: QuerySet[Listing] | None = None  # what is looked through instead of what visitors find (curators alone)

    @classmethod
    def of(cls, query: OrganisationQuery, terms: Vocabulary | None = None, today: date | None = None) -> "Matching":
        """The conditions of a query. With a text the database is asked: does it occur as written, and how often?
        Words that nobody wrote are corrected (correction.py), by the text alone: other filters change nothing in it.
        The active language is the reader's.

        What occurs very often is not ranked: that would read all of it, and tell little.
        """
        day, known = today or timezone.localdate(), terms or vocabulary()
        wording = corrector(known, day).wording_of(query.q) if search_words(query.q) else None
        found = cls(query, _conditions(query, wording, known, day), day, wording=wording)
        if "q" in found.conditions and count_up_to(RANKED_AT_MOST + 1, found.listings()) > RANKED_AT_MOST:
            return replace(found, ranked=False)
        return found

    @classmethod
    def among(
        cls, others: QuerySet[Listing], query: OrganisationQuery, terms: Vocabulary, more: Any = ()
    ) -> "Matching":
        """The conditions of a query over these listings, of whatever state: for curators. Words are taken as they are
        typed, as what is found may be changed in one go. `more`: query sets of ids that the text finds besides."""
        day = timezone.localdate()
        wording = Wording.as_written(query.q) if search_words(query.q) else None
        conditions = _conditions(query, wording, terms, day)
        if more:  # a union, as no index answers an OR of them
            found = Listing.objects.filter(conditions["q"]).order_by().values("organisation")
            conditions["q"] = Q(organisation__in=found.union(*more))
        return cls(query, conditions, day, wording=wording, others=others)

    @property
    def everything(self) -> Any:
        """What is looked through."""
        return Listing.objects.listed(self.today) if self.others is None else self.others

    def listings(self, leave_out: Collection[str] = ()) -> ListingQuerySet:
        """The listings that meet every condition, those of the parameters in `leave_out` not asked."""
        wanted = [condition for name, condition in self.conditions.items() if name not in leave_out]
        found: ListingQuerySet = self.everything.filter(reduce(and_, wanted, Q()))
        return found

    def by_place(self, leave_out: Collection[str] = ()) -> bool:
        """Whether a condition speaks of the place, so that several listings of an organisation may differ."""
        return any(name in PLACE_PARAMETERS for name in self.conditions if name not in leave_out)

    def count(self, leave_out: Collection[str] = ()) -> int:
        """How many organisations match."""
        found = self.listings(leave_out)
        if not self.by_place(leave_out):
            return found.primary().count()
        total: int = found.aggregate(n=Count("organisation", distinct=True))["n"]
        return total

    def ordered(self) -> QuerySet[Listing]:
        """One listing for each organisation that matches (its nearest or first matching place), in order."""
        found = self._measured(self.listings())
        if self.by_place() or self.query.near:
            best = found.order_by("organisation", "approximate", *self._nearest(), "-primary", "id")
            ids = best.distinct("organisation").values("id")
            found = self._measured(self.everything.filter(pk__in=ids))
        else:
            found = found.filter(primary=True)
        return found.order_by(*self.order())

    def within_reach(self, count: int, total: int, beyond: float = -1.0) -> "Matching":
        """The same as far as `count` results need it: of very many by distance, only what lies near enough to be shown.

        Measuring each of many thousand distances takes seconds. The index gives as many exact places farther than
        `beyond` metres as are needed, not quite in order; the farthest of them bounds the circle the results lie in.
        """
        if self.query.order != "distance" or not self.query.near or total <= MEASURED_AT_MOST:
            return self
        found: Any = self._measured(self.listings())
        exact = found.filter(approximate=False, distance__gt=beyond)
        owners, metres = set(), 0.0
        nearest = exact.order_by(NearestFirst(*self.query.near)).values_list("organisation", "distance")
        for owner, distance in nearest[: 2 * count + 20]:
            owners.add(owner)
            metres = max(metres, distance)
            if len(owners) == count:
                reach = Q(WithinMetres(*self.query.near, metres + 0.001))
                return replace(self, conditions=self.conditions | {"reach": reach})
        return self

    def places(self) -> QuerySet[Listing]:
        """Every matching listing, in the query's order: several for an organisation with several matching places."""
        return self._measured(self.listings()).order_by(*self.order())

    def order(self) -> list[str | OrderBy | Combinable]:
        """The sort keys; the id makes the order total, so that pages neither overlap nor skip."""
        name: list[str | OrderBy | Combinable] = ["sort_name", "id"]
        if self.query.order == "distance":
            return ["approximate", F("distance").asc(nulls_last=True), *name]
        if self.query.order == "checked":
            return [F("checked_on").desc(nulls_last=True), *name]
        if self.query.order == "name":
            return name
        rank: list[str | OrderBy | Combinable] = [F("rank").desc()] if self.wording and self.ranked else []
        return [*stale_last(self.query, self.today), *rank, _age(self.today), "approximate", *name]

    def _nearest(self) -> list[str]:
        return ["distance"] if self.query.near else []

    def _measured(self, listings: QuerySet[Listing]) -> QuerySet[Listing]:
        if self.query.near:
            listings = listings.annotate(distance=DistanceTo(*self.query.near))
        if self.wording and self.ranked and self.query.order == "relevance":
            fresh = Case(
                When(checked_on__gte=ageing_since(self.today), then=Value(1.0)),
                When(checked_on__gte=unconfirmed_since(self.today), then=Value(0.8)),
                default=Value(0.6),
                output_field=FloatField(),
            )
            listings = listings.annotate(rank=SearchRank(F("search"), self.wording.rank()) * fresh)
        return listings


def corrector(terms: Vocabulary, today: date) -> Corrector:
    """What corrects words for a reader of the active language."""
    return Corrector(terms, written_in(get_language() or settings.LANGUAGE_CODE), today)


def _age(today: date) -> Case:
    """0 fresh, 1 ageing, 2 unconfirmed."""
    return Case(
        When(checked_on__gte=ageing_since(today), then=Value(0)),
        When(checked_on__gte=unconfirmed_since(today), then=Value(1)),
        default=Value(2),
    )


def _conditions(query: OrganisationQuery, wording: Wording | None, terms: Vocabulary, today: date) -> dict[str, Q]:
    found: dict[str, Q] = {}
    if wording:
        found["q"] = wording.condition()
    elif query.q:
        found["q"] = Q(slug="")  # only signs, no word: nothing can be found (an empty list would leave no SQL at all)
    if query.topic:
        found["topic"] = Q(topics__overlap=[terms.topic_by_slug[slug].pk for slug in query.topic])
    if query.language:
        found["language"] = Q(languages__overlap=list(query.language))
    if query.understood:
        found["understood"] = understood(query.understood)
    if query.german:
        found["german"] = Q(german__lte=German(query.german).rank)
    if query.open:
        found["open"] = Q(flags__contains=[terms.flag_by_slug[slug].pk for slug in query.open])
    if query.kind:
        found["kind"] = Q(kind__in=query.kind)
    return found | _conditions_of_the_day(query, today) | _place_conditions(query, terms)


def _conditions_of_the_day(query: OrganisationQuery, today: date) -> dict[str, Q]:
    found: dict[str, Q] = {}
    if query.opening:
        found["opening"] = reduce(or_, (open_on(kind, today) for kind in query.opening))
    if query.fresh:
        found["fresh"] = Q(checked_on__gte=ageing_since(today))
    return found


def _place_conditions(query: OrganisationQuery, terms: Vocabulary) -> dict[str, Q]:
    found: dict[str, Q] = {}
    if query.area:
        found["area"] = Q(areas__overlap=[terms.area_by_key[slug].id for slug in query.area])
    if query.near and query.radius is not None:
        found["near"] = Q(WithinMetres(*query.near, D(km=query.radius).m))
    elif query.near:
        found["near"] = Q(point__isnull=False)
    if query.bbox:
        found["bbox"] = Q(InBox(*query.bbox))
    if query.day:
        found["day"] = Q(days__overlap=list(query.day))
    if query.access:
        found["access"] = Q(wheelchair=True)
    return found


def open_on(kind: str, day: date) -> Q:
    """Something of that kind is open on that day."""
    return Q(**{f"openings__{OpeningKind.values.index(kind)}__gte": day})


def understood(code: str) -> Q:
    """Speaks that language, or needs at most a little German."""
    return Q(languages__contains=[code]) | Q(german__lte=German.LITTLE.rank)
