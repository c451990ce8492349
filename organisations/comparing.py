"""Two entries beside each other: where they differ, and what of it is the better one.

Where nobody chooses, the best of both is taken, and the reason for it is told: what only one of them says; what was
checked more recently; a person who agreed to be shown. An address that is private in one of them stays private.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from organisations.document import Cost, FirstVisit, OrganisationDocument, Place
from organisations.likeness import digits_of
from organisations.merging import Key
from organisations.metres import distance
from organisations.models.organisation import SURE, Origin, State
from organisations.openings.values import Committee
from organisations.section_names import plain
from organisations.text import fold

FIRST, SECOND, BOTH = "first", "second", "both"
SIDES = (FIRST, SECOND)
SAME_PLACE = 100.0  # metres
PLAIN = ("name", "kind", "parent", "language", "german", "area", "website", "phone", "email", "checked_on")
UNTIL = ("closed_from", "closed_until", "ends_on")  # nothing is an answer too
SETS = ("topics", "flags")
LISTS = ("meetings", "openings")
NESTED: dict[str, Any] = {"first_visit": FirstVisit, "committee": Committee}


@dataclass(frozen=True)
class Side:
    """One of the two entries; `agreed`: its contact persons who are shown."""

    document: OrganisationDocument
    agreed: Collection[UUID] = frozenset()


@dataclass(frozen=True)
class Row:
    """A part in which the two differ: its values in both (None: not there), what can be chosen, what is taken unless
    somebody chooses, and why (a code)."""

    key: Key
    values: tuple[Any, Any]
    default: str
    why: str
    both: bool = False

    @property
    def field(self) -> str:
        """The name of its form field."""
        return ".".join(self.key)

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen."""
        return (*SIDES, BOTH) if self.both else SIDES


Judge = Callable[[Any, Any], tuple[int, str]]


def rows_of(first: Side, second: Side, keep: str) -> list[Row]:
    """Where the two differ, in the order of the fields; `keep`: whose address and history go on."""
    return list(Comparing(first, second, keep).rows())


class Comparing:
    """Two documents beside each other."""

    def __init__(self, first: Side, second: Side, keep: str) -> None:
        self.sides = (first, second)
        self.one, self.two = first.document, second.document
        self.keep = keep

    def rows(self) -> Iterator[Row]:
        """Where the two differ."""
        for name in PLAIN:
            yield from self._row((name,), (getattr(self.one, name), getattr(self.two, name)))
        for name in UNTIL:
            values = (getattr(self.one, name), getattr(self.two, name))
            yield from self._row((name,), values, fills=False)
        for name in SETS:
            yield from self._row((name,), (getattr(self.one, name), getattr(self.two, name)), both="all")
        for code in dict.fromkeys([*self.one.texts, *self.two.texts]):
            yield from self._row(("texts", code), (self.one.texts.get(code), self.two.texts.get(code)), _by_hand)
        spoken = [{item.code: item for item in document.languages} for document in (self.one, self.two)]
        for code in dict.fromkeys([*spoken[0], *spoken[1]]):
            yield from self._row(("languages", code), (spoken[0].get(code), spoken[1].get(code)), _surer)
        for number, pair in enumerate(self.places):
            yield from self._row(("places", str(number)), pair, _closer, both="" if None not in pair else None)
        for number, people in enumerate(self.contacts):
            yield from self._row(
                ("contacts", str(number)), people, self._agreed, both="" if None not in people else None
            )
        yield from self._further()

    def _further(self) -> Iterator[Row]:
        for name in LISTS:
            yield from self._row((name,), (getattr(self.one, name), getattr(self.two, name)), both="")
        for name, part in NESTED.items():
            one, two = getattr(self.one, name), getattr(self.two, name)
            for item in fields(part):
                yield from self._row((name, item.name), (getattr(one, item.name), getattr(two, item.name)))

    def _row(
        self,
        key: Key,
        values: tuple[Any, Any],
        judge: Judge | None = None,
        *,
        fills: bool = True,
        both: str | None = None,
    ) -> Iterator[Row]:
        """The row, if the two differ. `judge`: which of two values is better (-1, 1; 0: neither) and why; `both`: both
        can be taken (None: they cannot), and why they are by default (empty: they are not)."""
        if values[0] == values[1] or not any(map(_said, values)):
            return
        default, why = self._default(values, judge, fills)
        if both and why != "only":
            default, why = BOTH, both
        yield Row(key, values, default, why, both=both is not None and why != "only")

    def _default(self, values: tuple[Any, Any], judge: Judge | None, fills: bool) -> tuple[str, str]:
        said = [_said(value) for value in values]
        if fills and said[0] != said[1]:
            return (FIRST if said[0] else SECOND), "only"
        if judge and all(said):
            way, why = judge(*values)
            if way:
                return (FIRST if way < 0 else SECOND), why
        return self.better

    @property
    def better(self) -> tuple[str, str]:
        """Which of the two is to be trusted where both say something, and why."""
        days = [document.checked_on for document in (self.one, self.two)]
        if days[0] != days[1]:
            return (FIRST if days[1] is None or (days[0] and days[0] > days[1]) else SECOND), "checked"
        public = [document.state == State.PUBLIC for document in (self.one, self.two)]
        if public[0] != public[1]:
            return (FIRST if public[0] else SECOND), "public"
        return self.keep, "stays"

    def _agreed(self, one: Any, two: Any) -> tuple[int, str]:
        agreed = [person.id in side.agreed for person, side in zip((one, two), self.sides, strict=True)]
        return agreed[1] - agreed[0], "consent"

    @property
    def places(self) -> list[tuple[Place | None, Place | None]]:
        """Places of both, those that are the same beside each other."""
        return _matched(self.one.places, self.two.places, _same_place)

    @property
    def contacts(self) -> list[tuple[Any, Any]]:
        """People of both, those who are the same beside each other."""
        return _matched(self.one.contacts, self.two.contacts, _same_person)


