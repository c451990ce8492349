"""Openings and the facts of a committee as parts of a document, and how a revision stores them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from organisations.ids import new_id


@dataclass(frozen=True, slots=True)
class Opening:
    """Something offered until a day, that day included: a seat, a trial training ... `kind`: OpeningKind.

    Words by language; German needed (empty: not said); ages in years, both ends included; `answer`: a code of
    openings/phrases.py (empty: not said). Whether it is open is never stored: it is compared with the day.
    """

    kind: str
    until: date
    id: UUID = field(default_factory=new_id)
    title: Mapping[str, str] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)
    german: str = ""
    age_from: int | None = None
    age_to: int | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Committee:
    """What a committee says of its seats, by codes of openings/phrases.py; empty: not known. `note`: by language.

    When it meets are the meeting times of the entry.
    """

    who: tuple[str, ...] = ()
    citizenship: str = ""
    how: str = ""
    public: str = ""
    note: Mapping[str, str] = field(default_factory=dict)


NOTHING_SAID = Committee()


def opening_from_json(item: Mapping[str, Any]) -> Opening:
    """An opening as a revision stores it."""
    return Opening(**{**item, "id": UUID(item["id"]), "until": date.fromisoformat(item["until"])})


def committee_to_json(committee: Committee) -> dict[str, Any]:
    """What is known, as plain JSON; nothing at all if nothing is."""
    found: dict[str, Any] = {"who": list(committee.who), "note": dict(committee.note)}
    found |= {name: getattr(committee, name) for name in ("citizenship", "how", "public")}
    return {name: value for name, value in found.items() if value}


def committee_from_json(data: Mapping[str, Any]) -> Committee:
    """What `committee_to_json` stored."""
    return Committee(**{**data, "who": tuple(data.get("who", ()))})


def each_by_itself(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """All of them, none lost: of two with the same id the second gets a new one."""
    found: dict[UUID, Opening] = {}
    for opening in openings:
        one = replace(opening, id=new_id()) if opening.id in found else opening
        found[one.id] = one
    return tuple(found.values())


def last_days(openings: Iterable[Opening]) -> dict[str, date]:
    """By kind the last day on which something of it is open."""
    found: dict[str, date] = {}
    for opening in openings:
        found[opening.kind] = max(opening.until, found.get(opening.kind, opening.until))
    return found
