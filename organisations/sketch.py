"""A small map for paper without any tile: the outline of the town, its districts by name, and the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.conf import settings

from organisations.document import Point
from organisations.models import Area
from organisations.services.listing import Spot
from organisations.vocabulary import AreaTerm, Vocabulary

WIDTH, HEIGHT, MARGIN = 320.0, 150.0, 12.0  # units of the drawing
COARSE = 0.0005  # degrees, about 50 m: more would not be seen


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing in units: the path of the outline, the point (None: only the area is known), names of districts."""

    name: str
    path: str
    point: tuple[float, float] | None
    districts: list[tuple[str, float, float]]
    width: float = WIDTH
    height: float = HEIGHT


def sketch_of(spots: Sequence[Spot], terms: Vocabulary) -> Sketch | None:
    """The map of the first place, None if its town has no outline. A place that is not exact gets no point."""
    spot = spots[0] if spots else None
    town = spot.areas[-1] if spot and spot.areas else None
    if spot is None or town is None:
        return None
    row = Area.objects.using(settings.READ_DATABASE).filter(pk=town.id).only("outline").first()
    rings = _rings(row.outline) if row and row.outline else []
    if not rings:
        return None
    scale = _scale([point for ring in rings for point in ring])
    point = scale(spot.point) if spot.point and not spot.approximate else None
    path = "".join("M" + "L".join("{:.1f} {:.1f}".format(*scale(corner)) for corner in ring) + "Z" for ring in rings)
    return Sketch(town.name, path, point, _districts(town, terms, scale, point))


def _rings(outline: Any) -> list[list[Point]]:
    """The outer rings, made coarser."""
    simple = outline.simplify(COARSE, preserve_topology=True)
    polygons = [simple] if simple.geom_type == "Polygon" else list(simple)
    return [[(x, y) for x, y, *_height in polygon.exterior_ring.coords] for polygon in polygons]


def _scale(corners: Sequence[Point]) -> Any:
    """From degrees to the drawing, north above; a degree of longitude is shorter than one of latitude."""
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    narrow = cos(radians((south + north) / 2))
    size = min((WIDTH - 2 * MARGIN) / ((east - west) * narrow or 1), (HEIGHT - 2 * MARGIN) / (north - south or 1))
    left, top = WIDTH / 2 - (west + east) / 2 * narrow * size, HEIGHT / 2 + (south + north) / 2 * size
    return lambda point: (left + point[0] * narrow * size, top - point[1] * size)


def _districts(
    town: AreaTerm, terms: Vocabulary, scale: Any, point: tuple[float, float] | None
) -> list[tuple[str, float, float]]:
    """Names of the districts where there is room: not over the point, not over each other."""
    taken = [point] if point else []
    found = []
    for area in terms.areas:
        if area.parent == town.id:
            x, y = scale(area.centre)
            if all(abs(x - left) > 45 or abs(y - top) > 14 for left, top in taken):
                taken.append((x, y))
                found.append((area.name, x, y))
    return found
