"""What the map of the curators' desk draws: single entries while they are few, else counts by cell, by freshness."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from mapping.cells import count_cells_by_age
from organisations.cards import freshness_of
from organisations.curate.choice import number_of
from organisations.curate.view import DeskQuery, Found
from organisations.matching import Matching
from organisations.permissions import CURATOR, allow

POINTS_AT_MOST = 500
DEEPEST = 19
COLUMNS = ("id", "organisation_id", "slug", "name", "kind", "approximate", "state", "checked_on", "point")


@allow(CURATOR)
@require_safe
def desk_map(request: HttpRequest) -> HttpResponse:
    """The entries of the curator's areas that a query finds in `bbox`, at `zoom`. Nobody but the asker keeps it."""
    query, problems = DeskQuery.from_querydict(request.GET, also=("zoom",))
    if problems:
        return JsonResponse({"problem": problems[0].parameter}, status=400)
    matching = Found(query, request.user).matching
    points = list(matching.listings().filter(point__isnull=False).only(*COLUMNS).order_by("id")[: POINTS_AT_MOST + 1])
    found: dict[str, Any] = {"points": [_point(listing, matching) for listing in points], "cells": []}
    if len(points) > POINTS_AT_MOST:
        zoom = min(number_of(request.GET.get("zoom", "")) or 0, DEEPEST)
        cells = count_cells_by_age(matching, zoom)
        names = ("lng", "lat", "count", "ageing", "unconfirmed")
        found = {"points": [], "cells": [{name: getattr(cell, name) for name in names} for cell in cells]}
    answer = JsonResponse(found)
    answer["Cache-Control"] = "no-store"
    return answer


def _point(listing: Any, matching: Matching) -> dict[str, Any]:
    checked = freshness_of(listing.checked_on, matching.today)
    return {
        "id": str(listing.pk),
        "slug": listing.slug,
        "name": listing.name,
        "kind": listing.kind,
        "approximate": listing.approximate,
        "age": checked["css"] if listing.checked_on else "unchecked",
        "checked": checked["label"],
        "lat": listing.point.y,
        "lng": listing.point.x,
    }
