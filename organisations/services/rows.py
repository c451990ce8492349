"""Rows to documents: how an organisation's tables are read, many at a time and with a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point as GeosPoint

from organisations import document as doc
from organisations.models import (
    Address,
    ContactDetails,
    ContactPerson,
    Location,
    MeetingTime,
    Organisation,
    OrganisationTopic,
    Revision,
    SpokenLanguage,
    Translation,
)


def load_documents(ids: Collection[UUID], using: str = "default") -> dict[UUID, doc.OrganisationDocument]:
    """The current documents of these organisations; unknown ids are left out. Nine queries, however many."""
    organisations = Organisation.objects.using(using).filter(pk__in=ids).select_related("area")
    topics = _grouped(OrganisationTopic.objects.using(using).filter(organisation_id__in=ids).select_related("topic"))
    flags: dict[UUID, list[str]] = defaultdict(list)
    pairs = Organisation.flags.through.objects.using(using).filter(organisation_id__in=ids)
    for owner, slug in pairs.values_list("organisation_id", "opennessflag__slug"):
        flags[owner].append(slug)
    texts = _grouped(Translation.objects.using(using).filter(organisation_id__in=ids))
    languages = _grouped(SpokenLanguage.objects.using(using).filter(organisation_id__in=ids))
    meetings = _grouped(MeetingTime.objects.using(using).filter(organisation_id__in=ids))
    locations = Location.objects.using(using).filter(organisation_id__in=ids, active=True)
    places = _grouped(locations.select_related("address__area"))
    people = ContactPerson.objects.using(using).filter(organisation_id__in=ids, active=True)
    contacts = _grouped(people.select_related("details"))
    return {
        row.pk: _document(
            row,
            topics=tuple(item.topic.slug for item in topics[row.pk]),
            flags=tuple(sorted(flags[row.pk])),
            texts={text.language: _text(text) for text in texts[row.pk]},
            languages=tuple(_language(item) for item in languages[row.pk]),
            places=tuple(place_of(item, item.address) for item in places[row.pk] if item.address),
            contacts=tuple(contact_of(item.pk, item.details) for item in contacts[row.pk] if item.details),
            meetings=tuple(_meeting(item) for item in meetings[row.pk]),
        )
        for row in organisations
    }


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


_SAME: tuple[str, ...] = ("kind", "name", "state", "language", "german", "website", "phone", "email")
_SAME += ("checked_on", "closed_from", "closed_until", "ends_on", "sample")


def _document(row: Organisation, **parts: Any) -> doc.OrganisationDocument:
    values = {name: getattr(row, name) for name in _SAME}
    return doc.OrganisationDocument(
        id=row.pk, parent=row.parent_id, area=row.area.slug if row.area else None, **values, **parts
    )


def _text(row: Translation) -> doc.Text:
    return doc.Text(row.summary, row.description, row.audience, row.origin, row.made_from)


def _language(row: SpokenLanguage) -> doc.Language:
    return doc.Language(row.code, row.assurance, tuple(row.days), row.note, row.checked_on)


def _meeting(row: MeetingTime) -> doc.Meeting:
    return doc.Meeting(
        rrule=row.rrule,
        starts_on=row.starts_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=row.title,
        note=row.note,
        place=row.location_id,
        exceptions=tuple(row.exceptions),
    )


def _degrees(point: GeosPoint | None) -> doc.Point | None:
    return (point.x, point.y) if point else None


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(row)
    return found
