"""Somebody who knows every table that was ever shown, the program and its rules, and who has unlimited time.

A hidden number stays open if there are answers, other than the true ones, that give the very same tables in every look,
and in which it is another. Whoever solves the linear relations among all tables (sums, margins, other tables, files,
the summary, differences of looks), or tries out all answers there could be, cannot tell the two apart. So this attacker
is beaten by showing such answers; they are found by changing the answers of one form, or exchanging those of two.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from organisations.participation.evaluation.answered import SAID, Form, Rows
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.tables import Look, Table
from organisations.participation.questions.content import Content, Kind, Question

MOST_KNOWN = 40  # sets of answers from which others are looked for
Forms = tuple[Form, ...]
Change = dict[int, Form]  # other forms by their place
Cell = tuple[int, str, str, str]  # look, axis, column, row


def looks_of(content: Content, forms: Sequence[Form]) -> dict[int, Look]:
    """What was shown, look by look."""
    shown: dict[int, Look] = {}
    for number in sorted({form.look or 0 for form in forms}):
        shown[number] = counted(content, [form for form in forms if (form.look or 0) <= number], dict(shown))
    return shown


@dataclass
class Attack:
    """An attack on all hidden numbers of a question."""

    content: Content
    question: Question
    forms: Forms

    def __post_init__(self) -> None:
        self.shown = looks_of(self.content, self.forms)
        self.rows = Rows(self.content, self.question)

    def pinned(self) -> set[Cell]:
        """The hidden numbers for which no other answers were found."""
        left = set(self.hidden())
        known = deque([self.forms])
        true = self._cells(dict(enumerate(self.forms)))
        while known and left:
            base, room = known.popleft(), MOST_KNOWN - len(known)
            away = self._cells(dict(enumerate(base)))
            away.subtract(true)
            for change in self._changes(base):
                moved = self._moved(base, change)
                found = {cell for cell in left if moved[cell] + away[cell]}
                if (found or room > 0) and self._seems_same(moved) and self._is_same(base, change):
                    left -= found
                    room -= not found
                    known.append(_changed(base, change))
                if not left:
                    break
        return left

    def hidden(self) -> Iterator[Cell]:
        """Every number of its tables that is not shown; of crossed tables, too, that are not shown at all."""
        for number, look in self.shown.items():
            for axis in ("", *look.groups):
                for column in look.groups[axis].columns if axis else ("",):
                    table = self._table(number, axis)
                    yield from (
                        (number, axis, column, key) for key in self.rows.keys if not table or key not in table.rows
                    )

    def _table(self, number: int, axis: str) -> Table | None:
        found = self.shown[number].questions.get(self.question.code)
        return found.tables.get(axis) if found else None

    def _cells(self, forms: Change) -> Counter[Cell]:
        """How many of these forms stand in each cell."""
        return Counter(cell for form in forms.values() for cell in self._cells_of(form))

    def _cells_of(self, form: Form) -> Iterator[Cell]:
        if not self._asks(form):
            return
        keys = [key for key in self.rows.keys if self.rows.said(key, form) == SAID]
        for number, look in self.shown.items():
            for axis in ("", *look.groups) if number >= (form.look or 0) else ():
                column = look.groups[axis].column_of(form.groups[axis]) if axis else ""
                yield from (
                    (number, axis, column, key) for key in (keys if self.rows.several else [self.rows.key_of(form)])
                )

    def _moved(self, base: Forms, change: Change) -> Counter[Cell]:
        """What the change adds to each cell."""
        moved = self._cells(change)
        moved.subtract(self._cells({place: base[place] for place in change}))
        return moved

    def _seems_same(self, moved: Counter[Cell]) -> bool:
        """Whether no number that is shown changes; the tables themselves are made only then."""
        rests: Counter[tuple[int, str, str]] = Counter()
        for (number, axis, column, key), change in moved.items():
            table = self._table(number, axis) if change else None
            if table and key in table.rows:
                return False
            if table and table.rest:
                rests[number, axis, column] += change
        return not any(rests.values())

    def _is_same(self, base: Forms, change: Change) -> bool:
        return looks_of(self.content, _changed(base, change)) == self.shown

    def _asks(self, form: Form) -> bool:
        return self.question in self.content.asked(form.values)

    def _changes(self, forms: Forms) -> Iterator[Change]:
        kinds = {(repr(form.values), repr(form.groups), form.look): place for place, form in enumerate(forms)}
        places = [place for place in kinds.values() if self._asks(forms[place])]
        if self.rows.several:
            return self._toggled(forms, places)
        return chain(self._one(forms, places), self._renamed(forms), self._exchanged(forms, places))

    def _toggled(self, forms: Forms, places: Sequence[int]) -> Iterator[Change]:
        """A form has one of several answers besides, or no more; or two forms do so."""
        for key in self.rows.keys:
            kinds = {(repr(forms[at].groups), forms[at].look, self.rows.said(key, forms[at])): at for at in places}
            single = {place: self._toggle(forms[place], key) for place in kinds.values()}
            yield from ({place: form} for place, form in single.items())
            yield from ({one: single[one], two: single[two]} for one, two in combinations(single, 2))

    def _toggle(self, form: Form, key: str) -> Form:
        said = form.values.get(self.question.code) or []
        return self._with(form, [one for one in said if one != key] if key in said else [*said, key])

    def _values(self) -> list[object]:
        keys = self.rows.keys[:-1]
        return [*(keys if self.question.kind == Kind.ONE else map(int, keys)), None]

    def _one(self, forms: Forms, places: Sequence[int]) -> Iterator[Change]:
        """One form answers otherwise."""
        return ({place: self._with(forms[place], value)} for place in places for value in self._values())

    def _renamed(self, forms: Forms) -> Iterator[Change]:
        """Everybody who gave one answer gave another, and the other way round."""
        for one, two in combinations(self._values(), 2):
            names = {one: two, two: one}
            asked = [place for place, form in enumerate(forms) if self._value(form) in names and self._asks(form)]
            yield {place: self._with(forms[place], names[self._value(forms[place])]) for place in asked}

    def _exchanged(self, forms: Forms, places: Sequence[int]) -> Iterator[Change]:
        """Two forms exchange their answers, with or without all that follows."""
        for one, two in combinations(places, 2):
            first, second = forms[one], forms[two]
            if self._value(first) != self._value(second):
                yield {one: self._with(first, self._value(second)), two: self._with(second, self._value(first))}
                yield {one: replace(first, values=second.values), two: replace(second, values=first.values)}

    def _value(self, form: Form) -> object:
        return form.values.get(self.question.code)

    def _with(self, form: Form, value: object) -> Form:
        return replace(form, values={**form.values, self.question.code: value})


def _changed(forms: Forms, change: Change) -> Forms:
    return tuple(change.get(place, form) for place, form in enumerate(forms))
