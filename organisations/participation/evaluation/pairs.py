"""Two questions beside each other: each number by chance a little more or less, and a multiple of five. Pure.

Why so, and why it is enough: the package's own text.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, product

from organisations.participation.evaluation.answered import SAID, Form, Rows
from organisations.participation.evaluation.control import LEAST_GROUP
from organisations.participation.evaluation.tables import PLAIN, REST, Look, Pair, Table
from organisations.participation.questions.content import Content

STEP = 5  # every number is a multiple of it
Chance = Callable[[], int]  # what a number is changed by
Standing = Mapping[str, Sequence[str]]  # of a form: in which rows of the questions that it was asked


def noise() -> int:
    """A whole number around zero. Every one is possible; each step further from zero is half as likely."""
    return _heads() - _heads()


def _heads() -> int:
    """How often a coin falls on the same side before it falls on the other."""
    thrown = 0
    while secrets.randbits(1):
        thrown += 1
    return thrown


def crossed(content: Content, forms: Sequence[Form], look: Look, chance: Chance = noise) -> Look:
    """`look`, which are the tables of these forms, and all its questions two by two."""
    sides = [
        _Side(Rows(content, question), look.questions[question.code][PLAIN])
        for question in content.questions
        if question.code in look.questions
    ]
    standing = [_standing(content, sides, form) for form in forms]
    pairs: dict[str, dict[str, Pair]] = {}
    for row, column in combinations(sides, 2):
        if found := _pair(row, column, standing, chance):
            pairs.setdefault(row.code, {})[column.code] = found
    return replace(look, pairs=pairs)


@dataclass(frozen=True)
class _Side:
    """A question as one of two. Its rows are those of its own table, whose numbers are known: so there is nothing to be
    learned of what that does not show, not even from all the others."""

    rows: Rows
    table: Table

    @property
    def code(self) -> str:
        return self.rows.question.code

    def beside(self, other: "_Side") -> tuple[str, ...]:
        """Its rows, without those after which the other question is never asked."""
        keys = (*self.table.rows, *([REST] if self.table.rest else []))
        rule = other.rows.question.asked_if
        if rule is None or rule.question != self.code or self.rows.several:
            return keys
        asked = self.rows.holding(rule)
        return tuple(key for key in keys if asked & ({key} if key != REST else {*self.table.together}))

    def of(self, form: Form) -> list[str]:
        """The rows in which a form stands."""
        if self.rows.several:
            return [key for key in self.table.rows if self.rows.said(key, form) == SAID]
        key = self.rows.key_of(form)
        return [key if key in self.table.rows else REST]


def _standing(content: Content, sides: Sequence[_Side], form: Form) -> Standing:
    asked = {question.code for question in content.asked(form.values)}
    return {side.code: side.of(form) for side in sides if side.code in asked}


def _pair(row: _Side, column: _Side, standing: Sequence[Standing], chance: Chance) -> Pair | None:
    """None if few were asked both; whether they are few is told by chance like every number."""
    both = [(form[row.code], form[column.code]) for form in standing if row.code in form and column.code in form]
    if told(len(both), chance) < LEAST_GROUP:
        return None
    cells = Counter(chain.from_iterable(product(*keys) for keys in both))
    rows, columns = row.beside(column), column.beside(row)
    across = Counter(chain.from_iterable(keys for keys, _others in both))
    down = Counter(chain.from_iterable(keys for _others, keys in both))
    return Pair(
        rows,
        columns,
        tuple(tuple(told(cells[one, other], chance) for other in columns) for one in rows),
        tuple(told(across[key], chance) for key in rows),
        tuple(told(down[key], chance) for key in columns),
    )


def told(number: int, chance: Chance) -> int:
    """What is shown of a number. Whatever the number, any multiple of five can come out: so nothing is certain."""
    return max(STEP * round((number + chance()) / STEP), 0)
