"""OpenDocument spreadsheets (.ods, ODF 1.2): content.xml is read in one stream, after the archive was checked.

Repetitions are written as numbers in this format ("this row 1,048,576 times"), so a file of some bytes can claim
billions of cells: empty ones are only counted, filled ones are bounded like columns and rows of other formats.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from openpyxl.utils import get_column_letter

from organisations.imports.archive import check_archive
from organisations.imports.reader import MAX_CELL, MAX_COLUMNS, FileRefusedError, Table
from organisations.imports.tabular import Record, cell_trouble, no_sheet, other_sheet, with_header

CONTENT = "content.xml"
CHUNK = 1 << 16
MAX_DEPTH = 64
MAX_REPEATED = 10_000_000  # rows or cells that a number may claim
_TABLE, _TEXT, _OFFICE = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 " for name in ("table", "text", "office"))
_ROW = re.compile(rb"<(?:\w{1,20}:)?table-row[\s/>]")
_SHEETS = re.compile(r"content\.xml")
_SKIPPED = {f"{_OFFICE}annotation", f"{_TABLE}tracked-changes"}


def open_ods(path: Path, sheet: str = "", header: int = 0) -> Table:
    """The sheet of that name, or the first one with rows, as a table. Raises FileRefusedError, also later."""
    check_archive(path, ".ods", sheets=_SHEETS, row=_ROW, needed=CONTENT)
    columns, rows = with_header(path.name, _chosen(path, sheet), ragged=True, header=header)
    return Table("ods", rows, columns)


@dataclass(slots=True)
class _Cell:
    """A cell while it is read: how often it is repeated, its paragraphs, and whether it holds a formula."""

    times: int
    value: str
    formula: bool = False
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet as it was read, for `times` rows from `number` on."""

    sheet: str
    number: int
    times: int
    cells: list[str]
    trouble: str


