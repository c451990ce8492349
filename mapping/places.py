"""What a visitor types as a place: first the names and postcodes of our areas, then the geocoder.

`static/js/core/places.js` is the twin of the first part and needs no request.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from organisations.limits import client_address, is_direct_from_here, network_of
from organisations.text import clean, words
from organisations.vocabulary import AreaTerm, Vocabulary

LONGEST_PLACE = 100
MOST_PLACES = 6
SAME_METRES = 300  # several parts of one street are one place
NEAR_METRES = 5_000  # so far from the middle of an area one is still near it
DECIMALS = 3  # of a degree: about 100 metres, as fine as anybody's position ever gets
_POSTCODE = re.compile(r"[0-9]{5}")


class NotNowError(Exception):
    """The geocoder gives no answer at the moment. `reason`: down, busy, or often (this visitor asked too often)."""

    def __init__(self, reason: str, seconds: int) -> None:
        self.reason, self.seconds = reason, seconds
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place for a position: its name, where it lies (may be empty), and latitude and longitude, rounded."""

    name: str
    detail: str
    near: tuple[float, float]
    exact: bool = False  # an area that is called just so


def clean_place(text: str) -> str:
    """What was typed, without what cannot be shown, at most `LONGEST_PLACE` characters."""
    return clean(text.replace("\0", " ").encode("utf-8", "replace").decode())[:LONGEST_PLACE]


def visitor_of(request: HttpRequest) -> str:
    """Whose questions to the geocoder are counted; empty for direct requests from this machine, which are not."""
    return "" if is_direct_from_here(request) else network_of(client_address(request))


def find_places(text: str, terms: Vocabulary, visitor: str = "") -> list[FoundPlace]:
    """The places a text may mean, the best first: areas, and only if there is none what the geocoder knows.

    `visitor`: whose questions to the geocoder are counted. Raises NotNowError. Without GEOCODER_URL only areas.
    """
    areas = areas_named(text, terms)
    if areas or not settings.GEOCODER_URL or not words(text):
        return areas
    from mapping.geocoding.visitors import look_up  # with it comes the geocoder, which most processes never need

    found: list[FoundPlace] = []
    for place in look_up(clean_place(text), visitor):
        made = FoundPlace(place.name, place.detail, _rounded(place.point))
        if not any(one.name == made.name and metres_between(one.near, made.near) <= SAME_METRES for one in found):
            found.append(made)
    return found[:MOST_PLACES]


def the_one(found: Sequence[FoundPlace]) -> FoundPlace | None:
    """The place that is meant, None if that is not clear: the only one, or the only one called just so."""
    exact = [place for place in found if place.exact]
    if len(exact) == 1 or len(found) == 1:
        return (exact or list(found))[0]
    return None


def areas_named(text: str, terms: Vocabulary) -> list[FoundPlace]:
    """The areas a text names, by name (or its beginning) and postcode; towns before their districts."""
    asked = words(text)
    postcodes = {word for word in asked if _POSTCODE.fullmatch(word)}
    named = [word for word in asked if word not in postcodes]
    found = []
    for area in terms.areas if asked else ():
        if postcodes <= set(area.postcodes):
            rank = _rank(named, area, terms)
            if rank is not None:
                found.append((rank, area.parent is not None, area.name, area))
    found.sort(key=lambda item: item[:3])
    return [_place(area, terms, bool(named) and rank == 0) for rank, *_, area in found[:MOST_PLACES]]


def _rank(named: Sequence[str], area: AreaTerm, terms: Vocabulary) -> int | None:
    """0 the area is called just so (or only a postcode was asked), 1 its name begins so, 2 each word begins one."""
    own = words(area.name)
    if not named or list(named) == own:
        return 0
    if " ".join(own).startswith(" ".join(named)):
        return 1
    around = own + words(terms.town(area).name)
    fits = all(any(word.startswith(one) for word in around) for one in named)
    return 2 if fits and any(word.startswith(one) for one in named for word in own) else None


def _place(area: AreaTerm, terms: Vocabulary, exact: bool) -> FoundPlace:
    town = terms.town(area)
    return FoundPlace(area.name, "" if town == area else town.name, _rounded(area.centre), exact)


def name_near(near: tuple[float, float], terms: Vocabulary) -> str:
    """The area that a position lies nearest to, empty if all are far away."""
    best, name = float(NEAR_METRES), ""
    for area in terms.areas:
        metres = metres_between(near, _rounded(area.centre))
        if metres < best:
            best, name = metres, area.name
    return name


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """About how far two positions (latitude, longitude) that are near each other are apart, on a flat map."""
    north = (one[0] - other[0]) * 111_320
    east = (one[1] - other[1]) * 111_320 * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[1], DECIMALS), round(point[0], DECIMALS)
