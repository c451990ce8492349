"""What a document must be like before it may be published."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from organisations.document import Address, Meeting, OrganisationDocument, Point
from organisations.models.location import PointOrigin, Wheelchair
from organisations.models.organisation import Assurance, Kind, Origin, State
from organisations.models.vocabulary import German
from organisations.recurrence import parse_rule
from organisations.text import clean
from organisations.vocabulary import Vocabulary

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{2,38}")
LENGTHS = {"name": 200, "website": 300, "phone": 40, "email": 254}
TEXT_LENGTHS = {"summary": 200, "description": 10_000, "audience": 300}
ADDRESS_LENGTHS = {"name": 150, "street": 150, "postcode": 10, "town": 100}
CONTACT_LENGTHS = {"name": 120, "role": 120, "phone": 40, "email": 254}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document: the part and a sentence."""

    part: str
    sentence: str


class InvalidDocument(ValueError):
    """A document that may not be published; `faults` say why."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.part}: {fault.sentence}" for fault in faults))


def faults(document: OrganisationDocument, vocabulary: Vocabulary) -> list[Fault]:
    """Everything that is wrong with a document; an empty list if it may be published."""
    checks = (_body, _words, _texts, _spoken, _places, _contacts)
    found = [fault for check in checks for fault in check(document, vocabulary)]
    for meeting in document.meetings:
        found += _meeting(meeting, {place.id for place in document.places})
    return found


def _body(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    if not document.name:
        yield Fault("name", "A name is needed.")
    yield from _lengths(document, LENGTHS, "")
    yield from _choice("kind", document.kind, Kind.values)
    yield from _choice("state", document.state, State.values)
    yield from _choice("german", document.german, ["", *German.values])
    yield from _code("language", document.language)
    if document.parent == document.id:
        yield Fault("parent", "An organisation cannot be a section of itself.")
    if document.area is not None and document.area not in vocabulary.area_by_key:
        yield Fault("area", f"There is no area “{document.area}”.")
    if document.website and not _is_web_address(document.website):
        yield Fault("website", "The address must begin with http:// or https://.")
    yield from _channels(document.phone, document.email, "")
    if document.closed_from and document.closed_until and document.closed_until < document.closed_from:
        yield Fault("closed_until", "The closure ends before it begins.")


def _words(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    for slug in document.topics:
        if slug not in vocabulary.topic_by_slug:
            yield Fault("topics", f"There is no topic “{slug}”.")
    for slug in document.flags:
        if slug not in vocabulary.flag_by_slug:
            yield Fault("flags", f"There is no openness flag “{slug}”.")
    if len(set(document.topics)) < len(document.topics) or list(document.flags) != sorted(set(document.flags)):
        yield Fault("topics", "Topics must differ, flags must differ and be sorted.")


def _texts(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    for language, text in document.texts.items():
        yield from _code("texts", language)
        yield from _choice("texts", text.origin, Origin.values)
        for name, most in TEXT_LENGTHS.items():
            value = getattr(text, name)
            if len(value) > most:
                yield Fault(f"texts.{language}.{name}", f"At most {most} characters, these are {len(value)}.")
            if value != clean(value, lines=True):
                yield Fault(f"texts.{language}.{name}", "The text has characters that cannot be shown.")


def _spoken(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    codes = [language.code for language in document.languages]
    if len(set(codes)) < len(codes):
        yield Fault("languages", "A language stands there twice.")
    for language in document.languages:
        yield from _code("languages", language.code)
        yield from _choice("languages", language.assurance, Assurance.values)
        if len(language.note) > 200 or not set(language.days) <= set(range(7)):
            yield Fault("languages", "A note has at most 200 characters, a weekday is 0 to 6.")


def _places(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    ids = [place.id for place in document.places]
    if len(set(ids)) < len(ids) or sum(place.primary for place in document.places) > 1:
        yield Fault("places", "Every place stands once, and one at most is the primary one.")
    for place in document.places:
        address = place.address
        yield from _choice("places", place.wheelchair, Wheelchair.values)
        yield from _lengths(address, ADDRESS_LENGTHS, "places.")
        yield from _points(address)
        if address.area is not None and address.area not in vocabulary.area_by_key:
            yield Fault("places", f"There is no area “{address.area}”.")


def _points(address: Address) -> Iterator[Fault]:
    yield from _choice("places", address.point_origin, ["", *PointOrigin.values])
    for point in (address.point, address.public_point):
        if point is not None and not is_on_earth(point):
            yield Fault("places", "The point is not on the globe, or 0/0.")


def _contacts(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    for contact in document.contacts:
        yield from _lengths(contact, CONTACT_LENGTHS, "contacts.")
        yield from _channels(contact.phone, contact.email, "contacts.")
        for code in contact.languages:
            yield from _code("contacts", code)


def _meeting(meeting: Meeting, places: set[object]) -> Iterator[Fault]:
    try:
        parse_rule(meeting.rrule)
    except ValueError as error:
        yield Fault("meetings", str(error))
    if meeting.place is not None and meeting.place not in places:
        yield Fault("meetings", "The time names a place that is not there.")
    words = [*meeting.title.values(), *meeting.note.values()]
    if any(len(text) > 200 or text != clean(text) for text in words) or len(meeting.exceptions) > 200:
        yield Fault("meetings", "Title and note have at most 200 characters each.")


def is_on_earth(point: Point) -> bool:
    """Whether longitude and latitude are finite degrees on the globe and not the 0/0 of a missing value."""
    longitude, latitude = point
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        return False
    return abs(longitude) <= 180 and abs(latitude) <= 90 and (abs(longitude) > 1e-9 or abs(latitude) > 1e-9)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(c.isspace() for c in text)
    except ValueError:
        return False


def _channels(phone: str, email: str, prefix: str) -> Iterator[Fault]:
    if phone and not PHONE.fullmatch(phone):
        yield Fault(f"{prefix}phone", "A telephone number has digits, blanks, / ( ) - and may begin with +.")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            yield Fault(f"{prefix}email", "This is not an e-mail address.")


def _lengths(thing: object, lengths: dict[str, int], prefix: str) -> Iterator[Fault]:
    for name, most in lengths.items():
        value = getattr(thing, name)
        if len(value) > most:
            yield Fault(prefix + name, f"At most {most} characters, these are {len(value)}.")
        elif value != clean(value):
            yield Fault(prefix + name, "The text has characters that cannot be shown, or blanks at its ends.")


def _choice(part: str, value: str, choices: Iterable[str]) -> Iterator[Fault]:
    if value not in choices:
        yield Fault(part, f"“{value}” is not one of the possible values.")


def _code(part: str, code: str) -> Iterator[Fault]:
    if not LANGUAGE_CODE.fullmatch(code):
        yield Fault(part, f"“{code}” is not a language code (BCP 47).")
