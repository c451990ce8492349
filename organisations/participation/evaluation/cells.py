"""The numbers of a question as they stand beside each other: columns, rows and cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from babel.numbers import format_percent

from organisations import formats
from organisations.participation.evaluation.tables import Table
from organisations.participation.evaluation.wording import Asked
from organisations.participation.questions.content import Said
from organisations.sentences import digits


@dataclass(frozen=True)
class Cell:
    """A number of a row (None: hidden), and which part of the forms of its column that is, in percent. Not `asked` are
    those who gave the answer of its column or row. Not `exact`: changed by chance, so that percents would say too much.
    `longest`: the number that has the longest bar, where bars are as long as their numbers and not as their parts."""

    column: str
    number: int | None
    share: int = 0
    asked: bool = True
    exact: bool = True
    longest: int = 0

    @property
    def bar(self) -> int:
        """How long its bar is, of a hundred."""
        return round(100 * (self.number or 0) / self.longest) if self.longest else self.share

    @property
    def percent(self) -> str:
        """The part in words."""
        return "" if not self.exact else digits(format_percent(self.share / 100, locale=formats.locale()))


@dataclass(frozen=True)
class Line:
    """A row in words. `is_rest`: several rows that are only shown as one. `is_changed`: not all columns have the words
    of this row; the others' stand in a line of their own."""

    said: Said
    cells: tuple[Cell, ...]
    is_rest: bool = False
    is_changed: bool = False

    @property
    def is_unasked(self) -> bool:
        """Whether nobody of this row was asked."""
        return not any(cell.asked for cell in self.cells)


@dataclass(frozen=True)
class Column:
    """A table, or one column of it, with what stands above it. `asked_as`: the question as its version asked it, where
    versions stand beside each other."""

    title: str
    table: Table | None
    place: int = 0
    is_asked: bool = True
    asked_as: Asked | None = None

    @property
    def is_exact(self) -> bool:
        """Whether its numbers are true."""
        return self.table is None or self.table.is_exact

    def cell(self, key: str) -> Cell:
        """The number of a row."""
        row = self.table.rows.get(key) if self.table else None
        cell = self._cell(row[self.place] or None if row else None)
        is_known = self.table is None or key in self.table.rows or key in self.table.together
        return cell if is_known else replace(cell, asked=False)

    @property
    def rest(self) -> Cell:
        """The number of the rows that are shown as one."""
        return self._cell(self.table.rest[self.place] or None if self.table and self.table.rest else None)

    @property
    def asked(self) -> int | None:
        """How many forms asked it."""
        return self.table.asked[self.place] or None if self.table else None

    def _cell(self, number: int | None) -> Cell:
        share = round(100 * number / self.asked) if number and self.asked else 0
        share = min(share, 100)  # numbers changed by chance may be more than their sum
        return Cell(self.title, number, share, self.is_asked, self.is_exact)


def is_hidden(cells: Sequence[Cell]) -> bool:
    """Whether a row has no number at all, though somebody was asked."""
    return any(cell.asked for cell in cells) and all(cell.number is None for cell in cells)


def drawn(line: Line, longest: int) -> Line:
    """A row with bars as long as their numbers."""
    return replace(line, cells=tuple(replace(cell, longest=longest) for cell in line.cells))
