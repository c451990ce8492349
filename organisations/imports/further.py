"""What lists of associations seldom have, and our own exports do: promises of languages, meeting times, further places,
openings, texts in other languages. In the form entries have them, and back into a document."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from organisations import document as doc
from organisations.exports import openings, parts
from organisations.imports.headers import TEXTS, text_target

READERS: Mapping[str, Callable[[str], list[Any]]] = {
    "promises": parts.read_promises,
    "meetings": parts.read_meetings,
    "more_places": parts.read_places,
    "openings": openings.read_openings,
    "committee": openings.read_committee,
}
FindArea = Callable[[Mapping[str, Any]], str | None]


def said(document: doc.OrganisationDocument, place: doc.Place | None) -> dict[str, Any]:
    """The values of a document. `place`: the one that the columns of the address are about."""
    texts = {
        f"{field}@{code}": getattr(text, field)
        for code, text in document.texts.items()
        if code != document.language
        for field in TEXTS
    }
    return texts | {
        "promises": parts.promises_value(document.languages),
        "meetings": parts.meetings_value(document.meetings, document.places),
        "more_places": parts.places_value(_others(document, place)),
        "openings": openings.openings_value(document.openings),
        "committee": openings.committee_value(document.committee),
    }


def with_texts(document: doc.OrganisationDocument, accepted: Mapping[str, Any]) -> doc.OrganisationDocument:
    """The document with promises, openings and translations of the accepted values.

    Who edits a translation has made it anew.
    """
    if "promises" in accepted:
        document = replace(document, languages=parts.languages_of(accepted["promises"]))
    if "openings" in accepted:
        document = replace(document, openings=openings.openings_of(accepted["openings"], document.openings))
    if "committee" in accepted:
        document = replace(document, committee=openings.committee_of(accepted["committee"]))
    texts = dict(document.texts)
    for target, value in accepted.items():
        if pair := text_target(target):
            field, code = pair
            before = texts.get(code, doc.Text())
            texts[code] = replace(before, **{field: value}, origin="human", made_from=None)
    kept = {code: text for code, text in texts.items() if code == document.language or _is_filled(text)}
    return replace(document, texts=kept)


def with_places(
    document: doc.OrganisationDocument, accepted: Mapping[str, Any], place: doc.Place | None, find_area: FindArea
) -> doc.OrganisationDocument:
    """The document with further places and meeting times of the accepted values."""
    if "more_places" in accepted:
        others = parts.places_of(accepted["more_places"], _others(document, place))
        main = () if place is None else (place,)
        document = replace(document, places=(*main, *(_in_area(other, find_area) for other in others)))
    if "meetings" in accepted:
        document = replace(document, meetings=parts.meetings_of(accepted["meetings"], document.places))
    known = {one.id for one in document.places}
    gone = any(meeting.place and meeting.place not in known for meeting in document.meetings)
    return replace(document, meetings=tuple(_placed(document.meetings, known))) if gone else document


def _others(document: doc.OrganisationDocument, place: doc.Place | None) -> tuple[doc.Place, ...]:
    return tuple(one for one in document.places if place is None or one.id != place.id)


def _in_area(place: doc.Place, find_area: FindArea) -> doc.Place:
    address = place.address
    if address.area or not (address.town or address.postcode or address.point):
        return place
    found = find_area({"point": address.point, "postcode": address.postcode, "town": address.town, "district": ""})
    return replace(place, address=replace(address, area=found))


def _placed(meetings: Iterable[doc.Meeting], known: set[Any]) -> Iterable[doc.Meeting]:
    """A time at a place that is no more is at the first one."""
    return (one if one.place in known else replace(one, place=None) for one in meetings)


def _is_filled(text: doc.Text) -> bool:
    return any(getattr(text, field) for field in TEXTS)
