"""Look-ups in the list of words (Word): which are near, which are real, with what others begin."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections

_NEAR = "SELECT word, shown, entries, languages, topics FROM organisations_word WHERE keys && %s::text[]"
_REAL = "SELECT word FROM organisations_word WHERE word = ANY(%s)"
# A part that occurs, or with which a word begins that does: one look at the index each.
_BEGINNINGS = """
    WITH read AS NOT MATERIALIZED (
        SELECT word, shown FROM organisations_word
        WHERE entries > 0 AND (languages && %s::varchar[] OR languages = '{}')
    )
    SELECT part, (SELECT shown FROM read WHERE word = part) FROM unnest(%s::text[]) part
    WHERE EXISTS (SELECT FROM read WHERE word >= part AND word < part || chr(1114111))
"""


@dataclass(frozen=True, slots=True)
class ListedWord:
    """A word that occurs in entries: as Word says it."""

    word: str
    shown: str
    entries: int
    languages: tuple[str, ...]
    topics: tuple[int, ...]


def words_near(keys: Collection[str]) -> list[ListedWord]:
    """The listed words that share one of these keys (spelling.keys)."""
    rows = _rows(_NEAR, [sorted(keys)]) if keys else []
    return [ListedWord(word, shown, n, tuple(languages), tuple(topics)) for word, shown, n, languages, topics in rows]


def real_words(words: Collection[str]) -> set[str]:
    """Those of the words that are listed: whatever they are near to, they are no mistakes."""
    return {word for (word,) in _rows(_REAL, [list(words)])} if words else set()


def beginnings(parts: Collection[str], languages: Collection[str]) -> dict[str, str | None]:
    """Those of the parts with which a word of these languages begins; with its spelling where it is a whole word."""
    return dict(_rows(_BEGINNINGS, [sorted(languages), sorted(parts)])) if parts else {}


def anything_is_listed() -> bool:
    """Whether there is a list."""
    return bool(_rows("SELECT EXISTS (SELECT FROM organisations_word)", [])[0][0])


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
