"""GET /api/v1/listings: the answer of the one query as GeoJSON (RFC 7946), one feature a place."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.http import HttpRequest

from api import links, shapes
from api.endpoint import GEOJSON, Endpoint, dumps
from api.paging import page_of
from api.params import Asked
from organisations.cards import Reader, teaser_of
from organisations.matching import Matching

COLUMNS = "id organisation_id slug name kind languages approximate fixed checked_on ends_on card".split()
GEOMETRY = {"geometry": AsGeoJSON("point", precision=5)}


class Listings(Endpoint):
    """Listings that match a query, in its order."""

    shape = shapes.LISTINGS
    parameters = ("lang", "limit", "after")
    with_query = True
    media_type = GEOJSON

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """One page of features; `numberMatched` (features of all pages) stands on the first one."""
        matching = Matching.of(asked.query, asked.terms)
        columns = [*COLUMNS, "distance"] if asked.query.near else COLUMNS
        total = None if asked.after else matching.listings().count()
        rows, after = page_of(matching, asked, total, columns, GEOMETRY)
        body: dict[str, Any] = {"type": "FeatureCollection", "numberReturned": len(rows)}
        if total is not None:
            body["numberMatched"] = total
        further = [links.self_link(request), *links.next_link(request, asked, after)]
        body["next"] = further[1]["href"] if after else None
        body["links"] = further
        reader = Reader(language=asked.lang, today=matching.today, terms=asked.terms)
        return _collection(body, rows, reader, links.entry_prefix(request)), links.link_header(further)


def _collection(body: dict[str, Any], rows: list[dict[str, Any]], reader: Reader, page: tuple[str, str]) -> str:
    """The collection as text. The geometries come as finished GeoJSON from the database and are put in as they are."""
    features = ",".join(_feature(row, reader, page) for row in rows)
    return f'{dumps(body)[:-1]},"features":[{features}]}}'


def _feature(row: dict[str, Any], reader: Reader, page: tuple[str, str]) -> str:
    card = row["card"]
    teaser, teaser_language = teaser_of(card, reader)
    properties = {
        "organisation": str(row["organisation_id"]),
        "slug": row["slug"],
        "name": row["name"],
        "name_language": card["language"],
        "kind": row["kind"],
        "topics": card["topics"],
        "languages": row["languages"],
        "flags": card["flags"],
        "german": card["german"] or None,
        "area": card["area"],
        "place": card["place"],
        "fixed": row["fixed"],
        "approximate": row["approximate"],
        "teaser": teaser,
        "teaser_language": teaser_language or None,
        "checked_on": row["checked_on"] and row["checked_on"].isoformat(),
        "ends_on": row["ends_on"] and row["ends_on"].isoformat(),
        "url": quote(row["slug"]).join(page),
    }
    if "distance" in row:
        properties["distance_m"] = None if row["approximate"] else round(row["distance"])
    geometry = row["geometry"] or "null"
    return f'{{"type":"Feature","id":"{row["id"]}","geometry":{geometry},"properties":{dumps(properties)}}}'
