"""Small files for the tests of the import, and what is read from them."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings

from organisations.imports.reader import RawRow, spooled
from organisations.models import GermanLevel, OpennessFlag, Topic
from organisations.vocabulary import Vocabulary


def rows_of(path: Path, sheet: str = "") -> list[RawRow]:
    """All rows of a file, refused ones too."""
    with spooled(path, sheet) as spool:
        return list(spool)


def names_of(path: Path) -> list[str]:
    """The cells of the column Name of the rows that can be used."""
    return [row.values["Name"] for row in rows_of(path) if not row.problem]


def csv_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "clubs.csv") -> Path:
    """A CSV file with that text, byte for byte."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(folder: Path, rows: Sequence[Sequence[Any]], name: str = "clubs.xlsx") -> Path:
    """A workbook with one sheet of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(folder / name)
    return folder / name


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson_file(folder: Path, features: Sequence[Any], name: str = "clubs.geojson", **members: Any) -> Path:
    """A FeatureCollection."""
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": features}), encoding="utf-8")
    return path


@cache
def shipped_vocabulary() -> Vocabulary:
    """The shipped topics, flags and levels of German, without a database."""
    data = json.loads((settings.BASE_DIR / "fixtures" / "vocabularies.json").read_text(encoding="utf-8"))
    ids = {item["slug"]: number for number, item in enumerate(data["topics"], start=1)}
    wanted = ("slug", "names", "short_names", "search_words", "position")
    topics = [
        Topic(pk=ids[item["slug"]], parent_id=ids.get(item["parent"]), **{name: item[name] for name in wanted})
        for item in data["topics"]
    ]
    flags = [OpennessFlag(pk=number, **item) for number, item in enumerate(data["flags"], start=1)]
    return Vocabulary(0, tuple(topics), tuple(flags), tuple(GermanLevel(**item) for item in data["german_levels"]), ())


def square(west: float, south: float, size: float = 0.01) -> list[list[float]]:
    """A closed ring: a square with that corner."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
