"""OpenStreetMap files (.osm.pbf, .osm): objects that are places of clubs, associations and initiatives.

Read in three passes so that memory does not grow with the file: the objects wanted, the ways of those that are
relations, the positions of the nodes needed. libosmium refuses XML entities by itself.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# libosmium keeps this many unpacked blocks (up to 32 MB each) waiting; its own default is 20. Read when it is loaded.
os.environ.setdefault("OSMIUM_MAX_INPUT_QUEUE_SIZE", "4")
os.environ.setdefault("OSMIUM_MAX_OSMDATA_QUEUE_SIZE", "4")

import osmium
from django.conf import settings

from organisations.imports.geometry import (
    GeometryError,
    Position,
    inside_one,
    on_line,
    polygon,
    position,
    rings_of,
)
from organisations.imports.reader import FileRefusedError, RawRow, Table

MAX_TAGS = 200
MAX_REFERENCES = 2_000_000  # nodes and ways that the objects of a file are made of
WANTED: dict[str, frozenset[str]] = {
    "club": frozenset(),  # any value
    "office": frozenset({"association", "ngo"}),
    "amenity": frozenset({"community_centre", "social_centre", "arts_centre"}),
    "leisure": frozenset({"sports_centre"}),
}


@dataclass
class Found:
    """A wanted object: its kind, id, tags, nodes of a way, ways of a relation by role, position of a node."""

    kind: str
    id: int
    tags: dict[str, str]
    nodes: list[int] = field(default_factory=list)
    ways: list[tuple[str, int]] = field(default_factory=list)
    spots: list[int] = field(default_factory=list)
    point: Position | None = None


def open_osm(path: Path) -> Table:
    """The file as a table with one column a tag. Raises FileRefusedError, also while the rows are read."""
    return Table("osm", _rows(path))


def _rows(path: Path) -> Iterator[RawRow]:
    found = _all_wanted(path)
    members = {way for item in found for _, way in item.ways}
    ways = _way_nodes(path, members)
    needed = {node for item in found for node in (*item.nodes, *item.spots)} | {
        node for way in ways.values() for node in way
    }
    spots = _positions(path, needed)
    for item in found:
        where = f"{item.kind} {item.id}"
        if len(item.tags) > MAX_TAGS:
            yield RawRow(where, problem=f"has more than {MAX_TAGS} tags")
            continue
        try:
            yield RawRow(where, item.tags, f"{item.kind}/{item.id}", _point(item, ways, spots))
        except GeometryError as error:
            yield RawRow(where, item.tags, f"{item.kind}/{item.id}", problem=str(error))


def _all_wanted(path: Path) -> list[Found]:
    """All wanted objects, as long as they are few enough to be held."""
    found, references = [], 0
    for item in _wanted(path):
        found.append(item)
        references += len(item.nodes) + len(item.ways) + len(item.spots)
        if len(found) > settings.IMPORT_MAX_ROWS or references > MAX_REFERENCES:
            raise FileRefusedError(
                f"{path.name} has too many objects (setting IMPORT_MAX_ROWS), see {item.kind} {item.id}."
            )
    return found


def _objects(path: Path, entities: Any, only: Any) -> Iterator[Any]:
    """The objects of these kinds that pass a filter. A damaged file is refused."""
    form = "pbf" if path.name.lower().endswith(".pbf") else "osm"
    try:
        yield from osmium.FileProcessor(osmium.io.File(str(path.resolve()), form), entities).with_filter(only)
    except (RuntimeError, ValueError) as error:  # libosmium's own, and what its binding makes of others
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> FileRefusedError:
    reason = " ".join(str(error).split())[:200]
    return FileRefusedError(f"{path.name} is no readable OpenStreetMap file, it may be cut off: {reason}.")


def _wanted(path: Path) -> Iterator[Found]:
    everything = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
    for item in _objects(path, everything, osmium.filter.KeyFilter(*WANTED)):
        try:
            tags = {tag.k: tag.v for tag in item.tags}
        except UnicodeDecodeError as error:
            raise _unreadable(path, error) from None
        if not any(key in tags and (not values or tags[key] in values) for key, values in WANTED.items()):
            continue
        if item.is_node():
            yield Found("node", item.id, tags, point=_checked(item.location))
        elif item.is_way():
            yield Found("way", item.id, tags, nodes=[node.ref for node in item.nodes])
        else:
            ways = [(member.role, member.ref) for member in item.members if member.type == "w"]
            spots = [member.ref for member in item.members if member.type == "n"]
            yield Found("relation", item.id, tags, ways=ways, spots=spots)


def _way_nodes(path: Path, wanted: set[int]) -> dict[int, list[int]]:
    if not wanted:
        return {}
    found: dict[int, list[int]] = {}
    references = 0
    for way in _objects(path, osmium.osm.WAY, osmium.filter.IdFilter(wanted)):
        found[way.id] = [node.ref for node in way.nodes]
        references += len(found[way.id])
        if references > MAX_REFERENCES:
            raise FileRefusedError(f"{path.name}: its relations have too many nodes, see way {way.id}.")
    return found


def _positions(path: Path, wanted: set[int]) -> dict[int, Position]:
    nodes = _objects(path, osmium.osm.NODE, osmium.filter.IdFilter(wanted)) if wanted else iter(())
    return {node.id: (node.location.lon, node.location.lat) for node in nodes if node.location.valid()}


def _checked(location: Any) -> Position | None:
    return (location.lon, location.lat) if location.valid() else None


def _point(item: Found, ways: dict[int, list[int]], spots: dict[int, Position]) -> Position:
    """A point inside the object: of an area inside it, of a line half way along. Raises GeometryError."""
    if item.kind == "node":
        point = item.point
    elif item.kind == "way":
        point = _way_point(_line(item.nodes, spots))
    else:
        point = _relation_point(item, {way: _line(nodes, spots) for way, nodes in ways.items()}, spots)
    if point is None:
        raise GeometryError("its position is not in the file: the nodes or ways it is made of are missing")
    return position(list(point))


def _line(nodes: list[int], spots: dict[int, Position]) -> list[Position]:
    return [spots[node] for node in nodes if node in spots]


def _way_point(line: list[Position]) -> Position | None:
    if not line:
        return None
    if line[0] == line[-1] and len(line) > 3:
        return inside_one([polygon([line])])
    return on_line(line)


def _relation_point(item: Found, lines: dict[int, list[Position]], spots: dict[int, Position]) -> Position | None:
    """Inside the outer rings and outside the inner ones; without a closed ring on a member."""
    outer = [lines[way] for role, way in item.ways if role != "inner" and lines.get(way)]
    inner = [lines[way] for role, way in item.ways if role == "inner" and lines.get(way)]
    if rings := rings_of(outer):
        largest = max((polygon([ring]) for ring in rings), key=lambda one: one.area)
        west, south, east, north = largest.extent
        holes = [ring for ring in rings_of(inner) if all(west <= x <= east and south <= y <= north for x, y in ring)]
        return inside_one([polygon([[(x, y) for x, y, *_ in largest.exterior_ring.coords], *holes])])
    if outer:
        return on_line(max(outer, key=len))
    return next((spots[node] for node in item.spots if node in spots), None)
