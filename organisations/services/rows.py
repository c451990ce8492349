"""Rows to documents: how an organisation's tables are read, many at a time and in one statement."""

import json
from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point as GeosPoint
from django.db import connections

from organisations import document as doc
from organisations.document import NO_VISIT
from organisations.models import Address, ContactDetails, Location, Organisation, Revision
from organisations.openings.values import NOTHING_SAID, Opening, committee_from_json

_PLAIN = "kind name state language german website phone email sample".split()
_DAYS = "checked_on closed_from closed_until ends_on".split()

# One array a document: its plain columns, its days, then each of its parts as an array of arrays.
_POINT = "CASE WHEN {0} IS NOT NULL THEN json_build_array(ST_X({0}), ST_Y({0})) END"
_PARTS = {
    "topics": """topic.slug ORDER BY item.position)
        FROM organisations_organisationtopic item JOIN organisations_topic topic ON topic.id = item.topic_id
        WHERE item.organisation_id""",
    "flags": """flag.slug ORDER BY flag.slug)
        FROM organisations_organisation_flags item
        JOIN organisations_opennessflag flag ON flag.id = item.opennessflag_id WHERE item.organisation_id""",
    "texts": """json_build_array(language, summary, description, audience, origin, made_from) ORDER BY language)
        FROM organisations_translation WHERE organisation_id""",
    "languages": """json_build_array(code, assurance, days, note, checked_on) ORDER BY position)
        FROM organisations_spokenlanguage WHERE organisation_id""",
    "places": f"""json_build_array(place.id, place.private, place.wheelchair, place.primary,
            value.name, value.street, value.postcode, value.town, area.slug,
            {_POINT.format("value.point")}, value.point_origin, {_POINT.format("value.public_point")}, value.id)
            ORDER BY place.primary DESC, place.position)
        FROM organisations_location place JOIN organisations_address value ON value.id = place.address_id
        LEFT JOIN organisations_area area ON area.id = value.area_id
        WHERE place.active AND place.organisation_id""",
    "contacts": """json_build_array(
            person.id, value.name, value.role, value.languages, value.phone, value.email, value.id)
            ORDER BY person.position)
        FROM organisations_contactperson person JOIN organisations_contactdetails value ON value.id = person.details_id
        WHERE person.active AND person.organisation_id""",
    "meetings": """json_build_array(rrule, starts_on, starts_at, ends_at, title, note, location_id, exceptions)
            ORDER BY position)
        FROM organisations_meetingtime WHERE organisation_id""",
    "openings": """json_build_array(kind, until, key, title, text, german, age_from, age_to, answer) ORDER BY position)
        FROM organisations_opening WHERE organisation_id""",
}
_DOCUMENTS = f"""
    SELECT json_build_array(o.id, o.parent_id, area.slug, o.first_visit, o.committee,
        {", ".join(f"o.{name}" for name in [*_PLAIN, *_DAYS])},
        {", ".join(f"(SELECT json_agg({part} = o.id)" for part in _PARTS.values())})::text
    FROM organisations_organisation o LEFT JOIN organisations_area area ON area.id = o.area_id
    WHERE o.id = ANY(%s::uuid[])
"""  # noqa: S608  made of the fixed pieces above


def load_documents(ids: Collection[UUID], using: str = "default") -> dict[UUID, doc.OrganisationDocument]:
    """The current documents of these organisations; unknown ids are left out. One statement, however many."""
    if not ids:
        return {}
    with connections[using].cursor() as cursor:
        cursor.execute(_DOCUMENTS, [list(ids)])
        documents = [_document(json.loads(row)) for (row,) in cursor.fetchall()]
    return {document.id: document for document in documents}


def load_document(id: UUID, using: str = "default") -> doc.OrganisationDocument:
    """The current document of one organisation. Raises Organisation.DoesNotExist."""
    try:
        return load_documents([id], using)[id]
    except KeyError:
        raise Organisation.DoesNotExist(f"There is no organisation {id}.") from None


