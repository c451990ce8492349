"""Entries that a document may be the same as: by name, telephone, mail, web host, and how near they are.

The rules are those of likeness.py, as for the pairs among the entries (duplicate_pairs.py).

Two statements however many entries there are, each part answered by an index. Visitors are told only what they could
read themselves (`Candidate.told`); curators get all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from organisations.document import OrganisationDocument
from organisations.likeness import (
    ENOUGH,
    NEAR_METRES,
    PORTAL,
    TAIL,
    WEIGHTS,
    Known,
    digits_of,
    host_of,
    reasons_of,
    weight_of,
)
from organisations.models import Listing, Organisation
from organisations.section_names import Name, plain
from organisations.vocabulary import Vocabulary, vocabulary

MOST = 8
LIKE, NEAR_LIKE = 0.45, 0.3  # likeness of names (pg_trgm) by which they are looked up, from 0 to 1
SECRET = frozenset({"person"})  # a contact person's number or address, whether they agreed to be shown or not

_FOUND = f"""
    SELECT 'name', organisation_id FROM (
        SELECT organisation_id FROM organisations_listing
        WHERE "primary" AND sort_name %% %(core)s ORDER BY similarity(sort_name, %(core)s) DESC LIMIT 30) alike
    UNION ALL
    SELECT 'near', near.organisation_id FROM unnest(%(lngs)s::float8[], %(lats)s::float8[]) AS here(lng, lat),
    LATERAL (
        SELECT organisation_id FROM organisations_listing
        WHERE ST_DWithin(point::geography, ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography, %(metres)s)
            AND NOT approximate AND similarity(sort_name, %(core)s) >= %(near_like)s LIMIT 30) near
    UNION ALL
    SELECT 'phone', id FROM organisations_organisation
    WHERE right(regexp_replace(phone, '[^0-9]', '', 'g'), {TAIL}) = ANY(%(phones)s)
    UNION ALL
    SELECT 'email', id FROM organisations_organisation WHERE lower(email) = ANY(%(emails)s)
    UNION ALL
    SELECT 'website', id FROM (
        SELECT id, count(*) OVER () AS many FROM (
            SELECT id FROM organisations_organisation
            WHERE substring(lower(website), '^https?://(?:www[.]|m[.])?([^/:?#]+)') = %(host)s LIMIT {PORTAL}) few
        ) hosts WHERE many < {PORTAL}
    UNION ALL
    SELECT 'person', person.organisation_id FROM organisations_contactdetails value
    JOIN organisations_contactperson person ON person.details_id = value.id AND person.active
    WHERE lower(value.email) = ANY(%(emails)s)
        OR right(regexp_replace(value.phone, '[^0-9]', '', 'g'), {TAIL}) = ANY(%(phones)s)
"""  # noqa: S608  made of the fixed numbers above


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be the same: why (names of WEIGHTS), and whether visitors may see it."""

    id: UUID
    name: str
    slug: str
    is_public: bool
    reasons: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return weight_of(self.reasons)

    @property
    def told(self) -> "Candidate | None":
        """What a visitor may be told: a public entry, for reasons that are public too."""
        known = replace(self, reasons=tuple(reason for reason in self.reasons if reason not in SECRET))
        return known if self.is_public and known.weight >= ENOUGH else None

    @property
    def speaking(self) -> list[str]:
        """What speaks for it."""
        return [reason for reason in self.reasons if WEIGHTS[reason] > 0]

    def stored(self) -> dict[str, Any]:
        """As a suggestion keeps it."""
        return {"organisation": str(self.id), "reasons": list(self.reasons)}


def candidates(document: OrganisationDocument) -> list[Candidate]:
    """Entries the document may be the same as, the likeliest first, itself left out."""
    terms = vocabulary("default")
    mine = known_in(document, terms, parents_of([document]))
    shared = _found(document, plain(document.name))
    shared.pop(document.id, None)
    rows = Listing.objects.filter(organisation_id__in=shared).primary().select_related("organisation__parent")
    today = timezone.localdate()
    found = []
    for row in rows:
        is_public = row.state == "public" and (row.ends_on is None or row.ends_on >= today)
        reasons = reasons_of(mine, known_of(row, terms), shared[row.organisation_id] - {"name"})
        found.append(Candidate(row.organisation_id, row.name, row.slug, is_public, reasons))
    likely = [one for one in found if one.weight >= ENOUGH]
    return sorted(likely, key=lambda one: (-one.weight, one.name, str(one.id)))[:MOST]


def known_of(row: Listing, terms: Vocabulary) -> Known:
    """What the rules ask for of an entry, by its primary listing (with `organisation__parent`)."""
    point: Any = row.point
    exact = (point.x, point.y) if point and row.fixed and not row.approximate else None
    entry = row.organisation
    root = (entry.parent.parent_id or entry.parent.pk) if entry.parent else entry.pk
    towns = [area for id in row.areas if (area := terms.area_by_id.get(id)) and area.parent is None]
    return Known(Name.of(row.name, terms.areas_by_name), towns[0].id if towns else None, exact, root)


def parents_of(documents: Iterable[OrganisationDocument]) -> dict[UUID, UUID | None]:
    """The bodies that documents are sections of, with the bodies those are sections of."""
    ids = {document.parent for document in documents if document.parent}
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "parent")) if ids else {}


def known_in(document: OrganisationDocument, terms: Vocabulary, parents: Mapping[UUID, UUID | None]) -> Known:
    """What the rules ask for of a document, given the `parents_of` it."""
    first = next((place.address for place in document.places if not place.private), None)
    area = terms.area_by_key.get((first and first.area) or document.area or "")
    parent = document.parent
    root = (parents[parent] or parent) if parent and parent in parents else document.id
    town = terms.town(area).id if area else None
    return Known(Name.of(document.name, terms.areas_by_name), town, first.point if first else None, root)


def public_candidates(found: Iterable[Candidate]) -> list[Candidate]:
    """Those of which a visitor may be told."""
    return [told for one in found if (told := one.told)]


def _found(document: OrganisationDocument, core: str) -> dict[UUID, set[str]]:
    points = [place.address.point for place in document.places[:5] if place.address.point]
    numbers = [document.phone, *(one.phone for one in document.contacts)]
    addresses = [document.email, *(one.email for one in document.contacts)]
    values: dict[str, Any] = {
        "core": core,
        "lngs": [point[0] for point in points],
        "lats": [point[1] for point in points],
        "metres": NEAR_METRES,
        "near_like": NEAR_LIKE,
        "phones": [digits for number in numbers if (digits := digits_of(number))],
        "emails": [address.lower() for address in addresses if address],
        "host": host_of(document.website) or None,
    }
    found: dict[UUID, set[str]] = {}
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKE)])
        cursor.execute(_FOUND, values)
        for reason, id in cursor.fetchall():
            found.setdefault(id, set()).add(reason)
    return found
