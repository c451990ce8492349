"""GET /api/v1/openings: what is open today, soonest end first."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest

from api import links, shapes
from api.endpoint import Endpoint
from api.organisations import opening_values
from api.params import Asked
from organisations.cards import Reader
from organisations.openings.listed import Offer, Offers
from organisations.openings.told import Told


class Openings(Endpoint):
    """Seats, trial trainings, tasks for helpers and internships that are open today, the soonest end first.

    Of the organisations that match the query; without `opening` those of all kinds. `text` says it in the language
    asked for. More than `limit` are on the pages behind.
    """

    shape = shapes.OPENINGS
    parameters = ("lang", "limit")
    with_query = True
    unread = ("sort",)

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """How many there are, and those of the page."""
        offers = Offers(asked.query, asked.terms)
        before, behind = links.entry_prefix(request)
        found = []
        for offer in offers.page(asked.query.page, asked.limit):
            url = f"{before}{quote(offer.listing.slug)}{behind}"
            found.append({"opening": opening_values(offer.opening), **_told(offer, asked, offers), "url": url})
        return {"total": offers.count(), "openings": found}, {}


def _told(offer: Offer, asked: Asked, offers: Offers) -> dict[str, Any]:
    listing = offer.listing
    told = Told(offer.opening, Reader(asked.lang, offers.today, asked.terms), listing.slug, offer.ways)
    owner = {"id": str(listing.organisation_id), "slug": listing.slug, "name": listing.name, "kind": listing.kind}
    return {"text": "\n".join([told.heading, *told.lines]), "organisation": owner}
