"""The sample entries: invented, read from fixtures/entries, published like any other document."""

import json
from collections.abc import Iterable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from organisations import document as doc
from organisations.models import DataVersion, Listing, Organisation
from organisations.openings.values import committee_from_json
from organisations.recurrence import WEEKDAYS
from organisations.services.consent import record_consent
from organisations.services.publish import Change, publish_many

_PLAIN = ("kind", "name", "german", "website", "phone", "email")
CONSENT = "Example data: this person is invented."


@transaction.atomic
def load_samples(folder: Path, today: date, again: bool = False) -> int:
    """Publish the sample entries that are not there yet; the number of new ones. Days count back from `today`.

    Once an operator has cleared them nothing is loaded, unless `again`.
    """
    if DataVersion.objects.filter(samples_cleared=True).exists() and not again:
        return 0
    DataVersion.objects.update(samples_cleared=False)
    items = [item for path in sorted(folder.glob("*.json")) for item in json.loads(path.read_text(encoding="utf-8"))]
    present = set(
        Organisation.objects.filter(pk__in=[sample_id(item["key"]) for item in items]).values_list("pk", flat=True)
    )
    missing = [item for item in items if sample_id(item["key"]) not in present]
    documents = [sample_document(item, today) for item in _parents_first(missing)]
    publish_many([Change(document) for document in documents], author="sample", reason="Sample entries")
    agreed = [
        _id(item["key"], "contact", n) for item in missing for n, c in enumerate(item["contacts"]) if c["consent"]
    ]
    if agreed:
        record_consent(agreed, text=CONSENT, way="sample", on=today)
    return len(documents)


@transaction.atomic
def clear_samples() -> int:
    """Remove all sample entries with their history; real ones stay. The number of removed ones."""
    ids = list(Organisation.objects.filter(sample=True).values_list("pk", flat=True))
    Listing.objects.filter(organisation_id__in=ids).delete()
    Organisation.objects.filter(pk__in=ids).delete()
    DataVersion.objects.update(samples_cleared=True)
    DataVersion.increase()
    return len(ids)


def sample_id(key: str) -> UUID:
    """The id of a sample entry: the same on every machine."""
    return _id(key)


def sample_document(item: dict[str, Any], today: date) -> doc.OrganisationDocument:
    """The document of one entry of the sample files (their form is described in fixtures/README.md)."""
    key = item["key"]
    place_ids = {place["key"]: _id(key, "place", place["key"]) for place in item["locations"]}
    plain: dict[str, Any] = {name: item.get(name) or "" for name in _PLAIN}
    ends = item.get("ends_in_days")
    return doc.OrganisationDocument(
        id=sample_id(key),
        state="public",
        sample=item["sample"],
        language=item["language"],
        parent=sample_id(item["parent"]) if item["parent"] else None,
        topics=tuple(item["topics"]),
        flags=tuple(item["flags"]),
        area=item["area"],
        checked_on=_ago(today, item["checked_days_ago"]),
        closed_from=_day(item["closed_from"]),
        closed_until=_day(item["closed_until"]),
        ends_on=today + timedelta(days=ends) if ends is not None else None,
        texts={language: doc.Text(**text) for language, text in item["texts"].items()},
        languages=tuple(_language(language, today) for language in item["languages"]),
        places=tuple(_place(place, place_ids[place["key"]]) for place in item["locations"]),
        contacts=tuple(_contact(contact, _id(key, "contact", n)) for n, contact in enumerate(item["contacts"])),
        meetings=tuple(_meeting(meeting, place_ids) for meeting in item["times"]),
        first_visit=_visit(item["first_visit"], key),
        openings=_openings(item, today),
        committee=committee_from_json(item.get("committee", {})),
        **plain,
    )


def _parents_first(items: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    return sorted(items, key=lambda item: item["parent"] is not None)


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "mit-mapping:sample:" + ":".join(str(part) for part in parts))


def _ago(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _language(item: dict[str, Any], today: date) -> doc.Language:
    days = tuple(sorted(WEEKDAYS.index(day) for day in item.get("days") or []))
    return doc.Language(
        item["code"], item["assurance"], days, item.get("note") or "", _ago(today, item.get("checked_days_ago"))
    )


def _place(item: dict[str, Any], id: UUID) -> doc.Place:
    return doc.Place(
        id=id,
        private=item["private"],
        wheelchair=item["wheelchair"],
        primary=item["primary"],
        address=doc.Address(
            name=item["name"],
            street=item["street"],
            postcode=item["postcode"],
            town=item["town"],
            area=item["area"],
            point=_point(item, ""),
            point_origin="hand" if _point(item, "") else "",
            public_point=_point(item, "public_"),
        ),
    )


def _point(item: dict[str, Any], prefix: str) -> doc.Point | None:
    latitude, longitude = item.get(f"{prefix}lat"), item.get(f"{prefix}lng")
    return None if latitude is None or longitude is None else (longitude, latitude)


def _contact(item: dict[str, Any], id: UUID) -> doc.Contact:
    values: dict[str, Any] = {name: item.get(name) or "" for name in ("name", "role", "phone", "email")}
    return doc.Contact(id=id, languages=tuple(item["languages"]), **values)


def _visit(item: dict[str, Any], key: str) -> doc.FirstVisit:
    """The answers as the file has them; `person` is the number of a contact."""
    people = [_id(key, "contact", item["person"])] if "person" in item else []
    return doc.visit_from_json(item | {"person": str(people[0])} if people else item, people)


def _openings(item: dict[str, Any], today: date) -> tuple[doc.Opening, ...]:
    """The openings; `until_days` counts from today, so that some are always open."""
    return tuple(
        doc.Opening(
            id=_id(item["key"], "opening", number),
            until=today + timedelta(days=opening["until_days"]),
            **{name: value for name, value in opening.items() if name != "until_days"},
        )
        for number, opening in enumerate(item.get("openings", ()))
    )


def _meeting(item: dict[str, Any], places: dict[str, UUID]) -> doc.Meeting:
    return doc.Meeting(
        rrule=item["rrule"],
        starts_on=date.fromisoformat(item["starts_on"]),
        starts_at=time.fromisoformat(item["starts_at"]),
        ends_at=time.fromisoformat(item["ends_at"]) if item["ends_at"] else None,
        title=item.get("title") or {},
        note=item.get("note") or {},
        place=places[item["location"]] if item["location"] else None,
    )
