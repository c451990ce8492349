"""Misspelt words of a search, each corrected by itself against the words that occur (Word).

Exact words win: a text that is found as it is written is taken so, whatever the list says. A real word, one that
occurs or that the vocabulary has in any language, is never called a mistake. Any other is taken for those fewest slips
away, else for the two words it is made of, else for the beginning of a longer word. A word the reader does not know,
of another language than the interface's or German, must be nearer by a slip; one language is named, never two.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from organisations.models import Topic
from organisations.spelling import (
    SHORTEST_CORRECTED,
    distance_to_beginning,
    keys,
    slips,
    splits,
    tolerance,
    umlauts_as_folded,
)
from organisations.text import search_words, words
from organisations.vocabulary import Vocabulary, label
from organisations.word_list import ListedWord, anything_is_listed, beginnings, real_words, words_near
from organisations.wording import Reading, Term, Wording, is_exact, which_occur

MOST_READINGS = 5
LONGEST_KEYS = 2  # slips for which the list has keys
GERMAN = "de"  # what everybody here also reads, as names and places are written in it

Readings = dict[str, tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class Corrector:
    """Corrects for a reader: `tongue` is the language (BCP 47) the interface is written in."""

    terms: Vocabulary
    tongue: str
    today: date

    def wording_of(self, text: str) -> Wording:
        """What the words of a text are taken for. Without any list, words are also compared by their trigrams."""
        plain = Wording.as_written(text)
        if is_exact(text) or not plain.terms or self._occur([plain])[0]:
            return plain
        real = real_words([term.given for term in plain.terms])
        unknown = [word for word, known in zip(_given(plain), self._known(plain, real), strict=True) if not known]
        if not unknown:
            return self._one_word_else(plain, real) or plain
        for readings in self._ever_wider(unknown):
            terms = tuple(replace(term, readings=readings.get(term.given) or term.readings) for term in plain.terms)
            found = Wording(text, terms)
            if found.corrections and self._occur([found])[0]:
                return self._named(self._that_occur(found))
        return plain if anything_is_listed() else Wording.as_written(text, similar=True)

    def alternatives(self, text: str) -> list[str]:
        """Further spellings of the words of a text, for suggestions: every word that is listed near, one at a time."""
        asked = search_words(text)
        near = self._nearest(set(asked) - real_words(asked), LONGEST_KEYS)
        found = []
        for place, word in enumerate(asked):
            for reading in near.get(word, ()):
                found.append(" ".join([*asked[:place], *reading.words, *asked[place + 1 :]]))
        return found

    def _occur(self, wordings: Iterable[Wording]) -> list[bool]:
        return which_occur([wording.condition() for wording in wordings], self.today)

    def _known(self, wording: Wording, real: Collection[str]) -> list[bool]:
        """For each word whether it is real or something public begins so."""
        if len(wording.terms) == 1:
            return [wording.terms[0].given in real]  # it was looked for already
        occur = which_occur([term.condition() for term in wording.terms], self.today)
        return [there or term.given in real for there, term in zip(occur, wording.terms, strict=True)]

    def _ever_wider(self, unknown: Collection[str]) -> Iterable[Readings]:
        """Readings for the unknown words: first for each what is likeliest, at last all that is possible."""
        one = self._nearest(unknown, 1)
        foreign = [word for word, readings in one.items() if not any(map(self._is_read, readings))]
        one |= self._nearest(foreign, LONGEST_KEYS)
        parts = {word: readings[:1] for word, readings in self._compounds(set(unknown) - one.keys()).items()}
        yield {**parts, **one}
        further = self._nearest(set(unknown) - one.keys() - parts.keys(), LONGEST_KEYS)
        yield {**parts, **one, **further}
        parts = self._compounds(unknown)
        further = self._nearest(unknown, LONGEST_KEYS)
        yield {
            word: tuple(dict.fromkeys([*one.get(word, ()), *parts.get(word, ()), *further.get(word, ())]))
            for word in unknown
        }
        yield self._beginnings(unknown)

    def _nearest(self, unknown: Collection[str], at_most: int) -> Readings:
        """For each word the other listed ones with the fewest slips, at most so many; the likeliest first.

        A word the reader does not know counts a slip more. With the nearest come others that mean the same topic.
        """
        asked = {word: min(at_most, tolerance(word)) for word in unknown if tolerance(word)}
        listed = words_near({key for word, most in asked.items() for form in _forms(word) for key in keys(form, most)})
        found = {}
        for word, most in asked.items():
            measured = [(slips(word, one.word, most), _reading(one), one) for one in listed if one.word != word]
            near = [(n + (not self._is_read(reading)), reading, one) for n, reading, one in measured if n <= most]
            least = min((n for n, _reading, _one in near), default=0)
            near.sort(key=lambda item: (item[0], *self._unlikely(word, item[2])))
            best = [reading for n, reading, _one in near if n == least][:MOST_READINGS]
            alike = [reading for n, reading, _one in near if n > least and any(_same(reading, one) for one in best)]
            if best:
                found[word] = (*best, *alike[:MOST_READINGS])
        return found

    def _beginnings(self, unknown: Collection[str]) -> Readings:
        """For each word the longer ones that begin with something one slip away."""
        asked = [word for word in unknown if len(word) > SHORTEST_CORRECTED and tolerance(word)]
        listed = words_near({key for word in asked for key in keys(word, 1)})
        found = {}
        for word in asked:
            longer = [one for one in listed if len(one.word) > len(word)]
            near = [one for one in longer if distance_to_beginning(word, one.word, 1) <= 1]
            near.sort(key=self._unlikely_for(word))
            if near:
                found[word] = tuple(map(_reading, near[:MOST_READINGS]))
        return found

    def _compounds(self, unknown: Collection[str]) -> Readings:
        """For each word that is made of two the reader knows, or their beginnings, these two; whole words first."""
        possible = {word: list(splits(word)) for word in unknown}
        parts = {part for pairs in possible.values() for pair in pairs for part in pair}
        occurring = beginnings(parts, {self.tongue, GERMAN})
        found = {}
        for word, pairs in possible.items():
            good = [pair for pair in pairs if all(part in occurring for part in pair)]
            good.sort(key=lambda pair: (-sum(occurring[part] is not None for part in pair), -min(map(len, pair))))
            readings = [Reading(pair, " ".join(occurring[part] or part for part in pair)) for pair in good]
            if readings:
                found[word] = tuple(readings[:MOST_READINGS])
        return found

    def _is_read(self, reading: Reading) -> bool:
        return reading.is_of(self.tongue, GERMAN)

    def _unlikely_for(self, word: str) -> Callable[[ListedWord], tuple[int, bool, int, str]]:
        return lambda listed: self._unlikely(word, listed)

    def _unlikely(self, word: str, listed: ListedWord) -> tuple[int, bool, int, str]:
        """Sort key among equally near words: what the reader knows is meant more often, first letters are seldom wrong,
        and what occurs often is meant more often."""
        reading = _reading(listed)
        known = 0 if reading.is_of(self.tongue) else 1 if reading.is_of(GERMAN) else 2
        return known, listed.word[0] != word[0], -listed.entries, listed.word

    def _one_word_else(self, plain: Wording, real: Collection[str]) -> Wording | None:
        """For words that occur, but never together: one of which there are only longer ones, a slip away, with the
        others; None if that fails too."""
        doubtful = [term for term in plain.terms if term.given not in real]
        whole = which_occur([term.whole() for term in doubtful], self.today)
        near = self._nearest([term.given for term, there in zip(doubtful, whole, strict=True) if not there], 1)
        tries = [
            _only(plain, place, near[term.given]) for place, term in enumerate(plain.terms) if near.get(term.given)
        ]
        good = [one for one, occurs in zip(tries, self._occur(tries), strict=True) if occurs]
        return self._named(self._that_occur(good[0])) if good else None

    def _that_occur(self, wording: Wording) -> Wording:
        """Without the readings that are found nowhere beside the other words, so that none is named in vain."""
        tried = [
            (place, reading)
            for place, term in enumerate(wording.terms)
            if len(term.readings) > 1
            for reading in term.readings
        ]
        occur = self._occur([_only(wording, place, (reading,)) for place, reading in tried])
        found = wording
        for place, term in enumerate(wording.terms):
            kept = [reading for (at, reading), occurs in zip(tried, occur, strict=True) if at == place and occurs]
            if kept and len(term.readings) > 1:
                found = _only(found, place, tuple(kept))
        return found

    def _named(self, wording: Wording) -> Wording:
        """Each corrected word in one language: the reader's, else German, else that of the likeliest reading."""
        for place, term in enumerate(wording.terms):
            if term.corrected:
                wording = _only(wording, place, self._in_one_language(term))
        return wording

    def _in_one_language(self, term: Term) -> tuple[Reading, ...]:
        """The readings of that language, each thing named once; and, unnamed, those that mean the same: of other
        languages, or a longer form of a word. What the reader may not know is called as its topic is."""
        spoken = (self.tongue, GERMAN, *term.readings[0].languages)
        language = next(code for code in spoken if any(reading.is_of(code) for reading in term.readings))
        named: list[Reading] = []
        for reading in term.readings:
            if reading.is_of(language) and not any(_same(reading, one) or _begins(reading, one) for one in named):
                named.append(reading)
        others = [reading for reading in term.readings if reading not in named]
        alike = [r for r in others if any(_same(r, one) or (r.is_of(language) and _begins(r, one)) for one in named)]
        called = [self._called(reading) for reading in named]
        alike += [reading for reading, one in zip(named, called, strict=True) if one.words != reading.words]
        return (*called, *(replace(reading, named=False) for reading in alike))

    def _called(self, reading: Reading) -> Reading:
        """As the topic spells it that is called so. For a foreign word that means one topic alone stands its name."""
        topics = [self.terms.topic_by_id[pk] for pk in reading.topics if pk in self.terms.topic_by_id]
        spellings = [
            text for topic in topics for text in _texts_in(topic, self.tongue) if words(text) == [*reading.words]
        ]
        if spellings:
            return replace(reading, shown=spellings[0])
        if len(topics) != 1 or self._is_read(reading):
            return reading
        name = label(topics[0].names, self.tongue)
        return replace(reading, words=tuple(words(name)), shown=name)


def _given(wording: Wording) -> list[str]:
    return [term.given for term in wording.terms]


def _only(wording: Wording, place: int, readings: tuple[Reading, ...]) -> Wording:
    terms = list(wording.terms)
    terms[place] = replace(terms[place], readings=readings)
    return replace(wording, terms=tuple(terms))


def _reading(listed: ListedWord) -> Reading:
    return Reading((listed.word,), listed.shown, listed.languages, listed.topics)


def _same(one: Reading, other: Reading) -> bool:
    """Whether both are what some topic is called."""
    return not set(one.topics).isdisjoint(other.topics)


def _begins(one: Reading, other: Reading) -> bool:
    """Whether one is the beginning of the other, as "Frau" is of "Frauen"."""
    first, second = " ".join(one.words), " ".join(other.words)
    return first.startswith(second) or second.startswith(first)


def _texts_in(topic: Topic, tongue: str) -> Iterator[str]:
    """What a topic is called and searched for in that language and in German."""
    for code in (tongue, GERMAN):
        yield from (topic.names.get(code, ""), *topic.search_words.get(code, ()))


def _forms(word: str) -> set[str]:
    return {word, umlauts_as_folded(word)}
