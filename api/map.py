"""GET /api/v1/map: what a map draws, points while they are few, else counts by cell; GeoJSON either way."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from api import shapes
from api.corrections import corrections_of
from api.endpoint import GEOJSON, Endpoint, dumps
from api.params import Asked
from mapping.cells import Cell, count_cells
from organisations.matching import Matching

DEFAULT_ZOOM = 12
POINTS_AT_MOST = 1_000
COLUMNS = ("marker", "closed_from", "closed_until")

# The features are stored as text; what depends on the day is put at their ends.
_FEATURES = """
    SELECT count(*), string_agg(marker || CASE
        WHEN (closed_from IS NOT NULL OR closed_until IS NOT NULL)
            AND %s BETWEEN coalesce(closed_from, '-infinity') AND coalesce(closed_until, 'infinity')
        THEN ',"closed":true}}}}' ELSE ',"closed":false}}}}' END, ',')
    FROM ({inner}) listing
"""


class Map(Endpoint):
    """Markers of the part of the map in `bbox`."""

    shape = shapes.MAP
    parameters = ("lang", "zoom")
    with_query = True
    unread = ("sort", "page")
    media_type = GEOJSON

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """`mode` is "points" (at most 1,000 features, one a listing) or "cells" (`count` listings around a middle)."""
        matching = Matching.of(asked.query, asked.terms)
        mode, features = "points", _points(matching)
        if features is None:
            cells = count_cells(matching, DEFAULT_ZOOM if asked.zoom is None else asked.zoom)
            mode, features = "cells", ",".join(_cell(cell) for cell in cells)
        head = dumps({"type": "FeatureCollection", "mode": mode} | corrections_of(matching))
        return f'{head[:-1]},"features":[{features}]}}', {}


def _points(matching: Matching) -> str | None:
    """The features of the matching listings as text, in no order; None if they are too many."""
    found = matching.listings().filter(point__isnull=False).values(*COLUMNS)[: POINTS_AT_MOST + 1]
    inner, params = found.query.sql_with_params()
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_FEATURES.format(inner=inner), [matching.today, *params])
        count, features = cursor.fetchone()
    return (features or "") if count <= POINTS_AT_MOST else None


def _cell(cell: Cell) -> str:
    geometry = f'{{"type":"Point","coordinates":[{cell.lng},{cell.lat}]}}'
    return f'{{"type":"Feature","geometry":{geometry},"properties":{{"count":{cell.count}}}}}'
