"""Places that come to stand elsewhere: how far, in which direction, and the two points for a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.document import Place, Point

EARTH = 6_371_008.8  # metres, mean radius
SAME = 1.0  # metres
_DIRECTIONS = (
    _("further north"),
    _("further north-east"),
    _("further east"),
    _("further south-east"),
    _("further south"),
    _("further south-west"),
    _("further west"),
    _("further north-west"),
)


@dataclass(frozen=True)
class Move:
    """A place with its point before and after (None: it had or has none)."""

    label: str
    before: Point | None
    after: Point | None

    @property
    def text(self) -> str:
        """How far it moves: "430 m weiter östlich"."""
        if self.before and self.after:
            metres, direction = distance(self.before, self.after), direction_of(self.before, self.after)
            return f"{formats.distance(metres)} {_DIRECTIONS[direction]}"
        return gettext("New on the map") if self.after else gettext("No longer on the map")


def moves_of(before: Sequence[Place], after: Sequence[Place]) -> list[Move]:
    """The places whose point changes, comes or goes."""
    old = {place.id: place for place in before}
    new = {place.id: place for place in after}
    found = []
    for id in dict.fromkeys([*old, *new]):
        was, becomes = _point(old.get(id)), _point(new.get(id))
        if was == becomes or (was and becomes and distance(was, becomes) < SAME):
            continue
        address = (new.get(id) or old[id]).address
        found.append(Move(address.name or address.street or address.town, was, becomes))
    return found


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


def _point(place: Place | None) -> Point | None:
    return place.address.point if place else None
