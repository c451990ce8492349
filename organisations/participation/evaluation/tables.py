"""Tables that may be shown, as they are stored and read again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from organisations.participation.evaluation.control import Numbers, Partition

AXES = ("area", "language")
REST = "*"  # the column of all groups that do not stand by themselves
PLAIN = ""  # the axis of a table that is not crossed


@dataclass(frozen=True)
class Table:
    """A row of numbers for each key; `together` are the keys that are not shown, `rest` their sums (of a question with
    several answers there are none). One column, or those of a grouping."""

    rows: Mapping[str, Numbers]
    together: tuple[str, ...] = ()
    rest: Numbers = ()

    @property
    def part(self) -> Partition:
        """Which rows are shown."""
        return Partition(tuple(self.rows), self.together)

    def data(self) -> dict[str, Any]:
        """As JSON; the rows are a list, for JSON objects of PostgreSQL have no order."""
        return {"rows": list(self.rows.items()), "together": self.together, "rest": self.rest}


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


@dataclass(frozen=True)
class Counted:
    """A question: how many forms asked it, and its tables by axis."""

    asked: int
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class Look:
    """All that may be known of the answers to a version at one time. A question that is not there is hidden."""

    forms: int
    groups: Mapping[str, Grouping] = field(default_factory=dict)
    questions: Mapping[str, Counted] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "forms": self.forms,
            "groups": {
                axis: {"shown": one.part.shown, "together": one.part.together, "sums": one.sums}
                for axis, one in self.groups.items()
            },
            "questions": {
                code: {"asked": one.asked, "tables": {axis: table.data() for axis, table in one.tables.items()}}
                for code, one in self.questions.items()
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
            code: Counted(one["asked"], {axis: _table(table) for axis, table in one["tables"].items()})
            for code, one in data["questions"].items()
        }
        return cls(data["forms"], groups, questions)


def _table(data: Mapping[str, Any]) -> Table:
    rows = {key: tuple(numbers) for key, numbers in data["rows"]}
    return Table(rows, tuple(data["together"]), tuple(data["rest"]))
