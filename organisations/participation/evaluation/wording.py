"""The words of questions and answers, and what of them is other words in another version of a questionnaire.

German decides, in which they are written first: another translation is no other question, nor is another space.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from organisations.languages import language_name
from organisations.outbox.outline import GERMAN
from organisations.participation.evaluation.answered import Rows
from organisations.participation.questions.answers import UNSAID
from organisations.participation.questions.content import POINTS, Content, Kind, Question, Said, Texts, said
from organisations.sentences import digits
from organisations.vocabulary import worded


@dataclass(frozen=True)
class Asked:
    """A question as a version asked it; `title` stands above its numbers."""

    title: str
    content: Content
    question: Question


@dataclass(frozen=True)
class Wording:
    """What a version asked, in words: the question, then whatever else of it is other words elsewhere."""

    title: str
    said: tuple[Said, ...]

    @property
    def text(self) -> str:
        """In one line."""
        return f"{self.title}: {' · '.join(one.text for one in self.said)}"


def original(texts: Texts) -> str:
    """A text in the language in which it was written first, however it is spaced."""
    return " ".join(worded(texts, GERMAN)[0].split())


def told(versions: Sequence[Texts], language: str) -> list[Said]:
    """A text of several versions for a reader; in the original if a translation does not tell them apart."""
    found = [said(texts, language) for texts in versions]
    if len({" ".join(one.text.split()) for one in found}) >= len(set(map(original, versions))):
        return found
    return [Said(original(texts), GERMAN, language_name(GERMAN, language).direction) for texts in versions]


def wordings(versions: Sequence[Asked], language: str) -> list[Wording]:
    """How each version asked a question that can be compared; none if all used the same words."""
    texts = zip(*(_texts(one.content, one.question) for one in versions), strict=True)
    found, is_changed = [], False
    for place, same in enumerate(texts):
        labels, several = zip(*same, strict=True)
        differs = len(set(map(original, several))) > 1
        is_changed |= differs
        if differs or place == 0:
            found.append([_labelled(labels[0], one) for one in told(several, language)])
    titles = [one.title for one in versions]
    parts = zip(*found, strict=True)
    return [Wording(title, one) for title, one in zip(titles, parts, strict=True)] if is_changed else []


def _texts(content: Content, question: Question) -> Iterator[tuple[str, Texts]]:
    """Each text that tells what is asked, and of whom, with the words around it."""
    yield from (("%s", question.text), ("%s", question.hint), ("1: %s", question.low), (f"{POINTS}: %s", question.high))
    while rule := question.asked_if:
        question = content.by_code[rule.question]
        answers = [texts_of(question, code) for code in rule.codes]
        after = gettext("asked after “%(words)s”") % {"words": "%s"}
        yield from ((after, texts) for texts in (question.text, *answers))


def _labelled(label: str, one: Said) -> Said:
    return Said(label.replace("%s", one.text), one.lang, one.direction) if one.text else one


def texts_of(question: Question, key: str) -> Texts:
    """The words of a row that somebody wrote; none of a number or a language."""
    if question.kind == Kind.SCALE:
        return {"1": question.low, str(POINTS): question.high}.get(key, {})
    option = question.option_by_code.get(key)
    return option.text if option else {}


def row_said(rows: Rows, key: str, language: str, own: Said) -> Said:
    """A row in words; `own` are those that somebody wrote."""
    kind = rows.question.kind
    if key == UNSAID:
        return Said(gettext("Not said"))
    if kind == Kind.LANGUAGES:
        return Said(language_name(key, language).name)
    if kind == Kind.NUMBER:
        return Said("–".join(dict.fromkeys(digits(number) for number in rows.bounds_of(key))))
    if kind == Kind.SCALE:
        point = digits(int(key))
        return Said(f"{point} ({own.text})" if own.text else point)
    return own
