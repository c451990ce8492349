"""What of the counts of a questionnaire is read: which one, by what, beside which. Nonsense is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext, pgettext

from organisations.formats import long_date
from organisations.participation.evaluation.looks import evaluations_of
from organisations.participation.evaluation.shown import AXIS_TITLES, Shown, beside, by, plain
from organisations.participation.evaluation.tables import Look, added
from organisations.participation.models import Evaluation, Questionnaire, Version
from organisations.participation.questions.content import Content
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
        words = {"number": digits(self.version.number), "day": long_date(self.day)}
        if self.number == ALL:
            return gettext("Version %(number)s, all counts") % words
        return gettext("Version %(number)s, counted on %(day)s") % words

    @cached_property
    def look(self) -> Look:
        """What may be shown of it."""
        looks = [Look.of(one.tables) for one in self.evaluations]
        return added(looks) if self.number == ALL else looks[0]

    @cached_property
    def content(self) -> Content:
        """What was asked."""
        return Content.of(self.version.content)


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
class Choice:
    """`one` is read (None: nothing was counted yet), by `axis` (empty: by none), or beside `other`."""

    row: Questionnaire
    counts: list[Count]
    language: str
    one: Count | None = None
    axis: str = ""
    other: Count | None = None

    @classmethod
    def parse(cls, row: Questionnaire, given: Mapping[str, str], language: str) -> "Choice":
        """The choice of a query string."""
        counts = counts_of(row)
        known = {count.key: count for count in counts}
        one = known.get(given.get("of", ""), counts[0] if counts else None)
        other = known.get(given.get("with", ""))
        axis = given.get("by", "") if one and given.get("by", "") in one.look.groups and other in (None, one) else ""
        return cls(row, counts, language, one, axis, None if other == one else other)

    @property
    def axes(self) -> list[tuple[str, Any]]:
        """By what the count can be read."""
        return [(axis, AXIS_TITLES[axis]) for axis in self.one.look.groups] if self.one else []

    @property
    def questions(self) -> list[Shown]:
        """The questions as they are read."""
        if self.one is None:
            return []
        content, look = self.one.content, self.one.look
        if self.other:
            others = [(count.title, count.content, count.look) for count in (self.one, self.other)]
            return list(beside(content, others, self.language))
        return list(by(content, look, self.axis, self.language) if self.axis else plain(content, look, self.language))

    @property
    def columns(self) -> list[str]:
        """What stands above the numbers."""
        questions = self.questions
        titles = [column.title for column in questions[0].columns] if questions else []
        return titles if len(titles) > 1 else [gettext("Number")]

    def query(self) -> str:
        """As a query string without its question mark."""
        asked = {"of": self.one.key if self.one else "", "by": self.axis, "with": self.other.key if self.other else ""}
        return urlencode({name: value for name, value in asked.items() if value})

    def rows(self) -> list[list[str]]:
        """The tables as rows of a file."""
        hidden = gettext("hidden")
        rows = [[gettext("Question"), pgettext("to a question", "Answer"), *self.columns]]
        for question in self.questions:
            if not question.lines:
                rows.append([question.said.text, hidden, *[hidden for _column in question.columns]])
            for line in question.lines:
                cells = [hidden if cell.number is None else str(cell.number) for cell in line.cells]
                rows.append([question.said.text, line.said.text, *cells])
        return rows
