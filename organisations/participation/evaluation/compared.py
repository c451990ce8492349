"""Two versions beside each other: which questions can be compared, in whose words, and why the others cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from organisations.participation.evaluation.answered import Rows
from organisations.participation.evaluation.cells import Column
from organisations.participation.evaluation.shown import Shown, counted_in
from organisations.participation.evaluation.tables import PLAIN, Look
from organisations.participation.evaluation.wording import Asked
from organisations.participation.questions.content import Content, Kind, Question, Said, said


class Why(StrEnum):
    """Why a question of two versions cannot be compared."""

    ONE_ALONE = "alone"
    KIND = "kind"
    ANSWERS = "answers"
    NUMBERS = "numbers"
    PEOPLE = "people"


@dataclass(frozen=True)
class Side:
    """One of the two: what stands above its numbers, what it asked, and what may be known of the answers."""

    title: str
    content: Content
    look: Look


@dataclass(frozen=True)
class Apart:
    """A question that cannot be compared. `only_in`: the side that alone asked it."""

    question: Question
    said: Said
    why: Why
    only_in: str = ""


def beside(one: Side, other: Side, language: str) -> Iterator[Shown]:
    """The questions that can be compared: with the same answers, asked of the same people, in whatever words."""
    for question in counted_in(one.content):
        if why_apart(one.content, other.content, question) is None:
            columns = tuple(_column(side, question.code) for side in (one, other))
            yield Shown(one.content, question, columns, language)


def apart(one: Side, other: Side, language: str) -> Iterator[Apart]:
    """The questions that cannot be compared, those of `one` first."""
    for question in counted_in(one.content):
        if why := why_apart(one.content, other.content, question):
            yield Apart(question, said(question.text, language), why, one.title if why == Why.ONE_ALONE else "")
    counted = {question.code for question in counted_in(one.content)}
    for question in counted_in(other.content):
        if question.code not in counted and (why := why_apart(other.content, one.content, question)):
            yield Apart(question, said(question.text, language), why, other.title if why == Why.ONE_ALONE else "")


def why_apart(one: Content, other: Content, question: Question) -> Why | None:
    """Why a question of `one` cannot be compared with that of another version; None if it can."""
    found = other.by_code.get(question.code)
    if found is None:
        return Why.ONE_ALONE
    if found.kind != question.kind:
        return Why.KIND
    if not _have_same([Rows(one, question), Rows(other, found)]):
        return Why.NUMBERS if question.kind == Kind.NUMBER else Why.ANSWERS
    return None if _asked_of(one, question) == _asked_of(other, found) else Why.PEOPLE


def _have_same(rows: Sequence[Rows]) -> bool:
    """Whether the same rows are counted, in whatever order; of a number the same groups."""
    return len({(frozenset(one.keys), one.question.least, one.question.most) for one in rows}) == 1


def _asked_of(content: Content, question: Question) -> list[object]:
    """Of whom a question is asked: each rule on the way to it, and how what it depends on is answered."""
    found: list[object] = []
    while rule := question.asked_if:
        question = content.by_code[rule.question]
        found += [rule.question, frozenset(rule.codes), rule.least, question.kind]
    return found


def _column(side: Side, code: str) -> Column:
    table = side.look.questions.get(code, {}).get(PLAIN)
    return Column(side.title, table, asked_as=Asked(side.title, side.content, side.content.by_code[code]))
