"""What is open today, of public entries that stand in lists: the answer of the one query, soonest end first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from organisations.matching import Matching
from organisations.models import ContactPerson, Listing, Opening, Revision
from organisations.models.opening import OpeningKind
from organisations.openings import values
from organisations.openings.ways import Ways
from organisations.search import OrganisationQuery
from organisations.vocabulary import Vocabulary

# When each state of an opening was first published: the earliest and the latest of these.
_AGES = """
    SELECT id, min(since), max(since) FROM (
        SELECT one ->> 'id' AS id, one, min(created_at) AS since
        FROM organisations_revision, jsonb_array_elements(document -> 'openings') AS one
        WHERE organisation_id = ANY(%(owners)s) AND one ->> 'id' = ANY(%(ids)s)
        GROUP BY one
    ) AS states
    GROUP BY id
"""


@dataclass(frozen=True)
class Offer:
    """An opening with the primary listing of its organisation, how that is reached, and when the entry was last
    changed."""

    opening: values.Opening
    listing: Listing
    changed_at: datetime
    ways: Ways


@dataclass(frozen=True)
class Offers:
    """The offers of a query. Without `opening` in it, those of all kinds are meant."""

    query: OrganisationQuery
    terms: Vocabulary

    @cached_property
    def matching(self) -> Matching:
        """The conditions."""
        kinds = self.query.opening or tuple(OpeningKind.values)
        return Matching.of(replace(self.query, opening=kinds), self.terms)

    @property
    def today(self) -> date:
        """The day on which they are open."""
        return self.matching.today

    def rows(self) -> QuerySet[Opening]:
        """The rows, the soonest end first. Whether one is open is seen today, by its last day."""
        matching = self.matching
        owners = matching.listings().values("organisation_id")
        changed = Revision.objects.filter(organisation_id=OuterRef("organisation_id")).order_by("-number")
        found = Opening.objects.using(settings.READ_DATABASE).filter(
            organisation_id__in=owners, kind__in=matching.query.opening, until__gte=matching.today
        )
        found = found.annotate(changed_at=Subquery(changed.values("created_at")[:1]), **_ways())
        return found.order_by("until", "organisation__name", "organisation_id", "position")

    def count(self) -> int:
        """How many there are."""
        return self.rows().count()

    def page(self, number: int, size: int) -> list[Offer]:
        """Those of a page (from 1) in two queries."""
        return _with_listings(list(self.rows()[(number - 1) * size : number * size]))

    def newest(self, size: int) -> list[Offer]:
        """Those that were offered last: their keys grow with time. Two queries."""
        return _with_listings(list(self.rows().order_by("-key")[:size]))


def _with_listings(rows: Sequence[Opening]) -> list[Offer]:
    ids = {row.organisation_id for row in rows}
    listings = {one.organisation_id: one for one in Listing.objects.listed().primary().filter(organisation_id__in=ids)}
    # an entry that went away meanwhile goes with what it offers
    return [
        Offer(_of_row(row), listings[row.organisation_id], row.changed_at, _ways_of(row))  # type: ignore[attr-defined]
        for row in rows
        if row.organisation_id in listings
    ]


def _ways() -> dict[str, Any]:
    """What of an organisation and of the people whom visitors may see is read beside an opening."""
    people = ContactPerson.objects.shown().filter(organisation_id=OuterRef("organisation_id"))
    return {
        "phone": F("organisation__phone"),
        "email": F("organisation__email"),
        "website": F("organisation__website"),
        "person_phone": Exists(people.exclude(details__phone="").exclude(details=None)),
        "person_email": Exists(people.exclude(details__email="").exclude(details=None)),
    }


def _ways_of(row: Any) -> Ways:
    return Ways(row.phone, row.website, bool(row.phone or row.person_phone), bool(row.email or row.person_email))


@dataclass(frozen=True)
class Age:
    """Since when an opening stands in public revisions, and since when as it does."""

    made_at: datetime
    changed_at: datetime


def ages_of(offers: Iterable[Offer]) -> dict[UUID, Age]:
    """The age of openings by their id. One query, which reads all revisions of their entries: for feeds alone."""
    rows = list(offers)
    asked: dict[str, Any] = {
        "owners": [one.listing.organisation_id for one in rows],
        "ids": [str(one.opening.id) for one in rows],
    }
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_AGES, asked)
        return {UUID(id): Age(first, last) for id, first, last in cursor.fetchall()}


def _of_row(row: Opening) -> values.Opening:
    plain = ("kind", "until", "title", "text", "german", "age_from", "age_to", "answer")
    return values.Opening(id=row.key, **{name: getattr(row, name) for name in plain})
