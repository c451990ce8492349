"""Places that come to stand elsewhere: how far, in which direction, and the two points for a map."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.document import Place, Point
from organisations.metres import direction_of, distance

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


def _point(place: Place | None) -> Point | None:
    return place.address.point if place else None
