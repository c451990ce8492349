"""One row as the tests of entries write it: what is read from its cells, or why it is refused."""

from typing import Any

import pytest

from organisations.curate.telling import pieces_of
from organisations.imports.cells import RowRefusedError
from organisations.imports.entry import Entry, read_entry
from organisations.imports.headers import guess
from organisations.imports.mapping import Mapping, Values
from organisations.imports.reader import RawRow
from organisations.imports.words import Words
from tests.organisations.imports.files import shipped_vocabulary


def entry_of(values: Values, **cells: str) -> Entry:
    """The entry of a row with these cells; __ in a name stands for a blank, the columns are guessed."""
    named = {column.replace("__", " "): cell for column, cell in cells.items()}
    mapping = Mapping({target: (column,) for target, column in guess(tuple(named)).items()}, values=values)
    return read_entry(RawRow("line 2", named), mapping, Words(shipped_vocabulary(), mapping.values))


def said(**cells: str) -> dict[str, Any]:
    """What a row with these cells says."""
    return entry_of({}, **cells).values


def reason(**cells: str) -> str:
    """Why a row with these cells is refused."""
    with pytest.raises(RowRefusedError) as refused:
        entry_of({}, **cells)
    assert not any(piece.foreign for piece in pieces_of(str(refused.value)))  # it is told in any language
    return str(refused.value)
