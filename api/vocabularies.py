"""GET /api/v1/topics, /languages, /flags, /areas: the controlled words and the areas, named in one language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Polygon
from django.db.models import Func, Value
from django.http import HttpRequest

from api import shapes
from api.endpoint import GEOJSON, Endpoint, dumps
from api.params import Asked
from mapping.results import facets_of
from organisations.languages import language_name
from organisations.matching import Matching
from organisations.models import Area
from organisations.search import OrganisationQuery
from organisations.vocabulary import label

FINEST, COARSEST = 0.0003, 0.01  # degrees to which outlines are simplified


class Topics(Endpoint):
    """The two levels of topics."""

    shape = shapes.TOPICS

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """All topics in the order of the vocabulary; `parent` is the slug of the top topic."""
        terms = asked.terms
        found = [
            {
                "slug": topic.slug,
                "parent": terms.topic_by_id[topic.parent_id].slug if topic.parent_id else None,
                "label": label(topic.names, asked.lang),
                "short_label": label(topic.short_names or topic.names, asked.lang),
                "icon": topic.icon,
                "hue": terms.hue(topic),
            }
            for topic in terms.topics
        ]
        return {"topics": found}, {}


class Flags(Endpoint):
    """The ways in which organisations are open, and the steps of German needed."""

    shape = shapes.FLAGS

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """All openness flags and German levels in their order."""
        flags = [{"slug": f.slug, "label": label(f.names, asked.lang), "icon": f.icon} for f in asked.terms.flags]
        levels = [
            {"slug": one.slug, "label": label(one.names, asked.lang), "sentence": label(one.sentences, asked.lang)}
            for one in asked.terms.levels
        ]
        return {"flags": flags, "german": levels}, {}


class Languages(Endpoint):
    """The languages that are spoken somewhere."""

    shape = shapes.LANGUAGES

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """Languages that occur, by their name, with the number of organisations."""
        counts = facets_of(Matching.of(OrganisationQuery(), asked.terms), asked.terms).counts["language"]
        names = [(language_name(code, asked.lang), count) for code, count in counts.items()]
        found = [
            {"code": name.code, "label": name.name, "own_label": name.own, "direction": name.direction, "count": count}
            for name, count in sorted(names, key=lambda pair: pair[0].name)
        ]
        return {"languages": found}, {}


class Areas(Endpoint):
    """Municipalities and districts as GeoJSON."""

    shape = shapes.AREAS
    parameters = ("lang", "bbox")
    media_type = GEOJSON

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """Areas with their outline, or their centre if there is none; with `bbox` only those in sight."""
        detail, areas = COARSEST / 10, Area.objects.using(settings.READ_DATABASE)
        if asked.bbox:
            box = Polygon.from_bbox(asked.bbox)
            box.srid = settings.SRID
            areas = areas.filter(outline__bboverlaps=box) | areas.filter(outline=None, centre__within=box)
            detail = min(max((asked.bbox[2] - asked.bbox[0]) / 1000, FINEST), COARSEST)
        shape = MultiPolygonField(srid=settings.SRID)
        outline = Func("outline", Value(detail), function="ST_SimplifyPreserveTopology", output_field=shape)
        rows = areas.annotate(shape=AsGeoJSON(outline, precision=5)).order_by("name", "id").values_list("pk", "shape")
        features = ",".join(_feature(asked, pk, shape) for pk, shape in rows)
        return f'{{"type":"FeatureCollection","features":[{features}]}}', {}


def _feature(asked: Asked, pk: int, shape: str | None) -> str:
    area = asked.terms.area_by_id[pk]
    centre = [round(area.centre[0], 5), round(area.centre[1], 5)]
    properties = {
        "slug": area.slug,
        "ags": area.ags,
        "name": area.name,
        "kind": area.kind,
        "parent": asked.terms.area_by_id[area.parent].slug if area.parent else None,
        "in_region": area.in_region,
        "source": area.source,
        "centre": centre,
    }
    geometry = shape or dumps({"type": "Point", "coordinates": centre})
    return f'{{"type":"Feature","id":{dumps(area.slug)},"geometry":{geometry},"properties":{dumps(properties)}}}'
