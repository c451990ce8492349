"""Areas: loading the shipped ones."""

import json
from pathlib import Path

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import transaction

from organisations.models import Area, DataVersion


@transaction.atomic
def load_areas(path: Path) -> int:
    """Load the shipped areas that are not there yet; the number of new ones."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    new = 0
    for feature in sorted(features, key=lambda item: item["properties"]["parent"] is not None):
        values = feature["properties"]
        if Area.objects.filter(slug=values["slug"]).exists():
            continue
        geometry = feature["geometry"]
        outline = MultiPolygon(Polygon(*geometry["coordinates"]), srid=4326) if geometry["type"] == "Polygon" else None
        Area.objects.create(
            slug=values["slug"],
            ags=values["ags"],
            name=values["name"],
            kind=values["kind"],
            parent=Area.objects.filter(slug=values["parent"]).first(),
            outline=outline,
            centre=Point(*values["centre"], srid=4326),
            postcodes=values["postcodes"],
            in_region=values["in_region"],
            source=values["source"],
        )
        new += 1
    if new:
        DataVersion.increase(vocabulary=True)
    return new
