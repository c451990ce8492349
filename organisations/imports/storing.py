"""The rows of a file into the database as they are read, what its columns hold, and what would become of rows."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from organisations.imports.reading import Rows
from organisations.models import ImportRun

SAMPLED, SAMPLES, SAMPLE = 200, 3, 60  # rows, different values of a column, letters of one
_EMPTY = ("", "", "", "", "[]", False, False, False, False, "")


def store_rows(run: ImportRun, rows: Rows) -> list[dict[str, Any]]:
    """Writes the rows into the database as they are read; what the columns hold, for choosing what they mean."""
    filled: Counter[str] = Counter()
    samples: dict[str, dict[str, None]] = {name: {} for name in rows.columns}
    into = "COPY organisations_importrow (run_id, position, raw, place, identity, action, name, detail, alike, linked,"
    with connection.cursor() as cursor, cursor.copy(f"{into} kept, overwrite, chosen, outcome) FROM STDIN") as copy:
        for position, line in enumerate(rows.lines):
            where, values, *_rest = json.loads(line)
            copy.write_row((run.pk, position, line, where[:100], *_EMPTY))
            for name, value in values.items():
                if value.strip():
                    filled[name] += 1
                    if position < SAMPLED and len(samples[name]) < SAMPLES:
                        samples[name][" ".join(value.split())[:SAMPLE]] = None
    return [{"name": name, "filled": filled[name], "samples": list(samples[name])} for name in rows.columns]


def write_notes(notes: Sequence[Mapping[str, Any]]) -> None:
    """Notes at rows what would become of them: one statement for all rows of a chunk, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_importrow AS row SET action = note.action, name = note.name, detail = note.detail,"
            " identity = note.identity, entry_id = note.entry, alike = note.alike, kept = note.kept,"
            " chosen = note.chosen FROM jsonb_to_recordset(%s::jsonb) AS note(id bigint, action text, name text,"
            " detail text, identity text, entry uuid, alike jsonb, kept boolean, chosen boolean)"
            " WHERE row.id = note.id",
            [json.dumps(notes)],
        )
