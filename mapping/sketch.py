"""A map for paper: outlines of the areas and numbered dots as one small SVG drawing, made on the server."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import Func, Q, Value

from mapping.dots import Box, Pile, Spot, dot_of, numbered_by_place, overlap, piles_of
from organisations.models import Area, Listing

WIDTH = 460.0  # units of the drawing
LOWEST, HIGHEST = 260.0, 360.0
ROOM = 34.0  # around the outermost dots
SMALLEST = 0.02  # degrees of longitude: a single place is shown with what lies around it
MOST_AREAS = 80
# By kind of area: the width of a letter of its name, and where the name may stand beside the centre, the best first;
# across in halves of its width, down in units.
_CLOSE: list[tuple[float, float]] = [(0, 4), (0, -16), (0, 26), (0.5, -16), (-0.5, -16), (0.5, 26), (-0.5, 26)]
_BESIDE: list[tuple[float, float]] = [(1.2, 4), (-1.2, 4), (1.2, -14), (-1.2, -14), (1.2, 24), (-1.2, 24)]
_FAR: list[tuple[float, float]] = [(0, -32), (0, 42), (0.5, -32), (-0.5, -32), (0.5, 42), (-0.5, 42), (0, -48), (0, 58)]
LETTERS: dict[str, tuple[float, list[tuple[float, float]]]] = {
    Area.Kind.MUNICIPALITY: (7.0, [*_CLOSE, *_FAR, *_BESIDE]),
    Area.Kind.DISTRICT: (5.6, [*_CLOSE, *_BESIDE]),
}


Drawing = dict[str, Any]  # what templates/mapping/_sketch.html draws


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the earth is drawn (degrees) and how: x = (longitude - west) * across, y down from the north."""

    west: float
    south: float
    east: float
    north: float
    across: float
    down: float

    @property
    def height(self) -> float:
        """Height of the drawing in its units."""
        return (self.north - self.south) * self.down

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point of the earth stands."""
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down


def sketch_of(listings: Sequence[Listing]) -> Drawing | None:
    """The drawing for entries numbered from 1 in their order; None when none of them has a point.

    One query. Only public points are drawn, those of the listings.
    """
    frame = _frame(listings)
    return _drawing(frame, piles_of(_spots(listings, frame), WIDTH, frame.height)) if frame else None


def sketch_by_place(listings: Sequence[Listing]) -> tuple[list[Listing], Drawing | None]:
    """The entries in an order in which those of one dot follow one another, and the drawing with their new numbers.

    Those without a point come last.
    """
    frame = _frame(listings)
    if frame is None:
        return list(listings), None
    order, piles = numbered_by_place(_spots(listings, frame), WIDTH, frame.height)
    nowhere = [item for item in listings if not item.point]
    return [listings[number - 1] for number in order] + nowhere, _drawing(frame, piles)


def _drawing(frame: Frame, piles: Sequence[Pile]) -> Drawing:
    return {
        "width": f"{WIDTH:.0f}",
        "height": f"{frame.height:.0f}",
        "areas": _areas(frame, [pile.box for pile in piles]),
        "dots": [dot_of(pile) for pile in piles],
    }


def _spots(listings: Sequence[Listing], frame: Frame) -> list[Spot]:
    return [(n, *frame.place(item.point.x, item.point.y)) for n, item in enumerate(listings, 1) if item.point]


def _frame(listings: Sequence[Listing]) -> Frame | None:
    points = [item.point for item in listings if item.point]
    if not points:
        return None
    xs, ys = [point.x for point in points], [point.y for point in points]
    squeeze = max(0.2, math.cos(math.radians((min(ys) + max(ys)) / 2)))
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    wide = max(max(xs) - min(xs), SMALLEST)
    high = max(max(ys) - min(ys), SMALLEST * squeeze / 2)
    scale = min((WIDTH - 2 * ROOM) / wide, (HIGHEST - 2 * ROOM) * squeeze / high)
    height = min(max(high / squeeze * scale + 2 * ROOM, LOWEST), HIGHEST)
    half_x, half_y = WIDTH / scale / 2, height / (scale / squeeze) / 2
    return Frame(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y, scale, scale / squeeze)


def _areas(frame: Frame, taken: list[Box]) -> list[dict[str, str]]:
    """Outlines in sight as paths, and the names of areas where there is room beside the boxes that are taken."""
    box = Polygon.from_bbox((frame.west, frame.south, frame.east, frame.north))
    box.srid = settings.SRID
    shape = MultiPolygonField(srid=settings.SRID)
    detail = Value((frame.east - frame.west) / 300)
    simple = Func("outline", detail, function="ST_SimplifyPreserveTopology", output_field=shape)
    in_sight = Q(outline__bboverlaps=box) | Q(outline=None, centre__within=box)
    rows = Area.objects.using(settings.READ_DATABASE).filter(in_sight).order_by("-kind", "name", "id")  # towns first
    found = []
    for name, kind, centre, text in rows.annotate(text=AsGeoJSON(simple, precision=5)).values_list(
        "name", "kind", "centre", "text"
    )[:MOST_AREAS]:
        path = _path(json.loads(text), frame) if text else ""
        found.append({"kind": kind, "path": path} | _label(name, kind, frame.place(centre.x, centre.y), frame, taken))
    return found


def _label(name: str, kind: str, centre: tuple[float, float], frame: Frame, taken: list[Box]) -> dict[str, str]:
    """The name and where it stands: near the centre, within the drawing, over nothing that is `taken`; else none."""
    letter, shifts = LETTERS[kind]
    half = letter * len(name) / 2 + 2
    for across, down in shifts:
        x, y = centre[0] + across * half, centre[1] + down
        box = (x - half, y - 11, x + half, y + 4)
        inside = box[0] > 2 and box[1] > 2 and box[2] < WIDTH - 2 and box[3] < frame.height - 2
        if inside and not any(overlap(box, other) for other in taken):
            taken.append(box)
            return {"name": name, "x": f"{x:.0f}", "y": f"{y:.0f}"}
    return {}


def _path(shape: dict[str, Any], frame: Frame) -> str:
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = [ring for polygon in polygons for ring in polygon]
    return "".join(
        "M" + "L".join("{:.0f} {:.0f}".format(*frame.place(x, y)) for x, y, *_height in ring) + "Z" for ring in rings
    )
