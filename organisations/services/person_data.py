"""What the site knows of one person (GDPR Art. 15), and erasing it (Art. 17): by mail address or telephone number.

Apps register the places where values of people stand; history stays readable, since it names people by id alone.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Right

from organisations.likeness import TAIL, digits_of
from organisations.models import Decision
from organisations.text import clean

LONGEST = 254  # of a mail address


@dataclass(frozen=True)
class Whom:
    """A person, by mail address or by telephone number; one of them is filled."""

    email: str = ""
    phone: str = ""

    @classmethod
    def parse(cls, text: str) -> "Whom | None":
        """From what was typed; None for anything that is neither."""
        typed = clean(text).strip() if len(text) <= LONGEST else ""
        if "@" in typed:
            try:
                validate_email(typed)
            except ValidationError:
                return None
            return cls(email=typed)
        return cls(phone=typed) if digits_of(typed) and len(typed) <= 40 else None

    def __str__(self) -> str:
        return self.email or self.phone


@dataclass(frozen=True)
class Found:
    """One row about the person: its key, what it is called for a curator, and all it holds."""

    key: str
    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where values of people stand. `erase` takes keys of what `find` found and returns how many it erased; None:
    nothing is erased here, and `label` says what to do."""

    name: str
    label: Any
    find: Callable[[Whom], list[Found]]
    erase: Callable[[Collection[str], str], int] | None = None

    @property
    def erases(self) -> bool:
        """Whether something can be erased here."""
        return self.erase is not None


_places: dict[str, Place] = {}


def register(*places: Place) -> None:
    """Adds places; apps do so when they start."""
    _places.update({place.name: place for place in places})


def found_of(whom: Whom) -> list[tuple[Place, list[Found]]]:
    """All that is known of a person, by place; places that know nothing are left out."""
    found = [(place, place.find(whom)) for place in _places.values()]
    return [(place, rows) for place, rows in found if rows]


@transaction.atomic
def export(whom: Whom, *, author: str) -> dict[str, Any]:
    """All that is known, for the person to have; noted without saying who it was."""
    found = found_of(whom)
    _note(author, "person:exported", {place.name: len(rows) for place, rows in found})
    return {place.name: [dict(row.values) for row in rows] for place, rows in found}


@transaction.atomic
def erase(whom: Whom, keys: Collection[str], *, author: str) -> int:
    """Erases the rows with these keys ("place:key") that belong to the person; how many. Noted without a value."""
    counts = {}
    for place, rows in found_of(whom):
        mine = [row.key for row in rows if f"{place.name}:{row.key}" in keys]
        if mine and place.erase:
            counts[place.name] = place.erase(mine, author)
    if any(counts.values()):
        _note(author, "person:erased", counts)
    return sum(counts.values())


def by_tail(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """The rows with `tail`, the last digits of a telephone number, as `digits_of` has them."""
    digits = Func(F(column), Value("[^0-9]"), Value(""), Value("g"), function="REGEXP_REPLACE")
    found: QuerySet[Any] = rows.annotate(tail=Right(digits, TAIL))
    return found


def _note(author: str, action: str, counts: Mapping[str, int]) -> None:
    Decision.objects.create(actor=author, action=action, detail={"counts": dict(counts)})
