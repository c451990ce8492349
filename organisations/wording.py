"""The text of a query in the search vector: what each of its words is taken for, as condition and as rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db import connections
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from organisations.models import Listing
from organisations.text import search_words, words

SHORTEST_PREFIX = 3  # a word of that many letters also finds the words that begin with it
QUOTES = '"“”„«»'  # around a text: exactly as it is written


class SimilarTo(Func):
    """Whether the folded words of the listing hold one similar to this word (pg_trgm word similarity, index used)."""

    template = "(%(expressions)s)"
    arg_joiner = " %%> "
    output_field = BooleanField()

    def __init__(self, word: str) -> None:
        super().__init__(F("words"), Value(word))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word may be taken for: one word, or the two a compound is made of (both must be found).

    `languages` it is a word of (none: of the reader's), `topics` that are called so. One that is not `named` says the
    same as one that is, in other words or another language: it is looked for, but not mentioned.
    """

    words: tuple[str, ...]
    shown: str
    languages: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    named: bool = True

    def query(self) -> SearchQuery:
        """The reading as a question to the search vector."""
        return reduce(and_, (written(word) for word in self.words))

    def is_of(self, *languages: str) -> bool:
        """Whether it is a word of one of these languages."""
        return not self.languages or any(language in self.languages for language in languages)


@dataclass(frozen=True, slots=True)
class Term:
    """A folded word of the text and what it is taken for, the likeliest first. `similar`: or any similar word."""

    given: str
    readings: tuple[Reading, ...]
    similar: bool = False

    @classmethod
    def as_written(cls, word: str, similar: bool = False) -> "Term":
        """The word taken as it stands there."""
        return cls(word, (Reading((word,), word),), similar)

    @property
    def corrected(self) -> bool:
        """Whether it is taken for anything but what stands there."""
        return self.readings[0].words != (self.given,)

    @property
    def named(self) -> tuple[Reading, ...]:
        """The readings that are mentioned."""
        return tuple(reading for reading in self.readings if reading.named)

    def condition(self) -> Q:
        """Any of the readings is found."""
        found = Q(search=reduce(or_, (reading.query() for reading in self.readings)))
        return found | Q(SimilarTo(self.given)) if self.similar else found

    def whole(self) -> Q:
        """The word itself is found, not only a longer one that begins so."""
        return Q(search=stemmed(self.given) | SearchQuery(self.given, config="simple", search_type="raw"))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a query's text, all of which must be found, each as one of its readings."""

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def as_written(cls, text: str, similar: bool = False) -> "Wording":
        """Every word taken as it stands there."""
        return cls(text, tuple(Term.as_written(word, similar) for word in search_words(text)))

    def condition(self) -> Q:
        """Listings in which all words are found."""
        return reduce(and_, (term.condition() for term in self.terms))

    def rank(self) -> SearchQuery:
        """What listings are ranked by: the more of these words, and the more in the name, the better."""
        readings = [word for term in self.terms for reading in term.named for word in reading.words]
        return reduce(or_, (written(word) for word in dict.fromkeys(readings)))

    @property
    def corrections(self) -> dict[str, tuple[str, ...]]:
        """By folded word what it was taken for, as people write it; words taken as they stand are left out."""
        return {term.given: tuple(one.shown for one in term.named) for term in self.terms if term.corrected}

    @property
    def shown_for(self) -> str:
        """The text with its corrected words in place of the others; empty if none was. Alternatives as "one/other"."""
        corrections = self.corrections
        if not corrections:
            return ""
        pieces = []
        for piece in self.text.split():
            folded = words(piece)
            known = any(word in corrections for word in folded)
            pieces.append(" ".join("/".join(corrections.get(w, (w,))) for w in folded) if known else piece)
        return " ".join(pieces)

    @property
    def exact(self) -> str:
        """The text that searches for exactly what was typed."""
        return exactly(self.text)


def exactly(text: str) -> str:
    """The text in quotes: then no word is corrected."""
    return '"' + text.strip(QUOTES + " ") + '"'


def is_exact(text: str) -> bool:
    """Whether the text stands in quotes."""
    return len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES


def written(word: str) -> SearchQuery:
    """A folded word in the search vector: its German stem, or as it is, or as the beginning of a longer word."""
    prefix = f"{word}:*" if len(word) >= SHORTEST_PREFIX else word
    return stemmed(word) | SearchQuery(prefix, config="simple", search_type="raw")


def stemmed(word: str) -> SearchQuery:
    """A folded word in the search vector by its German stem."""
    return SearchQuery(word, config="german", search_type="plain")


def count_up_to(most: int, listings: QuerySet[Listing]) -> int:
    """How many listings there are, counted no further than `most`, in a time that does not depend on luck.

    Where the planner knows of a LIMIT it may read the whole table in the hope of an early find.
    """
    inner, params = listings.values("id").query.sql_with_params()
    statement = f"WITH found AS MATERIALIZED ({inner}) SELECT count(*) FROM (SELECT FROM found LIMIT %s) counted"
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(statement, [*params, most])
        count: int = cursor.fetchone()[0]
    return count


def which_occur(conditions: Sequence[Q], today: date) -> list[bool]:
    """For each condition whether any public listing meets it; one statement for all."""
    if not conditions:
        return []
    parts: list[str] = []
    values: list[Any] = []
    for place, condition in enumerate(conditions):
        inner, params = Listing.objects.listed(today).filter(condition).values("id").query.sql_with_params()
        parts.append(f"f{place} AS MATERIALIZED ({inner})")
        values += params
    wanted = ", ".join(f"EXISTS (SELECT FROM f{place})" for place in range(len(conditions)))
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT {wanted}", values)
        return list(cursor.fetchone())
