"""Entries that a document may be the same as: by name, telephone, mail, web host, and how near they are.

Two statements however many entries there are, each part answered by an index. Visitors are told only what they could
read themselves (`Candidate.told`); curators get all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from organisations.document import OrganisationDocument
from organisations.likeness import TAIL, core_of, digits_of, host_of
from organisations.models import Listing

MOST = 8
ALIKE, NEAR_ALIKE = 0.45, 0.3  # likeness of names (pg_trgm), from 0 to 1
SAME = 0.9  # likeness letter by letter (difflib)
NEAR_METRES = 300.0
PORTAL = 6  # a host of so many entries is that of a town or an umbrella organisation and says nothing
WEIGHTS = {"same_name": 3, "phone": 3, "email": 3, "person": 2, "website": 2, "near": 2, "name": 1}
ENOUGH = 2
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
            AND similarity(sort_name, %(core)s) >= %(near_alike)s LIMIT 30) near
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
        return sum(WEIGHTS[reason] for reason in self.reasons)

    @property
    def told(self) -> "Candidate | None":
        """What a visitor may be told: a public entry, for reasons that are public too."""
        reasons = tuple(reason for reason in self.reasons if reason not in SECRET)
        known = Candidate(self.id, self.name, self.slug, self.is_public, reasons)
        return known if self.is_public and known.weight >= ENOUGH else None

    def stored(self) -> dict[str, Any]:
        """As a suggestion keeps it."""
        return {"organisation": str(self.id), "reasons": list(self.reasons)}


def candidates(document: OrganisationDocument) -> list[Candidate]:
    """Entries the document may be the same as, the likeliest first, itself left out."""
    core = core_of(document.name)
    reasons = _found(document, core)
    reasons.pop(document.id, None)
    rows = Listing.objects.filter(organisation_id__in=reasons).primary().values_list(
        "organisation_id", "name", "slug", "state", "ends_on"
    )  # fmt: skip
    today = timezone.localdate()
    found = []
    for id, name, slug, state, ends_on in rows:
        why = reasons[id] | _of_names(core, core_of(name))
        is_public = state == "public" and (ends_on is None or ends_on >= today)
        found.append(Candidate(id, name, slug, is_public, tuple(reason for reason in WEIGHTS if reason in why)))
    likely = [one for one in found if one.weight >= ENOUGH]
    return sorted(likely, key=lambda one: (-one.weight, one.name, str(one.id)))[:MOST]


def public_candidates(found: Iterable[Candidate]) -> list[Candidate]:
    """Those of which a visitor may be told."""
    return [told for one in found if (told := one.told)]


def _of_names(core: str, other: str) -> set[str]:
    """A slip of the pen makes no other name."""
    return {"same_name"} if SequenceMatcher(None, core, other, autojunk=False).ratio() >= SAME else set()


def _found(document: OrganisationDocument, core: str) -> dict[UUID, set[str]]:
    points = [place.address.point for place in document.places[:5] if place.address.point]
    numbers = [document.phone, *(one.phone for one in document.contacts)]
    addresses = [document.email, *(one.email for one in document.contacts)]
    values: dict[str, Any] = {
        "core": core,
        "lngs": [point[0] for point in points],
        "lats": [point[1] for point in points],
        "metres": NEAR_METRES,
        "near_alike": NEAR_ALIKE,
        "phones": [digits for number in numbers if (digits := digits_of(number))],
        "emails": [address.lower() for address in addresses if address],
        "host": host_of(document.website) or None,
    }
    found: dict[UUID, set[str]] = {}
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(_FOUND, values)
        for reason, id in cursor.fetchall():
            found.setdefault(id, set()).add(reason)
    return found
