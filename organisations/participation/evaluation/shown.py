"""A look as people read it: each question with its rows in words, beside each other by area, language or version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.languages import language_name
from organisations.participation.evaluation.answered import Rows
from organisations.participation.evaluation.tables import PLAIN, REST, Look, Table
from organisations.participation.phrases import listed
from organisations.participation.questions.answers import UNSAID
from organisations.participation.questions.content import POINTS, Content, Kind, Question, Said, said
from organisations.sentences import digits
from organisations.vocabulary import vocabulary

AXIS_TITLES: dict[str, Any] = {"area": _("Area"), "language": _("Language")}


@dataclass(frozen=True)
class Cell:
    """A number of a row (None: hidden), and which part of the forms of its column that is, in percent. Not `asked` are
    those who gave the answer of its column. Not `exact`: changed by chance, so that percents would say too much."""

    column: str
    number: int | None
    share: int = 0
    asked: bool = True
    exact: bool = True

    @property
    def percent(self) -> str:
        """The part in words."""
        return "" if not self.exact else digits(format_percent(self.share / 100, locale=formats.locale()))


@dataclass(frozen=True)
class Line:
    """A row in words. `is_rest`: several rows that are only shown as one."""

    said: Said
    cells: tuple[Cell, ...]
    is_rest: bool = False


@dataclass(frozen=True)
class Column:
    """A table, or one column of it, with what stands above it."""

    title: str
    table: Table | None
    place: int = 0
    is_asked: bool = True

    @property
    def is_exact(self) -> bool:
        """Whether its numbers are true."""
        return self.table is None or self.table.is_exact

    def cell(self, key: str) -> Cell:
        """The number of a row."""
        row = self.table.rows.get(key) if self.table else None
        return self._cell(row[self.place] or None if row else None)

    @property
    def rest(self) -> Cell:
        """The number of the rows that are shown as one."""
        return self._cell(self.table.rest[self.place] or None if self.table and self.table.rest else None)

    @property
    def asked(self) -> int | None:
        """How many forms asked it."""
        return self.table.asked[self.place] or None if self.table else None

    def _cell(self, number: int | None) -> Cell:
        share = round(100 * number / self.asked) if number and self.asked else 0
        share = min(share, 100)  # numbers changed by chance may be more than their sum
        return Cell(self.title, number, share, self.is_asked, self.is_exact)


@dataclass(frozen=True)
class Shown:
    """A question with its columns: one, or several beside each other. `is_pair`: read by another question.
    `alone`: it depends on another, and can be read by itself if it cannot be so."""

    content: Content
    question: Question
    columns: tuple[Column, ...]
    language: str
    is_pair: bool = False
    alone: bool = False

    @property
    def said(self) -> Said:
        """The question."""
        return said(self.question.text, self.language)

    @cached_property
    def rows(self) -> Rows:
        """The rows of its table."""
        return Rows(self.content, self.question)

    @property
    def is_crossed(self) -> bool:
        """Whether it is read by something, column by column."""
        return any(column.title for column in self.columns)

    @cached_property
    def lines(self) -> list[Line]:
        """The rows that are shown in at least one column, then the rest if it is the same in all."""
        found = []
        for key in self.rows.keys:
            cells = tuple(column.cell(key) for column in self.columns)
            if any(cell.number is not None for cell in cells):
                found.append(Line(self.row(key), cells))
        rest = tuple(column.rest for column in self.columns)
        if self._together and any(cell.number is not None for cell in rest):
            found.append(Line(Said(self.together), rest, True))
        return found

    @property
    def together(self) -> str:
        """The rows that are shown as one, in words."""
        return gettext("Together: %(answers)s") % {
            "answers": self._listed([self.row(key).text for key in self._together])
        }

    @property
    def _together(self) -> tuple[str, ...]:
        found = {column.table.together for column in self.columns if column.table}
        return found.pop() if len(found) == 1 else ()

    @property
    def titles(self) -> dict[str, str]:
        """The rows of its own table in words, as heads of columns."""
        table = self.columns[0].table
        if table is None:
            return {}
        rest = {REST: self.together} if table.rest else {}
        return {key: self.row(key).text for key in table.rows} | rest

    @property
    def unlisted(self) -> str:
        """The answers that are in no number, in words; of languages they are too many to name."""
        counted = any(line.is_rest for line in self.lines)
        if counted or not (self.rows.several or self.is_by_chance) or self.question.kind == Kind.LANGUAGES:
            return ""
        return self._listed([self.row(key).text for key in self._together])

    @property
    def is_by_chance(self) -> bool:
        """Whether numbers of its own table were changed by chance."""
        return not self.is_pair and not all(column.is_exact for column in self.columns)

    @property
    def note(self) -> str:
        """How many forms asked it, if that is one number."""
        asked = self.columns[0].asked
        if self.is_crossed or asked is None:
            return ""
        return ngettext("%(number)s form", "%(number)s forms", asked) % {"number": digits(asked)}

    def _listed(self, words: Sequence[str]) -> str:
        return listed(words, self.language)

    def row(self, key: str) -> Said:
        """A row in words."""
        question = self.question
        if key == UNSAID:
            return Said(gettext("Not said"))
        if question.kind == Kind.LANGUAGES:
            return Said(language_name(key, self.language).name)
        if question.kind == Kind.NUMBER:
            return Said("–".join(dict.fromkeys(digits(number) for number in self.rows.bounds_of(key))))
        if question.kind == Kind.SCALE:
            ends = {1: question.low, POINTS: question.high}.get(int(key), {})
            words = said(ends, self.language).text
            return Said(f"{digits(key)} ({words})" if words else digits(key))
        return said(question.option_by_code[key].text, self.language)


def plain(content: Content, look: Look, language: str) -> Iterator[Shown]:
    """Each question by itself."""
    for question in _counted(content):
        yield Shown(content, question, (Column("", look.questions.get(question.code, {}).get(PLAIN)),), language)


def by(content: Content, look: Look, axis: str, language: str) -> Iterator[Shown]:
    """Each question by area or language."""
    titles = [_group(axis, key, language) for key in look.groups[axis].columns]
    for question in _counted(content):
        table = look.questions.get(question.code, {}).get(axis)
        columns = tuple(Column(title, table, place) for place, title in enumerate(titles))
        yield Shown(content, question, columns, language, alone=_alone(look, question))


def crossed(content: Content, look: Look, code: str, language: str) -> Iterator[Shown]:
    """Each question with a column for each answer to the one with this code."""
    (other,) = (one for one in plain(content, look, language) if one.question.code == code)
    for question in _counted(content):
        if question.code != code:
            pair, own = look.pair(question.code, code), look.questions.get(question.code, {}).get(PLAIN)
            table = pair.table(own.together) if pair and own else None
            places = {key: place for place, key in enumerate(pair.columns)} if pair else {}
            columns = tuple(
                Column(
                    title,
                    table if key in places else None,
                    places.get(key, 0),
                    not pair or key in places,
                )
                for key, title in other.titles.items()
            )
            yield Shown(content, question, columns, language, is_pair=True, alone=_alone(look, question))


def beside(content: Content, looks: Sequence[tuple[str, Content, Look]], language: str) -> Iterator[Shown]:
    """The questions that are the same in all of these versions; each look with its title and what it asked."""
    for question in _counted(content):
        if all(_is_same(question, other.by_code.get(question.code)) for _title, other, _look in looks):
            columns = tuple(
                Column(title, look.questions.get(question.code, {}).get(PLAIN)) for title, _other, look in looks
            )
            yield Shown(content, question, columns, language)


def _alone(look: Look, question: Question) -> bool:
    return question.asked_if is not None and question.code in look.questions


def _counted(content: Content) -> list[Question]:
    return [question for question in content.questions if question.kind != Kind.TEXT]


def _is_same(one: Question, other: Question | None) -> bool:
    """Whether two versions ask the same: the same answers can be given, and it is asked of the same people."""
    return other is not None and (one.kind, list(one.option_by_code), one.asked_if, one.least, one.most) == (
        other.kind, list(other.option_by_code), other.asked_if, other.least, other.most,
    )  # fmt: skip


def _group(axis: str, key: str, language: str) -> str:
    if key == REST:
        return gettext("All others together")
    if axis == "language":
        return language_name(key, language).name
    area = vocabulary("default").area_by_key.get(key)
    return (area.name if area else key) or gettext("No area named")
