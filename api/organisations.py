"""GET /api/v1/organisations/{id}: one public entry in all its languages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from api import links, shapes
from api.endpoint import Endpoint, MovedTo
from api.facets import labels
from api.params import Asked
from organisations.cards import Reader
from organisations.detail import EntryPage
from organisations.document import NO_VISIT, Contact, Cost, Language, Meeting, Opening, Place, Text
from organisations.entry import PublicEntry, Relative, entry_by_id, id_now
from organisations.freshness import is_hidden, step
from organisations.openings.values import NOTHING_SAID
from organisations.recurrence import WEEKDAYS, parse_rule
from organisations.services.listing import Spot
from organisations.times import Gap, next_days, rule_text, schedule_of, this_hour

NEXT_DATES = 5


class OrganisationById(Endpoint):
    """Everything visitors may know of an organisation. E-mail addresses are never part of it."""

    shape = shapes.ORGANISATION
    may_have_moved = True

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """The entry; `labels` names its controlled words in the language asked for.

        The id of an entry that was merged into another leads to that one.
        """
        found = entry_by_id(path["id"], asked.terms)
        if found is None:
            if now := id_now(path["id"]):
                raise MovedTo(reverse("api-organisation", args=[now]))
            raise Http404
        url = quote(found.slug).join(links.entry_prefix(request))
        return entry_values(found, asked, links.base(request)) | {"url": url}, {}


def entry_values(entry: PublicEntry, asked: Asked, base: str) -> dict[str, Any]:
    """The entry as plain values; dates as ISO text, points as [longitude, latitude] in degrees."""
    document, today = entry.document, timezone.localdate()
    places = {place.id: place for place in document.places}
    gap = Gap(document.closed_from, document.closed_until, document.ends_on)
    return {
        "id": str(document.id),
        "slug": entry.slug,
        "kind": document.kind,
        "name": document.name,
        "language": document.language,
        "parent": _relative(entry.parent, base) if entry.parent else None,
        "sections": [_relative(section, base) for section in entry.sections],
        "topics": list(document.topics),
        "flags": list(document.flags),
        "german": document.german or None,
        "area": document.area,
        "website": document.website or None,
        "phone": document.phone or None,
        "checked_on": _day(document.checked_on),
        "freshness": step(document.checked_on, today),
        "listed": not is_hidden(entry.vouched_on, today),
        "closed_from": _day(document.closed_from),
        "closed_until": _day(document.closed_until),
        "ends_on": _day(document.ends_on),
        "example": document.sample,
        "texts": {code: _text(text) for code, text in document.texts.items()},
        "languages": [_language(item) for item in document.languages],
        "places": [_place(spot, places.get(spot.id)) for spot in entry.spots],
        "contacts": [_contact(contact) for contact in document.contacts],
        "meetings": [_meeting(meeting, gap, today) for meeting in document.meetings],
        "first_visit": _first_visit(entry, asked) if document.first_visit != NO_VISIT else None,
        "openings": [opening_values(opening) for opening in document.openings if opening.until >= today],
        "committee": _committee(entry, asked) if document.committee != NOTHING_SAID else None,
        "labels": _labels(entry, asked),
    }


def _relative(relative: Relative, base: str) -> dict[str, Any]:
    return {"id": str(relative.id), "slug": relative.slug, "name": relative.name, "kind": relative.kind}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _text(text: Text) -> dict[str, Any]:
    return {
        "summary": text.summary,
        "description": text.description,
        "audience": text.audience,
        "origin": text.origin,
    }


def _language(item: Language) -> dict[str, Any]:
    return {
        "code": item.code,
        "assurance": item.assurance,
        "days": [WEEKDAYS[day] for day in item.days],
        "note": item.note,
        "checked_on": _day(item.checked_on),
    }


def _place(spot: Spot, place: Place | None) -> dict[str, Any]:
    """A place, or the area of an organisation without one (`fixed` false). Of a private one there is only the town."""
    address = place.address if place else None
    return {
        "id": str(spot.id),
        "fixed": spot.fixed,
        "private": bool(place and place.private),
        "label": spot.label,
        "name": address.name if address else "",
        "street": address.street if address else "",
        "postcode": address.postcode if address else "",
        "town": address.town if address else spot.label,
        "area": spot.areas[0].slug if spot.areas else None,
        "point": list(spot.point) if spot.point else None,
        "approximate": spot.approximate,
        "wheelchair": place.wheelchair if place else "unknown",
        "primary": spot.primary,
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "name": contact.name,
        "role": contact.role,
        "languages": list(contact.languages),
        "phone": contact.phone or None,
    }


def _meeting(meeting: Meeting, gap: Gap, today: Any) -> dict[str, Any]:
    schedule = schedule_of(meeting)
    return {
        "rrule": meeting.rrule,
        "starts_on": meeting.starts_on.isoformat(),
        "starts_at": meeting.starts_at.isoformat("minutes"),
        "ends_at": meeting.ends_at.isoformat("minutes") if meeting.ends_at else None,
        "exceptions": [day.isoformat() for day in meeting.exceptions],
        "title": dict(meeting.title),
        "note": dict(meeting.note),
        "place": str(meeting.place) if meeting.place else None,
        "text": rule_text(parse_rule(meeting.rrule)),
        "next": [day.isoformat() for day in next_days(schedule, today, NEXT_DATES, gap, this_hour())],
    }


def _first_visit(entry: PublicEntry, asked: Asked) -> dict[str, Any]:
    """The answers as codes, and in words of the language asked for. `person`: only with consent."""
    visit = entry.document.first_visit
    person = next((contact.name for contact in entry.document.contacts if contact.id == visit.person), None)
    page = EntryPage(entry, Reader(asked.lang, timezone.localdate(), asked.terms))
    return {
        "when": visit.when or None,
        "ask_for": visit.ask_for or None,
        "person": person,
        "wear": list(visit.wear),
        "bring": list(visit.bring),
        "cost": _cost(visit.cost) if visit.cost.kind else None,
        "watch": visit.watch or None,
        "way": [{"code": step.code, "name": step.name, "lines": step.lines} for step in visit.way],
        "answers": [{"question": answer.question, "answer": answer.texts} for answer in page.first_visit],
    }


def opening_values(opening: Opening) -> dict[str, Any]:
    """Something that is offered until a day, that day included."""
    return {
        "id": str(opening.id),
        "kind": opening.kind,
        "until": opening.until.isoformat(),
        "title": dict(opening.title),
        "text": dict(opening.text),
        "german": opening.german or None,
        "age_from": opening.age_from,
        "age_to": opening.age_to,
        "answer": opening.answer or None,
    }


def _committee(entry: PublicEntry, asked: Asked) -> dict[str, Any]:
    """What a committee says of its seats, as codes and in words of the language asked for."""
    facts = entry.document.committee
    page = EntryPage(entry, Reader(asked.lang, timezone.localdate(), asked.terms))
    return {
        "who": list(facts.who),
        **{name: getattr(facts, name) or None for name in ("citizenship", "how", "public")},
        "note": dict(facts.note),
        "answers": [{"question": one["question"], "answer": one["lines"]} for one in page.committee],
    }


def _cost(cost: Cost) -> dict[str, Any]:
    visits = cost.visits if cost.kind == "first_free" else None
    return {"kind": cost.kind, "free_visits": visits, "euros": cost.cents / 100 if cost.kind == "amount" else None}


def _labels(entry: PublicEntry, asked: Asked) -> dict[str, dict[str, str]]:
    """Names of the entry's controlled words in the language asked for, by parameter and value."""
    document = entry.document
    areas = {spot.areas[0].slug for spot in entry.spots if spot.areas} | {document.area or ""}
    spoken = {item.code for item in document.languages} | {code for c in document.contacts for code in c.languages}
    values: dict[str, list[str]] = {
        "kind": [document.kind],
        "topic": list(document.topics),
        "open": list(document.flags),
        "opening": sorted({opening.kind for opening in document.openings if opening.until >= timezone.localdate()}),
        "german": [document.german] if document.german else [],
        "language": sorted(spoken | set(document.texts) | {document.language}),
        "area": sorted(areas - {""}),
    }
    names = labels(asked.terms, asked.lang)
    return {parameter: {value: names[parameter](value) for value in found} for parameter, found in values.items()}
