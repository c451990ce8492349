"""Misspelt words of a search, each corrected by itself against the words that occur (Word).

Exact words win: a text that is found as it is written is taken so, whatever the list says, and so is every word that
occurs. A word that nobody wrote is taken for those fewest slips away, else for the two words it is made of, else for
the beginning of a longer word.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db import connections

from organisations.spelling import (
    SHORTEST_CORRECTED,
    distance_to_beginning,
    keys,
    slips,
    splits,
    tolerance,
    umlauts_as_folded,
)
from organisations.text import search_words
from organisations.wording import Reading, Wording, is_exact, which_occur

MOST_READINGS = 5
LONGEST_KEYS = 2  # slips for which the list has keys
_NEAR = "SELECT word, shown, entries FROM organisations_word WHERE keys && %s::text[]"
# A part that occurs, or with which a word begins that does: one look at the index each.
_BEGINNINGS = """
    SELECT part, (SELECT shown FROM organisations_word WHERE word = part) FROM unnest(%s::text[]) part
    WHERE EXISTS (SELECT FROM organisations_word WHERE word >= part AND word < part || chr(1114111))
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A word of the list."""

    word: str
    shown: str
    entries: int


def wording_of(text: str, today: date) -> Wording:
    """What the words of a text are taken for. Without any list, words are also compared by their trigrams."""
    plain = Wording.as_written(text)
    if is_exact(text) or not plain.terms or which_occur([plain.condition()], today)[0]:
        return plain
    known = _known(plain, today)
    unknown = [term.given for term, occurs in zip(plain.terms, known, strict=True) if not occurs]
    if not unknown:
        return _one_word_else(plain, today) or plain
    for readings in _ever_wider(unknown):
        terms = tuple(replace(term, readings=readings.get(term.given) or term.readings) for term in plain.terms)
        found = Wording(text, terms)
        if found.corrections and which_occur([found.condition()], today)[0]:
            return _that_occur(found, today)
    return plain if _is_listed() else Wording.as_written(text, similar=True)


def _known(wording: Wording, today: date) -> list[bool]:
    if len(wording.terms) == 1:
        return [False]  # it was looked for already
    return which_occur([term.condition() for term in wording.terms], today)


def _ever_wider(unknown: Collection[str]) -> Iterable[dict[str, tuple[Reading, ...]]]:
    """Readings for the unknown words: first for each what is likeliest, at last all that is possible."""
    one = nearest(unknown, 1)
    parts = _best_compounds([word for word in unknown if word not in one])
    yield {**parts, **one}
    rest = [word for word in unknown if word not in one and word not in parts]
    further = nearest(rest, LONGEST_KEYS)
    yield {**parts, **one, **further}
    parts = _compounds(unknown)
    further = nearest(unknown, LONGEST_KEYS)
    yield {
        word: tuple(dict.fromkeys([*one.get(word, ()), *parts.get(word, ()), *further.get(word, ())]))
        for word in unknown
    }
    yield _beginnings(unknown)


def nearest(unknown: Collection[str], at_most: int) -> dict[str, tuple[Reading, ...]]:
    """For each word the other listed ones with the fewest slips, at most so many; the likeliest first."""
    asked = {word: min(at_most, tolerance(word)) for word in unknown if tolerance(word)}
    listed = _near({key for word, most in asked.items() for form in _forms(word) for key in keys(form, most)})
    found = {}
    for word, most in asked.items():
        measured = [(slips(word, one.word, most), one) for one in listed if one.word != word]
        least = min((n for n, one in measured), default=most + 1)
        if least <= most:
            best = sorted((one for n, one in measured if n == least), key=lambda one: _unlikely(word, one))
            found[word] = tuple(Reading((one.word,), one.shown) for one in best[:MOST_READINGS])
    return found


def _beginnings(unknown: Collection[str]) -> dict[str, tuple[Reading, ...]]:
    """For each word the longer ones that begin with something one slip away."""
    asked = [word for word in unknown if len(word) > SHORTEST_CORRECTED and tolerance(word)]
    listed = _near({key for word in asked for key in keys(word, 1)})
    found = {}
    for word in asked:
        longer = [one for one in listed if len(one.word) > len(word) and distance_to_beginning(word, one.word, 1) <= 1]
        if longer:
            best = sorted(longer, key=lambda one: _unlikely(word, one))[:MOST_READINGS]
            found[word] = tuple(Reading((one.word,), one.shown) for one in best)
    return found


def _forms(word: str) -> set[str]:
    return {word, umlauts_as_folded(word)}


def _unlikely(word: str, listed: Listed) -> tuple[bool, int, str]:
    """Sort key among equally near words: first letters are seldom wrong; what occurs often is meant more often."""
    return listed.word[0] != word[0], -listed.entries, listed.word


def _near(wanted: Collection[str]) -> list[Listed]:
    if not wanted:
        return []
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_NEAR, [sorted(wanted)])
        return [Listed(*row) for row in cursor.fetchall()]


def _best_compounds(unknown: Collection[str]) -> dict[str, tuple[Reading, ...]]:
    """The likeliest way to take each word for two."""
    return {word: readings[:1] for word, readings in _compounds(unknown).items()}


def _compounds(unknown: Collection[str]) -> dict[str, tuple[Reading, ...]]:
    """For each word that is made of two occurring ones, or their beginnings, these two; whole words first."""
    possible = {word: list(splits(word)) for word in unknown}
    parts = sorted({part for pairs in possible.values() for pair in pairs for part in pair})
    if not parts:
        return {}
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_BEGINNINGS, [parts])
        occurring = dict(cursor.fetchall())
    found = {}
    for word, pairs in possible.items():
        good = [pair for pair in pairs if all(part in occurring for part in pair)]
        good.sort(key=lambda pair: (-sum(occurring[part] is not None for part in pair), -min(map(len, pair))))
        readings = [Reading(pair, " ".join(occurring[part] or part for part in pair)) for pair in good]
        if readings:
            found[word] = tuple(readings[:MOST_READINGS])
    return found


def _one_word_else(plain: Wording, today: date) -> Wording | None:
    """For words that occur, but never together: one of them, a slip away, with the others; None if that fails too."""
    near = nearest([term.given for term in plain.terms], 1)
    tries = []
    for place, term in enumerate(plain.terms):
        readings = near.get(term.given)
        if readings:
            terms = (*plain.terms[:place], replace(term, readings=readings), *plain.terms[place + 1 :])
            tries.append(replace(plain, terms=terms))
    occur = which_occur([one.condition() for one in tries], today)
    good = [one for one, occurs in zip(tries, occur, strict=True) if occurs]
    return _that_occur(good[0], today) if good else None


def _that_occur(wording: Wording, today: date) -> Wording:
    """Without the readings that are found nowhere beside the other words, so that none is named in vain."""
    tried = [
        (place, reading)
        for place, term in enumerate(wording.terms)
        if len(term.readings) > 1
        for reading in term.readings
    ]
    narrowed = [_only(wording, place, (reading,)) for place, reading in tried]
    occur = which_occur([one.condition() for one in narrowed], today)
    found = wording
    for place, term in enumerate(wording.terms):
        kept = [reading for (at, reading), occurs in zip(tried, occur, strict=True) if at == place and occurs]
        if kept and len(term.readings) > 1:
            found = _only(found, place, tuple(kept))
    return found


def _only(wording: Wording, place: int, readings: tuple[Reading, ...]) -> Wording:
    terms = list(wording.terms)
    terms[place] = replace(terms[place], readings=readings)
    return replace(wording, terms=tuple(terms))


def _is_listed() -> bool:
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM organisations_word)")
        return bool(cursor.fetchone()[0])


def alternatives(text: str) -> list[str]:
    """Further spellings of the words of a text, for suggestions: every word that is listed near, one at a time."""
    asked = search_words(text)
    near = nearest(asked, LONGEST_KEYS)
    found = []
    for place, word in enumerate(asked):
        for reading in near.get(word, ()):
            found.append(" ".join([*asked[:place], *reading.words, *asked[place + 1 :]]))
    return found