class _Reading:
    """Follows the elements of content.xml and collects finished rows in `rows`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[_Row] = []
        self.sheets: list[str] = []
        self._number = 0
        self._depth = self._skipping = 0
        self._times = 1
        self._cells: list[str] = []
        self._trouble = ""
        self._cell: _Cell | None = None
        self._in_paragraph = 0

    def parser(self) -> expat.XMLParserType:
        """A parser that refuses entities (none is needed, and some are bombs)."""
        made = expat.ParserCreate(namespace_separator=" ")
        made.buffer_text = True
        made.StartElementHandler, made.EndElementHandler = self._start, self._end
        made.CharacterDataHandler = self._words
        made.EntityDeclHandler = self._entity
        return made

    def _entity(self, *_declared: object) -> None:
        raise FileRefusedError(f"{self.file}: its part {CONTENT} declares entities, which no spreadsheet needs.")

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FileRefusedError(f"{self.file}: its part {CONTENT} is nested deeper than {MAX_DEPTH} levels.")
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name == f"{_TABLE}table":
            self.sheets.append(given.get(f"{_TABLE}name", ""))
            self._number = 0
        elif name == f"{_TABLE}table-row":
            self._times = self._repeated(given, "rows")
            self._cells, self._trouble = [], ""
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._cell = _Cell(self._repeated(given, "columns"), _value(given), bool(given.get(f"{_TABLE}formula")))
        elif self._cell and name == f"{_TEXT}p":
            self._cell.lines.append("")
            self._in_paragraph += 1
        elif self._in_paragraph:
            self._sign(name, given)

    def _sign(self, name: str, given: Mapping[str, str]) -> None:
        """Blanks, tabs and line breaks are elements of their own."""
        if name == f"{_TEXT}s":
            blanks = given.get(f"{_TEXT}c", "1")
            self._words(
                " " * min(int(blanks) if blanks.isascii() and blanks.isdigit() and len(blanks) < 6 else 1, 1_000)
            )
        elif name in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            self._words("\n" if name.endswith("break") else " ")

    def _words(self, text: str) -> None:
        if self._cell and self._in_paragraph and not self._skipping and self._cell.lines:
            self._cell.lines[-1] += text
            if len(self._cell.lines[-1]) > MAX_CELL:
                self._cell.lines[-1] = self._cell.lines[-1][: MAX_CELL + 1]

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
        elif name == f"{_TEXT}p" and self._in_paragraph:
            self._in_paragraph -= 1
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") and self._cell:
            self._finish(self._cell)
            self._cell = None
        elif name == f"{_TABLE}table-row":
            self._finish_row()

    def _finish(self, cell: _Cell) -> None:
        text = cell.value or "\n".join(cell.lines).strip()
        column = len(self._cells) + 1
        if cell.formula or text.startswith(("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "Err:5")):
            where = f"{get_column_letter(min(column, 18_278))}{self._number + 1}"
            self._trouble = self._trouble or cell_trouble(where, "" if cell.formula else text)
        if not text and cell.times > MAX_COLUMNS:
            cell.times = MAX_COLUMNS + 1  # the empty rest of a row
        elif cell.times > MAX_COLUMNS:
            raise self._too_wide(cell.times)
        self._cells += [text] * cell.times
        if len(self._cells) > 3 * MAX_COLUMNS:
            raise self._too_wide(len(self._cells))

    def _finish_row(self) -> None:
        while self._cells and not self._cells[-1]:
            self._cells.pop()
        if len(self._cells) > MAX_COLUMNS:
            raise self._too_wide(len(self._cells))
        if self._cells:
            self.rows.append(_Row(self.sheets[-1], self._number + 1, self._times, self._cells, self._trouble))
        self._number += self._times

    def _too_wide(self, cells: int) -> FileRefusedError:
        return FileRefusedError(
            f"{self.file} has {cells} columns in row {self._number + 1}; at most {MAX_COLUMNS} are read."
        )

    def _repeated(self, given: Mapping[str, str], what: str) -> int:
        """How often a row or cell is repeated."""
        said = given.get(f"{_TABLE}number-{what}-repeated", "1")
        if not (said.isascii() and said.isdigit() and 0 < int(said[:9] or "0") <= MAX_REPEATED and len(said) < 9):
            raise FileRefusedError(f"{self.file}: row {self._number + 1} is repeated {said[:20]!r} times.")
        return int(said)


def _value(given: Mapping[str, str]) -> str:
    """The value of a cell that is no text, as people see it in other formats too; empty: the paragraphs say it."""
    match given.get(f"{_OFFICE}value-type"):
        case "float" | "percentage" | "currency":
            return _number(given.get(f"{_OFFICE}value", ""))
        case "date":
            return given.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00").replace("T", " ")
        case "boolean":
            return "yes" if given.get(f"{_OFFICE}boolean-value") == "true" else "no"
        case "time":
            found = re.fullmatch(r"PT(\d{1,4})H(\d\d)M(\d\d)(?:[.,]\d+)?S", given.get(f"{_OFFICE}time-value", ""))
            return ":".join(found.groups()) if found else ""
    return given.get(f"{_OFFICE}string-value", "").strip()


def _number(said: str) -> str:
    try:
        value = float(said)
    except ValueError:
        return said
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)


def _rows(path: Path) -> Iterator[_Row]:
    """The filled rows of all sheets, in their order."""
    reading = _Reading(path.name)
    parser = reading.parser()
    try:
        with zipfile.ZipFile(path) as archive, archive.open(CONTENT) as handle:
            while chunk := handle.read(CHUNK):
                parser.Parse(chunk, False)
                yield from reading.rows
                reading.rows.clear()
            parser.Parse(b"", True)
            yield from reading.rows
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError) as error:
        reason = " ".join(str(error).split())[:200]
        raise FileRefusedError(f"{path.name} cannot be read: {reason}.") from None


def _chosen(path: Path, wanted: str) -> Iterator[Record]:
    """The rows of the sheet that is read; that others are not is said as a row that cannot be used."""
    read: str | None = None
    told: set[str] = set()
    seen: list[str] = []
    for row in _rows(path):
        if row.sheet not in seen:
            seen.append(row.sheet)
        if wanted and row.sheet != wanted:
            continue
        read = row.sheet if read is None else read
        if row.sheet != read:
            if row.sheet not in told:
                told.add(row.sheet)
                yield other_sheet(row.sheet, read)
            continue
        for number in range(row.number, row.number + row.times):
            yield f"row {number}", row.cells, row.trouble
    if wanted and read is None:
        raise no_sheet(path.name, wanted, seen)
