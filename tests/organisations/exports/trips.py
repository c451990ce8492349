"""Files that are taken out, edited and brought back."""

import csv
import io
import itertools
from pathlib import Path
from typing import Any

from organisations.exports.entries import columns_of, rows_of
from organisations.exports.files import FORMATS
from organisations.formulas import guard
from organisations.imports.run import Report, run_import
from organisations.models import Organisation

numbers = itertools.count()


def taken_out(folder: Path, format: str, contacts: bool = False) -> Path:
    """All entries as a file."""
    entries = Organisation.objects.all()
    columns = columns_of(entries, contacts)
    rows = rows_of(list(entries.order_by("pk").values_list("pk", flat=True)), columns)
    path = folder / f"{next(numbers)}.{format}"
    path.write_bytes(b"".join(FORMATS[format].write(columns.heads, rows)))
    return path


def brought_back(path: Path, **options: Any) -> Report:
    """The file imported."""
    return run_import(path, source="export", **options)


def edited(path: Path, **cells: str) -> Path:
    """A CSV file with other cells in its only row; names with `_` for a blank."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    for head, text in cells.items():
        rows[1][rows[0].index(head.replace("_", " "))] = guard(text)
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle, delimiter=";").writerows(rows)
    return path
