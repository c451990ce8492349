"""Reading a form that was filled in: values by code, what was typed, and what is wrong in words for people.

Fields are called `q.<code>`; the value "-" means "I prefer not to say" and takes the place of any other answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from organisations.forms.choices import COMMON
from organisations.participation.questions.content import LONGEST_TEXT, POINTS, Content, Kind, Question
from organisations.public_forms.pages import too_long
from organisations.text import written

UNSAID = "-"


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in. `typed`: what stands in its fields, `values`: the answers to what was asked."""

    typed: Mapping[str, list[str]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said at all; that one prefers not to say is said."""
        return not self.values


def name_of(question: Question) -> str:
    """Of the form's field."""
    return f"q.{question.code}"


def read(content: Content, form: QueryDict) -> Filled:
    """The answers in a form. Codes nobody offered are left out, and so is what skip rules do not ask."""
    typed = {one.code: [written(text) for text in form.getlist(name_of(one))] for one in content.questions}
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for question in content.questions:
        value, trouble = _value(question, typed[question.code])
        if trouble:
            wrong[question.code] = trouble
        elif value is not _NOTHING:
            values[question.code] = value
    asked = {question.code for question in content.asked(values)}
    return Filled(
        typed,
        {code: value for code, value in values.items() if code in asked},
        {code: sentence for code, sentence in wrong.items() if code in asked},
    )


_NOTHING = object()


def _value(question: Question, sent: list[str]) -> tuple[Any, str]:
    """The value of one field, and what is wrong with it."""
    given = [text.strip() for text in sent if text.strip()]
    if UNSAID in given:
        return None, ""
    if question.kind == Kind.NUMBER:
        return _number(question, given)
    if question.kind == Kind.TEXT:
        text = given[0] if given else ""
        return (text or _NOTHING), too_long(text, LONGEST_TEXT)
    return _codes(question, given), ""


def languages_of(question: Question) -> tuple[str, ...]:
    """The languages that a question of languages offers: those of many people alone, for one that few speak would tell
    who it was; without German where it is asked what an entry speaks, as all of them do.
    """
    return tuple(code for code in COMMON if code != "de" or not question.languages)


def _codes(question: Question, given: list[str]) -> Any:
    if question.kind == Kind.SCALE:
        points = [int(text) for text in given if text in {str(n) for n in range(1, POINTS + 1)}]
        return points[0] if points else _NOTHING
    offered = languages_of(question) if question.kind == Kind.LANGUAGES else question.option_by_code
    known = [code for code in offered if code in given]
    if question.kind == Kind.ONE:
        return known[0] if known else _NOTHING
    return known or _NOTHING


def _number(question: Question, given: list[str]) -> tuple[Any, str]:
    if not given:
        return _NOTHING, ""
    text = "".join(given[0].split())
    number = int(text) if text.isdecimal() and len(text) <= 9 else None
    if number is None:
        return _NOTHING, _("Please write a whole number, for example 12.")
    if not question.least <= number <= question.most:
        bounds = {"least": question.least, "most": question.most}
        return _NOTHING, _("Please write a number from %(least)s to %(most)s.") % bounds
    return number, ""


def typed_of(content: Content, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What stands in the fields of a form with these answers."""
    found = {}
    for code, value in values.items():
        if code in content.by_code:
            several = value if isinstance(value, list) else [UNSAID if value is None else value]
            found[code] = [str(one) for one in several]
    return found