def documents_of(revisions: Sequence[Revision]) -> list[doc.OrganisationDocument]:
    """The documents of revisions with their references resolved to what the value rows hold today. Two queries."""
    address_ids = {item["address"] for revision in revisions for item in revision.document["places"]}
    detail_ids = {item["details"] for revision in revisions for item in revision.document["contacts"]}
    addresses = {row.pk: row for row in Address.objects.filter(pk__in=address_ids).select_related("location", "area")}
    details = ContactDetails.objects.in_bulk([UUID(key) for key in detail_ids])

    def place(location: UUID, address: UUID) -> doc.Place | None:
        row = addresses.get(address)
        return place_of(row.location, row) if row else None

    def contact(person: UUID, row: UUID) -> doc.Contact | None:
        return contact_of(person, details[row]) if row in details else None

    return [doc.from_json(revision.document, place, contact) for revision in revisions]


def place_of(location: Location, address: Address) -> doc.Place:
    """A place with the values of that address row."""
    return doc.Place(
        id=location.pk,
        private=location.private,
        wheelchair=location.wheelchair,
        primary=location.primary,
        address=doc.Address(
            name=address.name,
            street=address.street,
            postcode=address.postcode,
            town=address.town,
            area=address.area.slug if address.area else None,
            point=_degrees(address.point),
            point_origin=address.point_origin,
            public_point=_degrees(address.public_point),
            row=address.pk,
        ),
    )


def contact_of(person: UUID, details: ContactDetails) -> doc.Contact:
    """A contact with the values of that row."""
    return doc.Contact(
        id=person,
        name=details.name,
        role=details.role,
        languages=tuple(details.languages),
        phone=details.phone,
        email=details.email,
        row=details.pk,
    )


def _document(row: list[Any]) -> doc.OrganisationDocument:
    """A document of the array that the statement makes."""
    id, parent, area, visit, committee = row[:5]
    plain, days = row[5 : 5 + len(_PLAIN)], row[5 + len(_PLAIN) : -len(_PARTS)]
    topics, flags, texts, languages, places, contacts, meetings, openings = (part or () for part in row[-len(_PARTS) :])
    values: dict[str, Any] = dict(zip(_PLAIN, plain, strict=True))
    values |= {name: _day(day) for name, day in zip(_DAYS, days, strict=True)}
    return doc.OrganisationDocument(
        **values,
        id=UUID(id),
        parent=_id(parent),
        area=area,
        topics=tuple(topics),
        flags=tuple(flags),
        texts={language: doc.Text(*values) for language, *values in texts},
        languages=tuple(
            doc.Language(code, assurance, tuple(days), note, _day(day))
            for code, assurance, days, note, day in languages
        ),
        places=tuple(_place(*values) for values in places),
        contacts=tuple(
            doc.Contact(UUID(person), name, role, tuple(spoken), phone, email, UUID(value))
            for person, name, role, spoken, phone, email, value in contacts
        ),
        meetings=tuple(_meeting(*values) for values in meetings),
        first_visit=doc.visit_from_json(visit, [UUID(person) for person, *_values in contacts]) if visit else NO_VISIT,
        openings=tuple(_opening(*values) for values in openings),
        committee=committee_from_json(committee) if committee else NOTHING_SAID,
    )


def _place(id: str, private: bool, wheelchair: str, primary: bool, *address: Any) -> doc.Place:
    name, street, postcode, town, area, point, origin, public_point, row = address
    value = doc.Address(name, street, postcode, town, area, _pair(point), origin, _pair(public_point), UUID(row))
    return doc.Place(value, UUID(id), private, wheelchair, primary)


def _meeting(rrule: str, starts_on: str, starts_at: str, ends_at: str | None, *further: Any) -> doc.Meeting:
    title, note, place, exceptions = further
    return doc.Meeting(
        rrule=rrule,
        starts_on=date.fromisoformat(starts_on),
        starts_at=time.fromisoformat(starts_at),
        ends_at=time.fromisoformat(ends_at) if ends_at else None,
        title=title,
        note=note,
        place=_id(place),
        exceptions=tuple(date.fromisoformat(day) for day in exceptions),
    )


def _opening(kind: str, until: str, key: str, *further: Any) -> Opening:
    return Opening(kind, date.fromisoformat(until), UUID(key), *further)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _pair(numbers: list[float] | None) -> doc.Point | None:
    return (numbers[0], numbers[1]) if numbers else None


def _degrees(point: GeosPoint | None) -> doc.Point | None:
    return (point.x, point.y) if point else None
