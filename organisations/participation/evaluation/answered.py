"""How the answers to a question are counted: the rows of its table, and the row of a form."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from organisations.participation.questions.answers import UNSAID, languages_of
from organisations.participation.questions.content import POINTS, Content, Kind, Question, Rule

EDGES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)  # where groups begin
SEVERAL = frozenset({Kind.MANY, Kind.LANGUAGES})
SAID, NOT = "said", "not"  # of an option of a question with several answers


@dataclass(frozen=True)
class Form:
    """What counts of a form: its answers, its area (slug, "" for none) and its language."""

    values: Mapping[str, Any]
    groups: Mapping[str, str] = field(default_factory=dict)


class Rows:
    """The rows of the table of a question: `keys`; of a question with one answer the last is "not said"."""

    def __init__(self, content: Content, question: Question) -> None:
        self.content, self.question = content, question
        self.several = question.kind in SEVERAL
        self.edges = _edges(content, question) if question.kind == Kind.NUMBER else []
        self.keys = self._keys()

    def _keys(self) -> tuple[str, ...]:
        kind = self.question.kind
        if kind == Kind.LANGUAGES:
            return languages_of(self.question)
        if self.several:
            return tuple(self.question.option_by_code)
        known = {Kind.SCALE: range(1, POINTS + 1), Kind.NUMBER: self.edges}.get(kind, self.question.option_by_code)
        return (*map(str, known), UNSAID)

    def key_of(self, form: Form) -> str:
        """The row of a form, if there is one answer."""
        value = form.values.get(self.question.code)
        if self.edges and isinstance(value, int):
            return str(self.edges[max(bisect_right(self.edges, value) - 1, 0)])
        key = str(value)
        return key if key in self.keys else UNSAID

    def said(self, key: str, form: Form) -> str:
        """Whether a form has this among its several answers."""
        value = form.values.get(self.question.code)
        return SAID if isinstance(value, list) and key in value else NOT

    def bounds_of(self, key: str) -> tuple[int, int]:
        """The first and the last number of a group."""
        place = self.edges.index(int(key))
        return int(key), [*self.edges, self.question.most + 1][place + 1] - 1

    def holding(self, rule: Rule) -> frozenset[str]:
        """The rows of the answers after which the question with this rule is asked."""
        if rule.least is None:
            return frozenset(rule.codes)
        return frozenset(key for key in self.keys if key.isdecimal() and int(key) >= rule.least)


def _edges(content: Content, question: Question) -> list[int]:
    """Where its groups begin: round numbers, and those on which another question depends. Never by the answers."""
    rules = [one.asked_if for one in content.questions if one.asked_if]
    cuts = {rule.least for rule in rules if rule.question == question.code and rule.least is not None}
    return sorted({question.least, *(n for n in {*EDGES, *cuts} if question.least < n <= question.most)})
