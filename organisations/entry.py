"""The public entry: what visitors may know of one organisation, for its page and for the API.

A document is made harmless once, here: of a private place nothing is left but the town, of contact persons only those
with a consent in force.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings

from organisations.document import Address, OrganisationDocument, Place
from organisations.models import ContactPerson, Listing, SlugRedirect
from organisations.models.location import PointOrigin
from organisations.services.listing import Spot, spots_of
from organisations.services.rows import load_documents
from organisations.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Relative:
    """A public body this entry is a section of, or a public section of it."""

    id: UUID
    slug: str
    name: str
    kind: str
    card: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An organisation as visitors may know it. `document` holds no secret; `spots` are its places on the map."""

    document: OrganisationDocument
    slug: str
    spots: tuple[Spot, ...]
    parent: Relative | None
    sections: tuple[Relative, ...]


def entry_by_slug(slug: str, terms: Vocabulary) -> PublicEntry | None:
    """The public entry with that slug, or None."""
    return _entry(terms, slug=slug)


def entry_by_id(id: UUID, terms: Vocabulary) -> PublicEntry | None:
    """The public entry with that id, or None."""
    return _entry(terms, organisation_id=id)


def slug_now(old: str) -> str | None:
    """The present slug of a public organisation that had the slug `old` before."""
    redirect = SlugRedirect.objects.using(settings.READ_DATABASE).filter(slug=old).first()
    if redirect is None:
        return None
    listing = Listing.objects.public().primary().filter(organisation_id=redirect.organisation_id).first()
    return listing.slug if listing else None


def _entry(terms: Vocabulary, **which: Any) -> PublicEntry | None:
    found = Listing.objects.public().primary().filter(**which).values_list("organisation_id", "slug")
    listing = next(iter(found), None)
    document = load_documents([listing[0]], settings.READ_DATABASE).get(listing[0]) if listing else None
    if listing is None or document is None:
        return None
    spots = tuple(spots_of(document, terms))
    sections = _relatives(organisation__parent_id=document.id)
    return PublicEntry(
        document=public_document(document, spots, terms),
        slug=listing[1],
        spots=spots,
        parent=next(iter(_relatives(organisation_id=document.parent)), None) if document.parent else None,
        sections=tuple(sections),
    )


def _relatives(**which: Any) -> list[Relative]:
    rows = Listing.objects.public().primary().filter(**which).order_by("sort_name", "id")
    return [Relative(*row) for row in rows.values_list("organisation_id", "slug", "name", "kind", "card")]


def public_document(document: OrganisationDocument, spots: tuple[Spot, ...], terms: Vocabulary) -> OrganisationDocument:
    """The document without what visitors may not know. With a private place its area is the town, never a district."""
    area = terms.area_by_key.get(document.area or "")
    if area and any(place.private for place in document.places):
        area = terms.town(area)
    agreed = _agreed(document) if document.contacts else set()
    by_id = {spot.id: spot for spot in spots}
    return replace(
        document,
        area=area.slug if area else None,
        places=tuple(public_place(place, by_id[place.id]) for place in document.places),
        contacts=tuple(contact for contact in document.contacts if contact.id in agreed),
    )


def _agreed(document: OrganisationDocument) -> set[UUID]:
    """The contact persons whose consent is in force."""
    people = ContactPerson.objects.using(settings.READ_DATABASE).filter(organisation_id=document.id)
    return set(people.shown().values_list("pk", flat=True))


def public_place(place: Place, spot: Spot) -> Place:
    """A place as visitors may know it: a private one has its town and the point on the map, and nothing else."""
    address = place.address
    if place.private:
        town = spot.areas[0].slug if spot.areas else None
        address = Address(town=spot.label, area=town, point=spot.point, point_origin=PointOrigin.AREA)
    return replace(place, address=replace(address, public_point=None, row=None))
