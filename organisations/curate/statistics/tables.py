"""Tables of numbers as a page and a CSV file show them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from organisations.curate.statistics.plots import Spark
from organisations.formulas import guard

BOM = "\ufeff"


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
    """Rows of texts as CSV with the mark by which spreadsheets know UTF-8."""
    return BOM + "".join(lines(rows))


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The same line by line, without the mark."""
    for row in rows:
        line = StringIO()
        csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL).writerow([guard(cell) for cell in row])
        yield line.getvalue()
