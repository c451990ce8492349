"""Whom a caller may be: entries by a telephone number, a mail address, a contact person or editor, a note of curators.

For the curators' list alone. What is asked here stands in no search vector, so visitors never find anything by it.
"""

import re
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Right

from organisations.likeness import TAIL
from organisations.models import ContactPerson, Editor, EntryNote, Organisation
from organisations.text import clean

FEWEST_DIGITS, FEWEST_LETTERS, MOST_WORDS = 5, 3, 6
_NUMBER = re.compile(r"[0-9\s()+/.\-–]+")


def reached_by(text: str) -> list[QuerySet[Any]]:
    """The ids of the entries that a text reaches, for subqueries of one statement; none if it is too short."""
    typed = clean(text)
    if _NUMBER.fullmatch(typed):
        digits = re.sub(r"\D", "", typed).removeprefix("00").lstrip("0")
        return _by_number(digits[-TAIL:]) if len(digits) >= FEWEST_DIGITS else []
    if "@" in typed:
        return _by_address(typed) if len(typed) > FEWEST_LETTERS else []
    words = [word for word in re.split(r"[\s,]+", typed) if any(map(str.isalnum, word))][:MOST_WORDS]
    return _by_words(words) if sum(map(len, words)) >= FEWEST_LETTERS else []


def _by_number(digits: str) -> list[QuerySet[Any]]:
    """By its last digits, with and without a country code; a shorter one ends so. The indexes know the expression."""
    asked = {"tail": digits} if len(digits) == TAIL else {"tail__endswith": digits}
    signs = "[^0-9]{0,3}".join(digits)
    return [
        Organisation.objects.annotate(tail=_tail("phone")).filter(**asked).order_by().values("pk"),
        _people().annotate(tail=_tail("details__phone")).filter(**asked).order_by().values("organisation"),
        EntryNote.objects.filter(text__regex=signs).order_by().values("organisation"),
    ]


def _by_address(address: str) -> list[QuerySet[Any]]:
    return [
        Organisation.objects.filter(email__icontains=address).order_by().values("pk"),
        _people().filter(details__email__icontains=address).order_by().values("organisation"),
        Editor.objects.active().filter(email__icontains=address).order_by().values("organisation"),
        EntryNote.objects.filter(text__icontains=address).order_by().values("organisation"),
    ]


def _by_words(words: list[str]) -> list[QuerySet[Any]]:
    """All of the words, each at the beginning of one."""
    return [
        _people().filter(_all("details__name", words)).order_by().values("organisation"),
        Editor.objects.active().filter(_all("name", words)).order_by().values("organisation"),
        EntryNote.objects.filter(_all("text", words)).order_by().values("organisation"),
    ]


def _all(column: str, words: list[str]) -> Q:
    return reduce(and_, (Q(**{f"{column}__iregex": rf"(?:^|\W){re.escape(word)}"}) for word in words))


def _people() -> QuerySet[ContactPerson]:
    return ContactPerson.objects.filter(active=True, details__isnull=False)


def _tail(column: str) -> Right:
    return Right(Func(F(column), Value("[^0-9]"), Value(""), Value("g"), function="REGEXP_REPLACE"), TAIL)
