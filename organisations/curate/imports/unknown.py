"""Words that no vocabulary knows: listed once, decided once, kept for the source, and decided anew if need be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from organisations.curate.imports.words import target_name
from organisations.formats import locale
from organisations.imports.words import languages_by_name
from organisations.languages import language_name
from organisations.models import ImportRun, ImportSource
from organisations.models.location import Wheelchair
from organisations.models.organisation import Kind
from organisations.text import fold
from organisations.text import words as words_of
from organisations.vocabulary import Vocabulary, label, vocabulary

PAGE = 50
SHOWN = 500  # words on the page of a source
CLOSE = 0.8  # likeness of names (difflib) that makes one a guess


@dataclass(frozen=True)
class UnknownWords:
    """The words of a run and those decided for its source before, a page of them; `typed` and `problems` by number if
    the form could not be used."""

    run: ImportRun
    number: int = 1
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The words of the page, the commonest first, then those that were decided before."""
        start = (self.number - 1) * PAGE
        return [self._row(n, *one) for n, one in enumerate(self._all[start : start + PAGE])]

    def _row(self, n: int, target: str, word: str, rows: int, value: str | None) -> dict[str, Any]:
        names = dict(choices_of(target))
        known = names.get(value, value) if value else guessed(word, list(names.values())) if value == "" else ""
        return {
            "n": n,
            "target": target,
            "kind": target_name(target),
            "word": word,
            "rows": rows,
            "typed": self.typed.get(str(n), known),
            "means_nothing": value is None,
            "problem": self.problems.get(str(n), ""),
        }

    @cached_property
    def decided(self) -> list[tuple[str, str, str | None]]:
        """Target, word and what it was decided to mean (None: nothing), by target and word."""
        return decided_of(self.run.source)

    @cached_property
    def _all(self) -> list[tuple[str, str, int, str | None]]:
        """Target, word, in how many rows (0: not known), what it means ("": not decided)."""
        decided = {(target, word): value for target, word, value in self.decided}
        unknown = [(target, word, rows, decided.pop((target, word), "")) for target, word, rows in self.run.unknown]
        return [*unknown, *((target, word, 0, value) for (target, word), value in decided.items())]

    @property
    def total(self) -> int:
        """How many words there are."""
        return len(self._all)

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.number + 1 if self.number * PAGE < self.total else 0

    @cached_property
    def lists(self) -> list[tuple[str, list[str]]]:
        """For each target on the page the names to choose from."""
        targets = dict.fromkeys(row["target"] for row in self.rows)
        return [(target, [name for _value, name in choices_of(target)]) for target in targets]

    def said(self, given: QueryDict) -> "UnknownWords":
        """Keeps for the source what the form says; what could not be understood comes back with its problem."""
        values = {key: dict(words) for key, words in self.run.source.mapping.get("values", {}).items()}
        known = {(target, word) for target, word, *_rest in self._all}
        problems, typed = {}, {}
        for n in given.getlist("n")[: 2 * PAGE]:
            target, word, wanted = (given.get(f"{name}{n}", "") for name in ("target", "word", "is"))
            if (target, word) not in known:
                continue
            typed[n] = wanted
            slug = _slug(target, wanted)
            if slug:
                values.setdefault(target, {})[word] = slug
            elif wanted.strip():
                problems[n] = gettext("There is nothing of that name; choose from the list.")
            elif given.get(f"skip{n}"):
                values.setdefault(target, {})[word] = None
            else:
                values.get(target, {}).pop(word, None)  # open again
        self.run.source.mapping = {**self.run.source.mapping, "values": values}
        self.run.source.save(update_fields=["mapping"])
        return UnknownWords(self.run, self.number, typed, problems)


def decided_of(source: ImportSource) -> list[tuple[str, str, str | None]]:
    """Target, word and what it was decided to mean (None: nothing) for the files of a source, in order."""
    said = source.mapping.get("values", {})
    found = [(target, word, value) for target, words in said.items() for word, value in words.items()]
    return sorted((one for one in found if one[2] is None or isinstance(one[2], str)), key=lambda one: one[:2])


@dataclass(frozen=True)
class SourceWords:
    """What was decided about words of a source, for its page."""

    source: ImportSource

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """The words with what they mean, in words."""
        names: dict[str, dict[str, str]] = {}
        found = []
        for target, word, value in decided_of(self.source)[:SHOWN]:
            known = names.setdefault(target, dict(choices_of(target)))
            means = known.get(value, value) if value else gettext("means nothing")
            found.append({"target": target, "kind": target_name(target), "word": word, "means": means})
        return found


def forget_word(source: ImportSource, target: str, word: str) -> None:
    """What was decided about a word of the source holds no more: the next file asks for it again."""
    said = source.mapping.get("values", {})
    left = {
        key: {one: value for one, value in words.items() if (key, one) != (target, word)} for key, words in said.items()
    }
    source.mapping = {**source.mapping, "values": left}
    source.save(update_fields=["mapping"])


def guessed(word: str, names: list[str]) -> str:
    """The one name that has the word in it, else the one that is spelled nearly so; empty if there is none."""
    folded = fold(word)
    within = [name for name in names if any(part.startswith(folded) for part in words_of(name))]
    if len(within) == 1 and len(folded) > 2:
        return within[0]
    near = get_close_matches(folded, by_fold := {fold(name): name for name in names}, 1, CLOSE)
    return by_fold[near[0]] if near else ""


def choices_of(target: str) -> list[tuple[str, str]]:
    """What a word of a target may mean: value and name in the active language, by name."""
    terms, language = vocabulary("default"), locale().language
    return sorted(_choices(target, terms, language), key=lambda one: fold(one[1]))


def _choices(target: str, terms: Vocabulary, language: str) -> list[tuple[str, str]]:
    match target:
        case "topic":
            return [(topic.slug, label(topic.names, language)) for topic in terms.topics]
        case "flags":
            return [(flag.slug, label(flag.names, language)) for flag in terms.flags]
        case "german":
            return [(level.slug, label(level.names, language)) for level in terms.levels]
        case "languages":
            codes = dict.fromkeys(languages_by_name().values())
            return [(code, language_name(code, language).name) for code in codes]
        case "kind":
            return [(kind.value, str(kind.label)) for kind in Kind]
        case "wheelchair":
            return [(one.value, str(one.label)) for one in Wheelchair]
    return []


def _slug(target: str, wanted: str) -> str:
    """The value that what was typed names."""
    folded = fold(wanted.replace("\0", ""))
    if not folded:
        return ""
    known = {fold(name): value for value, name in choices_of(target)} | {
        value: value for value, _ in choices_of(target)
    }
    return known.get(folded, "") or (languages_by_name().get(folded, "") if target == "languages" else "")
