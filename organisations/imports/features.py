"""The features of a GeoJSON file one by one, without ever holding the whole file or parsing deep nesting.

A scanner looks only at brackets and strings to find where each feature ends; `json` then parses that piece alone.
"""

import codecs
import json
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from organisations.imports.reader import FileRefusedError

CHUNK = 1 << 16
MAX_FEATURE = 4_000_000  # characters
MAX_DEPTH = 40
MAX_KEY = 200
# A whole string, a bracket, or the start of a string that goes on in the next chunk.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]|"', re.DOTALL)


def features(path: Path) -> Iterator[dict[str, Any]]:
    """The members of the FeatureCollection's `features`, in order. Raises FileRefusedError with a sentence."""
    scanner = _Scanner(path)
    for number, text in enumerate(scanner.members(), start=1):
        try:
            feature = json.loads(text, parse_constant=_missing, parse_int=_whole)
        except (ValueError, RecursionError) as error:
            raise FileRefusedError(f"{path.name}: feature {number} is not valid JSON: {error}.") from None
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise FileRefusedError(f"{path.name}: member {number} of features is not a GeoJSON Feature.")
        yield feature
    if not scanner.found:
        raise FileRefusedError(f"{path.name} is no GeoJSON FeatureCollection: it has no list of features.")


def _missing(_: str) -> None:
    """NaN and Infinity are no JSON; programs write them for what is missing."""


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < 20 else float(digits)


class _Scanner:
    """Finds the members of the list named `features` in the outermost object."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.found = False
        self._path = path
        self._depth = 0
        self._buffer = ""
        self._start = -1  # where the feature begins in the buffer
        self._last_string = ""
        self._inside = False  # between the brackets of `features`
        self._gap = -1  # where the last member ended: nothing but commas may stand up to the next one
        self._line = 1

    def members(self) -> Iterator[str]:
        """The text of each member."""
        position = 0
        for chunk in self._chunks():
            self._buffer += chunk
            position = yield from self._scan(position)
            keep = self._start if self._start >= 0 else self._gap if self._gap >= 0 else position
            self._line += self._buffer.count("\n", 0, keep)
            self._buffer, position = self._buffer[keep:], position - keep
            self._start = 0 if self._start >= 0 else -1
            self._gap = 0 if self._gap >= 0 else -1
            if len(self._buffer) > MAX_FEATURE:
                raise self._refused(f"a feature or text is longer than {MAX_FEATURE} characters")
        if self._depth:
            raise self._refused("the file ends in the middle, it is cut off or a bracket is missing")

    def _scan(self, position: int) -> Generator[str, None, int]:
        """Looks at the tokens from `position` on; returns where to go on when the next chunk is there."""
        for token in _TOKEN.finditer(self._buffer, position):
            text = token.group()
            if text == '"':
                return token.start()  # a string that ends in a later chunk
            if text[0] == '"':
                if self._depth == 1:
                    self._last_string = text[:MAX_KEY]
            elif member := self._bracket(text, token.start(), token.end()):
                yield member
        return len(self._buffer)

    def _bracket(self, bracket: str, start: int, end: int) -> str:
        """Follows one bracket; the text of a member when it closes one."""
        if bracket in "{[":
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise self._refused(f"it is nested deeper than {MAX_DEPTH} levels")
            if self._depth == 2 and bracket == "[" and self._last_string == '"features"' and not self.found:
                self._inside = self.found = True
                self._gap = end
            elif self._depth == 3 and self._inside:
                self._refuse_stray(start)
                self._start = start
            return ""
        self._depth -= 1
        if self._depth < 0:
            raise self._refused("a bracket closes that was never opened")
        if self._depth == 2 and self._inside and self._start >= 0:
            text, self._start, self._gap = self._buffer[self._start : end], -1, end
            return text
        if self._depth == 1 and self._inside:
            self._refuse_stray(start)
            self._inside, self._gap = False, -1
        return ""

    def _refuse_stray(self, end: int) -> None:
        """A member that is no object (null, a number, a text) has no brackets; it must not be lost silently."""
        if stray := self._buffer[self._gap : end].strip(" \t\r\n,"):
            raise self._refused(f"between the features stands {stray[:40]!r}, which is no Feature")

    def _refused(self, reason: str) -> FileRefusedError:
        return FileRefusedError(f"{self.file}, from line {self._line} on: {reason}.")

    def _chunks(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        with self._path.open("rb") as handle:
            while chunk := handle.read(CHUNK):
                try:
                    yield decoder.decode(chunk)
                except UnicodeDecodeError:
                    raise self._refused("the text is not UTF-8") from None
        if decoder.getstate()[0]:
            raise self._refused("the file ends in the middle of a letter, it is cut off")
