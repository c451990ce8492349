"""Documents to the values of the admin's forms, and back: what only the admin shows; the rest is in forms/values.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from organisations.admin.opening_rows import committee_of, committee_values, opening_of
from organisations.document import Language, Meeting, OrganisationDocument
from organisations.forms.values import (
    Values,
    contact_of,
    fields_of,
    place_of,
    place_values,
    text_of,
    topics_of,
    visit_of,
    visit_values,
)
from organisations.openings.values import each_by_itself
from organisations.vocabulary import Vocabulary

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
        **committee_values(document.committee),
    }


def row_values(document: OrganisationDocument, terms: Vocabulary) -> dict[str, list[dict[str, Any]]]:
    """The values of the rows, by part."""
    places = [place_values(place) for place in document.places]
    return {
        "texts": [{"language": code, **fields_of(text)} for code, text in document.texts.items()],
        "languages": [fields_of(language) for language in document.languages],
        "places": [values | {"area": _area_id(values["area"], terms)} for values in places],
        "contacts": [fields_of(contact) for contact in document.contacts],
        "meetings": [fields_of(meeting) for meeting in document.meetings],
        "openings": [fields_of(opening) for opening in document.openings],
        "way": [fields_of(step) for step in document.first_visit.way],
    }


def document_of(
    base: OrganisationDocument, entry: Values, rows: Mapping[str, Sequence[Values]]
) -> OrganisationDocument:
    """`base` with what the forms say; what they do not show stays."""
    parent = entry["parent"]
    contacts = tuple(contact_of({one.id: one for one in base.contacts}, row) for row in rows["contacts"])
    places = [{**row, "area": _slug(row["area"])} for row in rows["places"]]
    visit = visit_of(base.first_visit, entry, rows["way"])
    return replace(
        base,
        **{name: entry[name] for name in _SAME},
        parent=parent.pk if parent else None,
        area=_slug(entry["area"]),
        topics=topics_of(base.topics, entry["main_topic"], entry["more_topics"]),
        flags=tuple(sorted(entry["flags"])),
        texts={row["language"]: text_of(base.texts.get(row["language"]), row) for row in rows["texts"]},
        languages=tuple(_language(row) for row in rows["languages"]),
        places=tuple(place_of({place.id: place for place in base.places}, row) for row in places),
        contacts=contacts,
        first_visit=visit.knowing([contact.id for contact in contacts]),
        meetings=tuple(_meeting(row, {item["id"] for item in rows["places"]}) for row in rows["meetings"]),
        openings=each_by_itself(opening_of(base, row) for row in rows["openings"]),
        committee=committee_of(base.committee, entry),
    )


def _area_id(slug: str | None, terms: Vocabulary) -> int | None:
    return terms.area_by_key[slug].id if slug in terms.area_by_key else None


def _slug(area: Any) -> str | None:
    return area.slug if area else None


def _language(row: Values) -> Language:
    return Language(row["code"], row["assurance"], tuple(sorted(row["days"])), row["note"], row["checked_on"])


def _meeting(row: Values, places: set[UUID | None]) -> Meeting:
    place = UUID(row["place"]) if row["place"] else None
    same = {name: row[name] for name in ("rrule", "starts_on", "starts_at", "ends_at", "title", "note")}
    return Meeting(**same, place=place if place in places else None, exceptions=tuple(row["exceptions"]))
