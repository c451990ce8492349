"""What a version of a questionnaire asks: its JSON, typed. All texts are by language; codes are what answers hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.conf import settings

from organisations.languages import language_name
from organisations.vocabulary import worded

Texts = Mapping[str, str]
POINTS = 5  # of a scale, from 1
LARGEST = 100_000  # number that can be asked for
LONGEST_TEXT = 500  # letters of an answer in own words


class Kind(StrEnum):
    """How a question is answered: one code, several codes, 1 to 5, a whole number, own words, codes of languages."""

    ONE = "one"
    MANY = "many"
    SCALE = "scale"
    NUMBER = "number"
    TEXT = "text"
    LANGUAGES = "languages"


@dataclass(frozen=True)
class Said:
    """A text for a reader; `lang` is empty if it is in the language of the page."""

    text: str
    lang: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Option:
    """A possible answer. `offers`: what it says about an entry, by part of the document (`offers.py`)."""

    code: str
    text: Texts
    offers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A question is asked only if an earlier one was answered so: with one of these codes, or a number from `least`."""

    question: str
    codes: tuple[str, ...] = ()
    least: int | None = None

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether it is so with these answers; without an answer, or with "I prefer not to say", it is not."""
        value = values.get(self.question)
        if isinstance(value, int) and self.least is not None:
            return value >= self.least
        given = value if isinstance(value, list) else [value]
        return any(str(code) in self.codes for code in given if code is not None)


@dataclass(frozen=True)
class Question:
    """One question. `low`, `high`: the words at the ends of a scale; `least`, `most`: the bounds of a number.

    `languages`: how sure it is that an entry speaks the languages that are chosen here; empty: nothing is proposed.
    """

    code: str
    kind: Kind
    text: Texts
    hint: Texts = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    low: Texts = field(default_factory=dict)
    high: Texts = field(default_factory=dict)
    least: int = 0
    most: int = LARGEST
    asked_if: Rule | None = None
    languages: str = ""

    @cached_property
    def option_by_code(self) -> dict[str, Option]:
        """Its possible answers."""
        return {option.code: option for option in self.options}


@dataclass(frozen=True)
class Content:
    """All of a version: what it is called, what is said before and after, and the questions in their order."""

    title: Texts
    intro: Texts
    thanks: Texts
    questions: tuple[Question, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Content":
        """From the JSON of a version."""
        questions = tuple(_question(item) for item in data["questions"])
        return cls(data["title"], data["intro"], data["thanks"], questions)

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """The questions."""
        return {question.code: question for question in self.questions}

    def asked(self, values: Mapping[str, Any]) -> list[Question]:
        """The questions that are asked, given these answers. An answer to one that is not asked decides nothing."""
        found: list[Question] = []
        counted: dict[str, Any] = {}
        for question in self.questions:
            if question.asked_if is None or question.asked_if.holds(counted):
                found.append(question)
                if question.code in values:
                    counted[question.code] = values[question.code]
        return found

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """Every text in it, with a name of where it stands."""
        yield from (("title", self.title), ("intro", self.intro), ("thanks", self.thanks))
        for question in self.questions:
            yield question.code, question.text
            for name in ("hint", "low", "high"):
                if found := getattr(question, name):
                    yield f"{question.code}.{name}", found
            for option in question.options:
                yield f"{question.code}.{option.code}", option.text

    def missing(self) -> dict[str, int]:
        """How many texts are missing, by language of the interface; complete ones are left out."""
        counts = {
            code: sum(1 for _place, texts in self.texts() if not texts.get(code)) for code, _name in settings.LANGUAGES
        }
        return {code: count for code, count in counts.items() if count}


def said(texts: Texts, language: str) -> Said:
    """A text in the reader's language, else in German, or any that there is."""
    text, lang = worded(texts, language)
    return Said(text, lang, language_name(lang, language).direction if lang else "")


def _question(item: Mapping[str, Any]) -> Question:
    rule = item.get("asked_if")
    return Question(
        code=item["code"],
        kind=Kind(item["kind"]),
        text=item["text"],
        hint=item.get("hint", {}),
        options=tuple(Option(one["code"], one["text"], one.get("offers", {})) for one in item.get("options", ())),
        low=item.get("low", {}),
        high=item.get("high", {}),
        least=item.get("least", 0),
        most=item.get("most", LARGEST),
        asked_if=Rule(rule["question"], tuple(rule.get("is", ())), rule.get("least")) if rule else None,
        languages=item.get("languages", ""),
    )
