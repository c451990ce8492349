"""The numbers over time of an area: read from the snapshots, in a fixed number of queries."""

from datetime import date
from functools import cached_property

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext

from organisations.curate.filters import AGE_WORDS
from organisations.curate.statistics.choice import Choice
from organisations.curate.statistics.plots import Line, Stack
from organisations.curate.statistics.tables import Row, Table
from organisations.curate.statistics.words import PARAMETERS, TITLES, Words, entries_url, month_name
from organisations.curate.view import AGES
from organisations.models import Snapshot
from organisations.models.vocabulary import German
from organisations.services.counting import HIDDEN

Counts = dict[str, dict[str, int]]


class Numbers:
    """What a page of statistics shows of `choice`."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.words = Words()

    @cached_property
    def _snapshots(self) -> dict[date, Snapshot]:
        """By month, from the first month that has numbers at all."""
        rows = Snapshot.objects.filter(area=self.choice.area_id, month__gte=self.choice.first_month)
        return {row.month: row for row in rows}

    @cached_property
    def counted_on(self) -> date | None:
        """The day of the newest numbers of all."""
        row = Snapshot.objects.filter(area=None).order_by("-month").values_list("counted_on").first()
        return row[0] if row else None

    @cached_property
    def months(self) -> list[date]:
        """All months to show; one without numbers in this area had no entry there."""
        if self.counted_on is None:
            return []
        oldest = Snapshot.objects.filter(area=None).order_by("month").values_list("month", flat=True).first()
        month, found = max(self.choice.first_month, oldest or self.choice.first_month), []
        last = min(timezone.localdate(), self.counted_on)
        while month <= last:
            found.append(month)
            month += relativedelta(months=1)
        return found

    @property
    def labels(self) -> tuple[str, ...]:
        """The months in words."""
        return tuple(map(month_name, self.months))

    def _series(self, dimension: str, *values: str) -> tuple[int, ...]:
        """The number of a value by month; of several values that exclude each other, their sum."""
        found = (self._snapshots.get(month) for month in self.months)
        return tuple(sum(row.counts.get(dimension, {}).get(one, 0) for one in values) if row else 0 for row in found)

    @cached_property
    def total(self) -> Table:
        """How many public entries there were."""
        found = (self._snapshots.get(month) for month in self.months)
        numbers = tuple(row.entries if row else 0 for row in found)
        row = Row(gettext("Public entries"), numbers, entries_url(self._within()))
        return Table("entries", gettext("Public entries"), (gettext("Month"), *self.labels), (row,))

    @property
    def total_plot(self) -> Line:
        """The same as a line."""
        return Line(self.labels, self.total.rows[0].numbers)

    @cached_property
    def freshness(self) -> Table:
        """How many of them were checked how long ago."""
        rows = tuple(
            Row(str(AGE_WORDS[age]), self._series("fresh", age), entries_url([*self._within(), ("age", age)]))
            for age in AGES
        )
        return Table("freshness", gettext("Freshness"), (gettext("Last check"), *self.labels), rows)

    @property
    def freshness_plot(self) -> Stack:
        """The same as bars; who is in no list has an age too, and so stands in them already."""
        rows = zip(AGES, self.freshness.rows, strict=True)
        return Stack(self.labels, tuple((age, row.numbers) for age, row in rows if age != HIDDEN))

    @property
    def freshness_looks(self) -> list[tuple[str, Row]]:
        """The parts of a bar from above: look and row. What is in no list is no part, and has no look."""
        *parts, hidden = zip(AGES, self.freshness.rows, strict=True)
        return [*parts[::-1], ("", hidden[1])]

    @cached_property
    def parts(self) -> Table:
        """The entries by the chosen dimension, those with the most first."""
        by = self.choice.by
        rows = self._area_rows() if by == "area" else self._rows(by)
        return Table(by, str(TITLES[by]), (str(TITLES[by]), *self.labels), tuple(rows))

    def _rows(self, by: str) -> list[Row]:
        values = {value for row in self._snapshots.values() for value in row.counts.get(by, {})}
        if by == "german":
            return self._german_rows(values)
        rows = [self._row(by, value, self._series(by, value)) for value in values]
        return sorted(rows, key=lambda row: (-row.numbers[-1], row.label))

    def _german_rows(self, values: set[str]) -> list[Row]:
        """Each step with those below it, as the lists understand it; then those of which nothing is known."""
        steps = German.values
        rows = [
            self._row("german", step, self._series("german", *steps[: place + 1]))
            for place, step in enumerate(steps)
            if values & set(steps[: place + 1])
        ]
        return rows + ([self._row("german", "", self._series("german", ""))] if "" in values else [])

    def _area_rows(self) -> list[Row]:
        """The numbers of the areas within the chosen one."""
        inner = {area.id: area for area in self.choice.inner}
        rows = Snapshot.objects.filter(area__in=inner, month__gte=self.choice.first_month)
        found: dict[int, dict[date, int]] = {}
        for area, month, number in rows.values_list("area_id", "month", "entries"):
            if area:
                found.setdefault(area, {})[month] = number
        made = [
            self._row("area", inner[id].slug, tuple(numbers.get(month, 0) for month in self.months))
            for id, numbers in found.items()
        ]
        return sorted(made, key=lambda row: (-row.numbers[-1], row.label))

    def _row(self, by: str, value: str, numbers: tuple[int, ...]) -> Row:
        pairs = [*([] if by == "area" else self._within()), (PARAMETERS.get(by, by), value)]
        return Row(self.words.path(by, value), numbers, entries_url(pairs) if value else "")

    def _within(self) -> list[tuple[str, str]]:
        return [("area", self.choice.area.slug)] if self.choice.area else []

    def table(self, name: str) -> Table | None:
        """The table of that name."""
        if name == "entries":
            return self.total
        if name == "freshness":
            return self.freshness
        return self.parts if name == self.choice.by else None
