"""Entries to documents: a new one, or an existing one with what the source changed since it was last read.

What the source last said is kept as fingerprints beside the external id (`ExternalId.seen`), not as values, so that
erased contacts are not kept there. A field is taken over if the source changed it and nobody changed it here since.
What both changed stays as it is here; a curator may have it replaced, but never by nothing or by a guess.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings

from organisations import document as doc
from organisations.ids import new_id
from organisations.imports import further, visit
from organisations.imports.entry import Entry
from organisations.models.organisation import GONE, State

_PLAIN = {"name": "name", "kind": "kind", "german": "german", "website": "website", "phone": "phone", "email": "email"}
_TEXTS = ("summary", "description", "audience")
_ADDRESS = {"place_name": "name", "street": "street", "postcode": "postcode", "town": "town"}
_CONTACT = {"contact_name": "name", "contact_role": "role", "contact_phone": "phone", "contact_email": "email"}
_PLACE = (*_ADDRESS, "point", "private", "wheelchair")
_PARTS = ("place", "contact")  # of the source: their ids are remembered beside what it said
ASSURANCE = "on_request"  # a list says that a language is spoken, not how surely

FindArea = Callable[[Mapping[str, Any]], str | None]


@dataclass(frozen=True, slots=True)
class Result:
    """A document, the fields that changed, those kept as people set them here, and what to remember of the source.

    `stays` is the document with those kept, `replaced` the one in which they, and nothing else, take over what the
    source says; the document is either of them. `parts`: which place and person of the latter the source is about.
    """

    document: doc.OrganisationDocument
    changed: tuple[str, ...]
    kept: tuple[str, ...]
    seen: dict[str, str]
    stays: doc.OrganisationDocument
    replaced: doc.OrganisationDocument
    parts: dict[str, str]

    @property
    def can_be_replaced(self) -> bool:
        """Whether replacing changes anything: a place that people removed does not come back."""
        return self.replaced != self.stays

    @property
    def overwritten(self) -> "Result":
        """With what was kept replaced."""
        changed, seen = self.changed + self.kept, {**self.seen, **self.parts}
        return replace(self, document=self.replaced, changed=changed, seen=seen)


@cache
def _key() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"import").digest()


def fingerprint(value: Any) -> str:
    """32 bits of a keyed hash: enough to see a change; without the site's key nobody can try values against it."""
    return hashlib.blake2b(repr(value or "").encode("utf-8", "replace"), digest_size=4, key=_key()).hexdigest()


def fingerprints(entry: Entry) -> dict[str, str]:
    """What an entry says, field by field."""
    return {field: fingerprint(value) if value else _nothing() for field, value in entry.values.items()}


@cache
def _nothing() -> str:
    return fingerprint("")


def unchanged(entry: Entry, seen: Mapping[str, str]) -> bool:
    """Whether the source says the same as last time, and that was not taken back."""
    return GONE not in seen and all(seen.get(field) == mark for field, mark in fingerprints(entry).items())


def new_document(entry: Entry, area: str | None, state: str) -> Result:
    """The document of an entry that is not here yet: unchecked, contacts without consent."""
    empty = doc.OrganisationDocument(kind="", name="", state=state, language=entry.values["language"])
    return changed_document(entry, empty, {}, lambda values: area, state)


def changed_document(
    entry: Entry,
    current: doc.OrganisationDocument,
    seen: Mapping[str, str],
    find_area: FindArea,
    state: str,
) -> Result:
    """The current document with what the source changed since `seen`. `find_area` gives the area of an address.

    What people changed here stays. An entry that went when its import was taken back gets the `state` of a new one.
    """
    marks = fingerprints(entry)
    accepted, disputed = _changes(entry, current, seen, marks)
    if GONE in seen and current.state == State.ARCHIVED:
        current = replace(current, state=state)
    parts = {name: id for name, id in seen.items() if name in _PARTS}
    document, parts = _with(current, accepted, parts, find_area, entry)
    replaced, others = _with(document, disputed, parts, find_area, entry) if disputed else (document, parts)
    marks = {**{name: mark for name, mark in seen.items() if name != GONE}, **marks, **parts}
    return Result(document, tuple(accepted), tuple(disputed), marks, document, replaced, others)


