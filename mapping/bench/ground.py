"""What the workloads are made from: boxes of about so many listings, filters, and the parameters of the plain SQL."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

import psycopg
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from mapping.bench.land import SEED
from mapping.bench.scratch import HIDDEN_MONTHS
from mapping.bench.sql import COUNT_IN_BOX, Row, Statement
from organisations.freshness import ageing_since, stale_promise_since, unconfirmed_since
from organisations.vocabulary import Vocabulary, vocabulary

MOVED = 0.04  # a variant's box is moved by up to that part of its sides
SMALL, LARGE = 500, 6_000  # listings of the two boxes
NEARLY = 0.02  # so far off, as a part of the wanted number, is near enough
FLATTER = 1.5  # boxes are that much wider than high, in degrees
SCREEN = 1_024  # pixels a box fills from west to east
TOPICS, LANGUAGES = ("sport", "music", "meeting", "language"), ("en", "ar", "tr", "ru")
FLAGS = ("newcomers-welcome", "beginners-welcome", "trial-visit", "free-or-low-cost")
_SPOTS = """
    SELECT avg(ST_X(point)), avg(ST_Y(point)) FROM organisations_listing WHERE point IS NOT NULL
    GROUP BY floor(ST_X(point) / 0.03), floor(ST_Y(point) / 0.02) ORDER BY abs(count(*) - %(wanted)s), 1, 2 LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east and north in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def text(self) -> str:
        """The value of `bbox`."""
        return ",".join(f"{side:.5f}" for side in (self.west, self.south, self.east, self.north))

    @property
    def values(self) -> dict[str, float]:
        """The parameters of the SQL, rounded as in the text."""
        sides = dict(zip(("west", "south", "east", "north"), self.text.split(","), strict=True))
        return {name: float(side) for name, side in sides.items()}

    @property
    def zoom(self) -> int:
        """The zoom at which the box fills the screen."""
        return min(max(int(math.log2(SCREEN * 360 / 256 / (self.east - self.west))), 0), 19)

    def moved(self, chance: Random) -> "Box":
        """The box a little to one side."""
        east = chance.uniform(-MOVED, MOVED) * (self.east - self.west)
        north = chance.uniform(-MOVED, MOVED) * (self.north - self.south)
        return Box(self.west + east, self.south + north, self.east + east, self.north + north)


WORLD = Box(-180, -90, 180, 90)


def box_around(longitude: float, latitude: float, half: float) -> Box:
    """The box of that half height (degrees) around a point."""
    return Box(longitude - FLATTER * half, latitude - half, longitude + FLATTER * half, latitude + half)


def box_of(count: Callable[[Box], int], centres: Iterable[tuple[float, float]], wanted: int) -> Box:
    """The box with about so many listings (2 % more or less) around the first of the centres where there is one.

    Where very many share a point, as those do that only name their town, the number jumps: the nearest one is taken.
    """
    off, best = math.inf, WORLD
    for centre in centres:
        box = _halved(count, centre, wanted)
        if (difference := abs(count(box) - wanted)) < off:
            off, best = difference, box
        if off <= wanted * NEARLY:
            break
    return best


def _halved(count: Callable[[Box], int], centre: tuple[float, float], wanted: int) -> Box:
    """The box around the centre that comes near to the wanted number, by halving."""
    low, high = 0.0, 12.0
    box = box_around(*centre, high)
    for _ in range(30):
        half = (low + high) / 2
        box = box_around(*centre, half)
        found = count(box)
        if abs(found - wanted) <= wanted * NEARLY:
            break
        low, high = (half, high) if found < wanted else (low, half)
    return box


@dataclass(frozen=True)
class Ground:
    """A filled database with the two boxes, how many variants of each request, and the connection of the plain SQL."""

    connection: psycopg.Connection[Any]
    terms: Vocabulary
    today: date
    entries: int
    several: int
    listings: int
    small: Box
    large: Box

    @property
    def days(self) -> dict[str, date]:
        """Today and the borders of freshness."""
        return {
            "today": self.today,
            "ageing": ageing_since(self.today),
            "hidden": self.today - relativedelta(months=HIDDEN_MONTHS),
            "unconfirmed": unconfirmed_since(self.today),
            "stale": stale_promise_since(self.today),
        }

    def statement(self, text: str, **values: Any) -> Statement:
        """A text with its parameters and the days."""
        named = self.days | values
        return Statement(text, {name: value for name, value in named.items() if f"%({name})s" in text})

    def rows(self, text: str, **values: Any) -> list[Row]:
        """What a text gives."""
        return self.statement(text, **values).rows(self.connection)

    def count(self, box: Box) -> int:
        """Public listings in a box."""
        return int(self.rows(COUNT_IN_BOX, **box.values)[0][0])

    def variants(self, name: str) -> Iterator[tuple[int, Random]]:
        """The numbers of the variants, each with a source of chance of its own that is always the same."""
        return ((number, Random(f"{SEED} {name} {number}")) for number in range(self.several))  # noqa: S311  no secret

    def filters(self, number: int) -> tuple[str, str, dict[str, Any]]:
        """Topic and language of a variant, as slug and code and as parameters of the SQL."""
        topic, language = TOPICS[number % 4], LANGUAGES[number // 4 % 4]
        return topic, language, {"topics": [self.terms.topic_by_slug[topic].pk], "languages": [language]}


def ground_of(connection: psycopg.Connection[Any], entries: int, variants: int) -> Ground:
    """Finds the two boxes; in a small data set they hold a quarter and three quarters of it."""
    bare = Ground(connection, vocabulary("default"), timezone.localdate(), entries, variants, 0, WORLD, WORLD)
    listings = bare.rows("SELECT count(*) FROM organisations_listing")[0][0]
    placed = bare.count(WORLD)
    small, large = (
        box_of(bare.count, _spots(bare, wanted), wanted)
        for wanted in (max(1, min(SMALL, placed // 4)), max(1, min(LARGE, placed * 3 // 4)))
    )
    return replace(bare, listings=int(listings), small=small, large=large)


def _spots(ground: Ground, wanted: int) -> list[tuple[float, float]]:
    """Places with about so many listings around them."""
    return [(float(longitude), float(latitude)) for longitude, latitude in ground.rows(_SPOTS, wanted=wanted)]
