"""CSV files as they come: any delimiter, UTF-8 or Windows-1252, line breaks in quotes, quotes that are never closed."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from organisations.imports.reader import MAX_CELL, FileRefusedError, Table
from organisations.imports.tabular import HEADER_WITHIN, Record, with_header

DELIMITERS = ";,\t|"
MAX_LINE = 1_000_000  # characters
MAX_BROKEN_QUOTES = 1_000
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# `ID;"MIT-Fassung"`: the first two columns of an export of this site
_OWN = re.compile(r'"?ID"?([;,\t|])"?MIT-Fassung\b')
csv.field_size_limit(MAX_CELL)


def open_csv(path: Path, header: int = 0) -> Table:
    """The file as a table; encoding and delimiter are found out. `header`: see `with_header`.

    Raises FileRefusedError, also while rows are read.
    """
    encoding = encoding_of(path)
    delimiter = _delimiter(path, encoding)
    columns, rows = with_header(path.name, _records(path, encoding, delimiter), header=header)
    return Table("csv", rows, columns)


class Lines:
    """The lines of a file with their numbers, from which lines can be taken back."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.file = path.name
        self.number = 0
        self._handle = path.open(encoding=encoding, newline="")
        self._back: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._back.popleft() if self._back else self._handle.readline(MAX_LINE)
        except UnicodeDecodeError as error:
            raise FileRefusedError(f"{self.file}: after line {self.number} the text is not {error.encoding}.") from None
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= MAX_LINE:
            raise FileRefusedError(f"{self.file}: line {self.number} is longer than {MAX_LINE} characters.")
        return line

    def close(self) -> None:
        """Closes the file."""
        self._handle.close()

    def take_back(self, lines: list[str]) -> None:
        """Gives lines back, in their order; they are read again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    lines = Lines(path, encoding)
    try:
        yield from _read(lines, delimiter)
    finally:
        lines.close()


def _read(lines: Lines, delimiter: str) -> Iterator[Record]:
    broken = 0
    while True:
        taken: list[str] = []
        start = lines.number + 1
        cells = _next_record(lines, taken, delimiter)
        if not taken:
            return
        where = f"line {start}" if len(taken) == 1 else f"lines {start} to {lines.number}"
        if cells is not None:
            if not (start == 1 and _is_hint(taken[0])):
                yield where, cells, ""
            continue
        # A quotation mark that is never closed would swallow every row up to the next one: only its own line is lost.
        broken += 1
        if broken > MAX_BROKEN_QUOTES:
            raise FileRefusedError(
                f"{lines.file}: more than {MAX_BROKEN_QUOTES} quotation marks are not closed, see line {start}."
            )
        lines.take_back(taken[1:])
        yield f"line {start}", None, "a quotation mark is not closed or stands inside a quoted cell"


def _next_record(lines: Lines, taken: list[str], delimiter: str) -> list[str] | None:
    """The next record; the lines it takes are added to `taken`. None: its quotation marks are broken."""

    def source() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    try:
        return next(csv.reader(source(), delimiter=delimiter, strict=True), [])
    except csv.Error:
        if len(taken) > 1:
            return None
    try:  # one line, such as: "The Owls" e.V.;Bernhausen
        cells = next(csv.reader(taken, delimiter=delimiter))
    except csv.Error:
        return None
    return None if any("\n" in cell for cell in cells) else cells


def _is_hint(line: str) -> bool:
    """Excel's first line `sep=;`, which names the delimiter and is no row."""
    return line.strip().lower().startswith("sep=") and len(line.strip()) == 5


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that splits the first rows into the same number of cells most often, more cells before fewer.

    Our own exports say it in their first line: their cells hold lines that look as if they were rows.
    """
    lines = Lines(path, encoding)
    first = next(lines, "")
    lines.close()
    if _is_hint(first):
        return first.strip()[4]
    if own := _OWN.match(first):
        return own[1]

    def score(delimiter: str) -> tuple[int, int]:
        records = islice(_records(path, encoding, delimiter), HEADER_WITHIN)
        counts = [len(cells) for _, cells, _ in records if cells and len(cells) > 1]
        best = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        return counts.count(best), best

    return max(DELIMITERS, key=score)


def encoding_of(path: Path) -> str:
    """utf-8-sig, utf-16 (with its mark) or cp1252. Raises FileRefusedError for a file that is none of them."""
    with path.open("rb") as handle:
        if handle.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    bad_line, bad, good = 0, 0, 0
    with path.open("rb") as handle:
        for number, line in enumerate(iter(lambda: handle.readline(MAX_LINE), b""), start=1):
            if b"\0" in line:
                raise FileRefusedError(f"{path.name} is no text file: line {number} holds a NUL byte.")
            good += len(_MULTIBYTE.findall(line))
            try:
                decoder.decode(line)
            except UnicodeDecodeError:
                decoder.reset()
                bad_line = bad_line or number
                bad += len(_NOT_ASCII.findall(_MULTIBYTE.sub(b"", line)))
                _check_windows(path, line, number)
    if not bad_line:
        return "utf-8-sig"
    if good > bad:
        raise FileRefusedError(
            f"{path.name} is neither UTF-8 nor Windows-1252 throughout: line {bad_line} is not UTF-8, others are."
        )
    return "cp1252"


def _check_windows(path: Path, line: bytes, number: int) -> None:
    try:
        line.decode("cp1252")
    except UnicodeDecodeError as error:
        byte = line[error.start]
        text = f"{path.name} is neither UTF-8 nor Windows-1252: byte {byte:#04x} in line {number}."
        raise FileRefusedError(text) from None
