"""Excel workbooks (.xlsx): read cell by cell with openpyxl, after the zip's directory was checked for bombs."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from organisations.imports.archive import check_archive
from organisations.imports.reader import MAX_COLUMNS, FileRefusedError, Table
from organisations.imports.tabular import Record, cell_trouble, no_sheet, other_sheet, with_header

_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s/>]")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def open_xlsx(path: Path, sheet: str = "", header: int = 0) -> Table:
    """The sheet of that name, or the first one with rows, as a table. Raises FileRefusedError, also later."""
    check_archive(path, ".xlsx", sheets=_SHEET, row=_ROW, needed="xl/workbook.xml")
    columns, rows = with_header(path.name, _records(path, sheet), ragged=True, header=header)
    return Table("xlsx", rows, columns)


def _records(path: Path, wanted: str) -> Iterator[Record]:
    # openpyxl raises whatever its reading ran into (KeyError, TypeError, zlib.error, ParseError ...) on a damaged
    # or malicious workbook; all of it means the same to the curator.
    position = ""
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        read = ""
        for sheet in _sheets(path, workbook, wanted):
            if read:
                if any(any(cell.value is not None for cell in row) for row in sheet.iter_rows(max_row=50)):
                    yield other_sheet(sheet.title, read)
                continue
            found = False
            position = f"sheet {sheet.title!r}"
            for number, row in enumerate(sheet.iter_rows(), start=1):
                position = f"sheet {sheet.title!r}, row {number}"
                record = _record(path, number, row)
                found = found or bool(record[2] or any(record[1] or ()))
                yield record
            read = sheet.title if found else ""
    except (FileRefusedError, MemoryError):
        raise
    except Exception as error:
        said = str(error).replace(f"{path.parent}/", "")  # where the file lies on the server is nobody's business
        reason = " ".join(said.split())[:200] or type(error).__name__
        if position:
            raise FileRefusedError(f"{path.name} cannot be read in {position}: {reason}.") from error
        raise FileRefusedError(f"{path.name} cannot be read: {reason}.") from error


def _sheets(path: Path, workbook: Any, wanted: str) -> list[Any]:
    sheets = [sheet for sheet in workbook.worksheets if not wanted or sheet.title == wanted]
    if not sheets:
        raise no_sheet(path.name, wanted, [sheet.title for sheet in workbook.worksheets])
    for sheet in sheets:
        sheet.reset_dimensions()  # the size a sheet claims is not to be trusted
    return sheets


def _record(path: Path, number: int, row: Sequence[Any]) -> Record:
    where = f"row {number}"
    cells = [_text(cell.value) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise FileRefusedError(f"{path.name} has {len(cells)} columns in {where}; at most {MAX_COLUMNS} are read.")
    for column, cell in enumerate(row[: len(cells)], start=1):
        if cell.data_type in {"f", "e"}:
            error = cells[column - 1] if cell.data_type == "e" else ""
            return where, cells, cell_trouble(f"{get_column_letter(column)}{number}", error)
    return where, cells, ""


def _text(value: Any) -> str:
    """A cell as people see it: whole numbers without `.0`, dates as ISO 8601, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()
