"""A map for paper: outlines of the areas and numbered dots as one small SVG drawing, made on the server."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import Func, Value
from django.utils.safestring import SafeString, mark_safe

from organisations.models import Area, Listing

WIDTH = 460.0  # units of the drawing
LOWEST, HIGHEST = 230.0, 460.0
ROOM = 34.0  # around the outermost dots
SMALLEST = 0.02  # degrees of longitude: a single place is shown with what lies around it
APART = 24.0  # dots nearer than that share one
MOST_NUMBERS = 10  # of a pile; on paper nothing opens what is not written
MOST_AREAS = 80


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the drawing with the numbers of its entries; `left` is where its edge lies from its middle."""

    x: str
    y: str
    label: str
    left: str
    wide: str


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


def sketch_of(listings: Sequence[Listing]) -> dict[str, Any] | None:
    """The drawing for entries numbered from 1 in their order; None when none of them has a point.

    One query. Only public points are drawn, those of the listings.
    """
    points = [(number, item.point.x, item.point.y) for number, item in enumerate(listings, 1) if item.point]
    if not points:
        return None
    frame = _frame([(x, y) for _number, x, y in points])
    return {
        "width": f"{WIDTH:.0f}",
        "height": f"{frame.height:.0f}",
        "areas": _areas(frame),
        "dots": _dots([(number, *frame.place(x, y)) for number, x, y in points]),
    }


def _frame(points: Sequence[tuple[float, float]]) -> Frame:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    squeeze = max(0.2, math.cos(math.radians((min(ys) + max(ys)) / 2)))
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    wide = max(max(xs) - min(xs), SMALLEST)
    high = max(max(ys) - min(ys), SMALLEST * squeeze / 2)
    scale = min((WIDTH - 2 * ROOM) / wide, (HIGHEST - 2 * ROOM) * squeeze / high)
    height = min(max(high / squeeze * scale + 2 * ROOM, LOWEST), HIGHEST)
    half_x, half_y = WIDTH / scale / 2, height / (scale / squeeze) / 2
    return Frame(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y, scale, scale / squeeze)


def _areas(frame: Frame) -> list[dict[str, str]]:
    """Outlines in sight as paths, with their names where the centre is in sight."""
    box = Polygon.from_bbox((frame.west, frame.south, frame.east, frame.north))
    box.srid = settings.SRID
    shape = MultiPolygonField(srid=settings.SRID)
    detail = Value((frame.east - frame.west) / 300)
    simple = Func("outline", detail, function="ST_SimplifyPreserveTopology", output_field=shape)
    rows = Area.objects.using(settings.READ_DATABASE).filter(outline__bboverlaps=box).order_by("kind", "name", "id")
    found = []
    for name, kind, centre, text in rows.annotate(text=AsGeoJSON(simple, precision=5)).values_list(
        "name", "kind", "centre", "text"
    )[:MOST_AREAS]:
        x, y = frame.place(centre.x, centre.y)
        half = 3.5 * len(name) + 4
        seen = half < x < WIDTH - half and 12 < y < frame.height - 6
        label = {"name": name, "x": f"{x:.0f}", "y": f"{y:.0f}"} if seen else {}
        found.append({"kind": kind, "path": _path(json.loads(text), frame)} | label)
    return found


def _path(shape: dict[str, Any], frame: Frame) -> str:
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = [ring for polygon in polygons for ring in polygon]
    return "".join(
        "M" + "L".join("{:.0f} {:.0f}".format(*frame.place(x, y)) for x, y, *_height in ring) + "Z" for ring in rings
    )


def _dots(points: Sequence[tuple[int, float, float]]) -> list[Dot]:
    """Dots that would cover one another are drawn as one with all their numbers."""
    piles: list[tuple[float, float, list[int]]] = []
    for number, x, y in points:
        for left, top, numbers in piles:
            if abs(left - x) < APART + 5 * (min(len(numbers), MOST_NUMBERS) - 1) and abs(top - y) < APART:
                numbers.append(number)
                break
        else:
            piles.append((x, y, [number]))
    return [_dot(x, y, numbers) for x, y, numbers in piles]


def _dot(x: float, y: float, numbers: list[int]) -> Dot:
    shown = ", ".join(map(str, numbers[:MOST_NUMBERS])) + (" …" if len(numbers) > MOST_NUMBERS else "")
    wide = max(24.0, 8.0 * len(shown) + 8)
    left = min(max(x, wide / 2 + 2), WIDTH - wide / 2 - 2)
    return Dot(f"{left:.0f}", f"{y:.0f}", shown, f"{-wide / 2:.0f}", f"{wide:.0f}")


def qr_of(address: str, shorter: str = "") -> SafeString:
    """An address as a QR code (inline SVG, black on white); one too long for a code becomes `shorter`."""
    try:
        code = segno.make(address, error="m", micro=False)
    except segno.DataOverflowError:
        code = segno.make(shorter, error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, border=4, svgclass="qr", light="#fff", dark="#000"))  # noqa: S308
