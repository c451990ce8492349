"""Several values in one cell: a line each, its fields between bars. Every text comes back as it was.

A bar, a backslash and a line break within a field are written `\\|`, `\\\\` and `\\n`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

_ESCAPES = {"\\": "\\\\", "|": "\\|", "\n": "\\n"}
_SPECIAL = re.compile(r"[\\|\n]")
_ESCAPED = re.compile(r"\\(.)")
_CUT = re.compile(r"(?<!\\)(?:\\\\)*(?:\||\\)$")  # a bar behind which nothing stands, or one backslash
_BAR = re.compile(r"\s*((?:[^\\|]|\\.)*?)\s*(?:\||$)")


def packed(lines: Iterable[Sequence[str]]) -> str:
    """The cell of these lines of fields."""
    return "\n".join(_line(list(line)) for line in lines)


def _line(fields: list[str]) -> str:
    while fields and not fields[-1]:
        fields.pop()
    return " | ".join(_SPECIAL.sub(_escaped, part) for part in fields)


def unpacked(cell: str) -> Iterator[list[str]]:
    """The fields of every line that is not empty. Raises ValueError for a line that ends within or before a field."""
    for line in map(str.strip, cell.split("\n")):
        if line:
            if _CUT.search(line):
                raise ValueError(f"holds {line[-60:]!r}, which is cut off at its end")
            yield _fields(line)


def keyed(fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Fields such as `town: Filderstadt` as key and value; one without a colon has an empty value."""
    for part in fields:
        key, _colon, value = part.partition(":")
        yield key.strip(), value.strip()


def _fields(line: str) -> list[str]:
    found, start = [], 0
    while start <= len(line):
        match = _BAR.match(line, start)
        if match is None:  # a backslash at the end of the line, which `unpacked` refuses
            break
        found.append(_ESCAPED.sub(_unescaped, match.group(1)))
        if match.end() == len(line) and not match.group().endswith("|"):
            break
        start = match.end()
    return found


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES[found.group()]


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found.group(1) == "n" else found.group(1)
