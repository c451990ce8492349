"""A new entry on its way through the steps: the whole document as one signed text, for a hidden field of the page."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core import signing

from organisations.document import Address, Contact, OrganisationDocument, Place, from_json, to_json
from organisations.ids import new_id

SALT = "organisations.proposing.packing"
LONGEST = 400_000  # letters of a packed document; what forms let in is shorter
_ADDRESS = ("name", "street", "postcode", "town", "area", "point", "point_origin")
_CONTACT = ("name", "role", "languages", "phone", "email")


def packed(document: OrganisationDocument) -> str:
    """The document as signed text. Signed, so that nobody gives it ids or a state of their own."""
    return signing.dumps(content(document), salt=SALT, compress=True)


def unpacked(text: str) -> OrganisationDocument | None:
    """The document of a signed text; None if it is none of ours."""
    if not text or len(text) > LONGEST:
        return None
    try:
        data = signing.loads(text, salt=SALT)
        return _document(data)
    except (signing.BadSignature, KeyError, TypeError, ValueError, AttributeError):
        return None


def content(document: OrganisationDocument) -> dict[str, Any]:
    """All of the document as plain JSON, with the values of places and people in it."""
    places = tuple(replace(place, address=replace(place.address, row=place.id)) for place in document.places)
    people = tuple(replace(person, row=person.id) for person in document.contacts)
    data = to_json(replace(document, places=places, contacts=people))
    data["addresses"] = {
        str(place.id): _values(place.address, _ADDRESS) | {"private": place.private} for place in places
    }
    data["people"] = {str(person.id): _values(person, _CONTACT) for person in people}
    return data


def with_new_ids(document: OrganisationDocument) -> OrganisationDocument:
    """The same as another entry: for one that was sent once already and is sent again."""
    places = {place.id: replace(place, id=new_id()) for place in document.places}
    people = {person.id: replace(person, id=new_id()) for person in document.contacts}
    asked = people.get(document.first_visit.person) if document.first_visit.person else None
    return replace(
        document,
        id=new_id(),
        places=tuple(places.values()),
        contacts=tuple(people.values()),
        meetings=tuple(
            replace(meeting, place=places[meeting.place].id if meeting.place in places else None)
            for meeting in document.meetings
        ),
        first_visit=replace(document.first_visit, person=asked.id if asked else None),
        openings=tuple(replace(opening, id=new_id()) for opening in document.openings),
    )


def _values(thing: Address | Contact, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _document(data: dict[str, Any]) -> OrganisationDocument:
    def place_of(id: UUID, row: UUID) -> Place:
        values = dict(data["addresses"][str(row)])
        private = bool(values.pop("private"))
        point = values.pop("point")
        return Place(Address(**values, point=tuple(point) if point else None), id=id, private=private)

    def contact_of(id: UUID, row: UUID) -> Contact:
        values = dict(data["people"][str(row)])
        return Contact(id=id, **{**values, "languages": tuple(values["languages"])})

    return from_json(data, place_of, contact_of)
