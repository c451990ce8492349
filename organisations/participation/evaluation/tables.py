"""Tables that may be shown, as they are stored and read again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from organisations.participation.evaluation.control import Numbers, Partition

AXES = ("area", "language")
REST = "*"  # the column of all groups that do not stand by themselves
PLAIN = ""  # the axis of a table that is not crossed


@dataclass(frozen=True)
class Table:
    """A row of numbers for each key; `together` are the keys that are not shown, `rest` their sums (of a question with
    several answers there are none); `asked` is how many forms asked it. One column, or those of a grouping. Not
    `is_exact`: its numbers were changed by chance."""

    rows: Mapping[str, Numbers]
    together: tuple[str, ...]
    rest: Numbers
    asked: Numbers
    is_exact: bool = True

    @property
    def part(self) -> Partition:
        """Which rows are shown."""
        return Partition(tuple(self.rows), self.together)

    def data(self) -> dict[str, Any]:
        """As JSON; the rows are a list, for JSON objects of PostgreSQL have no order."""
        return {
            "rows": list(self.rows.items()),
            "together": self.together,
            "rest": self.rest,
            "asked": self.asked,
            "exact": self.is_exact,
        }


@dataclass(frozen=True)
class Grouping:
    """The columns of an axis: groups that stand by themselves, perhaps the others as one, and their forms."""

    part: Partition
    sums: Numbers

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of the columns."""
        return (*self.part.shown, *([REST] if self.part.together else []))

    def column_of(self, key: str) -> str:
        """The column of a group."""
        return key if key in self.part.shown else REST


Tables = Mapping[str, Table]  # of a question, by axis


@dataclass(frozen=True)
class Pair:
    """Two questions beside each other: how many gave the answer of the row and that of the column, told by chance
    (`pairs.py`). `across` and `down`: how many forms of each row and of each column were asked both. REST are the
    answers that the question's own table shows as one."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[Numbers, ...]
    across: Numbers
    down: Numbers

    @property
    def turned(self) -> "Pair":
        """The same with rows as columns."""
        return Pair(self.columns, self.rows, tuple(zip(*self.cells, strict=True)), self.down, self.across)

    def table(self, together: tuple[str, ...]) -> Table:
        """As a table with a column for each answer; `together` are the answers that are not shown."""
        rows = dict(zip(self.rows, self.cells, strict=True))
        rest = rows.pop(REST, ())
        return Table(rows, together, rest, self.down, is_exact=False)

    def data(self) -> list[Any]:
        """As JSON."""
        return [self.rows, self.columns, self.cells, self.across, self.down]

    @classmethod
    def of(cls, data: Sequence[Any]) -> "Pair":
        """From JSON."""
        rows, columns, cells, across, down = data
        return cls(tuple(rows), tuple(columns), tuple(map(tuple, cells)), tuple(across), tuple(down))


Pairs = Mapping[str, Mapping[str, Pair]]  # by the question of the rows and by that of the columns, each pair once


@dataclass(frozen=True)
class Look:
    """All that may be known of the answers of one count. A question that is not there is hidden."""

    forms: int
    groups: Mapping[str, Grouping] = field(default_factory=dict)
    questions: Mapping[str, Tables] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=dict)

    def pair(self, row: str, column: str) -> Pair | None:
        """These two questions beside each other; None if that is not shown."""
        if found := self.pairs.get(row, {}).get(column):
            return found
        found = self.pairs.get(column, {}).get(row)
        return found.turned if found else None

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "forms": self.forms,
            "groups": {
                axis: {"shown": one.part.shown, "together": one.part.together, "sums": one.sums}
                for axis, one in self.groups.items()
            },
            "questions": {
                code: {axis: table.data() for axis, table in tables.items()} for code, tables in self.questions.items()
            },
            "pairs": {
                row: {column: pair.data() for column, pair in beside.items()} for row, beside in self.pairs.items()
            },
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Look":
        """From JSON."""
        groups = {
            axis: Grouping(Partition(tuple(one["shown"]), tuple(one["together"])), tuple(one["sums"]))
            for axis, one in data["groups"].items()
        }
        questions = {
            code: {axis: _table(table) for axis, table in tables.items()} for code, tables in data["questions"].items()
        }
        pairs = {  # counts of earlier releases have none
            row: {column: Pair.of(pair) for column, pair in beside.items()}
            for row, beside in data.get("pairs", {}).items()
        }
        return cls(data["forms"], groups, questions, pairs)


def _table(data: Mapping[str, Any]) -> Table:
    rows = {key: tuple(numbers) for key, numbers in data["rows"]}
    exact = data.get("exact", True)  # those of earlier releases all are
    return Table(rows, tuple(data["together"]), tuple(data["rest"]), tuple(data["asked"]), exact)


def added(looks: Sequence[Look]) -> Look:
    """Counts of different forms as one, made of what each of them shows and of nothing else; without areas and
    languages, for those that stand by themselves are others in each."""
    codes = [code for code in looks[0].questions if all(code in look.questions for look in looks)]
    tables = {code: _added([look.questions[code][PLAIN] for look in looks]) for code in codes}
    pairs: dict[str, dict[str, Pair]] = {}
    for row, column in combinations(codes, 2):
        several = [pair for look in looks if (pair := look.pair(row, column))]
        if len(several) == len(looks):
            pairs.setdefault(row, {})[column] = _pairs_added(several, tables[row], tables[column])
    return Look(sum(look.forms for look in looks), {}, {code: {PLAIN: one} for code, one in tables.items()}, pairs)


def _added(tables: Sequence[Table]) -> Table:
    keys = dict.fromkeys(key for table in tables for key in (*table.rows, *table.together))
    sums = {key: [table.rows[key][0] for table in tables if key in table.rows] for key in keys}
    rows = {key: (sum(numbers),) for key, numbers in sums.items() if len(numbers) == len(tables)}
    together = tuple(key for key in keys if key not in rows)
    asked = sum(table.asked[0] for table in tables)
    has_rest = any(table.rest for table in tables)
    rest = (asked - sum(row[0] for row in rows.values()),) if has_rest else ()
    return Table(rows, together, rest, (asked,), all(table.is_exact for table in tables))


def _pairs_added(pairs: Sequence[Pair], row: Table, column: Table) -> Pair:
    """`row` and `column` are the tables of the two questions for all counts together."""
    cells: Counter[tuple[str, str]] = Counter()
    across: Counter[str] = Counter()
    down: Counter[str] = Counter()
    for pair in pairs:
        rows, columns = _places(pair.rows, row), _places(pair.columns, column)
        for one, number in zip(rows, pair.across, strict=True):
            across[one] += number
        for other, number in zip(columns, pair.down, strict=True):
            down[other] += number
        for one, numbers in zip(rows, pair.cells, strict=True):
            for other, number in zip(columns, numbers, strict=True):
                cells[one, other] += number
    shown = tuple(key for key in (*row.rows, REST) if key in across)
    beside = tuple(key for key in (*column.rows, REST) if key in down)
    told = tuple(tuple(cells[one, other] for other in beside) for one in shown)
    return Pair(shown, beside, told, tuple(across[key] for key in shown), tuple(down[key] for key in beside))


def _places(keys: Sequence[str], table: Table) -> list[str]:
    """Where rows of a count stand in the table of all counts; empty: nowhere, for several answers have no rest."""
    return [key if key in table.rows else REST if table.rest else "" for key in keys]
