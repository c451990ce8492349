"""Suggestions while somebody types: topics, languages, areas in any of our languages, and entries by name.

The words of the vocabulary are held in the process, by version; entries are one question to the index.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.utils import timezone

from organisations.correction import Corrector
from organisations.languages import language_name, written_in
from organisations.models import Listing
from organisations.models.listing import ListingQuerySet
from organisations.text import words
from organisations.vocabulary import Vocabulary, label

MOST = {"topic": 3, "language": 3, "area": 3, "entry": 4}
SHORTEST_FOR_ENTRIES = 2
MOST_WORDS = 6
_READ_AT_MOST = 200  # entries that are put in order


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name or search word of a term: what it leads to and how it is written. `named`: it is a name of it."""

    kind: str
    value: str
    text: str
    folded: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose: kind (topic, language, area, entry), its value in a query (an entry's slug), its name in the
    reader's language, the word it was found by if that is another one, and the number of entries it would give."""

    kind: str
    value: str
    label: str
    matched: str = ""
    count: int | None = None
    entry_kind: str = ""
    language: str = ""


class Phrases:
    """All phrases of a vocabulary, found by the beginnings of their words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        pairs = sorted(((word, phrase) for phrase in phrases for word in set(phrase.folded)), key=lambda pair: pair[0])
        self._words = [word for word, _ in pairs]
        self._phrases = [phrase for _, phrase in pairs]

    def beginning(self, asked: list[str]) -> Iterator[Phrase]:
        """Phrases in which every asked word begins a word."""
        first = max(asked, key=len)
        place = bisect_left(self._words, first)
        while place < len(self._words) and self._words[place].startswith(first):
            phrase = self._phrases[place]
            if all(any(word.startswith(one) for word in phrase.folded) for one in asked):
                yield phrase
            place += 1


def suggest(
    text: str, terms: Vocabulary, counts: Mapping[str, Mapping[str, int]], language: str
) -> tuple[list[Suggestion], str]:
    """What a text may mean, the likeliest first, and the spelling that was taken for it if it was misspelt ("").

    `counts`: of each facet the values that occur (facets.py); others are not suggested.
    """
    asked = words(text)[:MOST_WORDS]
    if not asked:
        return [], ""
    phrases = _phrases(terms, counts["language"])
    found = [*_terms(asked, phrases, terms, counts, language), *_entries(asked)]
    if found:
        return found, ""
    for other in Corrector(terms, written_in(language), timezone.localdate()).alternatives(text):
        found = [*_terms(words(other), phrases, terms, counts, language), *_entries(words(other))]
        if found:
            return found, other
    return [], ""


def _terms(
    asked: list[str], phrases: Phrases, terms: Vocabulary, counts: Mapping[str, Mapping[str, int]], language: str
) -> list[Suggestion]:
    """Each term once, found by its best phrase; the most likely of each kind."""
    best: dict[tuple[str, str], tuple[tuple[int, int, int], Phrase]] = {}
    for phrase in phrases.beginning(asked):
        count = counts[phrase.kind].get(phrase.value, 0)
        if not count:
            continue
        rank = (_looseness(asked, phrase), -count, len(phrase.text))
        key = phrase.kind, phrase.value
        if key not in best or rank < best[key][0]:
            best[key] = rank, phrase
    found = []
    left = dict(MOST)
    for _, phrase in sorted(best.values(), key=lambda pair: (pair[0], pair[1].kind, pair[1].value)):
        if left[phrase.kind]:
            left[phrase.kind] -= 1
            found.append(_suggestion(phrase, asked, terms, counts, language))
    return found


def _looseness(asked: list[str], phrase: Phrase) -> int:
    """0 what is called so, 1 what begins so in all its words, 2 search words, 3 words further on."""
    if list(phrase.folded) == asked:
        return 0
    if phrase.folded[0].startswith(asked[0]):
        return 1 if phrase.named else 2
    return 3


def _suggestion(
    phrase: Phrase, asked: list[str], terms: Vocabulary, counts: Mapping[str, Mapping[str, int]], language: str
) -> Suggestion:
    name = name_of(phrase.kind, phrase.value, terms, language)
    shown = words(name)
    plain = all(any(word.startswith(one) for word in shown) for one in asked)
    matched = "" if plain else phrase.text
    return Suggestion(phrase.kind, phrase.value, name, matched, counts[phrase.kind][phrase.value])


def name_of(kind: str, value: str, terms: Vocabulary, language: str) -> str:
    """What a topic, language or area is called in that language."""
    if kind == "topic":
        return label(terms.topic_by_slug[value].names, language)
    if kind == "language":
        return language_name(value, language).name
    return terms.area_by_key[value].name


def _entries(asked: list[str]) -> list[Suggestion]:
    """Public entries in whose name every asked word begins a word: those that begin so first, then short names."""
    if max(map(len, asked)) < SHORTEST_FOR_ENTRIES:
        return []
    question = SearchQuery(" & ".join(f"{word}:*A" for word in asked), config="simple", search_type="raw")
    public: ListingQuerySet = Listing.objects.listed().primary()
    rows = public.filter(search=question).values_list("sort_name", "slug", "name", "kind", "card__language")
    ordered = sorted(
        rows[:_READ_AT_MOST], key=lambda row: (not row[0].startswith(asked[0]), len(row[0]), row[0], row[1])
    )
    return [
        Suggestion("entry", slug, name, entry_kind=kind, language=language or "")
        for _, slug, name, kind, language in ordered[: MOST["entry"]]
    ]


_kept: dict[tuple[int, tuple[str, ...]], Phrases] = {}
_lock = Lock()


def _phrases(terms: Vocabulary, spoken: Iterable[str]) -> Phrases:
    """The phrases of this version of the vocabulary, and of the languages that are spoken somewhere."""
    key = terms.version, tuple(sorted(spoken))
    found = _kept.get(key)
    if found is None:
        with _lock:
            found = _kept.get(key) or Phrases(_all_phrases(terms, key[1]))
            _kept.clear()
            _kept[key] = found
    return found


def forget_phrases() -> None:
    """Drop what is kept (tests roll their changes back without a new version)."""
    _kept.clear()


def _all_phrases(terms: Vocabulary, spoken: Iterable[str]) -> Iterator[Phrase]:
    """The phrases of every term, each spelling once."""
    for topic in terms.topics:
        names = [*topic.names.values(), *topic.short_names.values()]
        further = [word for group in topic.search_words.values() for word in group]
        yield from _spelled("topic", topic.slug, names, further)
    for code in spoken:
        names = [language_name(code, interface).name for interface, _ in settings.LANGUAGES]
        yield from _spelled("language", code, [*names, language_name(code, "en").own])
    for area in terms.areas:
        yield from _spelled("area", area.slug, [area.name], area.postcodes)


def _spelled(kind: str, value: str, names: Iterable[str], further: Iterable[str] = ()) -> Iterator[Phrase]:
    seen = set()
    for text, named in [*((name, True) for name in names), *((word, False) for word in further)]:
        folded = tuple(words(text))
        if folded and folded not in seen:
            seen.add(folded)
            yield Phrase(kind, value, text, folded, named)
