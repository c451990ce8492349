"""What the columns of a file mean: guessed, shown with samples, said by selects, kept for the source."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from organisations.curate.imports.words import target_name
from organisations.formats import locale
from organisations.imports.headers import TARGETS, target_of, text_target
from organisations.imports.mapping import Mapping as ColumnMapping
from organisations.imports.mapping import guessed_columns
from organisations.imports.reader import FileRefusedError
from organisations.imports.stages import mapping_of
from organisations.models import ImportRun
from organisations.models.organisation import Kind
from organisations.vocabulary import label, vocabulary

CONSTANTS = ("kind", "topic", "town")


@dataclass(frozen=True)
class Columns:
    """The columns of a run's file, each with what it is taken for."""

    run: ImportRun
    problem: str = ""

    @cached_property
    def mapping(self) -> ColumnMapping:
        """What is known or guessed."""
        try:
            return mapping_of(self.run)
        except FileRefusedError:
            return ColumnMapping(guessed_columns(self.run.form, self._names))

    @property
    def _names(self) -> list[str]:
        return [column["name"] for column in self.run.columns]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The columns in the order of the file: field name, samples, what is chosen."""
        target_of = {name: target for target, names in self.mapping.columns.items() for name in names}
        return [
            {**column, "field": f"c{number}", "target": target_of.get(column["name"], "")}
            for number, column in enumerate(self.run.columns)
        ]

    @property
    def targets(self) -> list[tuple[str, str]]:
        """What a column may be."""
        return [(target, target_name(target)) for target in self._targets]

    @cached_property
    def _targets(self) -> list[str]:
        """All that there are, and the texts in other languages that columns of the file are named after."""
        found = (target_of(name) for name in self._names)
        return [*TARGETS, *sorted({target for target in found if target and text_target(target)})]

    @property
    def constants(self) -> list[dict[str, Any]]:
        """What may hold for all rows."""
        terms, language = vocabulary("default"), locale().language
        topics = sorted(((topic.slug, label(topic.names, language)) for topic in terms.topics), key=lambda one: one[1])
        choices = {"kind": [(one.value, str(one.label)) for one in Kind], "topic": topics, "town": []}
        return [
            {
                "field": f"all-{name}",
                "label": target_name(name),
                "choices": choices[name],
                "value": self._constant(name),
            }
            for name in CONSTANTS
        ]

    def _constant(self, target: str) -> str:
        return self.mapping.constants.get(target, "")

    def said(self, given: Mapping[str, str]) -> "Columns":
        """What the form says, kept for the source; with a `problem` if it cannot be used, then nothing is kept."""
        chosen: dict[str, list[str]] = {target: [] for target in self._targets}
        for row in self.rows:
            if (target := given.get(row["field"], "")) in chosen:
                chosen[target].append(row["name"])
        constants = {name: given.get(f"all-{name}", "").replace("\0", "").strip()[:100] for name in CONSTANTS}
        constants = {name: value for name, value in constants.items() if value}
        if not chosen["name"]:
            return Columns(self.run, gettext("Say which column holds the name of the entries."))
        before = self.run.source.mapping
        others = {target: names for target, names in before.get("columns", {}).items() if target in chosen}
        for target, names in others.items():  # of other files of this source
            chosen[target] += [name for name in names or () if name not in self._names]
        self.run.source.mapping = {**before, "columns": chosen, "constants": constants}
        self.run.source.save(update_fields=["mapping"])
        return Columns(self.run)
