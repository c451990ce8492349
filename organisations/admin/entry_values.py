"""Documents to the values of the admin's forms, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from organisations.admin.visit_fields import visit_of, visit_values
from organisations.document import Address, Contact, Language, Meeting, OrganisationDocument, Place, Text
from organisations.models.location import PointOrigin
from organisations.vocabulary import Vocabulary

Values = Mapping[str, Any]
_SAME: tuple[str, ...] = ("kind", "name", "state", "language", "german", "website", "phone", "email")
_SAME += ("checked_on", "closed_from", "closed_until", "ends_on", "sample")


def entry_values(document: OrganisationDocument, terms: Vocabulary) -> dict[str, Any]:
    """The values of the entry's own form."""
    return {name: getattr(document, name) for name in _SAME} | {
        "parent": document.parent,
        "area": _area_id(document.area, terms),
        "main_topic": document.topics[0] if document.topics else "",
        "more_topics": list(document.topics[1:]),
        "flags": list(document.flags),
        **visit_values(document),
    }


def row_values(document: OrganisationDocument, terms: Vocabulary) -> dict[str, list[dict[str, Any]]]:
    """The values of the rows, by part."""
    return {
        "texts": [{"language": code, **_fields(text)} for code, text in document.texts.items()],
        "languages": [_fields(language) for language in document.languages],
        "places": [_place_values(place, terms) for place in document.places],
        "contacts": [_fields(contact) for contact in document.contacts],
        "meetings": [_fields(meeting) for meeting in document.meetings],
        "way": [_fields(step) for step in document.first_visit.way],
    }


def document_of(
    base: OrganisationDocument, entry: Values, rows: Mapping[str, Sequence[Values]]
) -> OrganisationDocument:
    """`base` with what the forms say; what they do not show stays."""
    area, parent = entry["area"], entry["parent"]
    contacts = tuple(_contact({one.id: one for one in base.contacts}, row) for row in rows["contacts"])
    visit = visit_of(base.first_visit, entry, rows["way"])
    return replace(
        base,
        **{name: entry[name] for name in _SAME},
        parent=parent.pk if parent else None,
        area=area.slug if area else None,
        topics=_topics(base.topics, entry["main_topic"], entry["more_topics"]),
        flags=tuple(sorted(entry["flags"])),
        texts={row["language"]: _text(base.texts.get(row["language"]), row) for row in rows["texts"]},
        languages=tuple(_language(row) for row in rows["languages"]),
        places=tuple(_place({place.id: place for place in base.places}, row) for row in rows["places"]),
        contacts=contacts,
        first_visit=visit.knowing([contact.id for contact in contacts]),
        meetings=tuple(_meeting(row, {item["id"] for item in rows["places"]}) for row in rows["meetings"]),
    )


def _fields(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def _place_values(place: Place, terms: Vocabulary) -> dict[str, Any]:
    address = place.address
    names = ("name", "street", "postcode", "town", "point")
    values = {name: getattr(address, name) for name in names} | {"area": _area_id(address.area, terms)}
    return values | {name: getattr(place, name) for name in ("id", "private", "primary", "wheelchair")}


def _area_id(slug: str | None, terms: Vocabulary) -> int | None:
    return terms.area_by_key[slug].id if slug in terms.area_by_key else None


def _topics(before: Sequence[str], main: str, more: Sequence[str]) -> tuple[str, ...]:
    """The main topic, then those that stood there in their order, then new ones."""
    kept = [slug for slug in before if slug in more]
    return tuple(dict.fromkeys([slug for slug in (main, *kept, *more) if slug]))


def _text(before: Text | None, row: Values) -> Text:
    """A text that was changed is a translation of today's original; one that stays keeps what it was made from."""
    text = Text(row["summary"], row["description"], row["audience"], row["origin"])
    return before if before == text else text


def _language(row: Values) -> Language:
    return Language(row["code"], row["assurance"], tuple(sorted(row["days"])), row["note"], row["checked_on"])


def _place(known: Mapping[UUID, Place], row: Values) -> Place:
    before = known.get(row["id"])
    place = before or Place(Address())
    return replace(
        place,
        address=_address(place.address, row),
        **{name: row[name] for name in ("private", "primary", "wheelchair")},
    )


def _address(before: Address, row: Values) -> Address:
    """A point that was moved is one set by hand; the point shown of a private place goes with its town."""
    area = row["area"].slug if row["area"] else None
    words = {name: row[name] for name in ("name", "street", "postcode", "town")}
    same_town = (before.postcode, before.town, before.area) == (row["postcode"], row["town"], area)
    origin = before.point_origin if row["point"] == before.point else PointOrigin.HAND.value
    return replace(
        before,
        **words,
        area=area,
        point=row["point"],
        point_origin=origin if row["point"] else "",
        public_point=before.public_point if same_town else None,
    )


def _contact(known: Mapping[UUID, Contact], row: Values) -> Contact:
    values = {name: row[name] for name in ("name", "role", "phone", "email")}
    return replace(known.get(row["id"]) or Contact(), **values, languages=tuple(row["languages"]))


def _meeting(row: Values, places: set[UUID | None]) -> Meeting:
    place = UUID(row["place"]) if row["place"] else None
    same = {name: row[name] for name in ("rrule", "starts_on", "starts_at", "ends_at", "title", "note")}
    return Meeting(**same, place=place if place in places else None, exceptions=tuple(row["exceptions"]))
