"""Facet values as whole numbers: what a listing counts for, made once when it is written and counted many times.

Languages are not among them: any BCP 47 code may occur, so they have no number.
"""

from collections.abc import Iterable
from enum import IntEnum

from organisations.models.organisation import Kind
from organisations.models.vocabulary import German

_PARTS = 16


class Part(IntEnum):
    """Which facet a number belongs to; TOTAL counts organisations, LITTLE those that need at most a little German."""

    TOTAL = 0
    TOPIC = 1
    OPEN = 2
    KIND = 3
    GERMAN = 4
    LITTLE = 5
    AREA = 6
    DAY = 7
    ACCESS = 8
    FRESH = 9  # this and the next depend on the day: added when they are counted
    SURE = 10  # a language that is asked for is sure
    OPENING = 11  # and so does what is open on the day


def number(part: Part, value: int = 0) -> int:
    """The number of a value: an id, a rank, a weekday or the place in the list of kinds."""
    return value * _PARTS + part


def part_and_value(code: int) -> tuple[Part, int]:
    """Which facet a number belongs to, and its value there."""
    return Part(code % _PARTS), code // _PARTS


def facet_numbers(
    *,
    topics: Iterable[int],
    flags: Iterable[int],
    kind: str,
    german: int | None,
    areas: Iterable[int],
    days: Iterable[int],
    wheelchair: bool,
) -> list[int]:
    """The numbers of one listing. Ids of topics and areas with those of their parents; `german` is a rank."""
    found = [number(Part.TOTAL), number(Part.KIND, Kind.values.index(kind))]
    found += [number(Part.TOPIC, pk) for pk in topics]
    found += [number(Part.OPEN, pk) for pk in flags]
    found += [number(Part.AREA, pk) for pk in areas]
    found += [number(Part.DAY, day) for day in days]
    if german is not None:
        found.append(number(Part.GERMAN, german))
        if german <= German.LITTLE.rank:
            found.append(number(Part.LITTLE))
    if wheelchair:
        found.append(number(Part.ACCESS))
    return found
