"""GeoJSON (RFC 7946): properties become columns, any geometry becomes a point that lies inside it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from organisations.imports.features import features
from organisations.imports.geometry import GeometryError, point_of
from organisations.imports.reader import MAX_CELL, MAX_COLUMNS, FileRefusedError, RawRow, Table

_CRS = re.compile(rb'"crs"\s*:\s*\{.{0,200}?"name"\s*:\s*"([^"]{1,100})"', re.DOTALL)
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def open_geojson(path: Path) -> Table:
    """The file as a table. Raises FileRefusedError, also while the rows are read."""
    check_system(path)
    return Table("geojson", _rows(path))


def check_system(path: Path) -> None:
    """Refuses coordinates that are not degrees in WGS 84 (a `crs` as in older GeoJSON, at the beginning)."""
    with path.open("rb") as handle:
        found = _CRS.search(handle.read(10_000))
    name = found.group(1).decode("ascii", "replace") if found else _WGS84[0]
    if not name.endswith(_WGS84):
        raise FileRefusedError(f"{path.name} has coordinates in {name}; only degrees (WGS 84, EPSG:4326) are read.")


def _rows(path: Path) -> Iterator[RawRow]:
    for number, feature in enumerate(features(path), start=1):
        where = f"feature {number}"
        properties = feature.get("properties")
        values = dict(_flat(properties if isinstance(properties, Mapping) else {}))
        identity = feature.get("id")
        point, problem = None, ""
        try:
            point = point_of(feature.get("geometry"))
        except GeometryError as error:
            problem = str(error)
        if len(values) > MAX_COLUMNS:
            values, problem = {}, f"has {len(values)} properties; at most {MAX_COLUMNS} are read"
        elif any(len(value) > MAX_CELL for value in values.values()):
            values, problem = {}, f"a property is longer than {MAX_CELL} characters"
        yield RawRow(where, values, _text(identity) if isinstance(identity, str | int) else "", point, problem)


def _flat(properties: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Properties as text; a nested object as `outer.inner`, a list as its members with semicolons between."""
    for key, value in properties.items():
        name = f"{prefix}{key}"[:200]
        if isinstance(value, Mapping):
            if prefix.count(".") < 3:
                yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield name, "; ".join(_text(item) for item in value if not isinstance(item, list | Mapping))
        else:
            yield name, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
