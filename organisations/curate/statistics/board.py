"""The gap board: how often something was wished for in vain against how many entries offer it, as a heat table."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models.fields.json import KeyTransform
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.curate.statistics.choice import Choice
from organisations.curate.statistics.tables import written
from organisations.curate.statistics.wanted import Wanted, Wishes
from organisations.curate.statistics.words import Words
from organisations.models import Snapshot

ROWS, COLUMNS = 20, 10  # shown on the page; the file has more
MOST_ROWS, MOST_COLUMNS = 200, 60
HEATS = (0.66, 0.33, 0.1)  # parts of the largest gap, from which a cell is hotter
AXES = {"topic": ("language", "topic"), "area": ("language", "area"), "topic-area": ("topic", "area")}
BOARD_TITLES: dict[str, Any] = {
    "topic": _("Languages and topics"),
    "area": _("Languages and areas"),
    "topic-area": _("Topics and areas"),
}
ANY: dict[str, Any] = {"language": _("Any language"), "topic": _("Any topic"), "area": _("No area named")}
Key = tuple[str, str]  # value of the row, value of the column


@dataclass(frozen=True)
class Cell:
    """How often it was wished for in vain, how many entries offer it (None: unknown), how hot that is from 0 to 4."""

    wished: int
    offered: int | None
    heat: int
    url: str


@dataclass(frozen=True)
class Line:
    """A row of the board."""

    label: str
    cells: tuple[Cell, ...]


class Board:
    """The board of a choice. One query for the wishes, one for the offers."""

    def __init__(self, choice: Choice, wishes: Wishes) -> None:
        self.choice, self.wishes = choice, wishes
        self.axes = AXES[choice.board]
        self.words = Words()

    @property
    def title(self) -> str:
        """What stands against what."""
        return str(BOARD_TITLES[self.choice.board])

    @cached_property
    def _wished(self) -> Counter[Key]:
        found: Counter[Key] = Counter()
        for wish in self.wishes.filters:
            rows, columns = (self._values(axis, wish) for axis in self.axes)
            if rows or columns:
                found.update({(row, column): wish.count for row in rows or [""] for column in columns or [""]})
        return found

    def _values(self, axis: str, wish: Wanted) -> list[str]:
        if axis == "language":
            return wish.languages
        if axis == "topic":
            return wish.topics
        ids = dict.fromkeys(self.wishes.areas_of(wish))
        return [self._inner[id] for id in ids if id in self._inner]

    @cached_property
    def _inner(self) -> dict[int, str]:
        return {area.id: area.slug for area in self.choice.inner}

    @cached_property
    def _offered(self) -> dict[Key, int]:
        """The offers of the newest month."""
        if self.choice.board == "topic":
            row = Snapshot.objects.filter(area=self.choice.area_id).order_by("-month").first()
            return (
                {(pair.partition(" ")[0], pair.partition(" ")[2]): n for pair, n in row.offers.items()} if row else {}
            )
        newest = Snapshot.objects.order_by("-month").values("month")[:1]
        part = KeyTransform(self.axes[0], "counts")  # of a large document the part that is asked for alone
        rows = Snapshot.objects.filter(area__in=self._inner, month=newest).annotate(part=part)
        found = rows.values_list("area_id", "part")
        return {
            (value, self._inner[id]): n for id, numbers in found if id for value, n in (numbers or {}).items() if value
        }

    @cached_property
    def _values_of(self) -> tuple[list[str], list[str]]:
        """The values of rows and columns: what was wished for most, then what is offered most."""
        return self._ordered(0), self._ordered(1)

    def _ordered(self, place: int) -> list[str]:
        wished, offered = (_summed(found, place) for found in (self._wished, self._offered))
        values = {*wished, *offered}
        return sorted(values, key=lambda value: (-wished[value], -offered[value], value))

    @cached_property
    def _hottest(self) -> float:
        return max((self._gap(key) for key in self._wished), default=0)

    def _gap(self, key: Key) -> float:
        return self._wished[key] / (1 + self._offered.get(key, 0))

    def _cell(self, row: str, column: str) -> Cell:
        key = (row, column)
        wished = self._wished[key]
        heat = 0
        if wished:
            share = self._gap(key) / self._hottest
            heat = 1 + sum(share > limit for limit in HEATS)
        offered = self._offered.get(key, 0) if row and column else None
        return Cell(wished, offered, heat, self._url(row, column) if wished else "")

    def _url(self, row: str, column: str) -> str:
        asked = dict(zip(self.axes, (row, column), strict=True))
        if "area" not in asked and self.choice.area:
            asked["area"] = self.choice.area.slug
        asked |= {"months": str(self.choice.months)} if self.choice.months != 12 else {}
        return f"{reverse('curate-gap')}?{urlencode({name: value for name, value in asked.items() if value})}"

    def heads(self, most: int = COLUMNS) -> list[str]:
        """The words above the columns."""
        return [self._word(self.axes[1], value) for value in self._values_of[1][:most]]

    def lines(self, rows: int = ROWS, columns: int = COLUMNS) -> Iterator[Line]:
        """The rows."""
        values = self._values_of[1][:columns]
        for row in self._values_of[0][:rows]:
            yield Line(self._word(self.axes[0], row), tuple(self._cell(row, value) for value in values))

    @property
    def is_cut(self) -> bool:
        """Whether the page shows less than the file."""
        rows, columns = self._values_of
        return len(rows) > ROWS or len(columns) > COLUMNS

    def csv(self) -> str:
        """The board as a file: wished and offered beside each other."""
        heads = [""]
        for word in self.heads(MOST_COLUMNS):
            heads += [
                gettext("%(what)s: wished for in vain") % {"what": word},
                gettext("%(what)s: offered") % {"what": word},
            ]
        rows = [heads]
        for line in self.lines(MOST_ROWS, MOST_COLUMNS):
            cells = [(str(cell.wished), "" if cell.offered is None else str(cell.offered)) for cell in line.cells]
            rows.append([line.label, *(text for pair in cells for text in pair)])
        return written(rows)

    def _word(self, axis: str, value: str) -> str:
        return self.words.of(axis, value) if value else str(ANY[axis])


def _summed(found: Mapping[Key, int], place: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    for key, number in found.items():
        sums[key[place]] += number
    return sums
