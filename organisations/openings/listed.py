"""What is open today, of public entries that stand in lists: the answer of the one query, soonest end first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from organisations.matching import Matching
from organisations.models import Listing, Opening, Revision
from organisations.models.opening import OpeningKind
from organisations.openings import values
from organisations.search import OrganisationQuery
from organisations.vocabulary import Vocabulary


@dataclass(frozen=True)
class Offer:
    """An opening with the primary listing of its organisation, and when the entry was last changed."""

    opening: values.Opening
    listing: Listing
    changed_at: datetime


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
        found = found.annotate(changed_at=Subquery(changed.values("created_at")[:1]))
        return found.order_by("until", "organisation__name", "organisation_id", "position")

    def count(self) -> int:
        """How many there are."""
        return self.rows().count()

    def page(self, number: int, size: int) -> list[Offer]:
        """Those of a page (from 1) in two queries."""
        rows = list(self.rows()[(number - 1) * size : number * size])
        return _with_listings(rows)


def _with_listings(rows: Sequence[Opening]) -> list[Offer]:
    ids = {row.organisation_id for row in rows}
    listings = {one.organisation_id: one for one in Listing.objects.listed().primary().filter(organisation_id__in=ids)}
    # an entry that went away meanwhile goes with what it offers
    return [
        Offer(_of_row(row), listings[row.organisation_id], row.changed_at)  # type: ignore[attr-defined]
        for row in rows
        if row.organisation_id in listings
    ]


def _of_row(row: Opening) -> values.Opening:
    plain = ("kind", "until", "title", "text", "german", "age_from", "age_to", "answer")
    return values.Opening(id=row.key, **{name: getattr(row, name) for name in plain})
