"""The cells of one row by what they are for: cleaned, joined, read; what is in doubt about them is noted."""

from collections.abc import Callable
from typing import Any

from organisations.imports import channels, values
from organisations.imports.mapping import Mapping
from organisations.imports.reader import RawRow
from organisations.imports.words import Cell

# Targets whose cells may have line breaks.
_LINES = {"summary", "description", "audience", "address", "visit_wear", "visit_bring", "visit_way"}


class RowRefusedError(Exception):
    """The row cannot be imported; the text says why."""


class Cells:
    """A row whose cells are read one after the other: `values` found so far, and `notes` about what is in doubt."""

    def __init__(self, row: RawRow, mapping: Mapping) -> None:
        self.row, self.mapping = row, mapping
        self.values: dict[str, Any] = {}
        self.notes: list[str] = []

    def has(self, *targets: str) -> bool:
        """Whether the file says anything about one of these targets, be it that there is nothing."""
        return any(target in self.mapping.columns or target in self.mapping.constants for target in targets)

    def cells(self, target: str) -> list[Cell]:
        """The filled cells of a target with their columns; else its constant."""
        found = []
        for column in self.mapping.columns.get(target, ()):
            try:
                cell = values.text(self.row.values.get(column, ""), lines=target.partition("@")[0] in _LINES)
            except ValueError as error:
                raise RowRefusedError(f"column {column!r} {error}") from None
            if cell:
                found.append((column, cell))
        constant = self.mapping.constants.get(target)
        return found or ([(target, constant)] if constant else [])

    def text(self, target: str, joiner: str = "") -> str:
        """The first filled cell of a target, or all of them joined."""
        cells = [cell for _, cell in self.cells(target)]
        return joiner.join(cells) if joiner else next(iter(cells), "")

    def read(self, target: str, reader: Callable[[str], Any], empty: Any = "") -> Any:
        """The first filled cell through a reader; a cell of the wrong kind refuses the row."""
        for column, cell in self.cells(target):
            try:
                return reader(cell)
            except ValueError as error:
                raise _shifted(column, error) from None
        return empty

    def channel(self, target: str, reader: channels.Reader) -> str | None:
        """The number or address in the first filled cell of a target; what of the cell is left out is noted.

        None if nobody can tell what stood there: then the cell says nothing.
        """
        for column, cell in self.cells(target):
            try:
                value = channels.if_there(reader)(cell)
            except values.CutError as error:
                self.notes.append(f"column {column!r} {error}; it is left out")
                return None
            except ValueError as error:
                raise _shifted(column, error) from None
            self.notes += channels.notes(reader, column, cell, value)
            return value
        return ""

    def keep(self, target: str, value: Any) -> None:
        """Notes a value if the file has the target, and says something there."""
        if self.has(target) and value is not None:
            self.values[target] = value


def _shifted(column: str, error: ValueError) -> RowRefusedError:
    return RowRefusedError(f"column {column!r} {error}; the row may be shifted")