def _said(value: Any) -> bool:
    return bool(value.kind) if isinstance(value, Cost) else bool(value)


def _by_hand(one: Any, two: Any) -> tuple[int, str]:
    human = [text.origin == Origin.HUMAN for text in (one, two)]
    return human[1] - human[0], "human"


def _surer(one: Any, two: Any) -> tuple[int, str]:
    if one.checked_on != two.checked_on:
        later = two.checked_on and (one.checked_on is None or two.checked_on > one.checked_on)
        return (1 if later else -1), "checked"
    sure = [spoken.assurance in SURE for spoken in (one, two)]
    return sure[1] - sure[0], "sure"


def _closer(one: Place, two: Place) -> tuple[int, str]:
    if one.private != two.private:
        return (-1 if one.private else 1), "private"
    points = [bool(place.address.point) for place in (one, two)]
    return points[1] - points[0], "point"


def _matched(ours: Sequence[Any], theirs: Sequence[Any], same: Callable[[Any, Any], bool]) -> list[tuple[Any, Any]]:
    left = list(theirs)
    found: list[tuple[Any, Any]] = []
    for one in ours:
        other = next((item for item in left if same(one, item)), None)
        if other is not None:
            left.remove(other)
        found.append((one, other))
    return found + [(None, item) for item in left]


def _same_place(one: Place, two: Place) -> bool:
    a, b = one.address, two.address
    close = a.point and b.point and distance(a.point, b.point) < SAME_PLACE
    if a.street and b.street:
        same = fold(a.street) == fold(b.street) and fold(a.town) == fold(b.town)
        return same or bool(close and _without_number(a.street) == _without_number(b.street))
    if a.point and b.point:
        return bool(close)
    return (fold(a.street), a.postcode, fold(a.town)) == (fold(b.street), b.postcode, fold(b.town))


def _without_number(street: str) -> str:
    return re.sub(r"[ 0-9]+[a-z]?$", "", fold(street))


def _same_person(one: Any, two: Any) -> bool:
    if one.email and two.email and one.email.lower() == two.email.lower():
        return True
    if one.name and two.name:
        return plain(one.name) == plain(two.name)
    return bool(digits_of(one.phone)) and digits_of(one.phone) == digits_of(two.phone)


def _differ_in_their_ids_alone(one: Any, two: Any) -> bool:
    return None not in (one, two) and bool(replace(one, id=two.id) == two)
