"""Counts by cell, for listings that are too many to be shown one by one. The only place that counts cells."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connections

from organisations.freshness import ageing_since, unconfirmed_since
from organisations.matching import Matching

CELLS_AT_MOST = 4_096
CELLS_A_TILE = 4  # along one side: 64 of the tile's 256 pixels
Box = tuple[float, float, float, float]
WORLD: Box = (-180.0, -85.0511, 180.0, 85.0511)

# Cells of the Web Mercator grid (EPSG:3857): `n` of them along the equator and along the meridian.
# `also`: further columns of the listings, `counts`: how many of the cell's listings are like that.
_CELLS = """
    SELECT round(avg(lng)::numeric, 5)::float8, round(avg(lat)::numeric, 5)::float8, count(*){counts}
    FROM (
        SELECT ST_X(point) AS lng, least(greatest(ST_Y(point), -85.0511), 85.0511) AS lat{also} FROM ({inner}) found
    ) spots
    GROUP BY floor((lng + 180) / 360 * %s), floor((1 - ln(tan(pi() / 4 + radians(lat) / 2)) / pi()) / 2 * %s)
    ORDER BY 3 DESC, 1, 2
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """Listings close to one another: how many, and the middle of their points in degrees.

    Where it was asked for: how many of them were last checked so long ago that they are ageing, or unconfirmed.
    """

    lng: float
    lat: float
    count: int
    ageing: int = 0
    unconfirmed: int = 0


def count_cells(matching: Matching, zoom: int) -> list[Cell]:
    """The matching listings by cell, largest first. The grid is that of `zoom`, or coarser to keep the cells few."""
    return _counted(matching, zoom)


def count_cells_by_age(matching: Matching, zoom: int) -> list[Cell]:
    """The same with how many of a cell are ageing, or unconfirmed (checked too long ago, or never)."""
    dates = [ageing_since(matching.today), unconfirmed_since(matching.today), unconfirmed_since(matching.today)]
    counts = """, count(*) FILTER (WHERE checked_on < %s AND checked_on >= %s),
        count(*) FILTER (WHERE checked_on IS NULL OR checked_on < %s)"""
    return _counted(matching, zoom, "checked_on", counts, dates)


def _counted(
    matching: Matching, zoom: int, column: str = "", counts: str = "", values: Sequence[date] = ()
) -> list[Cell]:
    side = CELLS_A_TILE * 2 ** fitting_zoom(matching.query.bbox or WORLD, zoom)
    found = matching.listings().filter(point__isnull=False).order_by()
    inner, params = found.values("point", *([column] if column else [])).query.sql_with_params()
    statement = _CELLS.format(inner=inner, counts=counts, also=f", {column}" if column else "")
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(statement, [*values, *params, side, side])
        return [Cell(*row) for row in cursor.fetchall()]


def fitting_zoom(box: Box, zoom: int) -> int:
    """The deepest zoom up to `zoom` at which the box has at most CELLS_AT_MOST cells."""
    while zoom > 0 and _columns(box, zoom) * _rows(box, zoom) > CELLS_AT_MOST:
        zoom -= 1
    return zoom


def _columns(box: Box, zoom: int) -> float:
    return (box[2] - box[0]) / 360 * CELLS_A_TILE * 2.0**zoom + 2


def _rows(box: Box, zoom: int) -> float:
    return (_height(box[3]) - _height(box[1])) * CELLS_A_TILE * 2.0**zoom + 2


def _height(latitude: float) -> float:
    """Latitude in degrees as a part of the map's height, 0 at the south and 1 at the north end."""
    bounded = math.radians(min(max(latitude, WORLD[1]), WORLD[3]))
    return 0.5 + math.log(math.tan(math.pi / 4 + bounded / 2)) / (2 * math.pi)
