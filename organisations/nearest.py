"""What comes nearest to a query that nothing meets: the places that meet the most of it.

The twin of static/js/core/nearest.js.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from organisations.matching import Matching, corrector
from organisations.models import Listing
from organisations.search import OrganisationQuery
from organisations.text import search_words, words
from organisations.vocabulary import Vocabulary
from organisations.wording import Wording, is_exact, which_occur

_SIGNS = re.compile(r"^\W+|\W+$")  # around a word
MOST_WORDS = 5  # of a text, that are looked for one by one


class MeetsMost(Func):
    """Whether the listing is one of those that meet the most of these conditions; each has an index of its own."""

    _STATEMENT = """{id} IN (
        WITH met AS (SELECT id, count(*) AS n FROM ({each}) unit GROUP BY id)
        SELECT id FROM met WHERE n = (SELECT max(n) FROM met)
    )"""
    output_field = BooleanField()

    def __init__(self, conditions: Sequence[Q], today: date) -> None:
        super().__init__(F("id"))
        self.conditions, self.today = conditions, today

    def as_sql(self, compiler: SQLCompiler, connection: Any, *args: Any, **context: Any) -> Any:
        """One part a condition, in one statement."""
        own, _ = compiler.compile(self.source_expressions[0])
        parts, values = [], []
        for condition in self.conditions:
            found = Listing.objects.public(self.today).filter(condition).values("id")
            inner, params = found.query.sql_with_params()
            parts.append(inner)
            values += list(params)
        return self._STATEMENT.format(id=own, each=" UNION ALL ".join(parts)), values


def nearest_to(matching: Matching, terms: Vocabulary, apart: bool) -> Matching | None:
    """The listings that meet the most conditions of a query that none meets whole, those of a place in the same place;
    None where there is only one condition. `apart`: each word of the text is a condition (words_apart)."""
    units = list(_units(matching, terms, apart))
    if len(units) < 2:
        return None
    near, sort = matching.query.near, matching.query.sort
    conditions = {"nearest": Q(MeetsMost(units, matching.today))}
    if near:
        conditions["near"] = Q(point__isnull=False)
    return Matching(OrganisationQuery(near=near, sort=sort), conditions, matching.today)


def words_apart(matching: Matching) -> bool:
    """Whether the text has several words that are found nowhere together, whatever else is asked."""
    wording = matching.wording
    if wording is None or len(wording.terms) < 2:
        return False
    return not which_occur([wording.condition()], matching.today)[0]


def fewer_words(query: OrganisationQuery) -> Iterator[tuple[str, OrganisationQuery]]:
    """Each word of the text as it is written, less signs around it, and the query without it."""
    pieces, wanted = query.q.split(), set(search_words(query.q))
    telling = [place for place, piece in enumerate(pieces) if wanted & set(words(piece))]
    for place in telling[:MOST_WORDS] if len(telling) > 1 else ():
        rest = " ".join(pieces[:place] + pieces[place + 1 :])
        yield _SIGNS.sub("", pieces[place]), replace(query, q=rest, page=1)


def _units(matching: Matching, terms: Vocabulary, apart: bool) -> Iterator[Q]:
    query = matching.query
    for name, condition in matching.conditions.items():
        if name == "q" and apart:
            yield from _words(matching, terms)
        elif name == "open":
            yield from (Q(flags__contains=[terms.flag_by_slug[slug].pk]) for slug in query.open)
        else:
            if name == "near" and query.radius is not None:
                yield Q(point__isnull=False)  # without anything in the circle, what lies nearest to it
            yield condition


def _words(matching: Matching, terms: Vocabulary) -> Iterator[Q]:
    """Each word of the text by itself, corrected by itself."""
    correct: Any = corrector(terms, matching.today).wording_of
    make = Wording.as_written if is_exact(matching.query.q) else correct
    for word in search_words(matching.query.q)[:MOST_WORDS]:
        yield make(word).condition()
