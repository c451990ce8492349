"""The one document: an organisation with everything that belongs to it, typed and frozen.

Everything that changes an entry makes a document and publishes it. In memory a document holds values; stored in a
revision (`to_json`) it holds addresses and contacts by reference only: id of the row that has the values. So blanking
one row erases a value from all revisions, and no restore brings back what was withdrawn or made private.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from organisations.ids import new_id
from organisations.openings.values import (
    NOTHING_SAID,
    committee_from_json,
    committee_to_json,
    opening_from_json,
)
from organisations.openings.values import Committee as Committee
from organisations.openings.values import Opening as Opening

Point = tuple[float, float]  # longitude, latitude in degrees (WGS 84)


@dataclass(frozen=True, slots=True)
class Text:
    """The prose in one language. `made_from`: number of the revision it was translated from, 0 for the original."""

    summary: str = ""
    description: str = ""
    audience: str = ""
    origin: str = "human"
    made_from: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Language:
    """A spoken language: BCP 47 code, how sure, on which days (0 = Monday), a note, the day a human checked it."""

    code: str
    assurance: str
    days: tuple[int, ...] = ()
    note: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """The values of a place. `area` is an area's slug; `row` the id of the row that holds these values, if stored."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    area: str | None = None
    point: Point | None = None
    point_origin: str = ""
    public_point: Point | None = None
    row: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A location of the organisation. A private one shows nothing but its town."""

    address: Address
    id: UUID = field(default_factory=new_id)
    private: bool = False
    wheelchair: str = "unknown"
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact person's values. Whether they are shown is a matter of the person's recorded consent, not of this."""

    id: UUID = field(default_factory=new_id)
    name: str = ""
    role: str = ""
    languages: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    row: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A recurring time: RRULE (RFC 5545) from `starts_on`, hours, words by language, place (None: the primary one)."""

    rrule: str
    starts_on: date
    starts_at: time
    ends_at: time | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    place: UUID | None = None
    exceptions: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What the first time costs. `kind`: a code, empty if not known; `visits` free of charge; `cents` of a euro."""

    kind: str = ""
    visits: int = 1
    cents: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way there: a code, what it names (a stop, a bell, minutes as digits), lines of a bus or train."""

    code: str
    name: str = ""
    lines: str = ""


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """What a newcomer should know before the first evening: codes of fixed phrases (visit_phrases.py), so that it is
    there in every language at once. Empty: not known. `person`: a contact person to ask for, named only with consent.
    """

    when: str = ""
    ask_for: str = ""
    person: UUID | None = None
    wear: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    cost: Cost = Cost()
    watch: str = ""
    way: tuple[Step, ...] = ()

    def knowing(self, contacts: Collection[UUID]) -> "FirstVisit":
        """The same without a person who is not among these contacts."""
        return self if self.person is None or self.person in contacts else replace(self, person=None)


NO_VISIT = FirstVisit()


@dataclass(frozen=True, slots=True)
class OrganisationDocument:
    """An organisation. `topics` in order (the main one first), `flags` sorted, both as slugs; `area` as slug."""

    kind: str
    name: str
    id: UUID = field(default_factory=new_id)
    state: str = "draft"
    parent: UUID | None = None
    language: str = "de"
    topics: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    german: str = ""
    area: str | None = None
    website: str = ""
    phone: str = ""
    email: str = ""
    checked_on: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    ends_on: date | None = None
    sample: bool = False
    texts: Mapping[str, Text] = field(default_factory=dict)
    languages: tuple[Language, ...] = ()
    places: tuple[Place, ...] = ()
    contacts: tuple[Contact, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    first_visit: FirstVisit = NO_VISIT
    openings: tuple[Opening, ...] = ()
    committee: Committee = NOTHING_SAID


# Stored form ------------------------------------------------------------------------------------------------------


def to_json(document: OrganisationDocument) -> dict[str, Any]:
    """The document as plain JSON for a revision: addresses and contacts by reference, every row id must be known."""
    data = {item.name: _plain(getattr(document, item.name)) for item in fields(document)}
    data["places"] = [
        {"id": str(p.id), "address": str(p.address.row), "wheelchair": p.wheelchair, "primary": p.primary}
        for p in document.places
    ]
    data["contacts"] = [{"id": str(c.id), "details": str(c.row)} for c in document.contacts]
    data["first_visit"] = visit_to_json(document.first_visit)
    data["committee"] = committee_to_json(document.committee)
    return data


def visit_to_json(visit: FirstVisit) -> dict[str, Any]:
    """The answers that are known, as plain JSON; nothing at all if none is."""
    names = [item.name for item in fields(visit)]
    return {name: _plain(getattr(visit, name)) for name in names if getattr(visit, name) != getattr(NO_VISIT, name)}


def visit_from_json(data: Mapping[str, Any], contacts: Collection[UUID]) -> FirstVisit:
    """The answers of `visit_to_json`; a person who is not among the contacts any more is left out."""
    values: dict[str, Any] = {name: data[name] for name in ("when", "ask_for", "watch") if name in data}
    visit = FirstVisit(
        **values,
        person=UUID(data["person"]) if data.get("person") else None,
        wear=tuple(data.get("wear", ())),
        bring=tuple(data.get("bring", ())),
        cost=Cost(**data.get("cost", {})),
        way=tuple(Step(**step) for step in data.get("way", ())),
    )
    return visit.knowing(contacts)


def from_json(
    data: Mapping[str, Any],
    place_of: Callable[[UUID, UUID], Place | None],
    contact_of: Callable[[UUID, UUID], Contact | None],
) -> OrganisationDocument:
    """A stored document with its references resolved by the two functions (identity, row of values).

    What a reference no longer gives (erased) is left out; privacy is what it is today, not what it was then.
    """
    places = []
    for item in data["places"]:
        if place := place_of(UUID(item["id"]), UUID(item["address"])):
            places.append(replace(place, wheelchair=item["wheelchair"], primary=item["primary"]))
    people = [contact_of(UUID(item["id"]), UUID(item["details"])) for item in data["contacts"]]
    contacts = tuple(contact for contact in people if contact)
    kept = {place.id for place in places}
    values: dict[str, Any] = {name: data[name] for name in _PLAIN_FIELDS if name in data}
    values |= {name: _date(data[name]) for name in ("checked_on", "closed_from", "closed_until", "ends_on")}
    return OrganisationDocument(
        id=UUID(data["id"]),
        parent=UUID(data["parent"]) if data["parent"] else None,
        topics=tuple(data["topics"]),
        flags=tuple(data["flags"]),
        **values,
        texts={language: Text(**text) for language, text in data["texts"].items()},
        languages=tuple(_language(item) for item in data["languages"]),
        places=tuple(places),
        contacts=contacts,
        meetings=tuple(_meeting(item, kept) for item in data["meetings"]),
        # revisions from before there was a first visit, or openings, have none
        first_visit=visit_from_json(data.get("first_visit", {}), [contact.id for contact in contacts]),
        openings=tuple(map(opening_from_json, data.get("openings", ()))),
        committee=committee_from_json(data.get("committee", {})),
    )


_PLAIN_FIELDS = ("kind", "name", "state", "language", "german", "area", "website", "phone", "email", "sample")


def _plain(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    return value


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _language(item: Mapping[str, Any]) -> Language:
    return Language(**{**item, "days": tuple(item["days"]), "checked_on": _date(item["checked_on"])})


def _meeting(item: Mapping[str, Any], places: set[UUID]) -> Meeting:
    place = UUID(item["place"]) if item["place"] else None
    return Meeting(
        rrule=item["rrule"],
        starts_on=date.fromisoformat(item["starts_on"]),
        starts_at=time.fromisoformat(item["starts_at"]),
        ends_at=time.fromisoformat(item["ends_at"]) if item["ends_at"] else None,
        title=item["title"],
        note=item["note"],
        place=place if place in places else None,
        exceptions=tuple(date.fromisoformat(day) for day in item["exceptions"]),
    )
