"""Areas from GeoJSON files: the hand-drawn ones of the project, and those of an official register that replace them."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point
from django.db import transaction

from organisations.imports.features import features
from organisations.imports.geojson import check_system
from organisations.imports.geometry import GeometryError, inside, polygons, united
from organisations.imports.reader import FileRefusedError, check_size
from organisations.imports.values import number
from organisations.models import Area, DataVersion
from organisations.services.areas import find_areas_again
from organisations.services.attention import check_given_points_again
from organisations.services.listing import refresh_where
from organisations.services.terms import deleted_by_hand
from organisations.text import slug_of

SRID = 4326
# Names of properties in registers; the first that is there counts. BKG VG250 has AGS, GEN and BEZ.
_KEY = ("AGS", "ags", "key", "schluessel")
_NAME = ("GEN", "gen", "name", "NAME", "gemeinde")
_POSTCODES = ("postcodes", "plz", "zip", "postcode")
_LONGITUDE = ("center_lon", "lon", "longitude")
_LATITUDE = ("center_lat", "lat", "latitude")


@dataclass(slots=True)
class Part:
    """An area as the file has it, its parts united under one official key."""

    ags: str
    name: str
    outline: MultiPolygon
    centre: tuple[float, float] | None
    postcodes: list[str]


@dataclass(slots=True)
class AreaReport:
    """What an import of areas did: counts, names of repaired outlines, and every refused feature with its reason."""

    features: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repaired: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    moved: int = 0

    @property
    def areas(self) -> int:
        """Areas the file gave."""
        return self.new + self.changed + self.unchanged


def import_areas(
    path: Path,
    region: Collection[str] = (),
    source: str = "",
    progress: Callable[[str], None] = lambda step: None,
) -> AreaReport:
    """Import municipalities by their official key (AGS) and find the areas of all entries anew.

    Features of one key are united, invalid outlines repaired. An area that is there keeps its slug, its districts and
    its postcodes. `region`: keys, or beginnings of keys, of the operator's region; without them it stays as it is.
    Raises FileRefusedError before anything is written.
    """
    report = AreaReport()
    check_size(path)
    check_system(path)
    progress("reading the outlines")
    parts = _read(path, report)
    progress("writing the areas")
    with transaction.atomic():
        touched = _write(parts, source or _source_of(path), tuple(region), report)
        if touched:
            DataVersion.increase(vocabulary=True)
    progress("finding the areas of the entries")
    report.moved = find_areas_again()
    check_given_points_again()
    if touched:
        progress("refreshing the listings")
        _refresh(touched)
    return report


def load_areas(path: Path, overwrite: bool = False) -> int:
    """Load the project's own areas (properties slug, name, ags, kind, parent, centre, postcodes, in_region, source).

    Areas that are there stay as the operator has them, and those that were deleted in the admin stay away. With
    `overwrite` they are brought to what the file says, but for those that a register replaced. Gives the number of
    rows written.
    """
    away = frozenset[str]() if overwrite else deleted_by_hand(Area)
    written = []
    with transaction.atomic():
        known = {area.slug: area for area in Area.objects.all()}
        by_key = {area.ags: area for area in known.values() if area.ags}
        for item in features(path):
            properties = item["properties"]
            area = known.get(properties["slug"]) or by_key.get(properties["ags"]) or Area(slug=properties["slug"])
            known[properties["slug"]] = area
            if (not overwrite or area.source != properties["source"]) if area.pk else properties["name"] in away:
                continue
            if _set(area, _drawn(properties, item["geometry"], known)):
                area.save()
                written.append(area.pk)
        if written:
            DataVersion.increase(vocabulary=True)
    if written:
        find_areas_again()
        check_given_points_again()
        _refresh(written)
    return len(written)


def _drawn(properties: Mapping[str, Any], geometry: Any, known: Mapping[str, Area]) -> dict[str, Any]:
    parent = known.get(properties["parent"] or "")
    return {
        "ags": properties["ags"],
        "name": properties["name"],
        "kind": properties["kind"],
        "parent_id": parent.pk if parent else None,
        "outline": polygons(geometry)[0] if geometry and geometry["type"].endswith("Polygon") else None,
        "centre": Point(properties["centre"][0], properties["centre"][1], srid=SRID),
        "postcodes": list(properties["postcodes"]),
        "in_region": properties["in_region"],
        "source": properties["source"],
    }


def _set(area: Area, values: Mapping[str, Any]) -> bool:
    """Sets the values on the row; whether one of them is new."""
    changed = {name for name, value in values.items() if not area.pk or not _same(getattr(area, name), value)}
    for name in changed:
        setattr(area, name, values[name])
    return bool(changed)


def _same(old: Any, new: Any) -> bool:
    if hasattr(old, "equals_exact") and hasattr(new, "equals_exact"):
        return bool(old.equals_exact(new, 1e-9))
    return bool(old == new)


def _read(path: Path, report: AreaReport) -> list[Part]:
    """The areas of the file, one for each key; what cannot be used is noted in the report."""
    found: dict[str, Part] = {}
    for position, feature in enumerate(features(path), start=1):
        report.features += 1
        properties = dict(_leaves(feature.get("properties")))
        ags, name = _first(properties, _KEY), _first(properties, _NAME)
        label = f"feature {position}" + (f" ({name})" if name else "")
        if not ags.isdigit() or not 2 <= len(ags) <= 12 or not name:
            report.refused.append((label, "has no official key (AGS) or no name"))
            continue
        try:
            outline, repaired = polygons(feature.get("geometry"))
        except GeometryError as error:
            report.refused.append((label, str(error)))
            continue
        if repaired:
            report.repaired.append(name)
        if ags in found:
            found[ags].outline = united([found[ags].outline, outline])
        else:
            postcodes = [code for code in _first(properties, _POSTCODES).replace(",", " ").split() if code.isdigit()]
            found[ags] = Part(ags, name[:120], outline, _centre(properties), postcodes)
    if not found:
        raise FileRefusedError(f"{path.name} has no area with an official key (AGS), a name and an outline.")
    return list(found.values())


def _leaves(properties: Any) -> Iterator[tuple[str, str]]:
    """Properties as text, those of nested objects too; the outer ones win."""
    items = properties.items() if isinstance(properties, Mapping) else ()
    nested = [value for _, value in items if isinstance(value, Mapping)]
    for value in nested:
        yield from _leaves(value)
    for key, value in items:
        if isinstance(value, str | int | float):
            yield key, str(value)
        elif isinstance(value, list):
            yield key, " ".join(str(item) for item in value if isinstance(item, str | int))


def _first(properties: Mapping[str, str], names: Collection[str]) -> str:
    return next((properties[name].strip() for name in names if properties.get(name, "").strip()), "")


def _centre(properties: Mapping[str, str]) -> tuple[float, float] | None:
    """Longitude and latitude of the town, with decimal point or comma, if the file has them."""
    try:
        return number(_first(properties, _LONGITUDE)), number(_first(properties, _LATITUDE))
    except ValueError:
        return None


def _source_of(path: Path) -> str:
    """The source the file itself names (beside `features`), else the file's name."""
    with path.open("rb") as handle:
        start = handle.read(4_000).decode("utf-8", "ignore")
    _, found, rest = start.partition('"source":')
    try:
        return str(json.JSONDecoder().raw_decode(rest.lstrip())[0])[:120] if found else path.name[:120]
    except ValueError:
        return path.name[:120]


