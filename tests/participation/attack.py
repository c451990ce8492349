"""Somebody who knows every table that was ever shown, the program and its rules, and unlimited time.

A hidden number stays open if there are answers, other than the true ones, that give the very same tables in every look
and in which it is another. Whoever solves the linear relations among all tables (sums, margins, other tables, files, the
summary, differences of looks), or tries out all answers there could be, cannot tell the two apart. So this attacker is
beaten by showing such answers, and they are found by changing the answers of one form, or exchanging those of two.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from organisations.participation.evaluation.answered import SAID, Form, Rows
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.tables import Look
from organisations.participation.questions.content import Content, Kind, Question

Forms = tuple[Form, ...]
MOST_BASES = 40
Cell = tuple[int, str, str, str, str]  # look, question, row, axis, column


def looks_of(content: Content, forms: Sequence[Form]) -> dict[int, Look]:
    """What was shown, look by look."""
    shown: dict[int, Look] = {}
    for number in sorted({form.look or 0 for form in forms}):
        shown[number] = counted(content, up_to(forms, number), dict(shown))
    return shown


def up_to(forms: Sequence[Form], number: int) -> list[Form]:
    return [form for form in forms if (form.look or 0) <= number]


@dataclass
class Attack:
    """An attack on all hidden numbers of a question."""

    content: Content
    question: Question
    forms: Forms

    def __post_init__(self) -> None:
        self.shown = looks_of(self.content, self.forms)
        self.rows = Rows(self.content, self.question)
        self.keys = self.rows.keys

    def row(self, form: Form, key: str) -> bool:
        if self.rows.several:
            return self.rows.said(key, form) == SAID
        return self._asks(form) and self.rows.key_of(form) == key

    def _asks(self, form: Form) -> bool:
        return self.question in self.content.asked(form.values)

    def hidden(self) -> Iterator[Cell]:
        """Every number of its tables that is not shown, of crossed tables too that are not shown at all."""
        for number, look in self.shown.items():
            found = look.questions.get(self.question.code)
            for axis in ("", *look.groups):
                table = found.tables.get(axis) if found else None
                for column in look.groups[axis].columns if axis else [""]:
                    for key in self.keys:
                        if not table or key not in table.rows:
                            yield number, self.question.code, key, axis, column

    def number(self, cell: Cell, forms: Forms) -> int:
        look, _code, key, axis, column = cell
        grouping = self.shown[look].groups.get(axis)
        return sum(
            self.row(form, key)
            for form in up_to(forms, look)
            if not grouping or grouping.column_of(form.groups[axis]) == column
        )

    def pinned(self) -> list[Cell]:
        """The hidden numbers for which no other answers were found."""
        left = {cell: self.number(cell, self.forms) for cell in self.hidden()}
        known = deque([self.forms])
        while known and left:
            base, others = known.popleft(), []
            for other in self._others(base):
                changed = [cell for cell, number in left.items() if self.number(cell, other) != number]
                others += [] if changed else [other]
                if changed and looks_of(self.content, other) == self.shown:
                    for cell in changed:
                        del left[cell]
                    known.append(other)
                if not left:
                    return []
            room = MOST_BASES - len(known)
            known.extend(
                [other for other in others[:: len(others) // 99 + 1] if looks_of(self.content, other) == self.shown][
                    :room
                ]
            )
        return list(left)

    def _others(self, forms: Forms) -> Iterator[Forms]:
        if self.rows.several:
            return self._toggled(forms)
        return chain(self._changed(forms), self._renamed(forms), self._exchanged(forms))

    def _toggled(self, forms: Forms) -> Iterator[Forms]:
        """One form has this answer besides, or no more, or has it instead of another one."""
        for key in self.keys:
            kinds = {(repr(form.groups), form.look, self.row(form, key)): place for place, form in enumerate(forms)}
            single = {place: self._turned(forms[place], key) for place in kinds.values()}
            for place, value in single.items():
                yield self._with(forms, {place: value})
            for one, two in combinations(single, 2):
                yield self._with(forms, {one: single[one], two: single[two]})

    def _turned(self, form: Form, key: str) -> list[str]:
        said = form.values.get(self.question.code) or []
        return [one for one in said if one != key] if key in said else [*said, key]

    def _values(self) -> list[object]:
        return [*(self.keys[:-1] if self.question.kind == Kind.ONE else map(int, self.keys[:-1])), None]

    def _changed(self, forms: Forms) -> Iterator[Forms]:
        """One form answers otherwise."""
        kinds = {(repr(form.values), repr(form.groups), form.look): place for place, form in enumerate(forms)}
        for place in kinds.values():
            if self._asks(forms[place]):
                for value in self._values():
                    yield self._with(forms, {place: value})

    def _renamed(self, forms: Forms) -> Iterator[Forms]:
        """Everybody who gave one answer gave another, and the other way round."""
        for one, two in combinations(self._values(), 2):
            names = {one: two, two: one}
            answers = [form.values.get(self.question.code) for form in forms]
            asked = [place for place, form in enumerate(forms) if answers[place] in names and self._asks(form)]
            yield self._with(forms, {place: names[answers[place]] for place in asked})

    def _exchanged(self, forms: Forms) -> Iterator[Forms]:
        """Two forms exchange their answers, with or without all that follows."""
        code = self.question.code
        kinds = {(repr(form.values), repr(form.groups), form.look): place for place, form in enumerate(forms)}
        for one, two in combinations(kinds.values(), 2):
            first, second = forms[one].values, forms[two].values
            if first.get(code) != second.get(code) and self._asks(forms[one]) and self._asks(forms[two]):
                yield self._with(forms, {one: second.get(code), two: first.get(code)})
                changed = list(forms)
                changed[one], changed[two] = replace(forms[one], values=second), replace(forms[two], values=first)
                yield tuple(changed)

    def _with(self, forms: Forms, answers: dict[int, object]) -> Forms:
        changed = list(forms)
        for place, value in answers.items():
            changed[place] = replace(forms[place], values={**forms[place].values, self.question.code: value})
        return tuple(changed)
