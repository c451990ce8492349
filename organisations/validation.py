"""What a document must be like before it may be published."""

import math
import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from organisations.document import (
    Address,
    Contact,
    FirstVisit,
    Language,
    Meeting,
    OrganisationDocument,
    Place,
    Point,
    Step,
)
from organisations.faults import Fault as Fault
from organisations.faults import InvalidDocument as InvalidDocument
from organisations.faults import check_choice, check_code, check_lengths, in_rows
from organisations.models.location import PointOrigin, Wheelchair
from organisations.models.organisation import Assurance, Kind, Origin, State
from organisations.models.vocabulary import German
from organisations.openings.faults import MOST_OPENINGS, committee_faults, opening_faults
from organisations.recurrence import parse_rule
from organisations.text import clean
from organisations.visit_phrases import CHOICES, COST, LISTS, NAMED, NUMBERED, STEPS
from organisations.vocabulary import Vocabulary

PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{2,38}")
LENGTHS = {"name": 200, "website": 300, "phone": 40, "email": 254}
TEXT_LENGTHS = {"summary": 200, "description": 10_000, "audience": 300}
ADDRESS_LENGTHS = {"name": 150, "street": 150, "postcode": 10, "town": 100}
STEP_LENGTHS = {"name": 80, "lines": 40}
MOST_THINGS, MOST_STEPS, MOST_FREE_VISITS, MOST_CENTS = 5, 4, 10, 100_000
CONTACT_LENGTHS = {"name": 120, "role": 120, "phone": 40, "email": 254}
# How many rows of a part a form takes.
MOST_ROWS = {"texts": 30, "languages": 40, "places": 30, "contacts": 20, "meetings": 40, "way": MOST_STEPS}
MOST_ROWS["openings"] = MOST_OPENINGS
MOST_WORDS, MOST_EXCEPTIONS = 200, 200  # letters of a note or title, days on which a time does not take place


def faults(document: OrganisationDocument, vocabulary: Vocabulary) -> list[Fault]:
    """Everything that is wrong with a document; an empty list if it may be published."""
    checks = (_body, _words, _texts, _spoken, _places, _contacts)
    found = [fault for check in checks for fault in check(document, vocabulary)]
    places = {place.id for place in document.places}
    found += in_rows(document.meetings, lambda meeting: _meeting(meeting, places))
    found += in_rows(document.openings, opening_faults)
    return [*found, *visit_faults(document.first_visit), *committee_faults(document.committee)]


