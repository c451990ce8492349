"""Reading an uploaded file in a process of its own: `python -m organisations.imports.reading FILE OUT SHEET HEADER`.

A hostile file may want all memory, never end, or bring down a library; then it is this process that ends, and not the
queue's worker. It needs no database. The rows are written to OUT, one line of JSON each, after a line with format,
columns and number; a refusal is a line with its sentence.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings

from organisations.imports.reader import FileRefusedError, spooled

SECONDS = 600  # for a file of the largest size; then it is refused


@dataclass(frozen=True, slots=True)
class Rows:
    """A file that was read to its end: its format, its columns, how many rows, and their lines of JSON."""

    format: str
    columns: tuple[str, ...]
    count: int
    lines: IO[str]


@contextmanager
def read_apart(name: str, content: Iterator[bytes], sheet: str = "", header: int = 0) -> Iterator[Rows]:
    """The rows of a file with that name and content, read by another process. Raises FileRefusedError."""
    with TemporaryDirectory() as folder:
        path, out = Path(folder) / _safe(name), Path(folder) / "rows"
        with path.open("wb") as handle:
            for piece in content:
                handle.write(piece)
        said = _run(path, out, sheet, header)
        with out.open(encoding="utf-8") as lines:
            head: dict[str, Any] = json.loads(lines.readline() or "{}")
            if "columns" not in head:
                raise FileRefusedError(head.get("refused") or f"{name} cannot be read: {said}.")
            yield Rows(head["format"], tuple(head["columns"]), head["count"], lines)


def _safe(name: str) -> str:
    """The name of the file without anything that leads elsewhere; it stands in sentences, its end says what it is."""
    plain = "".join(sign for sign in Path(name.replace("\\", "/")).name if sign.isprintable() and sign != "/")
    return plain[-100:].lstrip(".- ") or "file"


def _run(path: Path, out: Path, sheet: str, header: int) -> str:
    """Runs this module; in a word how it ended."""
    out.touch()
    command = [sys.executable, "-m", __name__, str(path), str(out), sheet, str(header)]
    try:
        done = subprocess.run(  # noqa: S603  our own module
            command, cwd=settings.BASE_DIR, env=_environment(), stdin=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it takes longer than {SECONDS // 60} minutes"
    return f"the reading ended with status {done.returncode}"


def _environment() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "mapping.settings")}


def write_rows(path: Path, out: Path, sheet: str, header: int) -> None:
    """Reads the file and writes its rows, or why it is refused."""
    with out.open("w", encoding="utf-8") as target:
        try:
            with spooled(path, sheet, header) as spool:
                head = {"format": spool.format, "columns": spool.columns, "count": spool.count}
                target.write(json.dumps(head) + "\n")
                spool.lines.seek(0)
                shutil.copyfileobj(spool.lines, target)
        except FileRefusedError as error:
            target.seek(0)
            target.truncate()
            target.write(json.dumps({"refused": str(error)}) + "\n")


if __name__ == "__main__":
    write_rows(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
