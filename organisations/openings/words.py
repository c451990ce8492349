"""Openings and facts of a committee in words, in the active language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from organisations import formats
from organisations.openings.phrases import ANSWER, FACTS
from organisations.openings.values import Opening
from organisations.sentences import digits, say


def until_text(day: date) -> str:
    """ "Bis 12. Dezember 2026": that day is the last one. One that is over says so."""
    words = gettext("Until %(date)s") if day >= timezone.localdate() else gettext("Until %(date)s (over)")
    return words % {"date": formats.long_date(day)}


def ages_text(opening: Opening) -> str:
    """ "Ab 16 Jahren", "Bis 25 Jahre", "16 bis 25 Jahre"; empty for every age."""
    first, last = opening.age_from, opening.age_to
    values = {"first": digits(first), "last": digits(last)}
    if first is not None and last is not None:
        return gettext("From %(first)s to %(last)s years of age") % values
    if first is not None:
        return gettext("From %(first)s years of age") % values
    return gettext("Up to %(last)s years of age") % values if last is not None else ""


def answer_text(code: str) -> str:
    """How to answer; empty if that is not said."""
    phrase = ANSWER.answers.get(code, "")
    return gettext(phrase) if isinstance(phrase, str) and phrase else ""


def fact_text(name: str, value: str | Sequence[str]) -> str:
    """What a committee says of one thing, a line each."""
    codes = [value] if isinstance(value, str) else value
    return "\n".join(gettext(str(FACTS[name].answers[code])) for code in codes if code in FACTS[name].answers)


def own_words(words: Mapping[str, Any], language: str) -> str:
    """Words in the entry's own language, else in any."""
    return str(words.get(language) or next(iter(words.values()), ""))


def opening_lines(opening: Opening, title: str, text: str, german: str) -> list[str]:
    """An opening line by line; the words that are in several languages are handed in as they shall stand there."""
    head = " · ".join(part for part in (say(opening.kind), title) if part)
    needed = gettext("German needed") + ": " + german if german else ""
    lines = [head, text, until_text(opening.until), needed, ages_text(opening), answer_text(opening.answer)]
    return [line for line in lines if line]
