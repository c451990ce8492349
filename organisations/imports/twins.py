"""New rows of one file that may be the same entry: the later one says so, and is not chosen by itself.

Rows of one identity are refused where they are compared; these have different ids, or names that differ a little.
Sections of one body are none.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from organisations.imports.mapping import Mapping, kept_mapping
from organisations.likeness import PORTAL, are_sections, digits_of, likeness
from organisations.models import ImportRow, ImportRun
from organisations.section_names import Name
from organisations.vocabulary import vocabulary

BATCH = 500


def note_twins(run: ImportRun) -> None:
    """Notes at new rows which row above they may be the same as. One pass over the rows: never all with all."""
    mapping = kept_mapping(run.form, [column["name"] for column in run.columns], run.source.mapping)
    alike: dict[tuple[str, str], list[tuple[str, Name]]] = defaultdict(list)  # key -> place and name of rows
    twins: dict[str, str] = {}
    places = vocabulary("default").areas_by_name
    rows = run.rows.filter(action="new").values_list("place", "name", "raw")
    for place, told, raw in rows.iterator(chunk_size=BATCH):
        name = Name.of(told, places)
        for key in _keys(name.core, json.loads(raw)[1], mapping):
            alike[key].append((place, name))
    for (kind, _value), found in alike.items():
        if kind == "name" or len(found) < PORTAL:  # a number of so many is that of a town or an umbrella organisation
            for (above, one), (place, other) in pairwise(found):
                if likeness(one.core, other.core) and not are_sections(one, other):
                    twins.setdefault(place, above)
    _write(run, twins)


def _keys(core: str, cells: dict[str, str], mapping: Mapping) -> Iterator[tuple[str, str]]:
    """By what a row is found to be like another: the name without its legal form, telephone, mail."""
    yield "name", core
    for target, plain in (("phone", digits_of), ("email", lambda cell: cell.strip().lower())):
        for column in mapping.columns.get(target, ()):
            if value := plain(cells.get(column, "")):
                yield target, value


def _write(run: ImportRun, twins: dict[str, str]) -> None:
    places = list(twins)
    for start in range(0, len(places), BATCH):
        rows = list(run.rows.filter(place__in=places[start : start + BATCH], action="new"))
        for row in rows:
            row.chosen = False
            row.detail = "; ".join(filter(None, (row.detail, f"may be the same as {twins[row.place]} of this file")))
        ImportRow.objects.bulk_update(rows, ["chosen", "detail"])