def _changes(
    entry: Entry, current: doc.OrganisationDocument, seen: Mapping[str, str], marks: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the source changed: what is taken over, and what is different here by somebody else's hand.

    An empty cell and what was only guessed are no reason to replace what somebody else wrote.
    """
    here = _values(current, _by_id(current.places, seen.get("place")), _by_id(current.contacts, seen.get("contact")))
    accepted: dict[str, Any] = {}
    disputed: dict[str, Any] = {}
    for field, value in entry.values.items():
        now = here.get(field)
        if field in ("language", "district") or (now or "") == (value or "") or seen.get(field) == marks[field]:
            continue
        if (fingerprint(now) if now else _nothing()) == seen.get(field, _nothing()):
            accepted[field] = value
        elif value and field not in entry.guessed:
            disputed[field] = value
    return accepted, disputed


def _with(
    current: doc.OrganisationDocument,
    accepted: Mapping[str, Any],
    parts: Mapping[str, str],
    find_area: FindArea,
    entry: Entry,
) -> tuple[doc.OrganisationDocument, dict[str, str]]:
    """The document with these values, and the ids of the place and the person that the source is about."""
    place, contact = _by_id(current.places, parts.get("place")), _by_id(current.contacts, parts.get("contact"))
    document = _body(current, accepted)
    document, place = _with_place(document, place, accepted, find_area, entry, "place" in parts)
    document = further.with_places(document, accepted, place, find_area)
    document, contact = _with_contact(document, contact, accepted, "contact" in parts)
    there = {name: str(part.id) for name, part in zip(_PARTS, (place, contact), strict=True) if part}
    return document, {**parts, **there}


def seen_by_hand(current: doc.OrganisationDocument, entry: Entry) -> dict[str, str]:
    """What a source counts as having said of an entry that a curator says is the same: which place and person it means.

    All values count as set here, so that empty fields are filled and nothing is overwritten.
    """
    name = entry.values.get("contact_name")
    contact = next((one for one in current.contacts if name and one.name == name), None)
    seen = {"place": str(current.places[0].id)} if current.places else {}
    return {**seen, **({"contact": str(contact.id)} if contact else {})}


def seen_in_export(entry: Entry, base: doc.OrganisationDocument, changed: Collection[str]) -> dict[str, str]:
    """What a row of our own export counts as having said before: what its version says, and for all that nobody
    `changed` in the file what it says now."""
    place = base.places[0] if base.places else None
    here = _values(base, place, None)
    before = {field: here.get(field) if field in changed else value for field, value in entry.values.items()}
    seen = {field: fingerprint(value) if value else _nothing() for field, value in before.items()}
    return seen | ({"place": str(place.id)} if place else {})


def _by_id(items: Any, id: str | None) -> Any:
    return next((item for item in items if str(item.id) == id), None)


def _values(document: doc.OrganisationDocument, place: doc.Place | None, contact: doc.Contact | None) -> dict[str, Any]:
    """The fields of a document in the form entries have them."""
    text = document.texts.get(document.language, doc.Text())
    found: dict[str, Any] = {field: getattr(document, name) for field, name in _PLAIN.items()}
    found |= {field: getattr(text, field) for field in _TEXTS}
    found |= {"topic": list(document.topics), "flags": list(document.flags)}
    found |= {"languages": [language.code for language in document.languages]}
    found |= visit.said(document.first_visit) | further.said(document, place)
    if place:
        found |= {field: getattr(place.address, name) for field, name in _ADDRESS.items()}
        # A point that was only looked up gives way to one the source knows.
        point = place.address.point if place.address.point_origin in {"hand", "import"} else None
        wheelchair = "" if place.wheelchair == "unknown" else place.wheelchair
        found |= {"point": list(point) if point else None, "private": place.private, "wheelchair": wheelchair}
    if contact:
        found |= {field: getattr(contact, name) for field, name in _CONTACT.items()}
    return found


def _body(current: doc.OrganisationDocument, accepted: Mapping[str, Any]) -> doc.OrganisationDocument:
    document = replace(current, **{name: accepted[field] for field, name in _PLAIN.items() if field in accepted})
    if "topic" in accepted:
        document = replace(document, topics=tuple(accepted["topic"]))
    if "flags" in accepted:
        document = replace(document, flags=tuple(accepted["flags"]))
    if "languages" in accepted:
        known = {language.code: language for language in current.languages}
        spoken = tuple(known.get(code) or doc.Language(code, ASSURANCE) for code in accepted["languages"])
        document = replace(document, languages=spoken)
    document = replace(document, first_visit=visit.with_answers(document.first_visit, accepted))
    texts = {field: accepted[field] for field in _TEXTS if field in accepted}
    if texts:
        text = replace(current.texts.get(current.language, doc.Text(made_from=0)), **texts)
        others = {code: other for code, other in current.texts.items() if code != current.language}
        filled = any((text.summary, text.description, text.audience))
        document = replace(document, texts={**others, **({current.language: text} if filled else {})})
    return further.with_texts(document, accepted)


def _with_place(
    document: doc.OrganisationDocument,
    place: doc.Place | None,
    accepted: Mapping[str, Any],
    find_area: FindArea,
    entry: Entry,
    had: bool,
) -> tuple[doc.OrganisationDocument, doc.Place | None]:
    """The document with the source's place made, changed or (if nothing is left of it) removed."""
    values = {field: accepted[field] for field in _PLACE if field in accepted}
    if not values or (place is None and (had or not any(_is_said(field, value) for field, value in values.items()))):
        return document, place
    before = place or doc.Place(doc.Address(), id=new_id(), primary=not document.places)
    address = replace(before.address, **{name: values[field] for field, name in _ADDRESS.items() if field in values})
    if "point" in values:
        point = tuple(values["point"]) if values["point"] else None
        address = replace(address, point=point, point_origin="import" if point else "")
    elif address.point_origin == "geocoder" and {"street", "postcode", "town"} & set(values):
        address = replace(address, point=None, point_origin="")  # it belonged to the old address
    if {"point", "postcode", "town"} & set(values) or place is None:
        now = {"point": address.point, "postcode": address.postcode, "town": address.town}
        address = replace(address, area=find_area({**now, "district": entry.values.get("district", "")}))
    private = values.get("private", before.private)
    wheelchair = (values["wheelchair"] or "unknown") if "wheelchair" in values else before.wheelchair
    after = replace(before, address=address, private=private, wheelchair=wheelchair)
    others = tuple(item for item in document.places if item.id != before.id)
    if not any((address.name, address.street, address.postcode, address.town, address.point)) and not private:
        return replace(document, places=others), None
    places = tuple(after if item.id == before.id else item for item in document.places)
    return replace(document, places=places if place else (*places, after)), after


def _is_said(field: str, value: Any) -> bool:
    """Whether a value is reason enough for a place: a missing one is none, nor is a ramp without an address."""
    return bool(value) and field != "wheelchair"


def _with_contact(
    document: doc.OrganisationDocument, contact: doc.Contact | None, accepted: Mapping[str, Any], had: bool
) -> tuple[doc.OrganisationDocument, doc.Contact | None]:
    """The document with the source's contact. Changed values are a new person: consent was given for the old ones."""
    values = {name: accepted[field] for field, name in _CONTACT.items() if field in accepted}
    if not values or (contact is None and (had or not any(values.values()))):
        return document, contact
    after = replace(contact or doc.Contact(), id=new_id(), row=None, **values)
    others = tuple(item for item in document.contacts if contact is None or item.id != contact.id)
    if not any((after.name, after.phone, after.email)):
        return replace(document, contacts=others), None
    return replace(document, contacts=(*others, after)), after
