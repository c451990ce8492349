"""Entries that rows of a file may be the same as: what `services/duplicates.py` finds for one, for a chunk at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from organisations.document import OrganisationDocument
from organisations.imports.planning import Planned
from organisations.likeness import (
    ENOUGH,
    NEAR_METRES,
    PORTAL,
    TAIL,
    digits_of,
    host_of,
    reasons_of,
    weight_of,
)
from organisations.models import Listing
from organisations.section_names import plain
from organisations.services.duplicates import NEAR_LIKE, known_in, known_of, parents_of
from organisations.vocabulary import vocabulary

MOST = 3
ALIKE = 0.6  # likeness of names (pg_trgm): higher than for one entry, as the question is asked for each row
_FOUND = f"""
    WITH given AS (
        SELECT * FROM unnest(%(cores)s::text[], %(phones)s::text[], %(emails)s::text[], %(hosts)s::text[],
            %(lngs)s::float8[], %(lats)s::float8[])
            WITH ORDINALITY AS given(core, phone, email, host, lng, lat, n)
    )
    SELECT n, 'name', found.organisation_id FROM given, LATERAL (
        SELECT organisation_id FROM organisations_listing
        WHERE "primary" AND sort_name %% core ORDER BY similarity(sort_name, core) DESC LIMIT 5) found
    UNION ALL
    SELECT n, 'near', found.organisation_id FROM given, LATERAL (
        SELECT organisation_id FROM organisations_listing
        WHERE ST_DWithin(point::geography, ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography, {NEAR_METRES})
            AND similarity(sort_name, core) >= {NEAR_LIKE} LIMIT 10) found WHERE lng IS NOT NULL
    UNION ALL
    SELECT n, 'phone', id FROM given JOIN organisations_organisation entry
    ON right(regexp_replace(entry.phone, '[^0-9]', '', 'g'), {TAIL}) = given.phone WHERE given.phone <> ''
    UNION ALL
    SELECT n, 'email', id FROM given JOIN organisations_organisation entry
    ON lower(entry.email) = given.email WHERE given.email <> ''
    UNION ALL
    SELECT n, 'website', found.id FROM given, LATERAL (
        SELECT id, count(*) OVER () AS many FROM (
            SELECT id FROM organisations_organisation
            WHERE substring(lower(website), '^https?://(?:www[.]|m[.])?([^/:?#]+)') = given.host LIMIT {PORTAL}) few
        ) found WHERE given.host <> '' AND found.many < {PORTAL}
"""  # noqa: S608  made of the fixed numbers above


def candidates_of(planned: Sequence[Planned]) -> dict[str, list[dict[str, Any]]]:
    """For the new rows among these, by identity: entries they may be the same as, as a suggestion keeps them.

    Two statements, however many rows and entries there are.
    """
    new = [item for item in planned if item.result and item.current is None]
    if not new:
        return {}
    reasons = _found([item.result.document for item in new if item.result])
    ids = {id for found in reasons.values() for id in found}
    rows = Listing.objects.primary().filter(organisation_id__in=ids).select_related("organisation__parent")
    terms, parents = vocabulary("default"), parents_of(item.result.document for item in new if item.result)
    there = {row.organisation_id: known_of(row, terms) for row in rows}
    likely = {}
    for n, found in reasons.items():
        item = new[n - 1]
        mine = known_in(item.result.document, terms, parents) if item.result else None
        rated = [(reasons_of(mine, there[id], why - {"name"}), id) for id, why in found.items() if mine and id in there]
        good = sorted(((weight_of(why), str(id), list(why)) for why, id in rated), reverse=True)
        kept = [{"organisation": id, "reasons": why} for weight, id, why in good if weight >= ENOUGH][:MOST]
        if kept:
            likely[item.entry.identity] = kept
    return likely


def _found(documents: Sequence[OrganisationDocument]) -> dict[int, dict[UUID, set[str]]]:
    points = [next((p.address.point for p in one.places if p.address.point), None) for one in documents]
    values: dict[str, Any] = {
        "cores": [plain(one.name) for one in documents],
        "phones": [digits_of(one.phone) for one in documents],
        "emails": [one.email.lower() for one in documents],
        "hosts": [host_of(one.website) for one in documents],
        "lngs": [point[0] if point else None for point in points],
        "lats": [point[1] if point else None for point in points],
    }
    found: dict[int, dict[UUID, set[str]]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(_FOUND, values)
        for n, reason, id in cursor.fetchall():
            found.setdefault(n, {}).setdefault(id, set()).add(reason)
    return found
