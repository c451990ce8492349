"""GET /api/v1/places: what somebody types as a place, with its position."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from api import shapes
from api.endpoint import Endpoint
from api.errors import problem, too_many
from api.params import Asked, ParameterError
from mapping.places import FoundPlace, NotNowError, find_places, visitor_of
from organisations.search import Problem

# Two troubles with one status; the page has a sentence of its own for each, in the reader's language.
TROUBLES = {
    "down": ("geocoder-down", "The geocoder does not answer. Names and postcodes of areas are found without it."),
    "busy": ("geocoder-busy", "The geocoder is being asked by others. Names and postcodes of areas need no waiting."),
}


class Places(Endpoint):
    """Towns, districts, postcodes and streets by what somebody types.

    Areas are named first; only a text that names none is asked of the operator's geocoder (`geocoder`: there is one);
    what neither knows may be an area spelt nearly so (`corrected`).
    Positions are rounded to three decimals. For pages of this site: no other origin may read it, and nothing is kept.
    """

    shape = shapes.PLACES
    parameters = ("lang", "place")
    required = ("place",)
    may_be_busy = True

    def get(self, request: Request, **path: Any) -> HttpResponse:
        """The answer; 503 when the geocoder gives none, 429 for one question too many."""
        try:
            return super().get(request, **path)
        except NotNowError as error:
            if error.reason == "often":
                return too_many(error.seconds)
            kind, sentence = TROUBLES[error.reason]
            return problem(503, sentence, {"Retry-After": str(error.seconds)}, kind=kind)

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """At most six places, the best first."""
        if "place" not in asked.given:
            raise ParameterError([Problem("place", "", "malformed")])
        found = find_places(asked.place, asked.terms, visitor_of(request))
        return {"places": [_shown(place) for place in found], "geocoder": bool(settings.GEOCODER_URL)}, {}


def _shown(place: FoundPlace) -> dict[str, Any]:
    latitude, longitude = place.near
    how = {"exact": place.exact, "corrected": place.corrected}
    return {"name": place.name, "detail": place.detail, "point": [longitude, latitude], **how}
