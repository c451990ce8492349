"""Counting forms into tables that may be shown: pure, from forms and earlier looks to a look."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from organisations.participation.evaluation.answered import NOT, SAID, Form, Rows
from organisations.participation.evaluation.control import LEAST_GROUP, Earlier, Numbers, Partition, partition, summed
from organisations.participation.evaluation.tables import AXES, PLAIN, Counted, Grouping, Look, Table
from organisations.participation.questions.content import Content, Kind, Question

Columns = Sequence[Sequence[Form]]
Place = Callable[[Form], str]
CHOICES = (AXES, *((axis,) for axis in AXES))  # crossed by both, else by one of them
BOTH = Partition((SAID, NOT), ())  # the table of an option of a question with several answers


def counted(content: Content, forms: Sequence[Form], earlier: Mapping[int, Look] | None = None) -> Look:
    """All tables of a version that may be shown, given what was shown before (by number of the look)."""
    return _Count(content, forms, earlier or {}).look()


class _Count:
    def __init__(self, content: Content, forms: Sequence[Form], earlier: Mapping[int, Look]) -> None:
        self.content, self.forms, self.earlier = content, forms, earlier
        self.groups = {axis: found for axis in AXES if (found := self._grouping(axis))}
        self.rows = {question.code: Rows(content, question) for question in content.questions}
        self.done: dict[str, Counted] = {}

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

        def group(form: Form) -> str:
            return form.groups.get(axis, "")

        rows = _tally([self.forms], group)
        before = [
            Earlier(look.groups[axis].part, _tally([_since(number, self.forms)], group))
            for number, look in self.earlier.items()
            if axis in look.groups
        ]
        part = partition({key: rows[key] for key in sorted(rows)}, LEAST_GROUP, before=before)
        if part is None:
            return None
        sums = [rows[key][0] for key in part.shown]
        return Grouping(part, (*sums, len(self.forms) - sum(sums)) if part.together else tuple(sums))

    def _question(self, rows: Rows, forms: Sequence[Form]) -> Counted | None:
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
        return Counted(len(forms), tables)

    def _part(self, rows: Rows, forms: Sequence[Form], axes: Sequence[str], within: Sequence[str]) -> Partition | None:
        """Which rows are shown, the same by all of these axes. `within`: those that are not shown without any."""
        if not self._tells_who_was_asked(rows.question, axes):
            return None
        columns = self._columns(forms, axes)
        if not rows.several:
            before = self._before(rows, forms, axes, rows.key_of)
            return partition(_tally(columns, rows.key_of, rows.keys), within=within, before=before)
        shown = []
        for key in rows.keys:
            place = partial(rows.said, key)
            before = self._before(rows, forms, axes, place, key)
            if key not in within and partition(_tally(columns, place, BOTH.shown), before=before):
                shown.append(key)
        return Partition(tuple(shown), tuple(key for key in rows.keys if key not in shown)) if shown else None

    def _before(
        self, rows: Rows, forms: Sequence[Form], axes: Sequence[str], place: Place, key: str = ""
    ) -> list[Earlier]:
        """The same table in earlier looks, as far as it was shown (of several answers: this one)."""
        found = []
        for number, look in self.earlier.items():
            done = look.questions.get(rows.question.code)
            tables = {axis: table for axis, table in done.tables.items() if axis in (axes or (PLAIN,))} if done else {}
            if key:
                tables = {axis: table for axis, table in tables.items() if key in table.rows}
            for table in list(tables.values())[:1]:  # they are alike by all axes
                columns = self._columns(_since(number, forms), [axis for axis in tables if axis])
                found.append(Earlier(BOTH if key else table.part, _tally(columns, place)))
        return found

    def _tells_who_was_asked(self, question: Question, axes: Sequence[str]) -> bool:
        """Whether the tables of the question it depends on tell who was asked: else this one would tell more of it."""
        rule = question.asked_if
        if rule is None:
            return True
        found, rows = self.done.get(rule.question), self.rows[rule.question]
        tables = [found.tables.get(axis) for axis in axes or (PLAIN,)] if found else [None]
        codes = frozenset(rule.codes) if rule.least is None else rows.from_number(rule.least)
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
    if rows.several:
        said = {key: _tally(columns, partial(rows.said, key))[SAID] for key in part.shown}
        return Table(said, part.together)
    found = _tally(columns, rows.key_of, rows.keys)
    rest = summed([found[key] for key in part.together])
    return Table({key: found[key] for key in part.shown}, part.together, rest)


def _tally(columns: Columns, place: Place, keys: Sequence[str] = ()) -> dict[str, Numbers]:
    """How many forms of each column stand in each row: in those of `keys`, and in any that occurs."""
    counts = [Counter(map(place, forms)) for forms in columns]
    found = dict.fromkeys((*keys, *(key for count in counts for key in count)))
    return {key: tuple(count[key] for count in counts) for key in found}


def _since(number: int, forms: Sequence[Form]) -> list[Form]:
    """Those that were not counted in that look yet."""
    return [form for form in forms if form.look is None or form.look > number]
