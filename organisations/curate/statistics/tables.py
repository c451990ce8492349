"""Tables of numbers as a page and a CSV file show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from organisations.curate.statistics.plots import Spark
from organisations.exports.files import csv_lines


@dataclass(frozen=True)
class Row:
    """What a row is about, its numbers, where its entries are listed (empty: nowhere)."""

    label: str
    numbers: tuple[int, ...]
    url: str = ""

    @property
    def change(self) -> int:
        """From the first number to the last."""
        return self.numbers[-1] - self.numbers[0]

    @property
    def spark(self) -> Spark:
        """The numbers as a small line."""
        return Spark(self.numbers)


@dataclass(frozen=True)
class Table:
    """`name` stands in the address of its CSV file, `heads` above the columns, that of the rows first."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    def csv(self) -> str:
        """The table as a file for spreadsheets: semicolons, every cell in quotes, no formula."""
        return written([self.heads, *((row.label, *map(str, row.numbers)) for row in self.rows)])


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as CSV."""
    return "".join(csv_lines(rows))