def _body(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    if not document.name:
        yield Fault("name", _("A name is needed."))
    yield from check_lengths(document, LENGTHS, "")
    yield from check_choice("kind", document.kind, Kind.values)
    yield from check_choice("state", document.state, State.values)
    yield from check_choice("german", document.german, ["", *German.values])
    yield from check_code("language", document.language)
    if document.parent == document.id:
        yield Fault("parent", _("An organisation cannot be a section of itself."))
    if document.area is not None and document.area not in vocabulary.area_by_key:
        yield Fault("area", _("There is no area “%(area)s”."), {"area": document.area})
    if document.website and not _is_web_address(document.website):
        yield Fault("website", _("The address must begin with http:// or https://."))
    yield from _channels(document.phone, document.email, "")
    yield from _past("checked_on", document.checked_on)
    if document.closed_from and document.closed_until and document.closed_until < document.closed_from:
        yield Fault("closed_until", _("The closure ends before it begins."))


def _past(part: str, day: date | None) -> Iterator[Fault]:
    """A check is no promise. One day ahead is let through: clocks differ, and some are set."""
    if day and day > timezone.localdate() + timedelta(days=1):
        yield Fault(part, _("That day is still to come."))


def _words(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    for slug in document.topics:
        if slug not in vocabulary.topic_by_slug:
            yield Fault("topics", _("There is no topic “%(slug)s”."), {"slug": slug})
    for slug in document.flags:
        if slug not in vocabulary.flag_by_slug:
            yield Fault("flags", _("There is no openness flag “%(slug)s”."), {"slug": slug})
    if len(set(document.topics)) < len(document.topics) or list(document.flags) != sorted(set(document.flags)):
        yield Fault("topics", _("Topics must differ, flags must differ and be sorted."))


def _texts(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    for language, text in document.texts.items():
        yield from check_code("texts", language)
        yield from check_choice("texts", text.origin, Origin.values)
        for name, most in TEXT_LENGTHS.items():
            value = getattr(text, name)
            if len(value) > most:
                yield Fault(
                    f"texts.{language}.{name}",
                    _("At most %(most)s characters, these are %(count)s."),
                    {"most": most, "count": len(value)},
                )
            if value != clean(value, lines=True):
                yield Fault(f"texts.{language}.{name}", _("The text has characters that cannot be shown."))


def _spoken(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    codes = [language.code for language in document.languages]
    if len(set(codes)) < len(codes):
        yield Fault("languages", _("A language stands there twice."))
    yield from in_rows(document.languages, _language)


def _language(language: Language) -> Iterator[Fault]:
    yield from check_code("languages.code", language.code)
    yield from check_choice("languages.assurance", language.assurance, Assurance.values)
    if len(language.note) > MOST_WORDS or not set(language.days) <= set(range(7)):
        yield Fault("languages.note", _("A note has at most 200 characters, a weekday is 0 to 6."))
    yield from _past("languages", language.checked_on)


def _places(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    ids = [place.id for place in document.places]
    if len(set(ids)) < len(ids) or sum(place.primary for place in document.places) > 1:
        yield Fault("places", _("Every place stands once, and one at most is the primary one."))
    yield from in_rows(document.places, lambda place: _place(place, vocabulary))


def _place(place: Place, vocabulary: Vocabulary) -> Iterator[Fault]:
    address = place.address
    yield from check_choice("places.wheelchair", place.wheelchair, Wheelchair.values)
    yield from check_lengths(address, ADDRESS_LENGTHS, "places.")
    yield from _points(address)
    if address.area is not None and address.area not in vocabulary.area_by_key:
        yield Fault("places", _("There is no area “%(area)s”."), {"area": address.area})


def _points(address: Address) -> Iterator[Fault]:
    yield from check_choice("places", address.point_origin, ["", *PointOrigin.values])
    for point in (address.point, address.public_point):
        if point is not None and not is_on_earth(point):
            yield Fault("places", _("The point is not on the globe, or 0/0."))


def _contacts(document: OrganisationDocument, vocabulary: Vocabulary) -> Iterator[Fault]:
    yield from in_rows(document.contacts, _contact)


def _contact(contact: Contact) -> Iterator[Fault]:
    yield from check_lengths(contact, CONTACT_LENGTHS, "contacts.")
    yield from _channels(contact.phone, contact.email, "contacts.")
    for code in contact.languages:
        yield from check_code("contacts.languages", code)


def _meeting(meeting: Meeting, places: set[UUID]) -> Iterator[Fault]:
    try:
        parse_rule(meeting.rrule)
    except ValueError as error:
        yield Fault("meetings", str(error))
    if meeting.place is not None and meeting.place not in places:
        yield Fault("meetings.place", _("The time names a place that is not there."))
    for name, words in (("title", meeting.title), ("note", meeting.note)):
        if any(len(text) > MOST_WORDS or text != clean(text) for text in words.values()):
            yield Fault(f"meetings.{name}", _("Title and note have at most 200 characters each."))
    if len(meeting.exceptions) > MOST_EXCEPTIONS:
        yield Fault(
            "meetings.exceptions",
            _("At most %(most)s, these are %(count)s."),
            {"most": MOST_EXCEPTIONS, "count": len(meeting.exceptions)},
        )


def visit_faults(visit: FirstVisit) -> Iterator[Fault]:
    """What is wrong with the answers of a first visit."""
    for name, question in CHOICES.items():
        yield from check_choice(f"first_visit.{name}", getattr(visit, name), ["", *question.answers])
    for name, question in LISTS.items():
        codes = getattr(visit, name)
        for code in codes:
            yield from check_choice(f"first_visit.{name}", code, question.answers)
        if len(set(codes)) < len(codes) or len(codes) > MOST_THINGS:
            yield Fault(f"first_visit.{name}", _("Each stands once, at most %(most)s of them."), {"most": MOST_THINGS})
    yield from check_choice("first_visit.cost", visit.cost.kind, ["", *COST.answers])
    if not (1 <= visit.cost.visits <= MOST_FREE_VISITS and 0 <= visit.cost.cents <= MOST_CENTS):
        yield Fault("first_visit.cost", _("At most 10 visits and 1,000 euros, neither below zero."))
    if visit.cost.kind == "amount" and not visit.cost.cents:
        yield Fault("first_visit.cost", _("Please say how many euros, or choose that it costs nothing."))
    if len(visit.way) > MOST_STEPS:
        yield Fault("first_visit.way", _("At most %(most)s steps."), {"most": MOST_STEPS})
    yield from in_rows(visit.way, _step)


def _step(step: Step) -> Iterator[Fault]:
    yield from check_choice("first_visit.way", step.code, STEPS)
    yield from check_lengths(step, STEP_LENGTHS, "first_visit.way.")
    if step.code in NAMED and not step.name:
        yield Fault("first_visit.way", _("This step of the way needs a name: of a stop, a bell, a room."))
    if step.code in NUMBERED and not (step.name.isascii() and step.name.isdigit() and 0 < int(step.name[:4]) < 100):
        yield Fault("first_visit.way", _("This step of the way needs a number from 1 to 99."))


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
        yield Fault(f"{prefix}phone", _("A telephone number has digits, blanks, / ( ) - and may begin with +."))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            yield Fault(f"{prefix}email", _("This is not an e-mail address."))
