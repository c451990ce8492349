"""Which addresses need a point: noted as due by `publish`, found by whoever was named with `when_due`.

Asked for are addresses of public entries with street and town that have no point of their own. Never asked for: a
private address, an entry that is not public, a postcode alone.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete
from django.dispatch import receiver

from organisations import document as doc
from organisations.document import OrganisationDocument, Place
from organisations.models import Address, AddressDue, GeocoderAnswer, Location
from organisations.models.location import PointOrigin
from organisations.models.organisation import State
from organisations.text import words
from organisations.vocabulary import AreaTerm, Vocabulary, vocabulary

AUTHOR = "geocoder"  # of the revisions with points found; they never make an address due again
BATCH = 500

Documents = Mapping[UUID, OrganisationDocument]
_listeners: list[Callable[[], None]] = []


def when_due(listener: Callable[[], None]) -> None:
    """Have `listener` called after a transaction that made addresses due was committed."""
    if listener not in _listeners:
        _listeners.append(listener)


def needs_point(document: OrganisationDocument, place: Place) -> bool:
    """Whether the geocoder should be asked for this place. `places_without_point` says the same in SQL."""
    address = place.address
    if document.state != State.PUBLIC or place.private:
        return False
    if address.point and address.point_origin != PointOrigin.AREA:
        return False
    return bool(address.street and (address.town or address.area))


def places_without_point() -> QuerySet[Location]:
    """The places of all entries that the geocoder should be asked for."""
    without = Q(address__point__isnull=True) | Q(address__point_origin=PointOrigin.AREA)
    named = ~Q(address__town="") | Q(address__area__isnull=False)
    places = Location.objects.filter(active=True, private=False, organisation__state=State.PUBLIC)
    return places.filter(without, named).exclude(address__street="")


def note_due(written: Sequence[OrganisationDocument], before: Documents, author: str) -> None:
    """Bring the due addresses of documents that were just written up to date, in the caller's transaction.

    Due becomes what needs a point and is new, or needs one only now (it became public); what was asked in vain stays
    as it is, and so does what somebody took the geocoder's point from. What needs none any more is due no more, and the
    answers to an address that became private are forgotten.
    """
    needed = {p.address.row: d.id for d in written for p in d.places if p.address.row and needs_point(d, p)}
    known = [document.id for document in written if document.id in before]
    if known:
        AddressDue.objects.filter(organisation_id__in=known).exclude(pk__in=needed).delete()
    _forget_private(written, before)
    if author == AUTHOR:
        return
    stood = {p.address.row for id in known for p in before[id].places if needs_point(before[id], p)}
    stood |= _points_taken_away(written, before)
    make_due({row: owner for row, owner in needed.items() if row not in stood})


def note_missing() -> int:
    """Make every address due that needs a point and is not due; the number of all that are due then."""
    missing = places_without_point().exclude(address_id__in=AddressDue.objects.values("pk"))
    with transaction.atomic():
        pairs = missing.filter(address__isnull=False).values_list("address_id", "organisation_id")
        make_due({row: owner for row, owner in pairs if row})
    return AddressDue.objects.count()


def without_outdated_points(documents: Sequence[OrganisationDocument], before: Documents) -> list[OrganisationDocument]:
    """The documents without points that were looked up for another address: they go when its words change."""
    return [_without_outdated(document, before.get(document.id)) for document in documents]


def city_of(town: str, area: AreaTerm | None, terms: Vocabulary) -> str:
    """The town to ask for: as the address says it, else that of its area."""
    return town or (terms.town(area).name if area else "")


def lookup_key(street: str, postcode: str, city: str) -> bytes:
    """The key of an address in the table of answers: a hash that nobody can try addresses against."""
    text = "\0".join(" ".join(words(part)) for part in (street, postcode, city))
    return hashlib.blake2b(text.encode(), digest_size=32, key=_secret()).digest()


def _without_outdated(document: OrganisationDocument, now: OrganisationDocument | None) -> OrganisationDocument:
    stands = {place.id: place.address for place in now.places} if now else {}
    if not any(_is_outdated(place.address, stands.get(place.id)) for place in document.places):
        return document
    places = (
        replace(place, address=replace(place.address, point=None, point_origin="", row=None))
        if _is_outdated(place.address, stands.get(place.id))
        else place
        for place in document.places
    )
    return replace(document, places=tuple(places))


def _is_outdated(address: doc.Address, stands: doc.Address | None) -> bool:
    if stands is None or address.point is None or address.point_origin != PointOrigin.GEOCODER:
        return False
    return address.point == stands.point and _words(address) != _words(stands)


def _points_taken_away(written: Iterable[OrganisationDocument], before: Documents) -> set[UUID | None]:
    """The addresses that had a point of the geocoder, have none now, and are called the same."""
    stands = {place.id: place.address for document in before.values() for place in document.places}
    found: set[UUID | None] = set()
    for address, was in ((p.address, stands.get(p.id)) for d in written for p in d.places):
        if was and was.point_origin == PointOrigin.GEOCODER and not address.point and _words(was) == _words(address):
            found.add(address.row)
    return found


def _words(address: doc.Address) -> tuple[str, str, str]:
    return address.street, address.postcode, address.town


def make_due(rows: Mapping[UUID, UUID]) -> None:
    """Have these addresses looked up; `rows`: id of the address -> id of its organisation."""
    due = [AddressDue(address_id=row, organisation_id=owner) for row, owner in rows.items()]
    if due:
        AddressDue.objects.bulk_create(due, ignore_conflicts=True, batch_size=BATCH)
        # After the commit: a listener that looks for a waiting job must not miss what is due by then.
        for listener in _listeners:
            transaction.on_commit(listener, robust=True)


def _forget_private(written: Collection[OrganisationDocument], before: Documents) -> None:
    """Delete the answers to every address that a place which is private from now on has or had."""
    known = (before[document.id] for document in written if document.id in before)
    private = {place.id for document in known for place in document.places if place.private}
    new = [p.id for document in written for p in document.places if p.private and p.id not in private]
    if new:
        _forget_answers(Address.objects.filter(location_id__in=new).exclude(street=""))


@receiver(post_delete, sender=Address)
def _forget_erased(instance: Address, **_: object) -> None:
    """With an address that is erased, its answer goes."""
    if instance.street:
        _forget_answers([instance])


def _forget_answers(rows: Iterable[Address]) -> None:
    terms = vocabulary("default")
    keys = {
        lookup_key(row.street, row.postcode, city_of(row.town, terms.area_by_id.get(row.area_id or 0), terms))
        for row in rows
    }
    GeocoderAnswer.objects.filter(pk__in=keys).delete()


@cache
def _secret() -> bytes:
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"geocoder").digest()
