"""What CSV and Excel share: finding the header among the first rows, and rows that fit it or say why not."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from organisations.imports.headers import target_of
from organisations.imports.reader import MAX_CELL, MAX_COLUMNS, FileRefusedError, RawRow, listed

HEADER_WITHIN = 20  # the header is looked for in this many first rows

Record = tuple[str, Sequence[str] | None, str]  # where it stands, its cells (None: unreadable), what is wrong with it


def with_header(
    file: str, records: Iterable[Record], ragged: bool = False, header: int = 0
) -> tuple[tuple[str, ...], Iterator[RawRow]]:
    """The columns, and the rows below them. `ragged`: short rows are normal, as empty cells at the end are not stored.
    `header`: the number of the row that holds the names of the columns, as somebody said; 0, or none of the first rows:
    it is guessed.

    What stands above the header, and a name that stands in it twice, is returned as refused rows, so that nothing is
    lost silently. Raises FileRefusedError.
    """
    stream = iter(records)
    first = [record for record in islice(stream, HEADER_WITHIN) if not _blank(record)]
    said = (index for index, (where, cells, _) in enumerate(first) if cells and _is_row(where, header))
    position = next(said, _header_position(first))
    if position is None:
        raise FileRefusedError(f"{file} has no header: none of the first {HEADER_WITHIN} rows can be read.")
    where, cells, _ = first[position]
    columns = _columns(file, where, cells or ())
    above = [RawRow(place, problem=f"stands above the header in {where}") for place, _, _ in first[:position]]
    above += [RawRow(where, problem=sentence) for sentence in _twice(cells or (), columns)]
    below = (_row(record, columns, ragged) for record in chain(first[position + 1 :], stream) if not _blank(record))
    return columns, chain(above, below)


def cell_trouble(cell: str, error: str = "") -> str:
    """What is wrong with a row because of one of its cells: it holds an error, or else a formula."""
    return f"cell {cell} holds the error {error[:60]!r}" if error else f"cell {cell} holds a formula; copy its value"


def other_sheet(name: str, read: str) -> Record:
    """A sheet of a workbook that is not read, said as a row that cannot be used."""
    return f"sheet {name!r}", None, f"is not read, as sheet {read!r} is; say which one is to be read"


def no_sheet(file: str, wanted: str, there: Sequence[str]) -> FileRefusedError:
    """The refusal of a workbook without the sheet that is asked for."""
    if not there:
        return FileRefusedError(f"{file} has no sheet {wanted!r}, nor any other.")
    return FileRefusedError(f"{file} has no sheet {wanted!r}; it has {listed(there)}.")


def _blank(record: Record) -> bool:
    _, cells, problem = record
    return not problem and not any(cell.strip() for cell in cells or ())


def _header_position(records: Sequence[Record]) -> int | None:
    """The row with most known columns of those with one for the name (above it can stand names of groups of columns),
    else that with most known ones, else the first readable row."""
    readable = [index for index, (_, cells, _) in enumerate(records) if cells]
    known = {index: {target_of(cell) for cell in records[index][1] or ()} for index in readable}
    named = [index for index, targets in known.items() if "name" in targets and len(targets) > 1]
    return max(named or readable, key=lambda index: len(known[index] - {None}), default=None)


def _is_row(where: str, number: int) -> bool:
    """Whether that is the place of the row with the number."""
    return where in (f"row {number}", f"line {number}") or where.startswith(f"lines {number} ")


def _columns(file: str, where: str, cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) > MAX_COLUMNS:
        raise FileRefusedError(f"{file} has {len(cells)} columns in {where}; at most {MAX_COLUMNS} are read.")
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split())[:200] or f"column {number}"
        names[f"{name} ({number})" if name in names else name] = None
    return tuple(names)


def _twice(cells: Sequence[str], columns: tuple[str, ...]) -> Iterator[str]:
    """A sentence for every name that stands in the header a second time: only the first column of a name is guessed."""
    for number, (cell, column) in enumerate(zip(cells, columns, strict=True), start=1):
        if column != " ".join(cell.split())[:200] and cell.strip():
            name = cell.strip()[:80]
            yield f"{name!r} stands twice; column {number} is called {column!r} and only read if its meaning is said"


def _row(record: Record, columns: tuple[str, ...], ragged: bool) -> RawRow:
    where, cells, problem = record
    if problem or cells is None:
        return RawRow(where, problem=problem or "cannot be read")
    while len(cells) > len(columns) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > len(columns) or (len(cells) < len(columns) and not ragged):
        text = f"has {len(cells)} cells where the header has {len(columns)}: probably shifted or cut off"
        return RawRow(where, problem=text)
    long = next((columns[index] for index, cell in enumerate(cells) if len(cell) > MAX_CELL), None)
    if long:
        return RawRow(where, problem=f"the cell in column {long!r} is longer than {MAX_CELL} characters")
    return RawRow(where, dict(zip(columns, cells, strict=False)))
