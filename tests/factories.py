"""Short ways to publish entries in tests. They use the real services only."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from organisations.document import Address, Contact, Language, Meeting, OrganisationDocument, Place, Text
from organisations.models import Organisation, Revision
from organisations.services.publish import Change, publish, publish_many
from organisations.services.rows import load_document

BERNHAUSEN = (9.2197, 48.6790)
HARTHAUSEN = (9.2570, 48.6400)


def place(point: tuple[float, float] | None = BERNHAUSEN, **values: Any) -> Place:
    """A place with an address in Filderstadt; `values` go to the place or to its address."""
    of_place = {name: values.pop(name) for name in ("id", "private", "wheelchair", "primary") if name in values}
    words = {"street": "Musterweg 4", "postcode": "70794", "town": "Filderstadt", "area": "bernhausen"}
    origin = "hand" if point else ""
    return Place(address=Address(point=point, point_origin=origin, **(words | values)), **of_place)


def meeting(rrule: str = "FREQ=WEEKLY;BYDAY=TU", **values: Any) -> Meeting:
    """A weekly time on Tuesdays from 18 to 20."""
    hours = {"starts_on": date(2026, 1, 1), "starts_at": time(18), "ends_at": time(20)}
    words: dict[str, Any] = {**hours, "title": {"de": "Training"}}
    return Meeting(rrule=rrule, **(words | values))


def document(name: str = "Beispielverein", **values: Any) -> OrganisationDocument:
    """A public club in Bernhausen; any field can be given."""
    words: dict[str, Any] = {
        "kind": "club",
        "state": "public",
        "topics": ("football",),
        "flags": ("newcomers-welcome",),
        "german": "little",
        "area": "bernhausen",
        "texts": {"de": Text(summary="Wir spielen ohne Liga.", description="Wer neu ist, ist willkommen.")},
        "languages": (Language("ar", "always", checked_on=date(2026, 9, 1)),),
        "places": (place(),),
        "meetings": (meeting(),),
        "checked_on": date(2026, 9, 1),
    }
    return OrganisationDocument(name=name, **(words | values))


def organisation(name: str = "Beispielverein", **values: Any) -> Organisation:
    """Publish a new entry."""
    made = document(name, **values)
    publish(made, base=0, author="test")
    return Organisation.objects.get(pk=made.id)


def organisations(documents: list[OrganisationDocument]) -> None:
    """Publish many new entries together."""
    publish_many([Change(made) for made in documents], author="test")


def change(entry: Organisation, **values: Any) -> Revision | None:
    """Publish the entry's current document with some fields changed."""
    entry.refresh_from_db()
    return publish(replace(load_document(entry.pk), **values), base=entry.number, author="test")


__all__ = ["Contact", "Text", "change", "document", "meeting", "organisation", "organisations", "place"]
