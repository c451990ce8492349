"""Documents to rows: what `publish` writes, many organisations with a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point as GeosPoint
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from organisations import document as doc
from organisations.ids import new_id
from organisations.models import (
    Address,
    ContactDetails,
    ContactPerson,
    Location,
    MeetingTime,
    Opening,
    Organisation,
    OrganisationTopic,
    SpokenLanguage,
    Translation,
)
from organisations.models.organisation import State
from organisations.openings.values import committee_to_json
from organisations.services.rows import contact_of, place_of
from organisations.validation import Fault, InvalidDocument
from organisations.vocabulary import Vocabulary, vocabulary

BATCH = 500
_SAME: tuple[str, ...] = ("kind", "name", "state", "language", "german", "website", "phone", "email")
_SAME += ("checked_on", "closed_from", "closed_until", "ends_on", "sample")


def prepared(
    documents: Sequence[doc.OrganisationDocument], current: Mapping[UUID, doc.OrganisationDocument]
) -> list[doc.OrganisationDocument]:
    """The documents in one shape: flags sorted, one primary place, values that exist already named by their row.

    Raises InvalidDocument for a place or contact that belongs to another organisation.
    """
    places = {place.id: document.id for document in documents for place in document.places}
    people = {contact.id: document.id for document in documents for contact in document.contacts}
    _refuse_foreign(Location, places)
    _refuse_foreign(ContactPerson, people)
    rows = {place.address.row for document in documents for place in document.places if place.address.row}
    details = {contact.row for document in documents for contact in document.contacts if contact.row}
    addresses = {row.pk: row for row in Address.objects.filter(pk__in=rows).select_related("location", "area")}
    known = ContactDetails.objects.in_bulk(details)
    shaped = []
    for document in documents:
        now = current.get(document.id)
        shaped.append(
            replace(
                document,
                flags=tuple(sorted(set(document.flags))),
                topics=tuple(dict.fromkeys(document.topics)),
                places=_places(document, now, addresses),
                contacts=_contacts(document, now, known),
                first_visit=document.first_visit.knowing([contact.id for contact in document.contacts]),
            )
        )
    return shaped


def missing_parents(ids: Collection[UUID]) -> list[Fault]:
    """One fault for each parent that does not exist."""
    return [Fault("parent", _("There is no organisation %(id)s."), {"id": id}) for id in ids]


def _refuse_foreign(model: type[Location] | type[ContactPerson], owners: Mapping[UUID, UUID]) -> None:
    for id, organisation in model._default_manager.filter(pk__in=owners).values_list("pk", "organisation_id"):
        if owners[id] != organisation:
            raise InvalidDocument(
                [Fault("places", _("A place or contact of another organisation cannot be taken over."))]
            )


def _places(
    document: doc.OrganisationDocument, now: doc.OrganisationDocument | None, rows: Mapping[UUID, Address]
) -> tuple[doc.Place, ...]:
    stands = {place.id: place.address for place in now.places} if now else {}
    has_primary = any(place.primary for place in document.places)
    shaped = []
    for position, place in enumerate(document.places):
        row = rows.get(place.address.row) if place.address.row else None
        stored = place_of(row.location, row).address if row and row.location_id == place.id else None
        known = next((a for a in (stands.get(place.id), stored) if a is not None and a == place.address), None)
        address = replace(place.address, row=known.row if known else None)
        shaped.append(replace(place, address=address, primary=place.primary or (not has_primary and position == 0)))
    return tuple(sorted(shaped, key=lambda place: not place.primary))


def _contacts(
    document: doc.OrganisationDocument, now: doc.OrganisationDocument | None, rows: Mapping[UUID, ContactDetails]
) -> tuple[doc.Contact, ...]:
    stands = {contact.id: contact for contact in now.contacts} if now else {}
    shaped = []
    for contact in document.contacts:
        row = rows.get(contact.row) if contact.row else None
        stored = contact_of(contact.id, row) if row and row.person_id == contact.id else None
        known = next((c for c in (stands.get(contact.id), stored) if c is not None and c == contact), None)
        shaped.append(replace(contact, row=known.row if known else None))
    return tuple(shaped)


def write(
    documents: Sequence[doc.OrganisationDocument], records: dict[UUID, Organisation]
) -> list[doc.OrganisationDocument]:
    """Write the rows of changed documents; gives the documents with the ids of all their value rows filled in."""
    numbered = [_numbered(document, records[document.id].number + 1) for document in documents]
    _organisations(numbered, records)
    ids = [document.id for document in numbered]
    for model in (OrganisationTopic, Organisation.flags.through, Translation, SpokenLanguage, MeetingTime, Opening):
        model._default_manager.filter(organisation_id__in=ids).delete()
    _locations(numbered, ids)
    _people(numbered, ids)
    _parts(numbered)
    return numbered


def _numbered(document: doc.OrganisationDocument, number: int) -> doc.OrganisationDocument:
    return replace(
        document,
        texts={
            language: replace(text, made_from=_made_from(text, language == document.language, number))
            for language, text in document.texts.items()
        },
        places=tuple(
            replace(place, address=replace(place.address, row=place.address.row or new_id()))
            for place in document.places
        ),
        contacts=tuple(replace(contact, row=contact.row or new_id()) for contact in document.contacts),
    )


def keep_values(document: doc.OrganisationDocument) -> doc.OrganisationDocument:
    """Stores the values that only a proposed document has, as places and persons that stand in no current document.

    The organisation exists, the document is `prepared`. Gives it with the ids of all its value rows filled in.
    """
    kept, terms = _numbered(document, 0), vocabulary("default")
    new = {place.id: place for place, given in zip(kept.places, document.places, strict=True) if not given.address.row}
    known = set(Location.objects.filter(pk__in=new).values_list("pk", flat=True))
    fresh = [place for id, place in new.items() if id not in known]
    Location.objects.bulk_create([_location(kept, 0, place, active=False) for place in fresh], batch_size=BATCH)
    Address.objects.bulk_create([_address(place, terms) for place in new.values()], batch_size=BATCH)
    people = [one for one, given in zip(kept.contacts, document.contacts, strict=True) if not given.row]
    known = set(ContactPerson.objects.filter(pk__in=[one.id for one in people]).values_list("pk", flat=True))
    ContactPerson.objects.bulk_create(
        [_person(kept, 0, one, active=False) for one in people if one.id not in known], batch_size=BATCH
    )
    ContactDetails.objects.bulk_create([_details(one) for one in people], batch_size=BATCH)
    return kept


def _location(document: doc.OrganisationDocument, position: int, place: doc.Place, *, active: bool) -> Location:
    return Location(
        id=place.id,
        organisation_id=document.id,
        private=place.private,
        wheelchair=place.wheelchair,
        primary=place.primary and active,
        active=active,
        position=position,
        address_id=place.address.row,
    )


def _address(place: doc.Place, terms: Vocabulary) -> Address:
    return Address(
        id=place.address.row,
        location_id=place.id,
        area_id=terms.area_by_key[place.address.area].id if place.address.area else None,
        point=_geometry(place.address.point),
        public_point=_geometry(place.address.public_point),
        **{name: getattr(place.address, name) for name in ("name", "street", "postcode", "town", "point_origin")},
    )


def _person(document: doc.OrganisationDocument, position: int, contact: doc.Contact, *, active: bool) -> ContactPerson:
    return ContactPerson(
        id=contact.id, organisation_id=document.id, active=active, position=position, details_id=contact.row
    )


def _details(contact: doc.Contact) -> ContactDetails:
    return ContactDetails(
        id=contact.row,
        person_id=contact.id,
        name=contact.name,
        role=contact.role,
        languages=list(contact.languages),
        phone=contact.phone,
        email=contact.email,
    )


def _made_from(text: doc.Text, original: bool, number: int) -> int:
    if original:
        return 0
    return number if text.made_from is None else text.made_from


def _organisations(documents: Sequence[doc.OrganisationDocument], records: dict[UUID, Organisation]) -> None:
    terms = vocabulary("default")
    new: list[Organisation] = []
    old: list[Organisation] = []
    for document in documents:
        record = records[document.id]
        (old if record.number else new).append(record)
        for name in _SAME:
            setattr(record, name, getattr(document, name))
        record.parent_id = document.parent
        record.area_id = terms.area_by_key[document.area].id if document.area else None
        record.first_visit = doc.visit_to_json(document.first_visit)
        record.committee = committee_to_json(document.committee)
        record.number += 1
        if document.state == State.PUBLIC and not record.published_on:
            record.published_on = timezone.localdate()
    Organisation.objects.bulk_create(new, batch_size=BATCH)
    columns = [*_SAME, "slug", "parent", "area", "first_visit", "committee", "number", "published_on"]
    if old:
        Organisation.objects.bulk_update(old, columns, batch_size=BATCH)


def _locations(documents: Sequence[doc.OrganisationDocument], ids: list[UUID]) -> None:
    Location.objects.filter(organisation_id__in=ids).update(active=False, primary=False)
    pairs = [(document, position, place) for document in documents for position, place in enumerate(document.places)]
    rows = [_location(document, position, place, active=True) for document, position, place in pairs]
    columns = ["private", "wheelchair", "primary", "active", "position", "address"]
    Location.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=columns, batch_size=BATCH
    )
    terms = vocabulary("default")
    values = [_address(place, terms) for _, _, place in pairs]
    Address.objects.bulk_create(values, ignore_conflicts=True, batch_size=BATCH)  # rows that stand are never changed


def _people(documents: Sequence[doc.OrganisationDocument], ids: list[UUID]) -> None:
    ContactPerson.objects.filter(organisation_id__in=ids).update(active=False)
    pairs = [(document, position, c) for document in documents for position, c in enumerate(document.contacts)]
    rows = [_person(document, position, c, active=True) for document, position, c in pairs]
    ContactPerson.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["active", "position", "details"],
        batch_size=BATCH,
    )
    ContactDetails.objects.bulk_create([_details(c) for _, _, c in pairs], ignore_conflicts=True, batch_size=BATCH)


def _parts(documents: Sequence[doc.OrganisationDocument]) -> None:
    terms = vocabulary("default")
    rows: dict[Any, list[Any]] = defaultdict(list)
    for d in documents:
        rows[OrganisationTopic] += [
            OrganisationTopic(organisation_id=d.id, topic=terms.topic_by_slug[slug], position=position)
            for position, slug in enumerate(d.topics)
        ]
        rows[Organisation.flags.through] += [
            Organisation.flags.through(organisation_id=d.id, opennessflag_id=terms.flag_by_slug[slug].pk)
            for slug in d.flags
        ]
        rows[Translation] += [
            Translation(organisation_id=d.id, language=code, **_values(text)) for code, text in d.texts.items()
        ]
        rows[SpokenLanguage] += [
            SpokenLanguage(organisation_id=d.id, position=position, **_values(language))
            for position, language in enumerate(d.languages)
        ]
        for position, meeting in enumerate(d.meetings):
            values = _values(meeting)
            place = values.pop("place")
            rows[MeetingTime].append(MeetingTime(organisation_id=d.id, position=position, location_id=place, **values))
        for position, opening in enumerate(d.openings):
            values = _values(opening)
            rows[Opening].append(Opening(organisation_id=d.id, position=position, key=values.pop("id"), **values))
    for model, made in rows.items():
        model._default_manager.bulk_create(made, batch_size=BATCH)


def _values(part: Any) -> dict[str, Any]:
    found = {name: getattr(part, name) for name in part.__dataclass_fields__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _geometry(point: doc.Point | None) -> GeosPoint | None:
    return GeosPoint(*point, srid=settings.SRID) if point else None
