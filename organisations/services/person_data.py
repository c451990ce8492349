"""What the site knows of one person (GDPR Art. 15), and erasing it (Art. 17): by mail address or telephone number.

Asked by words (a name, a street) it shows where these stand: they may be those of other people too, so a curator says
of each row whether it is the person's.

Apps register the places where values of people stand; history stays readable, since it names people by id alone.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Right

from organisations.likeness import TAIL, digits_of
from organisations.mentions import address_pattern, number_pattern, words_pattern
from organisations.models import Decision
from organisations.text import clean

LONGEST = 254  # of a mail address
SECONDS = 60  # that one look may take; about 5 for 50,000 entries with two versions each
FEWEST_LETTERS, LONGEST_WORDS = 4, 100  # of a name or street
_WORDS = re.compile(r"[\w\s.,'’/&()-]+")


@dataclass(frozen=True)
class Whom:
    """A person, by mail address, telephone number or words (a name, a street); one of them is filled."""

    email: str = ""
    phone: str = ""
    words: str = ""

    @classmethod
    def parse(cls, text: str) -> "Whom | None":
        """From what was typed; None for anything that is none of the three."""
        typed = clean(text).strip() if len(text) <= LONGEST else ""
        if "@" in typed:
            return cls(email=typed) if _is_address(typed) else None
        letters = sum(letter.isalpha() for letter in typed)
        if not letters:
            return cls(phone=typed) if digits_of(typed) and len(typed) <= 40 else None
        fits = letters >= FEWEST_LETTERS and len(typed) <= LONGEST_WORDS and _WORDS.fullmatch(typed)
        return cls(words=typed) if fits else None

    @property
    def pattern(self) -> str:
        """What finds it in a text, as PostgreSQL understands it."""
        if self.email:
            return address_pattern(self.email)
        return words_pattern(self.words) if self.words else number_pattern(self.phone)

    def __str__(self) -> str:
        return self.email or self.phone or self.words


def _is_address(typed: str) -> bool:
    """Whether it is a mail address; letters beyond ASCII may stand before the sign too (RFC 6531)."""
    try:
        validate_email("".join(letter if letter.isascii() or not letter.isalpha() else "x" for letter in typed))
    except ValidationError:
        return False
    return True


@dataclass(frozen=True)
class Found:
    """One row about the person: its key, what it is called for a curator, all it holds, and where on the desk that is
    seen (empty: nowhere)."""

    key: str
    title: str
    values: Mapping[str, Any]
    address: str = ""


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


@transaction.atomic
def found_of(whom: Whom) -> list[tuple[Place, list[Found]]]:
    """All that is known of a person, by place; places that know nothing are left out."""
    with connection.cursor() as cursor:  # all texts of all versions are read: that may take longer than other pages
        cursor.execute("SET LOCAL statement_timeout = %s", [f"{SECONDS}s"])
    found = [(place, place.find(whom)) for place in _places.values()]
    return [(place, rows) for place, rows in found if rows]


@transaction.atomic
def export(whom: Whom, keys: Collection[str] | None = None, *, author: str) -> dict[str, Any]:
    """All that is known, or the rows with these keys alone ("place:key"), for the person to have; noted without saying
    who it was."""
    found = {
        place.name: [row for row in rows if keys is None or f"{place.name}:{row.key}" in keys]
        for place, rows in found_of(whom)
    }
    _note(author, "person:exported", {name: len(rows) for name, rows in found.items() if rows})
    return {name: [dict(row.values) for row in rows] for name, rows in found.items() if rows}


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


def belonging(rows: QuerySet[Any], whom: Whom, *names: str) -> QuerySet[Any]:
    """The rows with that address or number in `email` or `phone`; asked by words, those with them in one of `names`."""
    if whom.email:
        return rows.filter(email__iexact=whom.email)
    if whom.words:
        named = (Q(**{f"{name}__iregex": whom.pattern}) for name in names)
        return rows.filter(reduce(or_, named, Q(pk__in=[])))
    digits = Func(F("phone"), Value("[^0-9]"), Value(""), Value("g"), function="REGEXP_REPLACE")
    found: QuerySet[Any] = rows.annotate(tail=Right(digits, TAIL)).filter(tail=digits_of(whom.phone))
    return found


def naming(rows: QuerySet[Any], column: str, whom: Whom) -> QuerySet[Any]:
    """The rows in whose text `column` the address, the number or the words stand, in whatever way they are written."""
    found: QuerySet[Any] = rows.filter(**{f"{column}__iregex": whom.pattern})
    return found


def _note(author: str, action: str, counts: Mapping[str, int]) -> None:
    Decision.objects.create(actor=author, action=action, detail={"counts": dict(counts)})
