"""What was typed, as parts of a document. What a form does not show stays as it was, the days of checks too."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from organisations.document import (
    Address,
    Contact,
    Cost,
    FirstVisit,
    OrganisationDocument,
    Place,
    Point,
    Step,
    Text,
)
from organisations.models.location import PointOrigin

Values = Mapping[str, Any]
ADDRESS_WORDS = ("name", "street", "postcode", "town")


def fields_of(part: Any) -> dict[str, Any]:
    """The fields of a part of a document by name."""
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def place_values(place: Place) -> dict[str, Any]:
    """The fields of a place and its address in one."""
    values = {name: getattr(place.address, name) for name in (*ADDRESS_WORDS, "point", "area")}
    return values | {name: getattr(place, name) for name in ("id", "private", "primary", "wheelchair")}


def topics_of(before: Sequence[str], main: str, more: Sequence[str]) -> tuple[str, ...]:
    """The main topic, then those that stood there in their order, then new ones."""
    kept = [slug for slug in before if slug in more]
    return tuple(dict.fromkeys([slug for slug in (main, *kept, *more) if slug]))


def text_of(before: Text | None, row: Values) -> Text:
    """A text that was changed is a translation of today's original; one that stays keeps what it was made from."""
    text = Text(row["summary"], row["description"], row["audience"], row["origin"])
    return before if before is not None and before == text else text


def place_of(known: Mapping[UUID, Place], row: Values) -> Place:
    """The place of a row with the area as slug. Only the id of a known place is taken over."""
    before = known.get(row["id"]) or Place(Address())
    values = {name: row[name] for name in ("private", "primary", "wheelchair")}
    return replace(before, address=address_of(before.address, row), **values)


def address_of(before: Address, row: Values) -> Address:
    """A point that was moved is one set by hand; the point shown of a private place goes with its town."""
    point: Point | None = row["point"]
    same_town = (before.postcode, before.town, before.area) == (row["postcode"], row["town"], row["area"])
    origin = before.point_origin if point == before.point else PointOrigin.HAND.value
    return replace(
        before,
        **{name: row[name] for name in ADDRESS_WORDS},
        area=row["area"],
        point=point,
        point_origin=origin if point else "",
        public_point=before.public_point if same_town else None,
    )


def contact_of(known: Mapping[UUID, Contact], row: Values) -> Contact:
    """The contact person of a row. Only the id of a known person is taken over."""
    values = {name: row[name] for name in ("name", "role", "phone", "email")}
    return replace(known.get(row["id"]) or Contact(), **values, languages=tuple(row["languages"]))


def visit_values(document: OrganisationDocument) -> dict[str, Any]:
    """The answers of the first visit by the names of the form's fields."""
    visit = document.first_visit
    return {
        "visit_when": visit.when,
        "visit_ask_for": visit.ask_for,
        "visit_person": str(visit.person or ""),
        "visit_wear": list(visit.wear),
        "visit_bring": list(visit.bring),
        "visit_cost": visit.cost.kind,
        "visit_free": visit.cost.visits,
        "visit_euros": Decimal(visit.cost.cents) / 100 if visit.cost.cents else None,
        "visit_watch": visit.watch,
    }


def visit_of(before: FirstVisit, entry: Values, steps: Sequence[Values]) -> FirstVisit:
    """What was typed. What is worn or brought keeps its order, new things come behind."""
    cents = int(entry["visit_euros"] * 100) if entry["visit_euros"] else 0
    return FirstVisit(
        when=entry["visit_when"],
        ask_for=entry["visit_ask_for"],
        person=UUID(entry["visit_person"]) if entry["visit_person"] else None,
        wear=in_order(before.wear, entry["visit_wear"]),
        bring=in_order(before.bring, entry["visit_bring"]),
        cost=Cost(entry["visit_cost"], entry["visit_free"] or 1, cents),
        watch=entry["visit_watch"],
        way=tuple(Step(row["code"], row["name"], row["lines"]) for row in steps),
    )


def in_order(before: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """What was chosen: what stood there before in its order, new things behind."""
    return tuple(dict.fromkeys([code for code in before if code in chosen] + list(chosen)))


def words_of(before: Mapping[str, str], language: str, typed: str) -> dict[str, str]:
    """Words by language with those of one language as they were typed; the others stay."""
    if typed == before.get(language, ""):
        return dict(before)
    words = {code: text for code, text in before.items() if code != language}
    return words | ({language: typed} if typed else {})
