"""Counting forms into tables that may be shown. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from organisations.participation.evaluation.answered import NOT, SAID, Form, Rows
from organisations.participation.evaluation.control import LEAST_GROUP, Numbers, Partition, partition, summed
from organisations.participation.evaluation.tables import AXES, PLAIN, Grouping, Look, Table, Tables
from organisations.participation.questions.content import Content, Kind, Question

Columns = Sequence[Sequence[Form]]
Place = Callable[[Form], str]
CHOICES = (AXES, *((axis,) for axis in AXES))  # crossed by both, else by one of them


def counted(content: Content, forms: Sequence[Form]) -> Look:
    """All tables of these forms that may be shown."""
    return _Count(content, forms).look()


class _Count:
    def __init__(self, content: Content, forms: Sequence[Form]) -> None:
        self.content, self.forms = content, forms
        self.groups = {axis: found for axis in AXES if (found := self._grouping(axis))}
        self.rows = {question.code: Rows(content, question) for question in content.questions}
        self.done: dict[str, Tables] = {}

    def look(self) -> Look:
        """Question by question: one that depends on another comes behind it."""
        asked = [{one.code for one in self.content.asked(form.values)} for form in self.forms]
        for question in self.content.questions:
            forms = [form for form, codes in zip(self.forms, asked, strict=True) if question.code in codes]
            if question.kind != Kind.TEXT and (found := self._question(self.rows[question.code], forms)):
                self.done[question.code] = found
        return Look(len(self.forms), self.groups, self.done)

    def _grouping(self, axis: str) -> Grouping | None:
        """The groups of an axis; None if it has not two columns."""
        rows = _tally([self.forms], lambda form: form.groups.get(axis, ""))
        part = partition({key: rows[key] for key in sorted(rows)}, LEAST_GROUP)
        if part is None:
            return None
        sums = [rows[key][0] for key in part.shown]
        return Grouping(part, (*sums, len(self.forms) - sum(sums)) if part.together else tuple(sums))

    def _question(self, rows: Rows, forms: Sequence[Form]) -> Tables | None:
        """Its tables; None if nothing may be shown."""
        plain = self._part(rows, forms, (), ())
        if plain is None:
            return None
        tables = {PLAIN: _table(rows, [forms], plain)}
        for axes in CHOICES:
            part = self._part(rows, forms, axes, plain.together) if set(axes) <= set(self.groups) else None
            if part:
                tables |= {axis: _table(rows, self._columns(forms, [axis]), part) for axis in axes}
                break
        return tables

    def _part(self, rows: Rows, forms: Sequence[Form], axes: Sequence[str], within: Sequence[str]) -> Partition | None:
        """Which rows are shown, the same by all of these axes. `within`: those that are not shown without any."""
        if not self._tells_who_was_asked(rows.question, axes):
            return None
        columns = self._columns(forms, axes)
        if not rows.several:
            sizes = [len(self.groups[axis].columns) for axis in axes]
            return partition(_tally(columns, rows.key_of, rows.keys), within=within, axes=sizes)
        told = {key: partition(_tally(columns, partial(rows.said, key), (SAID, NOT))) for key in rows.keys}
        shown = tuple(key for key in rows.keys if key not in within and told[key])
        return Partition(shown, tuple(key for key in rows.keys if key not in shown)) if shown else None

    def _tells_who_was_asked(self, question: Question, axes: Sequence[str]) -> bool:
        """Whether the tables of the question it depends on tell who was asked: else this one would tell more of it."""
        rule = question.asked_if
        if rule is None:
            return True
        found, rows = self.done.get(rule.question, {}), self.rows[rule.question]
        tables = [found.get(axis) for axis in axes or (PLAIN,)]
        codes = rows.holding(rule)
        if rows.several:
            return len(codes) == 1 and all(table and codes <= set(table.rows) for table in tables)
        return all(table and table.part.tells(codes) for table in tables)

    def _columns(self, forms: Sequence[Form], axes: Sequence[str]) -> Columns:
        """The forms, column by column of each of these axes."""
        if not axes:
            return [forms]
        return [
            [form for form in forms if grouping.column_of(form.groups.get(axis, "")) == column]
            for axis, grouping in self.groups.items()
            if axis in axes
            for column in grouping.columns
        ]


def _table(rows: Rows, columns: Columns, part: Partition) -> Table:
    asked = tuple(map(len, columns))
    if rows.several:
        said = {key: _tally(columns, partial(rows.said, key))[SAID] for key in part.shown}
        return Table(said, part.together, (), asked)
    found = _tally(columns, rows.key_of, rows.keys)
    rest = summed([found[key] for key in part.together])
    return Table({key: found[key] for key in part.shown}, part.together, rest, asked)


def _tally(columns: Columns, place: Place, keys: Sequence[str] = ()) -> dict[str, Numbers]:
    """How many forms of each column stand in each row: in those of `keys`, and in any that occurs."""
    counts = [Counter(map(place, forms)) for forms in columns]
    found = dict.fromkeys((*keys, *(key for count in counts for key in count)))
    return {key: tuple(count[key] for count in counts) for key in found}
