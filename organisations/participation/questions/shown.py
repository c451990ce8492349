"""A questionnaire for a reader: each text in the best language, what is chosen already, when a question is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext as _

from organisations.languages import language_name, written_in
from organisations.outbox.outline import GERMAN
from organisations.participation.phrases import listed
from organisations.participation.questions.answers import UNSAID, Filled, languages_of, name_of
from organisations.participation.questions.content import POINTS, Content, Kind, Question, Said, Texts, said
from organisations.sentences import digits

# Who asks aloud reads these too. They stand in the templates, which are where they are collected from.
WORDS = {
    "unsaid": "I prefer not to say",
    "town": "Which town do you live or work in?",
    "names": "Please write no names, and nothing by which somebody could be recognised.",
    "optional": "Nobody is asked for a name, and nobody can tell from the answers who gave them. All of it is "
    "optional.",
    "aloud": "In a conversation: read each question aloud, in the language of the page, and tick what you hear. Let "
    "the other person see what you tick.",
}
LONG_LIST = 8  # of these answers those that are not chosen fold away


@dataclass(frozen=True)
class Choice:
    """A possible answer. `beside`: the same in German, for who asks aloud."""

    code: str
    said: Said
    beside: str
    chosen: bool


@dataclass(frozen=True)
class Reader:
    """In which language a questionnaire is read; with `beside` in German too, unless that is the same."""

    language: str
    beside: bool = False

    def said(self, texts: Texts) -> Said:
        """A text in the best language there is."""
        return said(texts, self.language)

    def german(self, texts: Texts) -> str:
        """The text in German if that stands beside."""
        return texts.get(GERMAN, "") if self.has_german else ""

    @property
    def words(self) -> dict[str, str]:
        """What the page itself says beside the questions, in German if that stands beside; by names of our own."""
        if not self.has_german:
            return {}
        with translation.override(GERMAN):
            return {name: _(text) for name, text in WORDS.items()}

    @property
    def has_german(self) -> bool:
        """Whether German stands beside."""
        return self.beside and written_in(self.language) != GERMAN


@dataclass(frozen=True)
class Asked:
    """One question on the page, with what is typed and chosen in it."""

    question: Question
    number: int
    reader: Reader
    content: Content
    typed: tuple[str, ...] = ()
    error: str = ""

    @property
    def code(self) -> str:
        """Of the question."""
        return self.question.code

    @property
    def name(self) -> str:
        """Of its field."""
        return name_of(self.question)

    @property
    def said(self) -> Said:
        """The question."""
        return self.reader.said(self.question.text)

    @property
    def beside(self) -> str:
        """The question in German."""
        return self.reader.german(self.question.text)

    @property
    def hint(self) -> Said:
        """What helps to answer."""
        return self.reader.said(self.question.hint)

    @property
    def hint_beside(self) -> str:
        """The same in German."""
        return self.reader.german(self.question.hint)

    @property
    def several(self) -> bool:
        """Whether more than one answer may be chosen."""
        return self.question.kind in (Kind.MANY, Kind.LANGUAGES)

    @property
    def kind_of_box(self) -> str:
        """How its choices are ticked; empty if it has none."""
        if self.question.kind in (Kind.NUMBER, Kind.TEXT):
            return ""
        return "checkbox" if self.several else "radio"

    @property
    def unsaid(self) -> bool:
        """Whether one prefers not to say."""
        return UNSAID in self.typed

    @property
    def text(self) -> str:
        """What is typed in it."""
        return next((text for text in self.typed if text != UNSAID), "")

    @cached_property
    def choices(self) -> list[Choice]:
        """Its possible answers; those of a scale are numbers, the first and the last with words."""
        if self.question.kind == Kind.SCALE:
            return [self._point(number) for number in range(1, POINTS + 1)]
        if self.question.kind == Kind.LANGUAGES:
            return [self._language(code) for code in self._codes]
        return [
            Choice(one.code, self.reader.said(one.text), self.reader.german(one.text), one.code in self.typed)
            for one in self.question.options
        ]

    @property
    def first_choices(self) -> list[Choice]:
        """Those that stand there at once: the first ones of a long list, and what is chosen."""
        return [one for place, one in enumerate(self.choices) if place < LONG_LIST or one.chosen or not self._folds]

    @property
    def more_choices(self) -> list[Choice]:
        """Those that unfold."""
        first = self.first_choices
        return [one for one in self.choices if one not in first]

    @property
    def _folds(self) -> bool:
        return self.question.kind == Kind.LANGUAGES

    @property
    def _codes(self) -> list[str]:
        """Languages, that of the page first."""
        return sorted(languages_of(self.question), key=lambda code: code != written_in(self.reader.language))

    def _language(self, code: str) -> Choice:
        name = language_name(code, self.reader.language)
        text = name.own if name.own == name.name else f"{name.own} · {name.name}"
        beside = language_name(code, GERMAN).name if self.reader.has_german else ""
        return Choice(code, Said(text), beside, code in self.typed)

    def _point(self, number: int) -> Choice:
        ends: Texts = {1: self.question.low, POINTS: self.question.high}.get(number, {})
        code = str(number)
        return Choice(code, self.reader.said(ends), self.reader.german(ends), code in self.typed)

    @property
    def condition(self) -> str:
        """When it is asked, in words; empty if always."""
        return self._condition(self.reader.language)

    @property
    def condition_beside(self) -> str:
        """The same in German, if that stands beside."""
        if not self.reader.has_german:
            return ""
        with translation.override(GERMAN):
            return self._condition(GERMAN)

    def _condition(self, language: str) -> str:
        rule = self.question.asked_if
        if rule is None:
            return ""
        place, other = next(
            (place, one) for place, one in enumerate(self.content.questions, 1) if one.code == rule.question
        )
        if rule.least is not None:
            words = {"number": digits(place), "least": digits(rule.least)}
            return _("Only if you answered question %(number)s with %(least)s or more.") % words
        answers = [
            _("“%(text)s”") % {"text": said(one.text, language).text} for one in other.options if one.code in rule.codes
        ]
        told = {"number": digits(place), "answer": listed(answers, language)}
        return _("Only if you answered question %(number)s with: %(answer)s") % told


def asked_of(content: Content, reader: Reader, filled: Filled) -> list[Asked]:
    """All questions for the page."""
    errors: Mapping[str, str] = filled.errors
    return [
        Asked(one, place, reader, content, tuple(filled.typed.get(one.code, ())), errors.get(one.code, ""))
        for place, one in enumerate(content.questions, 1)
    ]
