"""An invented country within Germany's rough outline: settlements of very unequal size, the largest with an area."""

import math
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from mapping.bench.words import BEFORE, ENDINGS, STEMS
from organisations.text import slug_of

SEED = 20
SETTLEMENTS = 4_000
AREAS = 400  # the largest settlements are municipalities with an outline
LARGEST, SLOPE = 3_500_000, 0.85  # inhabitants of the largest, and how fast they get fewer (Zipf): 81 million in all
KM = 1 / 111.2  # degrees of latitude
Point = tuple[float, float]  # longitude, latitude in degrees

OUTLINE: tuple[Point, ...] = (
    (8.6, 54.9), (9.9, 54.8), (11.0, 54.3), (12.4, 54.4), (13.6, 54.6), (14.3, 53.7), (14.1, 52.9), (14.7, 52.1),
    (14.7, 51.2), (15.0, 51.0), (14.3, 50.9), (13.0, 50.4), (12.1, 50.2), (12.5, 49.7), (13.8, 48.7), (12.8, 48.1),
    (13.0, 47.6), (12.1, 47.6), (11.2, 47.4), (10.2, 47.4), (9.6, 47.6), (8.6, 47.7), (7.6, 47.6), (7.7, 48.3),
    (8.2, 49.0), (7.0, 49.2), (6.4, 49.5), (6.2, 50.2), (6.0, 50.9), (6.1, 51.8), (7.0, 52.3), (7.1, 53.2), (8.0, 53.6),
    (8.8, 54.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settlement:
    """A town or village: its rank by size from 0 on, its middle, and how far it reaches (km)."""

    rank: int
    name: str
    slug: str
    middle: Point
    inhabitants: int

    @property
    def reach(self) -> float:
        """Kilometres from the middle to the edge of what is built."""
        return max(0.4, 12 * math.sqrt(self.inhabitants / LARGEST))

    @property
    def postcode(self) -> str:
        """Five digits that no other settlement has."""
        return f"{10_000 + self.rank * 17 % 80_000:05d}"

    @property
    def has_area(self) -> bool:
        """Whether it is one of the municipalities the directory knows."""
        return self.rank < AREAS

    def outline(self) -> list[Point]:
        """The municipality as a closed ring of eight corners around the middle."""
        corners = [self.away(1.6 * self.reach, math.radians(45 * corner)) for corner in range(8)]
        return [*corners, corners[0]]

    def away(self, kilometres: float, angle: float) -> Point:
        """The point that far from the middle, five decimals."""
        longitude, latitude = self.middle
        north = kilometres * math.sin(angle) * KM
        east = kilometres * math.cos(angle) * KM / math.cos(math.radians(latitude))
        return round(longitude + east, 5), round(latitude + north, 5)

    def somewhere(self, chance: Random) -> Point:
        """A point in it, nearer to the middle more often."""
        return self.away(abs(chance.gauss(0, 0.5)) * self.reach, chance.uniform(0, 2 * math.pi))


@dataclass(frozen=True)
class Land:
    """All settlements, the largest first."""

    settlements: tuple[Settlement, ...]
    _sums: tuple[float, ...]

    def home(self, chance: Random) -> Settlement:
        """A settlement, each as likely as it has inhabitants."""
        return self.settlements[bisect(self._sums, chance.random() * self._sums[-1])]


@cache
def land() -> Land:
    """The country, always the same."""
    chance = Random(SEED)  # noqa: S311  no secret
    names = _names(chance)
    found: list[Settlement] = []
    for rank in range(SETTLEMENTS):
        inhabitants = round(LARGEST / (rank + 1) ** SLOPE)
        found.append(Settlement(rank, names[rank], slug_of(names[rank]), _middle(chance, found), inhabitants))
    return Land(tuple(found), tuple(accumulate(float(one.inhabitants) for one in found)))


def _names(chance: Random) -> list[str]:
    """As many names as settlements, no slug twice."""
    parts = [(before, stem, ending) for before in BEFORE for stem in STEMS for ending in ENDINGS]
    whole = {before + (stem.lower() if before else stem) + ending for before, stem, ending in parts}
    return chance.sample(sorted({slug_of(name): name for name in sorted(whole)}.values()), SETTLEMENTS)


def _middle(chance: Random, larger: list[Settlement]) -> Point:
    """The ten largest keep apart; of the others half stand somewhere, half around one of the sixty largest."""
    while True:
        point = (chance.uniform(5.9, 15.1), chance.uniform(47.2, 55.0))
        if len(larger) > 10 and chance.random() < 0.5:
            near = larger[min(int(chance.expovariate(1 / 12)), len(larger) - 1, 59)]
            point = near.away(abs(chance.gauss(0, 22)) + near.reach, chance.uniform(0, 2 * math.pi))
        crowded = len(larger) <= 10 and any(_kilometres(point, one.middle) < 90 for one in larger)
        if within(point) and not crowded:
            return round(point[0], 5), round(point[1], 5)


def _kilometres(one: Point, other: Point) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) / KM


def within(point: Point) -> bool:
    """Whether a point lies in the outline (ray casting)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(OUTLINE, (*OUTLINE[1:], OUTLINE[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
