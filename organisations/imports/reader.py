"""Reading import files: one stream of raw rows from tables, workbooks, GeoJSON, contact cards and
OpenStreetMap files.

Files come from outside and may be hostile: every limit is checked before memory is spent, and what cannot be read is
refused with a sentence that says what and where. A file is read to its end before the first row is used (`spooled`),
so that one cut off in the middle imports nothing.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO

from django.conf import settings

from organisations.imports.memory import MOST, bounded_memory
from organisations.sizes import megabytes

# What reads a file, by its extension: `open_csv` of `csv.py` and so on, loaded when it is wanted.
_FORMATS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".ods": "ods", ".vcf": "vcf", ".geojson": "geojson",
    ".json": "geojson", ".osm": "osm", ".osm.pbf": "osm",
}  # fmt: skip
EXTENSIONS = tuple(_FORMATS)
_WITH_SHEETS = ("xlsx", "ods")
WITH_HEADER = ("csv", *_WITH_SHEETS)  # one of the rows names the columns
_EXPECTED = {
    ".xlsx": "zip", ".ods": "zip", ".osm.pbf": "pbf", ".osm": "xml", ".geojson": "json", ".json": "json",
}  # fmt: skip

MAX_COLUMNS = 500
MAX_CELL = 100_000  # characters in one cell
_UNSTORED = re.compile("[\0\ud800-\udfff]")  # NUL and halves of letters, which no database takes


class FileRefusedError(Exception):
    """The file as a whole cannot be imported; the text is a sentence for the curator: what is wrong, and where."""


def listed(names: Sequence[str], most: int = 300) -> str:
    """Names for a sentence, each in quotes, the last ones left out if it would get too long."""
    shown = [repr(name[:60]) for name in names[:30]]
    while len(", ".join(shown)) > most:
        shown.pop()
    return ", ".join(shown) + (" …" if len(shown) < len(names) else "")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file.

    `where` names it for people ("line 12", "way 24970873"), `values` holds text by column, `identity` is the source's
    own id or empty, `point` longitude and latitude in degrees if the format has geometries. `problem` is the reason
    why the row cannot be used, or empty.
    """

    where: str
    values: Mapping[str, str] = field(default_factory=dict)
    identity: str = ""
    point: tuple[float, float] | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file: its format, its columns if the format knows them before the rows, and the stream of its rows."""

    format: str
    rows: Iterator[RawRow]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spool:
    """All rows of a file that could be read to its end. May be iterated again and again."""

    format: str
    columns: tuple[str, ...]
    count: int
    lines: IO[str]

    def __iter__(self) -> Iterator[RawRow]:
        self.lines.seek(0)
        for line in self.lines:
            where, values, identity, point, problem = json.loads(line)
            yield RawRow(where, values, identity, tuple(point) if point else None, problem)


def open_table(path: Path, sheet: str = "", header: int = 0) -> Table:
    """The file as a table, by its extension. `sheet` chooses a sheet of a workbook, `header` the row of a table that
    names its columns. Raises FileRefusedError."""
    name = path.name.lower()
    check_size(path)
    extension = next((end for end in sorted(_FORMATS, key=len, reverse=True) if name.endswith(end)), "")
    if not extension:
        known = ", ".join(_FORMATS)
        raise FileRefusedError(f"{path.name}: files of this kind cannot be imported. Known are {known}.")
    _check_content(path, extension)
    form = _FORMATS[extension]
    opened: Callable[..., Table] = getattr(import_module(f"organisations.imports.{form}"), f"open_{form}")
    if form in _WITH_SHEETS:
        return opened(path, sheet, header)
    return opened(path, header) if form in WITH_HEADER else opened(path)


def check_size(path: Path) -> None:
    """Refuses a file that is missing, empty or larger than IMPORT_MAX_MB."""
    if not path.is_file():
        raise FileRefusedError(f"{path.name}: there is no such file.")
    size = path.stat().st_size
    if size == 0:
        raise FileRefusedError(f"{path.name} is empty.")
    if size > settings.IMPORT_MAX_MB * 1_000_000:
        limit = settings.IMPORT_MAX_MB
        raise FileRefusedError(
            f"{path.name} has {megabytes(size)} MB; at most {limit} MB are read (setting IMPORT_MAX_MB)."
        )


def _check_content(path: Path, extension: str) -> None:
    """Refuses a file whose first bytes are not what its extension says."""
    with path.open("rb") as handle:
        start = handle.read(64)
    content = _content(start)
    expected = _EXPECTED.get(extension, "text")
    if content == "old Excel":
        raise FileRefusedError(
            f"{path.name} is an old Excel file (.xls) or protected by a password; save it as plain .xlsx."
        )
    if expected == "text" and content in {"json", "xml"}:
        return  # a table may begin with a bracket
    if content != expected:
        raise FileRefusedError(
            f"{path.name}: the extension {extension} is wrong, the content is {content}, not {expected}."
        )


def _content(start: bytes) -> str:
    signatures = {
        b"PK\x03\x04": "zip",
        b"PK\x05\x06": "zip",
        b"\xd0\xcf\x11\xe0": "old Excel",
        b"%PDF": "pdf",
        b"\x1f\x8b": "gzip",
        b"\x89PNG": "an image",
        b"\xff\xd8\xff": "an image",
    }
    for signature, content in signatures.items():
        if start.startswith(signature):
            return content
    if b"OSMHeader" in start:
        return "pbf"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"  # UTF-16, as Excel's "Unicode text"
    if b"\0" in start:
        return "binary"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "xml"
    return "json" if text.startswith((b"{", b"[")) else "text"


@contextmanager
def spooled(path: Path, sheet: str = "", header: int = 0) -> Iterator[Spool]:
    """The whole file, read to its end and kept in a temporary file.

    Raises FileRefusedError before anything of the file is used.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        try:
            with bounded_memory():
                spool = _filled(path, sheet, header, lines)
        except MemoryError:
            raise FileRefusedError(f"{path.name} cannot be read: it takes more than {MOST} MB of memory.") from None
        yield spool


def _filled(path: Path, sheet: str, header: int, lines: IO[str]) -> Spool:
    """Reads the file into `lines`."""
    table = open_table(path, sheet, header)
    columns = dict.fromkeys(map(_column, table.columns))
    count = 0
    for row in table.rows:
        count += 1
        if count > settings.IMPORT_MAX_ROWS:
            limit = settings.IMPORT_MAX_ROWS
            raise FileRefusedError(
                f"{path.name} has more than {limit} rows (setting IMPORT_MAX_ROWS), see {row.where}."
            )
        values = {_column(name): _UNSTORED.sub("", value) for name, value in row.values.items()}
        columns.update(dict.fromkeys(values))
        if len(columns) > MAX_COLUMNS:
            raise FileRefusedError(f"{path.name} has more than {MAX_COLUMNS} columns, see {row.where}.")
        where, identity, problem = (_UNSTORED.sub("", text) for text in (row.where, row.identity, row.problem))
        json.dump((where, values, identity, row.point, problem), lines)
        lines.write("\n")
    if not count:
        raise FileRefusedError(f"{path.name} holds no rows.")
    return Spool(table.format, tuple(columns), count, lines)


def _column(name: str) -> str:
    """The name of a column with such signs spelled out, so that no two columns become one."""
    return _UNSTORED.sub(lambda sign: f"\\u{ord(sign.group()):04x}", name)
