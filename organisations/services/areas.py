"""Which area a place lies in: by its point, else by postcode and town."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connections, transaction

from organisations.document import OrganisationDocument, Place
from organisations.models import Address, DataVersion, Organisation
from organisations.services.listing import refresh_listings
from organisations.text import words
from organisations.validation import is_on_earth
from organisations.vocabulary import AreaTerm, Vocabulary, vocabulary

CHUNK = 500
Point = tuple[float, float]  # longitude, latitude in degrees
# Small words of names that people shorten (Neuhausen a. d. F.), and what stands in brackets (Wernau (Neckar)).
_SMALL = frozenset("a d f an der den dem auf am bei im in ob unter von vor zu".split())
_SUFFIX = re.compile(r"[-(]")
_BRACKETS = re.compile(r"\(.*?\)")

_BY_POINT = """
select distinct on (p.position) p.position, a.id
from unnest(%s::int[], %s::float8[], %s::float8[]) as p(position, x, y)
join organisations_area a on ST_Covers(a.outline, ST_SetSRID(ST_MakePoint(p.x, p.y), 4326))
order by p.position, ST_Area(a.outline)
"""

# How far outside an outline a point may lie: those drawn by hand miss up to some 500 metres, registers simplify too.
OUTLINE_METRES = 500
# How far from its centre (or that of a district) a point may lie where no outline is known; less within another one.
CENTRE_METRES, NEIGHBOUR_METRES = 10_000, 2_000
_OUTSIDE = """
select p.position, case
    when a.outline is null then greatest(0, c.metres - case when exists (
        select from organisations_area o
        where o.parent_id is null and o.id <> a.id and ST_Covers(o.outline, p.point)) then %s else %s end)
    when ST_Covers(a.outline, p.point) then 0
    else greatest(0, ST_Distance(a.outline::geography, p.point::geography) - %s) end
from (select position, area, ST_SetSRID(ST_MakePoint(x, y), 4326) as point
    from unnest(%s::int[], %s::int[], %s::float8[], %s::float8[]) as given(position, area, x, y)) p
