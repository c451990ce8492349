"""A round of matching: every open request at once, the oldest first.

Sets of mentors are whole numbers with one bit a mentor, so ten thousand requests are matched in seconds. What they say
is what `matching.stop_of` says of each pair; a test compares both.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from organisations.participation.company.matching import (
    NEAR_KM,
    PASSING,
    Candidate,
    Companion,
    Point,
    Seeker,
    Stop,
    distance,
    have_time,
    order,
    points_of,
    spoken,
)

NEAR_DEGREES = NEAR_KM / 111  # of latitude, rather more than less


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one request in a round: the mentor to ask, or that it waits for one, or that there is none.

    `stops`: how many mentors each thing speaks against, if nobody can be asked.
    """

    seeker: Seeker
    candidate: Candidate | None = None
    waits: bool = False
    stops: dict[str, int] = field(default_factory=dict)


def matched(seekers: Collection[Seeker], companions: Collection[Companion]) -> list[Outcome]:
    """A round: the oldest request chooses first, and nobody is asked twice at once."""
    board = _Board(sorted(companions, key=lambda one: one.id))
    return [board.outcome(seeker) for seeker in sorted(seekers, key=lambda one: (one.since, one.id))]


class _Board:
    """The mentors of a round, as sets by what they have."""

    def __init__(self, companions: Sequence[Companion]) -> None:
        self.companions = companions
        self._place = {one.id: place for place, one in enumerate(companions)}
        self._all = (1 << len(companions)) - 1
        self._languages = self._sets(spoken(one.languages) for one in companions)
        self._genders = self._sets((one.gender,) for one in companions)
        self._areas = self._sets(one.areas for one in companions)
        self._homes = self._sets(one.organisations for one in companions)
        self._with_room = self._where(one.load < one.capacity for one in companions)
        self._asked_now = self._where(one.waiting for one in companions)
        self._near: dict[Point, int] = {}

    @staticmethod
    def _sets(values: Iterable[Iterable[Any]]) -> dict[Any, int]:
        found: dict[Any, int] = {}
        for place, own in enumerate(values):
            for value in own:
                found[value] = found.get(value, 0) | 1 << place
        return found

    @staticmethod
    def _where(holds: Iterable[bool]) -> int:
        return sum(1 << place for place, one in enumerate(holds) if one)

    def outcome(self, seeker: Seeker) -> Outcome:
        """The best of those against whom nothing speaks; that mentor is asked from now on."""
        left, stops = self._sift(seeker)
        candidates = [Candidate(one, None, points_of(seeker, one)) for one in self._these(left)]
        best = min(candidates, key=lambda one: order(seeker, one), default=None)
        if best is None:
            return Outcome(seeker, None, any(stop in stops for stop in PASSING), stops)
        self._asked_now |= 1 << self._place[best.companion.id]
        return Outcome(seeker, best)

    def _sift(self, seeker: Seeker) -> tuple[int, dict[str, int]]:
        """Who is left after all stops, in the order of `stop_of`, and how many each of them took away."""
        if seeker.minor:
            return 0, {str(Stop.MINOR): len(self.companions)} if self.companions else {}
        left = self._all
        stops: dict[str, int] = {}
        steps: tuple[tuple[Stop, Callable[[int], int]], ...] = (
            (Stop.ASKED, lambda _left: self._all ^ self._these_ids(seeker.asked)),
            (Stop.LANGUAGE, lambda _left: self._any(self._languages, spoken(seeker.languages))),
            (Stop.WISH, lambda _left: self._genders.get(seeker.wish, 0) if seeker.wish else self._all),
            (Stop.PLACE, lambda _left: self._around(seeker)),
            (Stop.TIME, lambda left: self._in_time(seeker, left)),
            (Stop.FULL, lambda _left: self._with_room),
            (Stop.BUSY, lambda _left: self._all ^ self._asked_now),
        )
        for stop, holds in steps:
            stay = left & holds(left)
            if stay != left:
                stops[str(stop)] = (left ^ stay).bit_count()
            left = stay
        return left, stops

    def _these(self, found: int) -> Iterator[Companion]:
        while found:
            lowest = found & -found
            yield self.companions[lowest.bit_length() - 1]
            found ^= lowest

    def _these_ids(self, ids: Collection[UUID]) -> int:
        return sum(1 << self._place[id] for id in ids if id in self._place)

    @staticmethod
    def _any(sets: Mapping[Any, int], values: Iterable[Any]) -> int:
        found = 0
        for value in values:
            found |= sets.get(value, 0)
        return found

    def _in_time(self, seeker: Seeker, found: int) -> int:
        if not seeker.times:
            return found
        return sum(1 << self._place[one.id] for one in self._these(found) if have_time(seeker.times, one.times))

    def _around(self, seeker: Seeker) -> int:
        if not seeker.areas and seeker.point is None:
            return self._all
        close = self._close(seeker.point) if seeker.point else 0
        return self._any(self._areas, seeker.areas) | self._homes.get(seeker.organisation, 0) | close

    def _close(self, point: Point) -> int:
        if point not in self._near:
            near = (any(_is_close(point, centre) for centre in one.centres) for one in self.companions)
            self._near[point] = self._where(near)
        return self._near[point]


def _is_close(one: Point, other: Point) -> bool:
    """The parallel between them is told apart first: that costs a tenth of the distance."""
    return abs(one[0] - other[0]) <= NEAR_DEGREES and distance(one, other) <= NEAR_KM
