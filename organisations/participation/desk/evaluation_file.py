"""The tables of the evaluation's page as rows of a file: what the page shows, and nothing that it does not."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organisations.participation.desk import evaluation_words as telling
from organisations.participation.evaluation.cells import Cell
from organisations.participation.evaluation.choice import ALL, Choice
from organisations.participation.evaluation.shown import Shown
from organisations.participation.questions.answers import name_of
from organisations.participation.questions.content import said

Row = list[str]


def name(choice: Choice) -> str:
    """What tells the file from those of other choices: its count and how it is read."""
    parts = [choice.one.key if choice.one else ""]
    parts += [name_of(choice.row)] if choice.row else []
    parts += [f"by-{name_of(choice.column) if choice.column else choice.axis}"] if choice.column or choice.axis else []
    parts += [f"with-{choice.other.key}"] if choice.other else []
    return "-".join(parts)


def rows(choice: Choice, title: str) -> list[Row]:
    """The tables, each with the number of its forms, then of what they are. `title`: of the questionnaire."""
    has_percent = any(_percent(cell) for one in choice.questions for line in one.lines for cell in line.cells)
    return [_heads(choice, has_percent), *tables(choice.questions, has_percent), *_about(choice, title)]


def _heads(choice: Choice, has_percent: bool) -> Row:
    above = f"{said(choice.column.text, choice.language).text}: " if choice.column else ""
    columns = [f"{above}{column}" for column in choice.columns]
    return [
        _("Question"),
        pgettext("to a question", "Answer"),
        *_beside(columns, [f"{one} (%)" for one in columns], has_percent),
    ]


def tables(questions: list[Shown], has_percent: bool) -> Iterator[Row]:
    """The rows of these questions; with `has_percent` each number has the part of its column beside it."""
    for one in questions:
        hidden = [_("hidden")] * len(one.columns)
        nothing = [""] * len(hidden)
        if not one.lines:
            yield [one.name, _("hidden"), *_beside(hidden, nothing, has_percent)]
            continue
        for line in one.lines:
            numbers = [_number(cell.number, cell.asked) for cell in line.cells]
            yield [one.name, line.said.text, *_beside(numbers, [_percent(cell) for cell in line.cells], has_percent)]
        for words in one.unlisted:
            yield [one.name, words, *_beside(hidden, nothing, has_percent)]
        forms = [_number(column.asked, column.is_asked) for column in one.columns]
        yield [one.name, _("Forms"), *_beside(forms, nothing, has_percent)]


def _about(choice: Choice, title: str) -> Iterator[Row]:
    """Which questionnaire and which count this is, and what is to be known of the numbers."""
    yield []
    yield [_("Questionnaire"), title]
    for count in [one for one in (choice.one, choice.other) if one]:
        yield [_("Count"), count.title, str(count.forms)]
        if count.number == ALL:
            yield from ([_("Count"), one.title, str(one.forms)] for one in choice.counts if count.holds(one))
    for asked, why in telling.apart(choice):
        yield [_("Not compared"), asked.text, why]
    yield from ([note] for note in telling.changed(choice))


def _beside(numbers: Row, percents: Row, has_percent: bool) -> Row:
    if not has_percent:
        return numbers
    return [text for pair in zip(numbers, percents, strict=True) for text in pair]


def _number(number: int | None, is_asked: bool) -> str:
    if number is None:
        return _("hidden") if is_asked else "–"
    return str(number)


def _percent(cell: Cell) -> str:
    return str(cell.share) if cell.number is not None and cell.percent else ""