join organisations_area a on a.id = p.area
cross join lateral (select min(ST_Distance(b.centre::geography, p.point::geography)) as metres
    from organisations_area b where b.id = a.id or b.parent_id = a.id) c
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is known of a place: longitude and latitude, postcode, town, and maybe the district of the town."""

    point: Point | None = None
    postcode: str = ""
    town: str = ""
    district: str = ""


def find_area(point: Point | None, postcode: str, town: str, district: str = "") -> str | None:
    """The slug of the area a place lies in, or None outside all areas. For many places at once see `find_areas`."""
    return find_areas([Spot(point, postcode, town, district)])[0]


def find_areas(spots: Sequence[Spot]) -> list[str | None]:
    """The slugs of the areas of many places, None where there is none. One query, however many.

    The smallest outline with the point in it counts; without a point in an outline the town counts, if its name is
    unambiguous or the postcode decides. A district that the words name is taken instead of its municipality.
    """
    terms = vocabulary("default")
    names = _names_of(terms)
    by_point = _by_point(spots)
    found = (names.area(spot, terms.area_by_id.get(by_point.get(index, 0))) for index, spot in enumerate(spots))
    return [area.slug if area else None for area in found]


def with_areas(documents: Sequence[OrganisationDocument]) -> list[OrganisationDocument]:
    """The documents with the area of every place that names a town and has none, nor has its organisation.

    So a private place, of which nothing but its area is shown, stands on the map even if nobody chose the area.
    """
    missing = [p for d in documents if not d.area for p in d.places if p.address.town and not p.address.area]
    if not missing:
        return list(documents)
    addresses = [place.address for place in missing]
    points = [a.point if a.point and is_on_earth(a.point) else None for a in addresses]
    found = find_areas([Spot(point, a.postcode, a.town) for point, a in zip(points, addresses, strict=True)])
    slugs = {place.id: slug for place, slug in zip(missing, found, strict=True) if slug}
    return [
        replace(document, places=tuple(_in_area(place, slugs.get(place.id)) for place in document.places))
        for document in documents
    ]


def _in_area(place: Place, slug: str | None) -> Place:
    return replace(place, address=replace(place.address, area=slug)) if slug else place


def metres_outside(pairs: Sequence[tuple[AreaTerm, Point]]) -> list[float]:
    """How far each point lies outside the municipality of its area, beyond what outlines may miss; 0 inside.

    Where no outline is known, the distance to the nearest of the centres of town and districts counts. One query.
    """
    if not pairs:
        return []
    terms = vocabulary("default")
    rows = [(position, terms.town(area).id, *point) for position, (area, point) in enumerate(pairs)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connections["default"].cursor() as cursor:
        cursor.execute(_OUTSIDE, [NEIGHBOUR_METRES, CENTRE_METRES, OUTLINE_METRES, *columns])
        found: dict[int, float] = dict(cursor.fetchall())
    return [found.get(position, 0.0) for position in range(len(pairs))]


def find_areas_again() -> int:
    """Find the area of every address anew, after areas changed, and refresh the listings; the number moved.

    The place of an address in its area is no value of the entry (its town and point are): no revision is made.
    """
    moved = 0
    for chunk in _chunks():
        if candidates := _moves(chunk):
            with transaction.atomic():
                # The organisations first, as `publish` does: else the two could wait for each other.
                owners = {row.location.organisation_id for row in candidates}
                list(Organisation.objects.select_for_update().filter(pk__in=owners).order_by("pk").values_list("pk"))
                moved += _move([row.pk for row in candidates])
    return moved


def _chunks() -> Iterator[list[Address]]:
    rows = Address.objects.select_related("area", "location").order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _move(ids: Collection[UUID]) -> int:
    """Writes the areas of addresses anew where they differ and refreshes the listings of their organisations."""
    moved = _moves(list(Address.objects.select_related("area", "location").filter(pk__in=ids)))
    if moved:
        Address.objects.bulk_update(moved, ["area"])
        refresh_listings({row.location.organisation_id for row in moved})
        DataVersion.increase()
    return len(moved)


def _moves(addresses: Sequence[Address]) -> list[Address]:
    """The addresses that belong into another area than theirs, with that area set."""
    terms = vocabulary("default")
    spots = [Spot((row.point.x, row.point.y) if row.point else None, row.postcode, row.town) for row in addresses]
    moved = []
    for row, slug in zip(addresses, find_areas(spots), strict=True):
        area = terms.area_by_key[slug] if slug else None
        chosen = terms.area_by_id.get(row.area_id or 0)
        if area == chosen or (chosen and area and area in terms.area_path(chosen)):
            continue  # a district of the area was chosen by hand or named by the town: it is more exact
        if area is None and chosen and _may_stay(row, chosen, terms):
            continue
        row.area_id = area.id if area else None
        moved.append(row)
    return moved


def _may_stay(row: Address, chosen: AreaTerm, terms: Vocabulary) -> bool:
    """Whether an address that nothing leads to an area (its area got another name) may keep the one it has."""
    if row.point:
        return metres_outside([(chosen, (row.point.x, row.point.y))]) == [0]
    return not row.postcode or _near(row.postcode, chosen.postcodes or terms.town(chosen).postcodes)


def _by_point(spots: Sequence[Spot]) -> dict[int, int]:
    """Position of the spot -> id of the smallest area whose outline has its point."""
    points = [(position, *spot.point) for position, spot in enumerate(spots) if spot.point]
    if not points:
        return {}
    columns = [list(column) for column in zip(*points, strict=True)]
    with connections["default"].cursor() as cursor:
        cursor.execute(_BY_POINT, columns)
        return dict(cursor.fetchall())


_kept: list["_Names"] = []


def _names_of(terms: Vocabulary) -> "_Names":
    """The index of this vocabulary, kept until there is another."""
    kept = _kept[0] if _kept else None
    if kept is None or kept.terms is not terms:
        kept = _Names(terms)
        _kept[:] = [kept]
    return kept


class _Names:
    """The names of all areas, indexed for look-ups."""

    def __init__(self, terms: Vocabulary) -> None:
        self.terms = terms
        self._exact: dict[tuple[str, ...], list[AreaTerm]] = defaultdict(list)
        self._beginning: dict[str, list[tuple[list[str], AreaTerm]]] = defaultdict(list)
        self._districts: dict[int, list[tuple[list[str], AreaTerm]]] = defaultdict(list)
        for area in terms.areas:
            own = words(area.name)
            self._exact[tuple(own)].append(area)
            if bare := _bare(area.name):
                self._beginning[bare[0]].append((bare, area))
            if area.parent:
                self._districts[area.parent].append((own, area))

    def area(self, spot: Spot, around: AreaTerm | None) -> AreaTerm | None:
        """The district that the words name within the municipality of the point, else that, else the area by words."""
        if around is None:
            return self._by_name(spot)
        return self._district(around, spot) or around

    def _by_name(self, spot: Spot) -> AreaTerm | None:
        """The area of a town's name; the postcode decides between several and must not speak against the only one."""
        if not spot.town:
            return None
        exact = self._exact.get(tuple(words(spot.town)), [])
        # Stuttgart-Vaihingen, Stuttgart (Vaihingen)
        head = self._exact.get(tuple(words(_SUFFIX.split(spot.town)[0])), [])
        area = self._decided(exact, spot.postcode) or (self._decided(head, spot.postcode) if spot.postcode else None)
        if area is None and spot.postcode:
            area = self._by_beginning(spot)
        return self._district(area, spot) or area if area else None

    def _by_beginning(self, spot: Spot) -> AreaTerm | None:
        """A shortened name (`Neuhausen`, `Neuhausen a.d.F.`), only with the very postcode of the area."""
        bare = _bare(spot.town)
        found = [
            area
            for own, area in self._beginning.get(bare[0] if bare else "", [])
            if (own[: len(bare)] == bare or bare[: len(own)] == own) and spot.postcode in self._postcodes(area)
        ]
        return found[0] if len({self.terms.town(area).id for area in found}) == 1 else None

    def _decided(self, areas: Sequence[AreaTerm], postcode: str) -> AreaTerm | None:
        """The one area of several that the postcode decides for."""
        if not postcode:
            return areas[0] if len(areas) == 1 else None
        fitting = [area for area in areas if postcode in self._postcodes(area)]
        # Large towns have many postcodes and registers give one of them: the first two figures are the region.
        fitting = fitting or [area for area in areas if _near(postcode, self._postcodes(area))]
        return fitting[0] if len(fitting) == 1 else None

    def _postcodes(self, area: AreaTerm) -> tuple[str, ...]:
        return area.postcodes or self.terms.town(area).postcodes

    def _district(self, area: AreaTerm, spot: Spot) -> AreaTerm | None:
        """The district of an area that is named: `Bernhausen`, `Filderstadt-Bernhausen`, `Filderstadt (Bernhausen)`."""
        whole = words(area.name)
        for spoken in (words(spot.district), words(spot.town)):
            for own, district in self._districts.get(area.id, []):
                if own and spoken != whole and spoken[-len(own) :] == own:
                    return district
        return None


def _bare(name: str) -> list[str]:
    return [word for word in words(_BRACKETS.sub(" ", name)) if word not in _SMALL]


def _near(postcode: str, known: Iterable[str]) -> bool:
    regions = {own[:2] for own in known}
    return not regions or postcode[:2] in regions
