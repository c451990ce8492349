"""Imports as curators make them, without the pages: a file is given, the queue works, rows are looked at."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from organisations.imports import stages
from organisations.imports.uploads import keep_file
from organisations.models import ImportRun, ImportSource
from organisations.services import work as works
from tests.organisations.imports.town import HEADER


def worked() -> None:
    """The queue does everything that waits."""
    assert not works.go_on(120)


def source(**values: Any) -> ImportSource:
    return ImportSource.objects.get_or_create(name="town", defaults={"state": "public", **values})[0]


def given(by: Any, content: bytes | Path | str, name: str = "clubs.csv", **values: Any) -> ImportRun:
    """A file that was uploaded and read."""
    if isinstance(content, Path):
        name, content = content.name, content.read_bytes()
    data = content.encode() if isinstance(content, str) else content
    run = keep_file(source(), by=by, name=name, content=iter([data]), **values)
    worked()
    run.refresh_from_db()
    return run


def compared(by: Any, *rows: str, header: str = HEADER, **values: Any) -> ImportRun:
    """A table of these rows, read and compared with what is here."""
    run = given(by, "\n".join([header, *rows]), **values)
    return again(run)


def again(run: ImportRun) -> ImportRun:
    """The run compared (anew)."""
    stages.begin(run, stages.PLAN, by=run.by, total=run.count)
    worked()
    run.refresh_from_db()
    return run


def imported(run: ImportRun) -> ImportRun:
    """What is chosen was imported."""
    stages.begin_import(run, by=run.by)
    worked()
    run.refresh_from_db()
    return run


def actions(run: ImportRun) -> list[tuple[str, str, bool]]:
    """Name, action and whether it is chosen, row by row."""
    return list(run.rows.values_list("name", "action", "chosen"))


def outcomes(run: ImportRun) -> Sequence[str]:
    return list(run.rows.values_list("outcome", flat=True))
