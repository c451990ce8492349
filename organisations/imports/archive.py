"""Workbooks are zip archives: judged by their directory before anything is unpacked, and by how long their rows are."""

import re
import zipfile
import zlib
from pathlib import Path

from organisations.imports.reader import MAX_COLUMNS, FileRefusedError
from organisations.sizes import megabytes

MAX_ENTRIES = 2_000
MAX_SHEET = 400_000_000  # bytes of one sheet, unpacked; it is streamed
MAX_PART = 40_000_000  # bytes of any other part, unpacked: these are held in memory
MAX_ROW = 2_000_000  # bytes of one row, unpacked: it is held in memory before its cells can be counted
MAX_RATIO = 400  # Excel's own files stay below 100


def check_archive(path: Path, kind: str, *, sheets: re.Pattern[str], row: re.Pattern[bytes], needed: str) -> None:
    """Refuses an archive that would unpack to more than a workbook needs, or has a row too long to be held.

    `sheets`: names of the parts that hold rows; `row`: how one begins; `needed`: the part that makes it a workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefusedError(f"{path.name} is no readable {kind} workbook: {error}.") from None
    if len(entries) > MAX_ENTRIES:
        raise FileRefusedError(f"{path.name} holds {len(entries)} parts; a workbook has at most {MAX_ENTRIES}.")
    for entry in entries:
        _check_size(path, entry, MAX_SHEET if sheets.fullmatch(entry.filename) else MAX_PART)
        if sheets.fullmatch(entry.filename):
            _check_rows(path, entry, row)
    if not any(entry.filename == needed for entry in entries):
        raise FileRefusedError(f"{path.name} is a zip archive, but no {kind} workbook: {needed} is missing.")


def _check_size(path: Path, entry: zipfile.ZipInfo, limit: int) -> None:
    name = entry.filename[:80]
    if entry.file_size > limit and not entry.filename.startswith(("xl/media/", "Pictures/")):
        raise FileRefusedError(
            f"{path.name}: its part {name} would unpack to {megabytes(entry.file_size)} MB, too large."
        )
    if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise FileRefusedError(
            f"{path.name}: its part {name} unpacks to more than {MAX_RATIO} times its size, a zip bomb."
        )


def _check_rows(path: Path, sheet: zipfile.ZipInfo, row: re.Pattern[bytes]) -> None:
    """Refuses a sheet with a row that is too long to be held, with its number."""
    rows, length, rest = 0, 0, b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(sheet) as handle:
            while chunk := handle.read(1 << 18):
                whole, bracket, begun = (rest + chunk).rpartition(b"<")  # a tag that has only begun is looked at later
                rest = bracket + begun
                starts = [found.start() for found in row.finditer(whole)]
                rows += len(starts)
                length = len(whole) - starts[-1] if starts else length + len(whole)
                if length + len(rest) > MAX_ROW:
                    raise FileRefusedError(
                        f"{path.name}: row {rows} of its part {sheet.filename} is longer than {megabytes(MAX_ROW)} MB; "
                        f"at most {MAX_COLUMNS} columns are read."
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError) as error:
        raise FileRefusedError(f"{path.name}: its part {sheet.filename} cannot be read: {error}.") from None
