"""What was written in own words, for curators alone: without anything else of the form, in an order of chance.

So that the number of texts tells nothing about how many wrote none, it is a multiple of five, and at least five fewer
than there are forms; the others are left out. They come from forms that were counted, are in no table, no file and no
public page, and are deleted after the time of `questions/filling.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from organisations.participation.evaluation.control import LEAST
from organisations.participation.models import Version
from organisations.participation.questions.content import Content, Kind, Question


@dataclass(frozen=True)
class Written:
    """A question and what was written to it; none if they are too few."""

    question: Question
    texts: tuple[str, ...]


def written(version: Version) -> Iterator[Written]:
    """The questions of a version that are answered in own words."""
    content = Content.of(version.content)
    rows = list(version.answers.exclude(counted_in=None).values_list("pk", "values"))
    for question in content.questions:
        if question.kind == Kind.TEXT:
            # Another order for each question: else those of one person would stand at the same place.
            mixed = sorted(rows, key=lambda row: sha256(f"{question.code} {row[0]}".encode()).digest())
            asked = [values for _pk, values in mixed if question in content.asked(values)]
            yield Written(
                question,
                _some([str(values[question.code]) for values in asked if values.get(question.code)], len(asked)),
            )


def _some(texts: list[str], asked: int) -> tuple[str, ...]:
    return tuple(texts[: max(min(len(texts), asked - LEAST), 0) // LEAST * LEAST])
