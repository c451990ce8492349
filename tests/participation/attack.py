"""Somebody who knows every table that was ever shown, the program and its rules, and who has unlimited time.

A hidden number stays open if there are answers, other than the true ones, that give the very same tables, and in
which it is another. Whoever solves the linear relations among all tables (sums, margins, other tables, files,
the summary, versions), or tries out all answers there could be, cannot tell the two apart. So this attacker
is beaten by showing such answers; they are found by walking from the true ones on, changing those of a form or two.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from organisations.participation.evaluation.answered import SAID, Form, Rows
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.pairs import Chance, crossed
from organisations.participation.evaluation.tables import Look, Table
from organisations.participation.questions.content import Content, Kind, Question

MOST_TRIED = 30_000
PAIR = "pair"  # instead of an axis
Forms = tuple[Form, ...]
Change = dict[int, Form]  # other forms by their place
Cell = tuple[str, str, str]  # axis, column, row


@dataclass
class Attack:
    """An attack on all hidden numbers of a question."""

    content: Content
    question: Question
    forms: Forms

    def __post_init__(self) -> None:
        self.shown = counted(self.content, self.forms)
        self.rows = Rows(self.content, self.question)

    def pinned(self) -> set[Cell]:
        """The hidden numbers for which no other answers were found."""
        left, random = set(self.hidden()), Random(1)
        forms, away = self.forms, Counter[Cell]()
        for _ in range(MOST_TRIED):
            change = self._change(forms, random)
            moved = self._moved(forms, change)
            if any(moved.values()) and self._seems_same(moved) and self._is_same(forms, change):
                forms = _changed(forms, change)
                away.update(moved)
                left -= {cell for cell, number in away.items() if number}
            if not left:
                break
        return left

    def hidden(self) -> Iterator[Cell]:
        """Every number of its tables that is not shown; of crossed tables, too, that are not shown at all."""
        for axis in ("", *self.shown.groups):
            table = self._tables.get(axis)
            for column in self.shown.groups[axis].columns if axis else ("",):
                yield from ((axis, column, key) for key in self.rows.keys if not table or key not in table.rows)

    @property
    def _tables(self) -> Mapping[str, Table]:
        return self.shown.questions.get(self.question.code, {})

    def _cells(self, forms: Change) -> Counter[Cell]:
        """How many of these forms stand in each cell."""
        return Counter(cell for form in forms.values() for cell in self._cells_of(form))

    def _cells_of(self, form: Form) -> Iterator[Cell]:
        if not self._asks(form):
            return
        for axis in ("", *self.shown.groups):
            column = self.shown.groups[axis].column_of(form.groups.get(axis, "")) if axis else ""
            yield from ((axis, column, key) for key in _keys(self.rows, form))

    def _moved(self, base: Forms, change: Change) -> Counter[Cell]:
        """What the change adds to each cell."""
        moved = self._cells(change)
        moved.subtract(self._cells({place: base[place] for place in change}))
        return moved

    def _seems_same(self, moved: Counter[Cell]) -> bool:
        """Whether no number that is shown changes; the tables themselves are made only then."""
        rests: Counter[tuple[str, str]] = Counter()
        for (axis, column, key), change in moved.items():
            table = self._tables.get(axis) if change else None
            if table and key in table.rows:
                return False
            if table and table.rest:
                rests[axis, column] += change
        return not any(rests.values())

    def _is_same(self, base: Forms, change: Change) -> bool:
        return counted(self.content, _changed(base, change)) == self.shown

    def _asks(self, form: Form) -> bool:
        return self.question in self.content.asked(form.values)

    def _change(self, forms: Forms, random: Random) -> Change:
        """One form or two answer otherwise, two exchange their answers, or everybody means the one by the other."""
        one, two = random.sample(range(len(forms)), 2)
        way = random.randrange(10)
        if way == 9 and self.question.asked_if:
            return {one: replace(forms[one], values=random.choice(forms).values), two: self._asked(forms[two], random)}
        if self.rows.several:
            key = random.choice(self.rows.keys)
            return {place: self._toggled(forms[place], key) for place in ([one] if way < 3 else [one, two])}
        if way == 0:
            names = random.sample(self._values(), 2)
            swapped = dict(zip(names, reversed(names), strict=True))
            asked = [place for place, form in enumerate(forms) if self._value(form) in swapped and self._asks(form)]
            return {place: self._with(forms[place], swapped[self._value(forms[place])]) for place in asked}
        if way < 4:
            return {one: self._with(forms[one], random.choice(self._values()))}
        if way < 6:
            return {
                place: replace(forms[place], values=forms[other].values) for place, other in ((one, two), (two, one))
            }
        return {
            one: self._with(forms[one], self._value(forms[two])),
            two: self._with(forms[two], self._value(forms[one])),
        }

    def _asked(self, form: Form, random: Random) -> Form:
        """Another answer to the question on which this one depends."""
        rule = self.question.asked_if
        assert rule
        keys = [*Rows(self.content, self.content.by_code[rule.question]).keys[:-1], None]
        return replace(form, values={**form.values, rule.question: random.choice(keys)})

    def _toggled(self, form: Form, key: str) -> Form:
        said = form.values.get(self.question.code) or []
        return self._with(form, [one for one in said if one != key] if key in said else [*said, key])

    def _values(self) -> list[object]:
        keys = self.rows.keys[:-1]
        return [*(keys if self.question.kind == Kind.ONE else map(int, keys)), None]

    def _value(self, form: Form) -> object:
        return form.values.get(self.question.code)

    def _with(self, form: Form, value: object) -> Form:
        return replace(form, values={**form.values, self.question.code: value})


def _changed(forms: Forms, change: Change) -> Forms:
    return tuple(change.get(place, form) for place, form in enumerate(forms))


@dataclass
class PairAttack(Attack):
    """An attack on how many gave an answer to `question` and one to `other`; both are changed in turn.

    What chance can make of every number tells nothing. `chance`: if pairs were told by this instead.
    """

    other: Question
    chance: Chance | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.beside, self.last = Rows(self.content, self.other), self.forms
        self.pair = (self.question.code, self.other.code)

    def hidden(self) -> Iterator[Cell]:
        """All of them but those that everybody knows to be none: of who was never asked."""
        rule = self.other.asked_if
        asked = rule.codes if rule and rule.question == self.question.code else self.rows.keys
        yield from ((PAIR, *keys) for keys in product(asked, self.beside.keys))

    def _change(self, forms: Forms, random: Random) -> Change:
        if random.randrange(2):
            self.question, self.other = self.other, self.question
            self.rows, self.beside = self.beside, self.rows
        return super()._change(forms, random)

    def _cells_of(self, form: Form) -> Iterator[Cell]:
        yield from super()._cells_of(form)
        if self._asks(form) and self.other in self.content.asked(form.values):
            keys = {rows.question.code: _keys(rows, form) for rows in (self.rows, self.beside)}
            yield from ((PAIR, one, other) for one, other in product(*(keys[code] for code in self.pair)))

    def _is_same(self, base: Forms, change: Change) -> bool:
        forms = _changed(base, change)
        if not super()._is_same(base, change) or self._pairs(forms) != self._pairs(self.forms):
            return False
        self.last = forms
        return True

    def _pairs(self, forms: Forms) -> Look:
        return crossed(self.content, forms, self.shown, self.chance) if self.chance else self.shown


def _keys(rows: Rows, form: Form) -> list[str]:
    return [key for key in rows.keys if rows.said(key, form) == SAID] if rows.several else [rows.key_of(form)]
