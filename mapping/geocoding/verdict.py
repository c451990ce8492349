"""Which hit of an answer is the address: by where it lies, not by the names the answer happens to carry."""

from collections.abc import Sequence
from dataclasses import dataclass

from geopy.distance import great_circle

from mapping.geocoding.server import Hit, Question
from organisations.document import Point
from organisations.models import Reason
from organisations.services.areas import find_area, metres_outside
from organisations.services.attention import far
from organisations.text import fold, words
from organisations.vocabulary import AreaTerm, Vocabulary, vocabulary

SAME_METRES = 200  # hits so near each other are one place: a building and the club in it


@dataclass(frozen=True, slots=True)
class Verdict:
    """The point of the address, or None; why somebody should look at it ("" if nobody need), and more words on that."""

    point: Point | None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """Where an address must lie. `area`: what postcode and town name, else what was chosen by hand, None if unknown.

    `district`: the district in which it stands, if one is known. `unclear`: the town is known, but not with this
    postcode, or several have its name.
    """

    area: AreaTerm | None
    district: AreaTerm | None = None
    unclear: bool = False


def sought_area(question: Question, chosen: str | None) -> Sought:
    """Where the address must lie. `chosen`: slug of the area that the address has."""
    terms = vocabulary("default")
    slug = find_area(None, question.postcode, question.city)
    named = terms.area_by_key[slug] if slug else None
    own = terms.area_by_key.get(chosen or "")
    if named is None and (question.postcode or own is None) and terms.areas_by_name.get(fold(question.city)):
        return Sought(None, unclear=True)
    area = named or own
    if area is None:
        return Sought(None)
    town = terms.town(area)
    districts = [found for found in (named, own) if found and found != town and terms.town(found) == town]
    return Sought(area, districts[0] if districts else None)


def judge(hits: Sequence[Hit], question: Question, sought: Sought) -> Verdict:
    """Which of the hits is the address: the one place among them that lies where it must."""
    if sought.unclear:
        return Verdict(None, Reason.UNCLEAR_AREA)
    precise = [hit for hit in hits if not hit.coarse]
    if not precise:
        return Verdict(None, Reason.NO_HIT, "only the town was found" if hits else "")
    fitting = _in_area(precise, sought.area) if sought.area else _that_say(precise, question)
    if not fitting:
        return _elsewhere(precise, sought.area)
    candidates = _best(fitting, sought.district)
    if not _are_one_place(candidates):
        return Verdict(None, Reason.SEVERAL_HITS, f"{len(candidates)} hits, {_apart(candidates)} apart")
    hit = next((hit for hit in candidates if not hit.street), candidates[0])
    if hit.street and any(letter.isdigit() for letter in question.street):
        return Verdict(hit.point, Reason.STREET_ONLY)
    return Verdict(hit.point)


def _in_area(hits: Sequence[Hit], area: AreaTerm) -> list[Hit]:
    outside = metres_outside([(area, hit.point) for hit in hits])
    return [hit for hit, metres in zip(hits, outside, strict=True) if metres == 0]


def _that_say(hits: Sequence[Hit], question: Question) -> list[Hit]:
    """The hits that name the town anywhere, for a town that is no area of ours."""
    town = set(words(question.city))
    return [hit for hit in hits if town and town <= set(hit.words.split())]


def _elsewhere(hits: Sequence[Hit], area: AreaTerm | None) -> Verdict:
    if area is None:
        return Verdict(None, Reason.UNCHECKED)
    town = vocabulary("default").town(area)
    metres = min(metres_outside([(area, hit.point) for hit in hits]))
    return Verdict(None, Reason.OUTSIDE, f"the nearest hit lies {far(metres)} outside {town.name}")


def _best(hits: Sequence[Hit], district: AreaTerm | None) -> list[Hit]:
    """Houses before streets; of several places those that are nearer to the address's district than to another one."""
    houses = [hit for hit in hits if not hit.street] or list(hits)
    if district is None or _are_one_place(houses):
        return houses
    terms = vocabulary("default")
    return [hit for hit in houses if _nearest_district(hit.point, district, terms) == district] or houses


def _nearest_district(point: Point, district: AreaTerm, terms: Vocabulary) -> AreaTerm:
    siblings = [area for area in terms.areas if area.parent == district.parent]
    return min(siblings, key=lambda area: _metres(point, area.centre))


def _are_one_place(hits: Sequence[Hit]) -> bool:
    return all(_metres(hits[0].point, hit.point) <= SAME_METRES for hit in hits)


def _apart(hits: Sequence[Hit]) -> str:
    return far(max(_metres(one.point, other.point) for one in hits for other in hits))


def _metres(one: Point, other: Point) -> float:
    return float(great_circle(one[::-1], other[::-1]).meters)
