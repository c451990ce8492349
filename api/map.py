"""GET /api/v1/map: what a map draws, points while they are few, else counts by cell; GeoJSON either way."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from api import shapes
from api.endpoint import GEOJSON, Endpoint
from api.params import Asked
from mapping.cells import Cell, count_cells
from organisations.matching import Matching

DEFAULT_ZOOM = 12
POINTS_AT_MOST = 1_000
COLUMNS = ("id", "point", "slug", "name", "kind", "approximate", "fixed", "checked_on", "card")

# The features are written by the database: building each of them in Python takes several times as long.
_FEATURES = """
    SELECT string_agg(
        '{{"type":"Feature","id":"' || id || '","geometry":' || ST_AsGeoJSON(point, 5, 0) || ',"properties":'
        || json_build_object(
            'slug', slug, 'name', name, 'kind', kind, 'topic', topics->0, 'approximate', approximate, 'fixed', fixed,
            'checked_on', checked_on, 'closed', (closed_from IS NOT NULL OR closed_until IS NOT NULL)
                AND %s BETWEEN coalesce(closed_from, '') AND coalesce(closed_until, '9')
        ) || '}}', ',' ORDER BY id)
    FROM ({inner}) listing, jsonb_to_record(card) AS facts (topics jsonb, closed_from text, closed_until text)
"""


class Map(Endpoint):
    """Markers of the part of the map in `bbox`."""

    shape = shapes.MAP
    parameters = ("lang", "zoom")
    with_query = True
    media_type = GEOJSON

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """`mode` is "points" (at most 1,000 features, one a listing) or "cells" (`count` listings around a middle)."""
        matching = Matching.of(asked.query, asked.terms)
        cells = count_cells(matching, DEFAULT_ZOOM if asked.zoom is None else asked.zoom)
        few = sum(cell.count for cell in cells) <= POINTS_AT_MOST
        mode, features = ("points", _points(matching)) if few else ("cells", ",".join(_cell(cell) for cell in cells))
        return f'{{"type":"FeatureCollection","mode":"{mode}","features":[{features}]}}', {}


def _points(matching: Matching) -> str:
    """The features of the matching listings as text, in the order of their ids."""
    inner, params = matching.listings().filter(point__isnull=False).values(*COLUMNS).query.sql_with_params()
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_FEATURES.format(inner=inner), [matching.today.isoformat(), *params])
        return cursor.fetchone()[0] or ""


def _cell(cell: Cell) -> str:
    geometry = f'{{"type":"Point","coordinates":[{cell.lng},{cell.lat}]}}'
    return f'{{"type":"Feature","geometry":{geometry},"properties":{{"count":{cell.count}}}}}'
