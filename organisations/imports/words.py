"""Words of a file to words of the vocabularies: topics, flags, languages, levels of German, kinds, yes and no."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from babel import Locale

from organisations.models.organisation import Kind
from organisations.models.vocabulary import German, Term, Topic
from organisations.text import fold
from organisations.vocabulary import Vocabulary

_BETWEEN = re.compile(r"[;,|\n/>•]")
_AND = re.compile(r"\s(?:und|and|u\.|&|\+)\s")
_KINDS = {
    **dict.fromkeys(
        ("verein", "vereine", "e.v.", "ev", "eingetragener verein", "club", "association"), Kind.CLUB.value
    ),
    **dict.fromkeys(("sportverein", "musikverein", "gemeinnutziger verein", "abteilung"), Kind.CLUB.value),
    **dict.fromkeys(("gremium", "gremien", "ausschuss", "beirat", "rat", "kommission"), Kind.COMMITTEE.value),
    **dict.fromkeys(("committee", "council", "board"), Kind.COMMITTEE.value),
    **dict.fromkeys(("initiative", "initiativen", "gruppe", "netzwerk", "projekt", "treff"), Kind.INITIATIVE.value),
    **dict.fromkeys(("arbeitskreis", "ngo", "group", "project", "network"), Kind.INITIATIVE.value),
}
_KIND_IN_NAME = (
    (Kind.CLUB, re.compile(r"\be\. ?v\b|verein|club\b|abteilung|verband|gesellschaft")),
    (Kind.COMMITTEE, re.compile(r"beirat|gremium|ausschuss|gemeinderat|stadtrat|jugendrat|\brat\b|committee|council")),
    (
        Kind.INITIATIVE,
        re.compile(r"initiative|treff|cafe\b|gruppe|netzwerk|arbeitskreis|kreis\b|projekt|nachbarschaftshilfe"),
    ),
)
_WHEELCHAIR = {
    **dict.fromkeys(
        ("yes", "ja", "true", "wahr", "1", "x", "designated", "rollstuhlgerecht", "barrierefrei", "full"), "yes"
    ),
    **dict.fromkeys(("limited", "teilweise", "eingeschrankt", "bedingt", "partial", "partly", "teils"), "limited"),
    **dict.fromkeys(("no", "nein", "false", "falsch", "0", "nicht", "not", "none", "nicht barrierefrei"), "no"),
    **dict.fromkeys(("nicht rollstuhlgerecht", "kein"), "no"),
    **dict.fromkeys(("unknown", "unbekannt"), "unknown"),
}
_GERMAN = {
    German.NONE: ("keine", "nicht notig", "none", "no", "0", "ohne"),
    German.LITTLE: ("wenig", "little", "a1", "a2", "grundkenntnisse", "anfanger"),
    German.CONVERSATION: ("gesprach", "b1", "b2", "conversation", "mittel"),
    German.FLUENT: ("fliessend", "gut", "c1", "c2", "fluent"),
}
_OWN_NAMES = "am ar bg bs ckb cs el es fa fr hi hr hu it ku mk nl pl ps pt ro ru sk sl so sq sr sv ta ti tr uk ur vi zh"
Cell = tuple[str, str]  # column, text
YES = frozenset({"yes", "ja", "true", "wahr", "1", "x", "j", "y"})
NO = frozenset({"no", "nein", "false", "falsch", "0", "n", ""})


class Words:
    """Looks words up, first in the value maps of the mapping, then in the vocabularies; counts those nobody knows."""

    def __init__(self, terms: Vocabulary, values: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self.unknown: Counter[tuple[str, str]] = Counter()
        self._maps = {key: {fold(word): found for word, found in pairs.items()} for key, pairs in values.items()}
        tables = _tables(terms)
        self._topics, self._flags, self._levels = tables.topics, tables.flags, tables.levels
        self._parents = tables.parents
        self._known: dict[int, frozenset[str]] = {}

    def topics(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Slugs of the topics in these cells, in their order; a topic whose subtopic is there is left out."""
        found = self._several("topic", cells, self._topics)
        with_subtopic = {self._parents.get(slug) for slug in found}
        return tuple(slug for slug in found if slug not in with_subtopic)

    def flags(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Slugs of openness flags, sorted."""
        return tuple(sorted(self._several("flags", cells, self._flags)))

    def languages(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """BCP 47 codes of spoken languages."""
        return tuple(self._several("languages", cells, languages_by_name()))

    def german(self, cells: Iterable[Cell]) -> str:
        """The level of German needed, or empty."""
        return self._one("german", cells, self._levels)

    def kind_said(self, cells: Iterable[Cell]) -> str:
        """The kind by its word, or empty."""
        return self._one("kind", cells, _KINDS)

    def kind_of(self, name: str) -> str:
        """The kind by the name: a club unless it says otherwise."""
        by_name = (kind.value for kind, pattern in _KIND_IN_NAME if pattern.search(fold(name)))
        return next(by_name, Kind.CLUB.value)

    def wheelchair(self, cells: Iterable[Cell]) -> str:
        """yes, limited, no, or empty if unknown."""
        found = self._one("wheelchair", cells, _WHEELCHAIR)
        return "" if found == "unknown" else found

    def mapped(self, target: str, column: str, word: str) -> tuple[str, ...] | None:
        """What the value maps of column, target and both say (None: nothing); `*` is any word that none of them has."""
        maps = [self._maps.get(key, {}) for key in (column, target, f"{target}:{column}")]
        exact = (pairs[fold(word)] for pairs in maps if fold(word) in pairs)
        return next(exact, next((pairs["*"] for pairs in maps if "*" in pairs), None))

    def _slugs(self, target: str, column: str, word: str, table: Mapping[str, str]) -> tuple[str, ...]:
        """What a word means; one without meaning, or mapped to what does not exist, is counted as unknown."""
        mapped = self.mapped(target, column, word)
        if mapped is None:
            mapped = (table[fold(word)],) if fold(word) in table else ("",)
        known = tuple(slug for slug in mapped if slug in self._values_of(table))
        if len(known) < len(mapped):
            self.unknown[target, word] += 1
        return known

    def _values_of(self, table: Mapping[str, str]) -> frozenset[str]:
        key = id(table)
        if key not in self._known:
            self._known[key] = frozenset(table.values())
        return self._known[key]

    def _one(self, target: str, cells: Iterable[Cell], table: Mapping[str, str]) -> str:
        for column, cell in cells:
            if cell and (found := self._slugs(target, column, cell, table)):
                return found[0]
        return ""

    def _several(self, target: str, cells: Iterable[Cell], table: Mapping[str, str]) -> list[str]:
        found: dict[str, None] = {}
        for column, cell in cells:
            for word in self._split(target, column, cell, table):
                found |= dict.fromkeys(self._slugs(target, column, word, table))
        return list(found)

    def _split(self, target: str, column: str, cell: str, table: Mapping[str, str]) -> list[str]:
        """The words of a cell: the whole cell if it is known, else its parts between signs, then between and's."""
        keys = (column, target, f"{target}:{column}")

        def known(word: str) -> bool:
            return fold(word) in table or any(fold(word) in self._maps.get(key, {}) for key in keys)

        words: list[str] = []
        for part in [cell] if known(cell) else _BETWEEN.split(cell):
            part = part.strip()
            pieces = [part] if known(part) else [piece.strip() for piece in _AND.split(part)]
            words += pieces if any(known(piece) for piece in pieces) else [part]
        return [word for word in words if word]


@dataclass(frozen=True, eq=False)
class _Tables:
    """Folded words of a vocabulary and what they mean; `parents`: the slug above that of a topic."""

    terms: Vocabulary

    @cached_property
    def topics(self) -> dict[str, str]:
        return _terms(self.terms.topics)

    @cached_property
    def flags(self) -> dict[str, str]:
        return _terms(self.terms.flags)

    @cached_property
    def levels(self) -> dict[str, str]:
        found = {fold(word): level.value for level, words in _GERMAN.items() for word in words}
        for level in self.terms.levels:
            named = [level.slug, *level.names.values(), *level.short_names.values()]
            found |= {fold(word): level.slug for word in named}
        return found

    @cached_property
    def parents(self) -> dict[str, str]:
        paths = ((topic.slug, self.terms.topic_path(topic)) for topic in self.terms.topics)
        return {slug: path[1].slug for slug, path in paths if len(path) > 1}


_kept: list[_Tables] = []  # that of the vocabulary last asked for: the pages of an import need it again and again


def _tables(terms: Vocabulary) -> _Tables:
    found = next((one for one in _kept if one.terms is terms), None) or _Tables(terms)
    _kept[:] = [found]
    return found


def _terms(terms: Iterable[Term]) -> dict[str, str]:
    """Folded word -> slug. Slugs and names come before search words; a word two terms share means the first of them."""
    found: dict[str, str] = {}
    kept = list(terms)
    for term in kept:
        short = term.short_names.values() if isinstance(term, Topic) else ()
        for word in (term.slug, *term.names.values(), *short):
            found.setdefault(fold(word), term.slug)
    for term in kept:
        for word in (word for words in term.search_words.values() for word in words):
            found.setdefault(fold(word), term.slug)
    return found


@cache
def languages_by_name() -> dict[str, str]:
    """Folded names of languages (German, English and the commonest in their own, from CLDR) and codes -> code."""
    found: dict[str, str] = {}
    tables: list[dict[str, str]] = [dict(Locale.parse(code).languages) for code in ("de", "en")]
    codes = [code for code in tables[0] if code.isalpha() and len(code) <= 3]
    for code in sorted(codes, key=len):
        found.setdefault(code, code)
        for table in tables:
            found.setdefault(fold(table.get(code, code)), code)
    for code in _OWN_NAMES.split():
        found.setdefault(fold(Locale.parse(code).get_language_name(code) or code), code)
    return found | {"farsi": "fa", "dari": "prs", "kurmandschi": "kmr", "kurmanci": "kmr", "sorani": "ckb"}
