"""GET /api/v1/listings: the answer of the one query as GeoJSON (RFC 7946), one feature a place."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from api import links, shapes
from api.corrections import corrections_of
from api.endpoint import GEOJSON, Endpoint, dumps
from api.paging import Rendering, Row, page_of
from api.params import Asked
from organisations.freshness import ageing_since, unconfirmed_since
from organisations.languages import written_in
from organisations.matching import Matching

COLUMNS = tuple("id organisation_id slug name kind languages point approximate fixed checked_on ends_on card".split())

# The features are written by the database: building each of them in Python takes several times as long. What is put
# together in Python, the address, comes at the end of the properties. The teaser is that in the reader's language,
# else in the entry's own, else in German, else in any (organisations/cards.py, teaser_of).
FEATURE = """
    '{"type":"Feature","id":"' || id || '","geometry":' || coalesce(ST_AsGeoJSON(point, 5, 0), 'null')
    || ',"properties":' || rtrim(json_build_object(
        'organisation', organisation_id, 'slug', slug, 'name', name, 'name_language', facts.language, 'kind', kind,
        'topics', facts.topics, 'languages', languages, 'flags', facts.flags, 'german', nullif(facts.german, ''),
        'area', facts.area, 'place', facts.place, 'fixed', fixed, 'approximate', approximate,
        'teaser', coalesce(facts.summaries->>told.language, ''), 'teaser_language', told.language,
        'checked_on', checked_on, 'freshness', aged.freshness, 'ends_on', ends_on
    )::text, '}')
"""
JOINED = """
    , LATERAL (
        SELECT CASE WHEN checked_on >= %s THEN 'fresh' WHEN checked_on >= %s THEN 'ageing' ELSE 'unconfirmed' END
    ) aged(freshness)
    , jsonb_to_record(card) AS facts (
        language text, topics json, flags json, german text, area text, place text, summaries jsonb
    )
    LEFT JOIN LATERAL (
        SELECT language
        FROM unnest(ARRAY[%s, %s, facts.language, %s] || ARRAY(SELECT jsonb_object_keys(summaries))) language
        WHERE jsonb_exists(summaries, language) LIMIT 1
    ) told ON true
"""


class Listings(Endpoint):
    """Listings that match a query, in its order."""

    shape = shapes.LISTINGS
    parameters = ("lang", "limit", "after")
    with_query = True
    media_type = GEOJSON

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """One page of features; `numberMatched` (features of all pages) stands on the first one."""
        matching = Matching.of(asked.query, asked.terms)
        total = None if asked.after else matching.listings().count()
        rows, after = page_of(matching, asked, total, _rendering(asked))
        body: dict[str, Any] = {"type": "FeatureCollection", "numberReturned": len(rows)}
        if total is not None:
            body["numberMatched"] = total
        body |= corrections_of(matching)
        further = [links.self_link(request), *links.next_link(request, asked, after)]
        body["next"] = further[1]["href"] if after else None
        body["links"] = further
        features = _features(rows, bool(asked.query.near), links.entry_prefix(request))
        return f'{dumps(body)[:-1]},"features":[{",".join(features)}]}}', links.link_header(further)


def _rendering(asked: Asked) -> Rendering:
    columns, distance = (*COLUMNS, "distance"), "CASE WHEN approximate THEN NULL ELSE round(distance) END"
    if not asked.query.near:
        columns, distance = COLUMNS, "NULL"
    today = timezone.localdate()
    told = (asked.lang, written_in(asked.lang), settings.LANGUAGE_CODE)
    values = (ageing_since(today), unconfirmed_since(today), *told)
    return Rendering(columns, f"{FEATURE}, slug, {distance}", JOINED, values)


def _features(rows: Iterable[Row], measured: bool, page: tuple[str, str]) -> Iterable[str]:
    """The features, with the address of the entry's page and, where a position was given, the distance in metres."""
    for feature, slug, metres, *_keys in rows:
        distance = f',"distance_m":{"null" if metres is None else int(metres)}' if measured else ""
        yield f'{feature},"url":{dumps(quote(slug).join(page))}{distance}}}}}'
