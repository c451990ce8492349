"""A look as people read it: each question with its rows in words, beside each other by area, language or version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from organisations.languages import language_name
from organisations.participation.evaluation.answered import Rows
from organisations.participation.evaluation.cells import Cell, Column, Line, drawn, is_hidden
from organisations.participation.evaluation.tables import PLAIN, REST, Look, Pair, Table
from organisations.participation.evaluation.wording import (
    Wording,
    original,
    row_said,
    texts_of,
    told,
    wordings,
)
from organisations.participation.phrases import listed
from organisations.participation.questions.content import Content, Kind, Question, Said, said
from organisations.sentences import digits
from organisations.vocabulary import vocabulary

AXIS_TITLES: dict[str, Any] = {"area": _("Area"), "language": _("Language")}


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
    def wordings(self) -> list[Wording]:
        """How each version asked it, if they used other words."""
        return wordings([column.asked_as for column in self.columns if column.asked_as], self.language)

    @property
    def name(self) -> str:
        """The question in one line; where versions used other words, in those of each."""
        return " / ".join(one.text for one in self.wordings) or self.said.text

    @cached_property
    def lines(self) -> list[Line]:
        """The rows that are shown in at least one column, then the rest if it is the same in all."""
        found = [
            line for key, cells in self._cells.items() if not is_hidden(cells) for line in self._worded([key], cells)
        ]
        rest = tuple(column.rest for column in self.columns)
        if self._together and not is_hidden(rest):
            found += self._worded(self._together, rest, is_rest=True)
        numbers = [cell.number for line in found for cell in line.cells if cell.number is not None]
        if not numbers:
            return []
        return [drawn(line, max(numbers)) for line in found] if self.has_bars_by_number else found

    @cached_property
    def _cells(self) -> dict[str, tuple[Cell, ...]]:
        return {key: tuple(column.cell(key) for column in self.columns) for key in self.rows.keys}

    @property
    def has_bars_by_number(self) -> bool:
        """Whether bars are as long as their numbers: where percents are not shown of all columns, a bar that is long
        because few forms are in its column would mislead."""
        return self.is_crossed and not all(column.is_exact for column in self.columns)

    def _worded(self, keys: Sequence[str], cells: tuple[Cell, ...], is_rest: bool = False) -> list[Line]:
        """A line of these rows as one; if columns have other words for them, one for each wording."""
        columns: dict[tuple[str, ...], set[int]] = {}
        for place, question in enumerate(self._versions):
            columns.setdefault(tuple(original(texts_of(question, key)) for key in keys), set()).add(place)
        lines = []
        for places in columns.values():
            words = [self._row(key, min(places)) for key in keys]
            text = Said(self._as_one([one.text for one in words])) if is_rest else words[0]
            own = [
                cell if place in places else replace(cell, number=None, asked=False) for place, cell in enumerate(cells)
            ]
            lines.append(Line(text, tuple(own), is_rest, len(columns) > 1))
        return lines

    @property
    def _versions(self) -> list[Question]:
        """What each column asked."""
        return [column.asked_as.question if column.asked_as else self.question for column in self.columns]

    def _row(self, key: str, place: int = 0) -> Said:
        """A row in the words of a column."""
        own = told([texts_of(question, key) for question in self._versions], self.language)
        return row_said(self.rows, key, self.language, own[place])

    def _as_one(self, words: Sequence[str]) -> str:
        return gettext("Together: %(answers)s") % {"answers": self._listed(words)}

    @property
    def _together(self) -> tuple[str, ...]:
        found = {frozenset(column.table.together) for column in self.columns if column.table}
        if len(found) != 1:
            return ()
        (keys,) = found
        return tuple(key for key in self.rows.keys if key in keys)

    @property
    def titles(self) -> dict[str, str]:
        """The rows of its own table in words, as heads of columns."""
        table = self.columns[0].table
        if table is None:
            return {}
        rest = {REST: self._as_one([self._row(key).text for key in table.together])} if table.rest else {}
        return {key: self._row(key).text for key in table.rows} | rest

    @property
    def not_shown(self) -> str:
        """The answers that are in no number, as a list."""
        return self._listed(self.unlisted)

    @property
    def unlisted(self) -> list[str]:
        """The answers that are in no number, in words."""
        return [line.said.text for key in self._unlisted for line in self._worded([key], self._cells[key])]

    @cached_property
    def _unlisted(self) -> list[str]:
        """Their rows. Of languages those that the question's own table does not show are too many to name."""
        rest = self._together if any(line.is_rest for line in self.lines) else ()
        found = [key for key, cells in self._cells.items() if is_hidden(cells) and key not in rest]
        if self.question.kind != Kind.LANGUAGES:
            return found
        return [key for key in found if any(column.table and key in column.table.rows for column in self.columns)]

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


def plain(content: Content, look: Look, language: str) -> Iterator[Shown]:
    """Each question by itself."""
    for question in counted_in(content):
        yield Shown(content, question, (Column("", look.questions.get(question.code, {}).get(PLAIN)),), language)


def by(content: Content, look: Look, axis: str, language: str) -> Iterator[Shown]:
    """Each question by area or language."""
    titles = [_group(axis, key, language) for key in look.groups[axis].columns]
    for question in counted_in(content):
        table = look.questions.get(question.code, {}).get(axis)
        columns = tuple(Column(title, table, place) for place, title in enumerate(titles))
        yield Shown(content, question, columns, language, alone=_alone(look, question))


def crossed(content: Content, look: Look, code: str, language: str) -> Iterator[Shown]:
    """Each question with a column for each answer to the one with this code."""
    (other,) = (one for one in plain(content, look, language) if one.question.code == code)
    for question in counted_in(content):
        if question.code != code:
            pair, own = look.pair(question.code, code), look.questions.get(question.code, {}).get(PLAIN)
            table = _paired(pair, own) if pair and own else None
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


def _paired(pair: Pair, own: Table) -> Table:
    """A pair as a table. What stands together in the question's `own` is not there if none of it was asked both."""
    return pair.table(own.together if REST in pair.rows or not own.rest else ())


def _alone(look: Look, question: Question) -> bool:
    return question.asked_if is not None and question.code in look.questions


def counted_in(content: Content) -> list[Question]:
    """The questions whose answers are counted: all but those in own words."""
    return [question for question in content.questions if question.kind != Kind.TEXT]


def _group(axis: str, key: str, language: str) -> str:
    if key == REST:
        return gettext("All others together")
    if axis == "language":
        return language_name(key, language).name
    area = vocabulary("default").area_by_key.get(key)
    return (area.name if area else key) or gettext("No area named")
