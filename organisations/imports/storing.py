"""The rows of a file into the database as they are read, and what its columns hold."""

import json
from collections import Counter
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
