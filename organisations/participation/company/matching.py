"""Who could come along with whom. Pure: facts in, explained candidates out, whatever the order of the rows.

First come the stops, none of which is ever overlooked; then points, which are told to curators as they are counted.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID

EARTH_KM = 6371.0088  # the mean radius
NEAR_KM = 10.0  # from the middle of a mentor's areas; farther away is no company
MEETING_MINUTES = 30  # so long the times of both must have in common
MOST_EXPERIENCE = 3

# Names of their own for what speakers of the other understand.
SAME = {"prs": "fa", "pes": "fa", "kmr": "ku"}

Time = dict[str, str]
Point = tuple[float, float]  # latitude, longitude in degrees


class Stop(StrEnum):
    """Why somebody can't be asked, in the order in which it is told."""

    MINOR = "minor"
    ASKED = "asked"
    LANGUAGE = "language"
    WISH = "wish"
    PLACE = "place"
    TIME = "time"
    FULL = "full"
    BUSY = "busy"


PASSING = (Stop.FULL, Stop.BUSY)  # these end by themselves: it is worth waiting


@dataclass(frozen=True, slots=True)
class Seeker:
    """A request. `areas`: the area of the place and its parents; `asked`: mentors who were asked before.

    `times` are those of the form (week.py), empty: any; `point`: of the place, None if it is not known.
    """

    id: UUID
    since: datetime
    languages: frozenset[str]
    times: tuple[Time, ...] = ()
    wish: str = ""
    topics: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    point: Point | None = None
    organisation: UUID | None = None
    minor: bool = False
    asked: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Companion:
    """A mentor. `load`: whom they have promised to accompany; `waiting`: has not answered a proposal yet;
    `visits`: how many they have made; `centres`: the middle of each of their areas.
    """

    id: UUID
    languages: frozenset[str]
    times: tuple[Time, ...] = ()
    gender: str = ""
    topics: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    centres: tuple[Point, ...] = ()
    organisations: frozenset[UUID] = frozenset()
    capacity: int = 1
    load: int = 0
    waiting: bool = False
    visits: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor for one request: either the `stop` that speaks against it, or points by their reason."""

    companion: Companion
    stop: Stop | None = None
    points: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All points."""
        return sum(self.points.values())


def language_of(code: str) -> str:
    """The language of a BCP 47 code: who speaks Levantine Arabic is understood by who speaks Arabic, and Dari, as
    Iranian Persian, is Persian.
    """
    language = code.partition("-")[0].lower()
    return SAME.get(language, language)


def stop_of(seeker: Seeker, companion: Companion) -> Stop | None:
    """The first thing that speaks against it, or None."""
    return next(iter(stops_of(seeker, companion)), None)


def stops_of(seeker: Seeker, companion: Companion) -> list[Stop]:
    """All that speaks against it."""
    found = (
        (Stop.MINOR, seeker.minor),
        (Stop.ASKED, companion.id in seeker.asked),
        (Stop.LANGUAGE, not spoken(seeker.languages) & spoken(companion.languages)),
        (Stop.WISH, bool(seeker.wish) and companion.gender != seeker.wish),
        (Stop.PLACE, not is_near(seeker, companion)),
        (Stop.TIME, not have_time(seeker.times, companion.times)),
        (Stop.FULL, companion.load >= companion.capacity),
        (Stop.BUSY, companion.waiting),
    )
    return [stop for stop, holds in found if holds]


def spoken(codes: Collection[str]) -> frozenset[str]:
    """The languages of codes."""
    return frozenset(map(language_of, codes))


def is_near(seeker: Seeker, companion: Companion) -> bool:
    """In one of the mentor's areas, close to the middle of one, at home there, or the place is not known at all."""
    if seeker.organisation and seeker.organisation in companion.organisations:
        return True
    if not seeker.areas and seeker.point is None:
        return True
    return bool(seeker.areas & companion.areas) or kilometres(seeker, companion) <= NEAR_KM


def kilometres(seeker: Seeker, companion: Companion) -> float:
    """From the place to the nearest middle of the mentor's areas; infinite if one of them is not known."""
    if seeker.point is None:
        return float("inf")
    return min((distance(seeker.point, centre) for centre in companion.centres), default=float("inf"))


def distance(one: Point, other: Point) -> float:
    """Great-circle distance in kilometres (haversine): close enough for who comes along."""
    (south, west), (north, east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def have_time(one: Sequence[Time], other: Sequence[Time]) -> bool:
    """Whether two lists of times have half an hour in common; an empty list means any time."""
    if not one or not other:
        return True
    return any(_overlap(a, b) >= MEETING_MINUTES for a in one for b in other if a["day"] == b["day"])


def _overlap(one: Time, other: Time) -> int:
    ends = min(minutes(one["to"]), minutes(other["to"]))
    return ends - max(minutes(one["from"]), minutes(other["from"]))


@cache
def minutes(clock: str) -> int:
    """Minutes since midnight of "18:30"; the last minute of a day is its end."""
    hours, _, rest = clock.partition(":")
    return 24 * 60 if clock == "23:59" else int(hours) * 60 + int(rest)


def points_of(seeker: Seeker, companion: Companion) -> dict[str, int]:
    """What speaks for it, by reason; reasons without a point are left out."""
    found = {
        "home": 4 if seeker.organisation and seeker.organisation in companion.organisations else 0,
        "topic": 2 if seeker.topics & companion.topics else 0,
        "place": 3 if seeker.areas & companion.areas else max(0, 3 - int(min(kilometres(seeker, companion), 99) / 4)),
        "languages": min(2, len(spoken(seeker.languages) & spoken(companion.languages))),
        "free": 2 if companion.load == 0 else 0,
        "experience": min(MOST_EXPERIENCE, companion.visits),
    }
    return {reason: number for reason, number in found.items() if number}


def judged(seeker: Seeker, companion: Companion) -> Candidate:
    """One mentor for one request."""
    stop = stop_of(seeker, companion)
    return Candidate(companion, stop, {} if stop else points_of(seeker, companion))


def ranked(seeker: Seeker, companions: Collection[Companion]) -> list[Candidate]:
    """Everybody, the best first, then those against whom something speaks."""
    found = (judged(seeker, one) for one in companions)
    return sorted(found, key=lambda one: (one.stop is not None, *order(seeker, one)))


def order(seeker: Seeker, candidate: Candidate) -> tuple[Any, ...]:
    """Most points, least to do; then by lot, but the same one each time, so that it is not always the same mentor."""
    lot = hashlib.blake2b(seeker.id.bytes + candidate.companion.id.bytes, digest_size=8).digest()
    return (-candidate.total, candidate.companion.load, lot, candidate.companion.id)
