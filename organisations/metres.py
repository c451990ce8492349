"""How far two points are from each other, and in which direction, on a sphere."""

from math import asin, atan2, cos, degrees, radians, sin, sqrt

from organisations.document import Point

EARTH = 6_371_008.8  # metres, mean radius


def distance(one: Point, other: Point) -> float:
    """Metres on a sphere, half a percent off at most."""
    (x1, y1), (x2, y2) = _radians(one), _radians(other)
    half = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


def direction_of(one: Point, other: Point) -> int:
    """Which of eight directions leads from one point to the other, 0 for north, clockwise."""
    (x1, y1), (x2, y2) = _radians(one), _radians(other)
    east = sin(x2 - x1) * cos(y2)
    north = cos(y1) * sin(y2) - sin(y1) * cos(y2) * cos(x2 - x1)
    return round(degrees(atan2(east, north)) / 45) % 8


def _radians(point: Point) -> tuple[float, float]:
    return radians(point[0]), radians(point[1])