def _write(parts: list[Part], source: str, region: tuple[str, ...], report: AreaReport) -> list[int]:
    """Writes the areas; gives the ids of those whose name, outline or centre is new."""
    known = {area.ags: area for area in Area.objects.filter(ags__isnull=False)}
    slugs = set(Area.objects.values_list("slug", flat=True))
    shared = {part.name for part in parts if sum(other.name == part.name for other in parts) > 1}
    touched = []
    for part in parts:
        area = known.get(part.ags) or Area(ags=part.ags, slug=_slug(part, slugs, part.name in shared))
        slugs.add(area.slug)
        new = not area.pk
        if not _set(area, _values(part, area, source, region)):
            report.unchanged += 1
            continue
        area.save()
        touched.append(area.pk)
        report.new += new
        report.changed += not new
    return touched


def _values(part: Part, area: Area, source: str, region: tuple[str, ...]) -> dict[str, Any]:
    centre = Point(*part.centre, srid=SRID) if part.centre else None
    if centre is None or not part.outline.intersects(centre):
        centre = Point(*inside(part.outline), srid=SRID)
    return {
        "name": part.name,
        "kind": Area.Kind.MUNICIPALITY,
        "outline": part.outline,
        "centre": centre,
        "postcodes": sorted({*area.postcodes, *part.postcodes}),
        "in_region": part.ags.startswith(region) if region else area.in_region,
        "source": source,
    }


def _slug(part: Part, taken: Collection[str], shared: bool) -> str:
    """The slug of the name, with the key behind it where several places have the name."""
    slug = slug_of(part.name)[:65]
    return f"{slug}-{part.ags}" if shared or slug in taken else slug


def _refresh(areas: Collection[int]) -> None:
    """The listings of entries in these areas or in their districts."""
    ids = [*areas, *Area.objects.filter(parent_id__in=areas).values_list("pk", flat=True)]
    refresh_where(locations__address__area_id__in=ids)
    refresh_where(area_id__in=ids)
