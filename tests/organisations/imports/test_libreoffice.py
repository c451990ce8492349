"""One list as LibreOffice saves it in three formats (tests/data/README.md): it imports the same."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from organisations.imports.entry import read_entry
from organisations.imports.mapping import mapping_for
from organisations.imports.reader import spooled
from organisations.imports.words import Words
from tests.organisations.imports.files import shipped_vocabulary

DATA = Path(settings.BASE_DIR) / "tests" / "data"


def entries(name: str) -> list[dict[str, Any]]:
    with spooled(DATA / name) as spool:
        mapping = mapping_for(spool.format, spool.columns)
        words = Words(shipped_vocabulary(), mapping.values)
        return [read_entry(row, mapping, words).values for row in spool]


def test_the_list_is_read_as_it_was_meant():
    first, second, third = entries("libreoffice.ods")
    assert (first["name"], first["point"], first["wheelchair"], first["topic"]) == (
        "Chor Muster e.V.", [9.22, 48.66], "yes", ["choir"]
    )  # fmt: skip
    assert (second["name"], second["point"], second["wheelchair"]) == (
        "Band „Größe“ & Söhne",
        [9.2345, 48.6712345],
        "no",
    )
    assert (third["name"], third["point"], third["postcode"]) == ("Die Eulen; Schach", None, "70794")


@pytest.mark.parametrize("name", ["libreoffice.csv", "libreoffice.xlsx"])
def test_the_other_formats_say_the_same(name):
    assert entries(name) == entries("libreoffice.ods")
