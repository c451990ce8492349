"""Geometries from files: nothing but bounded numbers goes into GEOS, no text of a file ever does."""

import logging
import math
from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LinearRing, LineString, MultiLineString, MultiPolygon, Polygon

MAX_POSITIONS = 200_000  # in one geometry
# An outline that crosses itself is repaired up to this size: the effort grows with the square, 3,000 positions in a
# tangle take minutes and gigabytes.
MAX_REPAIRED = 300
Position = tuple[float, float]  # longitude, latitude


class GeometryError(Exception):
    """The geometry cannot be used; the text says why."""


def position(value: Any) -> Position:
    """Longitude and latitude from a GeoJSON position (RFC 7946, section 3.1.1), inside the globe."""
    if not isinstance(value, list) or len(value) < 2 or any(type(number) not in {int, float} for number in value[:2]):
        raise GeometryError("a position is not a pair of numbers")
    longitude, latitude = value[:2]
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise GeometryError("a position is not a pair of finite numbers")
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise GeometryError(
            f"a position with longitude {longitude:.10g}, latitude {latitude:.10g} is not on the globe "
            "(or not in degrees)"
        )
    return float(longitude), float(latitude)


def positions(value: Any) -> list[Position]:
    """A list of positions."""
    if not isinstance(value, list):
        raise GeometryError("its coordinates are not a list of positions")
    if len(value) > MAX_POSITIONS:
        raise GeometryError(f"its geometry has more than {MAX_POSITIONS} positions")
    return [position(item) for item in value]


def point_of(geometry: Any) -> Position | None:
    """A point that stands for a GeoJSON geometry: the point itself, else one that lies inside the area or on the line.

    None for an empty or missing geometry. Raises GeometryError.
    """
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        raise GeometryError("its geometry is not an object")
    kind, coordinates = _kind(geometry), geometry.get("coordinates")
    if kind == "GeometryCollection":
        return _point_of_collection(geometry.get("geometries"))
    if coordinates in (None, []):
        return None
    if kind == "Point":
        return position(coordinates)
    if kind == "MultiPoint":
        return positions(coordinates)[0]
    if kind in {"LineString", "MultiLineString"}:
        lines = [coordinates] if kind == "LineString" else coordinates
        return on_line(max((positions(line) for line in _list(lines)), key=len))
    if kind in {"Polygon", "MultiPolygon"}:
        return inside_one(_drawn(geometry))
    raise GeometryError(f"its geometry is of the unknown type {kind[:40]!r}")


def _kind(geometry: dict[str, Any]) -> str:
    kind = geometry.get("type")
    return kind if isinstance(kind, str) else str(kind)


def _point_of_collection(geometries: Any) -> Position | None:
    ranks = ["Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point", "MultiPoint"]
    members = [item for item in _list(geometries) if isinstance(item, dict) and item.get("type") in ranks]
    members.sort(key=lambda item: ranks.index(item["type"]))
    return point_of(members[0]) if members else None


def polygons(geometry: Any) -> tuple[MultiPolygon, bool]:
    """A GeoJSON Polygon or MultiPolygon as a valid outline, and whether it had to be repaired. Raises GeometryError."""
    drawn = _drawn(geometry)
    return united(drawn), not all(_is_valid(part) for part in drawn)


def _drawn(geometry: Any) -> list[Polygon]:
    """The polygons of a GeoJSON Polygon or MultiPolygon as they are drawn. Raises GeometryError."""
    kind = _kind(geometry) if isinstance(geometry, dict) else ""
    if kind not in {"Polygon", "MultiPolygon"}:
        raise GeometryError("its geometry is neither Polygon nor MultiPolygon")
    members = [geometry.get("coordinates")] if kind == "Polygon" else _list(geometry.get("coordinates"))
    return [polygon([positions(ring) for ring in _list(member)]) for member in members]


def inside_one(drawn: Sequence[Polygon]) -> Position:
    """A point inside the largest of these polygons; on its outline if it crosses itself and is too large to repair.

    Each polygon is looked at alone: the effort does not grow with how many there are. Raises GeometryError.
    """
    if not drawn:
        raise GeometryError("its geometry is empty")
    largest = max(drawn, key=lambda one: one.area)
    if _is_valid(largest):
        return inside(largest)
    if largest.num_coords <= MAX_REPAIRED:
        return inside(united([largest]))
    return on_line([(x, y) for x, y, *_ in largest.exterior_ring.coords])


def polygon(rings: Sequence[Sequence[Position]]) -> Polygon:
    """A polygon of rings, the first its outside. An open ring is closed."""
    closed = [_closed(ring) for ring in rings]
    if not closed:
        raise GeometryError("a polygon has no ring")
    return Polygon(*(LinearRing(ring) for ring in closed), srid=4326)


def united(members: Sequence[GEOSGeometry]) -> MultiPolygon:
    """The union of polygons as one valid MultiPolygon; lines and points that a repair leaves over are dropped."""
    if not members:
        raise GeometryError("its geometry is empty")
    valid = [member if _is_valid(member) else member.make_valid() for member in members]
    whole = valid[0]
    for member in valid[1:]:
        whole = whole.union(member)
    faces = list(_faces(whole))
    if not faces:
        raise GeometryError("its geometry encloses no area")
    return MultiPolygon(faces, srid=4326)


def _is_valid(geometry: GEOSGeometry) -> bool:
    """Whether the geometry is valid. GEOS logs a warning for each that is not; the report of the import names it."""
    logger = logging.getLogger("django.contrib.gis")
    logger.disabled = True
    try:
        return bool(geometry.valid)
    finally:
        logger.disabled = False


def inside(area: GEOSGeometry) -> Position:
    """A point inside an area (not its centre of gravity, which may lie outside)."""
    point = area.point_on_surface
    return point.x, point.y


def on_line(line: Sequence[Position]) -> Position:
    """The point half way along a line."""
    if len(set(line)) < 2:
        if not line:
            raise GeometryError("its line is empty")
        return line[0]
    point: Any = LineString(line, srid=4326).interpolate_normalized(0.5)
    return point.x, point.y


def rings_of(lines: Sequence[Sequence[Position]]) -> list[list[Position]]:
    """The closed rings that lines form when joined at their ends; what stays open is left out."""
    joined: Any = MultiLineString([LineString(line) for line in lines if len(set(line)) > 1]).merged
    parts: list[Any] = list(joined) if joined.geom_type == "MultiLineString" else [joined]
    rings = [[(x, y) for x, y, *_ in part.coords] for part in parts]
    return [ring for ring in rings if len(ring) > 3 and ring[0] == ring[-1]]


def _faces(geometry: GEOSGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.empty else [geometry]
    return (
        [face for part in geometry for face in _faces(part)]
        if hasattr(geometry, "__iter__") and geometry.num_geom
        else []
    )


def _closed(ring: Sequence[Position]) -> list[Position]:
    points = list(ring)
    if points and points[0] != points[-1]:
        points.append(points[0])
    if len(points) < 4:
        raise GeometryError("a ring of its outline has fewer than four positions")
    return points


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise GeometryError("its coordinates are not nested as its type asks")
    return value
