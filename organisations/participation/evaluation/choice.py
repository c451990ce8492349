"""What of the counts of a questionnaire is read: which one, by what, beside which. Nonsense is left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from organisations.formats import long_date
from organisations.participation.evaluation.compared import Apart, Side, apart, beside
from organisations.participation.evaluation.looks import evaluations_of
from organisations.participation.evaluation.shown import AXIS_TITLES, Shown, by, crossed, plain
from organisations.participation.evaluation.tables import Look, added
from organisations.participation.models import Evaluation, Questionnaire, Version
from organisations.participation.questions.answers import name_of
from organisations.participation.questions.content import Content, Question, said
from organisations.sentences import digits

ALL = 0  # as the number of a count: all of its version together


@dataclass(frozen=True)
class Count:
    """A count, or all counts of a version as one."""

    version: Version
    number: int
    evaluations: tuple[Evaluation, ...]

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.version.number}-{self.number}"

    @property
    def forms(self) -> int:
        """How many forms were counted."""
        return sum(one.forms for one in self.evaluations)

    @property
    def day(self) -> date:
        """When it was counted, at last."""
        return self.evaluations[0].day

    @property
    def title(self) -> str:
        """What it is, short enough for the head of a column."""
        count = digits(self.number)  # there may be several of a day
        words = {"number": digits(self.version.number), "count": count, "day": long_date(self.day)}
        if self.number == ALL:
            return gettext("Version %(number)s, all counts") % words
        return gettext("Version %(number)s, count %(count)s on %(day)s") % words

    def holds(self, other: "Count") -> bool:
        """Whether it is all counts of a version, and this one of them."""
        return self.number == ALL != other.number and self.version == other.version

    @cached_property
    def look(self) -> Look:
        """What may be shown of it."""
        looks = [Look.of(one.tables) for one in self.evaluations]
        return added(looks) if self.number == ALL else looks[0]

    @cached_property
    def content(self) -> Content:
        """What was asked."""
        return Content.of(self.version.content)

    @property
    def side(self) -> Side:
        """As it stands beside another."""
        return Side(self.title, self.content, self.look)


def counts_of(row: Questionnaire) -> list[Count]:
    """All counts, the newest version first; of one that was counted several times all of it together comes first."""
    found: dict[int, list[Evaluation]] = {}
    for one in evaluations_of(row):
        found.setdefault(one.version_id, []).append(one)
    counts = []
    for several in found.values():
        version = several[0].version
        if len(several) > 1:
            counts.append(Count(version, ALL, tuple(several)))
        counts += [Count(version, one.number, (one,)) for one in several]
    return counts


@dataclass(frozen=True)
class Named:
    """A question that can be chosen: its name in an address, in words."""

    name: str
    words: str
    question: Question


@dataclass(frozen=True)
class Choice:
    """`one` is read (None: nothing was counted yet), by `axis` (empty: by none) or by the answers to `column`, or
    beside `other`; of its questions `row` alone, or all."""

    counts: list[Count]
    language: str
    one: Count | None = None
    axis: str = ""
    other: Count | None = None
    row: Question | None = None
    column: Question | None = None

    @classmethod
    def parse(cls, row: Questionnaire, given: Mapping[str, str], language: str) -> "Choice":
        """The choice of a query string."""
        counts = counts_of(row)
        known = {count.key: count for count in counts}
        one = known.get(given.get("of", ""), counts[0] if counts else None)
        other = known.get(given.get("with", ""))
        if one is None or other == one:
            other = None
        choice = cls(counts, language, one, other=other)
        choice = replace(choice, row=_named(choice.rows_to_choose, given.get("question", "")))
        if one is None or other:
            return choice
        axis = given.get("by", "") if given.get("by", "") in one.look.groups else ""
        column = _named(choice.columns_to_choose, given.get("by", ""))
        return replace(choice, axis=axis, column=None if column == choice.row else column)

    @property
    def axes(self) -> list[tuple[str, Any]]:
        """By what the count can be read."""
        return [(axis, AXIS_TITLES[axis]) for axis in self.one.look.groups] if self.one else []

    @property
    def rows_to_choose(self) -> "list[Named]":
        """The questions that can be read alone: their names in an address, in words."""
        return self._questions(lambda look, code: code in look.questions)

    @property
    def columns_to_choose(self) -> "list[Named]":
        """The questions by whose answers others can be read."""
        return self._questions(lambda look, code: any(look.pair(code, other) for other in look.questions))

    def _questions(self, has: Callable[[Look, str], bool]) -> "list[Named]":
        if self.one is None:
            return []
        found = [one for one in self.one.content.questions if has(self.one.look, one.code)]
        return [Named(name_of(one), said(one.text, self.language).text, one) for one in found]

    @cached_property
    def questions(self) -> list[Shown]:
        """The questions as they are read."""
        return [one for one in self._all(self.one) if self.row in (None, one.question)] if self.one else []

    @cached_property
    def apart(self) -> list[Apart]:
        """The questions that cannot be read beside those of the other count."""
        if self.one is None or self.other is None:
            return []
        found = apart(self.one.side, self.other.side, self.language)
        return [one for one in found if self.row is None or one.question.code == self.row.code]

    def _all(self, count: Count) -> Iterable[Shown]:
        content, look = count.content, count.look
        if self.other:
            return beside(count.side, self.other.side, self.language)
        if self.column:
            return crossed(content, look, self.column.code, self.language)
        return by(content, look, self.axis, self.language) if self.axis else plain(content, look, self.language)

    @property
    def columns(self) -> list[str]:
        """What stands above the numbers."""
        questions = self.questions
        titles = [column.title for column in questions[0].columns] if questions else []
        return titles if any(titles) else [gettext("Number")]

    def query(self) -> str:
        """As a query string without its question mark."""
        asked = {
            "of": self.one.key if self.one else "",
            "question": name_of(self.row) if self.row else "",
            "by": name_of(self.column) if self.column else self.axis,
            "with": self.other.key if self.other else "",
        }
        return urlencode({name: value for name, value in asked.items() if value})


def _named(questions: Iterable[Named], name: str) -> Question | None:
    return next((one.question for one in questions if one.name == name), None)
