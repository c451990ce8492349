"""The public entry: what visitors may know of one organisation, for its page and for the API.

A document is made harmless once, here: of a private place nothing is left but the town, of contact persons only those
with a consent in force.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone

from organisations.document import Address, OrganisationDocument, Place
from organisations.models import ContactPerson, Listing, SlugRedirect
from organisations.models.duplicates import merged_into
from organisations.models.location import PointOrigin
from organisations.services.listing import Spot, spots_of
from organisations.services.rows import load_documents
from organisations.vocabulary import Vocabulary

_RELATIVE = ("organisation_id", "slug", "name", "kind", "card")


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
    """An organisation as visitors may know it. `document` holds no secret; `spots` are its places on the map.

    `vouched_on`: the day it was checked, else that it became public (freshness.py). `sections` are those that stand in
    lists; the parent is named by every section, so it is there even if it is hidden itself.
    """

    document: OrganisationDocument
    slug: str
    vouched_on: date
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


def id_now(old: UUID) -> UUID | None:
    """The id of the public organisation into which that one was merged."""
    id = merged_into(old, settings.READ_DATABASE)
    return id if id and Listing.objects.public().primary().filter(organisation_id=id).exists() else None


def slugs_now(old: Collection[str]) -> dict[str, str]:
    """The present slugs of public organisations by slugs they had before; in two queries however many they are."""
    redirects = SlugRedirect.objects.using(settings.READ_DATABASE).filter(slug__in=list(old))
    moved = dict(redirects.values_list("slug", "organisation_id"))
    listings = Listing.objects.public().primary().filter(organisation_id__in=moved.values())
    present = dict(listings.values_list("organisation_id", "slug"))
    return {slug: present[owner] for slug, owner in moved.items() if owner in present}


def _entry(terms: Vocabulary, **which: Any) -> PublicEntry | None:
    ((column, value),) = which.items()
    statement, params = _statement(column, timezone.localdate())
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(statement, [*params, value])
        row = cursor.fetchone()
    document = load_documents([row[0]], settings.READ_DATABASE).get(row[0]) if row else None
    if row is None or document is None:
        return None
    agreed, sections, parents = (json.loads(text or "[]") for text in row[3:])
    spots = tuple(spots_of(document, terms))
    return PublicEntry(
        document=public_document(document, spots, terms, {UUID(id) for id in agreed}),
        slug=row[1],
        vouched_on=row[2],
        spots=spots,
        parent=next(map(_relative, parents), None),
        sections=tuple(map(_relative, sections)),
    )


@lru_cache(maxsize=8)
def _statement(column: str, day: date) -> tuple[str, tuple[Any, ...]]:
    """The statement for the listing with a value of that column, and its parameters but for the value.

    Beside id, slug and the day that counts it gives who agreed to be shown, and the listed sections and public parent.
    """
    columns = ("id", *_RELATIVE, "sort_name", "vouched_on")
    public, values = Listing.objects.public(day).primary().values(*columns).query.sql_with_params()
    listed, dated = Listing.objects.listed(day).primary().values(*columns).query.sql_with_params()
    people, agreed = ContactPerson.objects.shown().values("id", "organisation_id").query.sql_with_params()
    relative = ", ".join(f"other.{name}" for name in _RELATIVE)
    found = f"SELECT json_agg(json_build_array({relative}) ORDER BY other.sort_name, other.id)::text"
    return (
        f"""
        SELECT entry.organisation_id, entry.slug, entry.vouched_on,
            (SELECT json_agg(person.id)::text FROM ({people}) person
                WHERE person.organisation_id = entry.organisation_id),
            ({found} FROM ({listed}) other JOIN organisations_organisation one ON one.id = other.organisation_id
                WHERE one.parent_id = entry.organisation_id),
            ({found} FROM ({public}) other JOIN organisations_organisation one ON one.parent_id = other.organisation_id
                WHERE one.id = entry.organisation_id)
        FROM ({public}) entry WHERE entry.{column} = %s
        """,
        (*agreed, *dated, *values, *values),
    )


def _relative(values: list[Any]) -> Relative:
    id, slug, name, kind, card = values
    return Relative(UUID(id), slug, name, kind, card)


def public_document(
    document: OrganisationDocument, spots: tuple[Spot, ...], terms: Vocabulary, agreed: Collection[UUID]
) -> OrganisationDocument:
    """The document without what visitors may not know. With a private place its area is the town, never a district.

    `agreed`: the contact persons whose consent is in force.
    """
    area = terms.area_by_key.get(document.area or "")
    if area and any(place.private for place in document.places):
        area = terms.town(area)
    by_id = {spot.id: spot for spot in spots}
    visit = document.first_visit.knowing(agreed)
    if any(place.private for place in document.places):
        visit = replace(visit, way=())  # stop, bell and floor would say where it is
    return replace(
        document,
        area=area.slug if area else None,
        places=tuple(public_place(place, by_id[place.id]) for place in document.places),
        contacts=tuple(contact for contact in document.contacts if contact.id in agreed),
        first_visit=visit,
    )


def public_place(place: Place, spot: Spot) -> Place:
    """A place as visitors may know it: a private one has its town and the point on the map, and nothing else."""
    address = place.address
    if place.private:
        town = spot.areas[0].slug if spot.areas else None
        address = Address(town=spot.label, area=town, point=spot.point, point_origin=PointOrigin.AREA)
    return replace(place, address=replace(address, public_point=None, row=None))
