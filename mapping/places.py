"""What a visitor types as a place: first the names and postcodes of our areas, then the geocoder.

Names of areas may be misspelt. `static/js/core/places.js` is the twin of what is done with areas; it needs no request.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from organisations.limits import client_address, is_direct_from_here, network_of
from organisations.spelling import SHORTEST_CORRECTED, distance_to_beginning, slips, tolerance
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
    corrected: bool = False  # an area whose name was typed with slips


def clean_place(text: str) -> str:
    """What was typed, without what cannot be shown, at most `LONGEST_PLACE` characters."""
    return clean(text.replace("\0", " ").encode("utf-8", "replace").decode())[:LONGEST_PLACE]


def visitor_of(request: HttpRequest) -> str:
    """Whose questions to the geocoder are counted; empty for direct requests from this machine, which are not."""
    return "" if is_direct_from_here(request) else network_of(client_address(request))


def find_places(text: str, terms: Vocabulary, visitor: str = "") -> list[FoundPlace]:
    """The places a text may mean, the best first: areas, else what the geocoder knows, else areas spelt nearly so.

    `visitor`: whose questions to the geocoder are counted. Raises NotNowError if nothing is found without the geocoder
    and it gives no answer. What is spelt right wins: a town the geocoder knows may be a slip away from one of ours.
    """
    if not words(text):
        return []
    if areas := areas_named(text, terms):
        return areas
    nearly = areas_nearly_named(text, terms)
    if not settings.GEOCODER_URL or any(area.exact for area in nearly):
        return nearly
    try:
        return _looked_up(text, visitor) or nearly
    except NotNowError:
        if nearly:
            return nearly
        raise


def _looked_up(text: str, visitor: str) -> list[FoundPlace]:
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
    found = _fitting(text, terms, _rank)
    return [_place(area, terms, exact=rank == 0 and not _is_postcode(text)) for rank, area in found[:MOST_PLACES]]


def areas_nearly_named(text: str, terms: Vocabulary) -> list[FoundPlace]:
    """The areas a text that names none may mean: those whose names are the fewest slips away."""
    found = _fitting(text, terms, _slips_off)
    best = [area for slips_off, area in found if slips_off == found[0][0]]
    right = bool(found) and found[0][0] == 0  # but for "ae" in place of ä
    return [_place(area, terms, exact=right, corrected=not right) for area in best[:MOST_PLACES]]


def _is_postcode(text: str) -> bool:
    return all(_POSTCODE.fullmatch(word) for word in words(text))


def _fitting(
    text: str, terms: Vocabulary, rank_of: Callable[[Sequence[str], Sequence[str], Sequence[str]], int | None]
) -> list[tuple[int, AreaTerm]]:
    """The areas with all postcodes of a text for which its other words have a rank, the best first."""
    asked = words(text)
    postcodes = {word for word in asked if _POSTCODE.fullmatch(word)}
    named = [word for word in asked if word not in postcodes]
    found = []
    for area in terms.areas if asked else ():
        if postcodes <= set(area.postcodes):
            rank = rank_of(named, words(area.name), words(terms.town(area).name))
            if rank is not None:
                found.append((rank, area.parent is not None, area.name, area))
    found.sort(key=lambda item: item[:3])
    return [(rank, area) for rank, _below, _name, area in found]


def _rank(named: Sequence[str], own: Sequence[str], town: Sequence[str]) -> int | None:
    """0 the area is called just so (or only a postcode was asked), 1 its name begins so, 2 each word begins one."""
    if not named or list(named) == own:
        return 0
    if " ".join(own).startswith(" ".join(named)):
        return 1
    fits = all(any(word.startswith(one) for word in (*own, *town)) for one in named)
    return 2 if fits and any(word.startswith(one) for one in named for word in own) else None


def _slips_off(named: Sequence[str], own: Sequence[str], town: Sequence[str]) -> int | None:
    """The slips in all words of a text if each means a word of the area or its town, and one a word of the area."""
    by_own = [_fewest_slips(word, own) for word in named]
    all_words = [_fewest_slips(word, (*own, *town)) for word in named]
    if all(found is None for found in by_own):
        return None
    return sum(found for found in all_words if found is not None) if None not in all_words else None


def _fewest_slips(word: str, others: Sequence[str]) -> int | None:
    """The fewest slips from a word to one of the others or its beginning; None if they are more than is forgiven."""
    found = []
    for other in others:
        most = min(tolerance(word), 2 if other[0] == word[0] else 1)  # two and a wrong first letter: another word
        away = 0 if other.startswith(word) else slips(word, other, most)
        if away > most and most and len(word) > SHORTEST_CORRECTED:
            most, away = 1, distance_to_beginning(word, other, 1)
        found += [away] if away <= most else []
    return min(found, default=None)


def _place(area: AreaTerm, terms: Vocabulary, exact: bool = False, corrected: bool = False) -> FoundPlace:
    town = terms.town(area)
    return FoundPlace(area.name, "" if town == area else town.name, _rounded(area.centre), exact, corrected)


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
