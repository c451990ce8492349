"""Which column of a file goes where: guessed from the headers, or said by a mapping file."""

import json
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from organisations.imports import tags
from organisations.imports.headers import TARGETS, guess, text_target
from organisations.imports.reader import FileRefusedError, listed

MAX_MAPPING = 1_000_000  # bytes
_KEYS = ("columns", "constants", "values")

Columns = dict[str, tuple[str, ...]]
Values = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Target -> columns, target -> constant text, and value maps: target or column -> word -> slugs (none: ignore it).

    Several columns of one target: texts, topics, flags and languages are joined, of all others the first filled counts.
    """

    columns: Columns
    constants: dict[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)

    def unused(self, columns: Sequence[str]) -> list[str]:
        """Columns of the file that go nowhere."""
        used = {name for names in self.columns.values() for name in names}
        return [name for name in columns if name not in used]


def guessed_columns(format: str, columns: Sequence[str]) -> Columns:
    """Target -> columns as their names say."""
    if format == "osm":
        return tags.columns(columns)
    return {target: (column,) for target, column in guess(tuple(columns)).items()}


def mapping_for(format: str, columns: Sequence[str], file: Path | None = None) -> Mapping:
    """The mapping of a file with these columns: guessed, then changed by what the mapping file says.

    Raises FileRefusedError if the mapping file is wrong, or if no column (or constant) gives the name.
    """
    return mapping_of(format, columns, _read(file) if file else {}, file)


def kept_mapping(format: str, columns: Sequence[str], said: Dict[str, Any]) -> Mapping:
    """The mapping that was kept of a source, for a file that may lack some of its columns by now.

    Raises FileRefusedError if no column (or constant) gives the name.
    """
    there = {
        target: [name for name in ([names] if isinstance(names, str) else names or []) if name in columns]
        for target, names in said.get("columns", {}).items()
    }
    return mapping_of(format, columns, {**said, "columns": there})


def mapping_of(format: str, columns: Sequence[str], said: Dict[str, Any], file: Path | None = None) -> Mapping:
    """The mapping with what `said` (columns, constants, values) changes of the guess; `file`: where that stands."""
    guessed = guessed_columns(format, columns)
    values = dict(tags.VALUES) if format == "osm" else {}
    chosen = _columns(file, said.get("columns", {}), columns)
    taken = {name for names in chosen.values() for name in names}
    merged = {target: names for target, names in guessed.items() if target not in chosen and not taken & set(names)}
    merged |= {target: names for target, names in chosen.items() if names}
    constants = _constants(file, said.get("constants", {}))
    if "name" not in merged and "name" not in constants:
        if not columns:
            raise FileRefusedError("No column holds the name of the entries: there is none at all.")
        raise FileRefusedError(
            f"No column holds the name of the entries; say which one does. There are {listed(columns)}."
        )
    for key, words in _values(file, said.get("values", {})).items():
        values[key] = {**values.get(key, {}), **words}
    return Mapping(merged, constants, values)


def _read(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise FileRefusedError(f"{file.name}: there is no such mapping file.")
    if file.stat().st_size > MAX_MAPPING:
        raise FileRefusedError(f"{file.name} is too large for a mapping file.")
    try:
        said = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefusedError(f"{file.name} is no valid JSON: {error}.") from None
    if not isinstance(said, dict) or not all(isinstance(said[key], dict) for key in _KEYS if key in said):
        raise FileRefusedError(f"{file.name} must be an object with the objects {', '.join(_KEYS)}.")
    if unknown := set(said) - set(_KEYS):
        raise FileRefusedError(f"{file.name} has the unknown part {min(unknown)!r}; known are {', '.join(_KEYS)}.")
    return said


def _columns(file: Path | None, said: Dict[str, Any], columns: Sequence[str]) -> Columns:
    """Target -> columns as the mapping file says; null or an empty list means: not from this file."""
    chosen: Columns = {}
    for target, value in said.items():
        names = [] if value is None else value if isinstance(value, list) else [value]
        _refuse_target(file, target)
        for name in names:
            if name not in columns:
                raise FileRefusedError(
                    f"{_name(file)}: there is no column {name!r} for {target}. There are {listed(columns)}."
                )
        chosen[target] = tuple(names)
    return chosen


def _constants(file: Path | None, said: Dict[str, Any]) -> dict[str, str]:
    for target, value in said.items():
        _refuse_target(file, target)
        if not isinstance(value, str):
            raise FileRefusedError(f"{_name(file)}: the constant for {target} must be a text.")
    return dict(said)


def _values(file: Path | None, said: Dict[str, Any]) -> Values:
    """Target or column -> word -> slugs; a slug, a list of them, or null for a word that means nothing."""
    values: Values = {}
    for key, pairs in said.items():
        if not isinstance(pairs, dict):
            raise FileRefusedError(f"{_name(file)}: the values of {key} must be an object.")
        values[key] = {}
        for word, value in pairs.items():
            slugs = [] if value is None else value if isinstance(value, list) else [value]
            if not all(isinstance(slug, str) for slug in slugs):
                raise FileRefusedError(
                    f"{_name(file)}: the value of {word!r} in {key} must be a slug, a list of slugs or null."
                )
            values[key][word] = tuple(slugs)
    return values


def _refuse_target(file: Path | None, target: str) -> None:
    if target not in TARGETS and not text_target(target):
        raise FileRefusedError(f"{_name(file)}: there is no target {target!r}; known are {', '.join(TARGETS)}.")


def _name(file: Path | None) -> str:
    return file.name if file else "mapping"
