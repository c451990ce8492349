"""Words that no vocabulary knows: listed once, decided once, kept for the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from organisations.curate.imports.words import target_name
from organisations.formats import locale
from organisations.imports.words import languages_by_name
from organisations.languages import language_name
from organisations.models import ImportRun
from organisations.models.location import Wheelchair
from organisations.models.organisation import Kind
from organisations.text import fold
from organisations.vocabulary import Vocabulary, label, vocabulary

PAGE = 50


@dataclass(frozen=True)
class UnknownWords:
    """The words of a run, a page of them; `typed` and `problems` by number if the form could not be used."""

    run: ImportRun
    number: int = 1
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The words of the page, the commonest first, those with what was decided already among them."""
        start = (self.number - 1) * PAGE
        return [
            {
                "n": n,
                "target": target,
                "kind": target_name(target),
                "word": word,
                "rows": rows,
                "typed": self.typed.get(str(n), ""),
                "problem": self.problems.get(str(n), ""),
            }
            for n, (target, word, rows) in enumerate(self.run.unknown[start : start + PAGE])
        ]

    @property
    def total(self) -> int:
        """How many words there are."""
        return len(self.run.unknown)

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
        problems, typed = {}, {}
        for n in given.getlist("n")[: 2 * PAGE]:
            target, word, wanted = (given.get(f"{name}{n}", "") for name in ("target", "word", "is"))
            if not word or not any(target == known for known, _word, _rows in self.run.unknown):
                continue
            slug = _slug(target, wanted)
            if slug:
                values.setdefault(target, {})[word] = slug
            elif wanted.strip():
                problems[n], typed[n] = gettext("There is nothing of that name; choose from the list."), wanted
            elif given.get(f"skip{n}"):
                values.setdefault(target, {})[word] = None
        self.run.source.mapping = {**self.run.source.mapping, "values": values}
        self.run.source.save(update_fields=["mapping"])
        return UnknownWords(self.run, self.number, typed, problems)


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
